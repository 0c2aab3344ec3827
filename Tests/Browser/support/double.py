"""Twilio's stand-in as a program of its own: `deskbell simulate twilio` on a free port."""

import base64
import hashlib
import hmac
import json
import time
import urllib.parse
import urllib.request

from .stand_in import StandIn


class Double(StandIn):
    """Calls the webhooks of the desk at `desk`."""

    def __init__(self, home, desk):
        super().__init__(home, "twilio", "--desk", desk)
        self.desk = desk

    # What tests ask

    def state(self):
        return self._ask("GET", "/double/state")

    def log(self):
        return self._ask("GET", "/double/log")

    def mischief(self, **rules):
        return self._ask("POST", "/double/mischief", json.dumps(rules))

    def break_sockets(self):
        self._ask("POST", "/double/sockets/break")

    def phone(self, number, action, **details):
        """`dial`, `answer`, `reject`, `hangup`, `digits` or `message` on the telephone of that number."""
        return self._ask("POST", f"/double/phones/{urllib.parse.quote(number)}/{action}", json.dumps(details))

    def rest(self, method, path, **form):
        """Twilio's own API, as the account."""
        account = self.settings["TWILIO_ACCOUNT_SID"]
        return self._ask(method, f"/2010-04-01/Accounts/{account}/{path}.json", urllib.parse.urlencode(form))

    def token(self, identity, seconds=3600):
        now = int(time.time())
        values = self.settings
        voice = {"incoming": {"allow": True}, "outgoing": {"application_sid": values["TWILIO_APP_SID"]}}
        claims = {
            "jti": f"{values['TWILIO_API_KEY']}-{now}", "iss": values["TWILIO_API_KEY"],
            "sub": values["TWILIO_ACCOUNT_SID"], "iat": now, "nbf": now, "exp": now + seconds,
            "grants": {"identity": identity, "voice": voice},
        }
        header = {"alg": "HS256", "cty": "twilio-fpa;v=1", "typ": "JWT"}
        text = ".".join(_base64url(json.dumps(part).encode()) for part in (header, claims))
        secret = values["TWILIO_API_SECRET"].encode()
        return f"{text}.{_base64url(hmac.new(secret, text.encode(), hashlib.sha256).digest())}"

    def _ask(self, method, path, body=None):
        request = urllib.request.Request(self.url + path, method=method, data=None if body is None else body.encode())
        if self.settings:
            pair = f"{self.settings['TWILIO_API_KEY']}:{self.settings['TWILIO_API_SECRET']}"
            request.add_header("Authorization", "Basic " + base64.b64encode(pair.encode()).decode())
        with urllib.request.urlopen(request, timeout=10) as answer:
            text = answer.read()
        return json.loads(text) if text else None


def _base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
