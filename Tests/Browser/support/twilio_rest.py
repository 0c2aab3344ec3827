"""What the operator sets in Twilio's console, asked of the double's REST API."""

import base64
import urllib.parse
import urllib.request


def set_number_url(phones, url):
    """The voice URL of the account's only number."""
    account = phones.desk.settings["TWILIO_ACCOUNT_SID"]
    path = f"/2010-04-01/Accounts/{account}/IncomingPhoneNumbers/PN{account.removeprefix('AC')}.json"
    request = urllib.request.Request(
        phones.double.url + path, data=urllib.parse.urlencode({"VoiceUrl": url, "VoiceMethod": "POST"}).encode(),
        headers={"Authorization": "Basic " + base64.b64encode(
            f"{phones.desk.settings['TWILIO_API_KEY']}:{phones.desk.settings['TWILIO_API_SECRET']}".encode()).decode()},
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        assert answer.status == 200
