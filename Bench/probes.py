"""The requests that are sent under load."""

from urllib.parse import urlencode

from twilio.request_validator import RequestValidator

from load import Request
from support import twilio_account as account

FORM = "Content-Type: application/x-www-form-urlencoded"
OWN = "Sec-Fetch-Site: same-origin"

TICKET = {
    "name": "June Park",
    "phone_number": "+1 415-867-5309",
    "description": "The rear wheel of my bike locks when I brake hard, and the mallet I ordered with it never came.",
}
# What Twilio sends when an agent's client dials a number.
DIALLED = {
    "AccountSid": account.ACCOUNT,
    "ApiVersion": "2010-04-01",
    "ApplicationSid": account.APPLICATION,
    "CallSid": "CA" + "d" * 32,
    "CallStatus": "ringing",
    "Caller": "client:support_agent",
    "Direction": "inbound",
    "From": "client:support_agent",
    "To": "",
    "phoneNumber": "+14158675309",
}

HEALTH = Request("/healthz")
HOME = Request("/")
# 22 characters, as a form has them: `load` fills in the run, its script the count.
TICKETS = Request("/tickets", "POST", urlencode(TICKET) + "&submission={run}{count}", (FORM, OWN))


def dashboard(web):
    return Request("/dashboard", headers=(f"Cookie: {web.cookie_header}",))


def token(web, page):
    return Request("/token/generate", "POST", urlencode({"page": page}), (FORM, OWN, f"Cookie: {web.cookie_header}"))


def connect():
    return Request("/call/connect", "POST", urlencode(DIALLED), (FORM,))


def signed_connect(public_url):
    signature = RequestValidator(account.AUTH_TOKEN).compute_signature(public_url + "/call/connect", DIALLED)
    return Request("/call/connect", "POST", urlencode(DIALLED), (FORM, f"X-Twilio-Signature: {signature}"))
