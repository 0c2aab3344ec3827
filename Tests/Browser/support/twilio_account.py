"""A telephone account that exists nowhere: its ids have the right shape, its secrets are known to the tests."""

PUBLIC_URL = "https://desk.example"
AUTH_TOKEN = "auth-token-of-the-tests"
API_KEY = "SK" + "b" * 32
API_SECRET = "secretsecretsecretsecretsecret12"
ACCOUNT = "AC" + "a" * 32
APPLICATION = "AP" + "c" * 32
OWN_NUMBER = "+14155550100"

SETTINGS = {
    "TWILIO_ACCOUNT_SID": ACCOUNT,
    "TWILIO_AUTH_TOKEN": AUTH_TOKEN,
    "TWILIO_API_KEY": API_KEY,
    "TWILIO_API_SECRET": API_SECRET,
    "TWILIO_APP_SID": APPLICATION,
    "TWILIO_PHONE_NUMBER": OWN_NUMBER,
}
