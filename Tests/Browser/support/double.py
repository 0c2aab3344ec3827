"""Twilio's stand-in as a program of its own: `deskbell simulate twilio` on a free port."""

import base64
import contextlib
import hashlib
import hmac
import json
import signal
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request

from .desk import BINARY, clean_environment, free_port
from .patience import eventually


class Double:
    """Calls the webhooks of the desk at `desk`; `settings` are the lines its `.env` needs."""

    def __init__(self, home, desk):
        self.console_path = home / "double.txt"
        self.desk = desk
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.process = None
        self.settings = {}

    @contextlib.contextmanager
    def opened(self):
        with self.console_path.open("wb") as console:
            self.process = subprocess.Popen(
                [BINARY, "simulate", "twilio", "--port", str(self.port), "--desk", self.desk],
                stdin=subprocess.DEVNULL, stdout=console, stderr=subprocess.STDOUT, env=clean_environment(),
            )
        try:
            eventually(self._answers, within=10, what="the double did not answer")
            lines = [line for line in self.console_path.read_text().splitlines() if not line.startswith("#")]
            self.settings = dict(line.split("=", 1) for line in lines)
            yield self
            self.process.send_signal(signal.SIGTERM)
            assert self.process.wait(timeout=10) == 0, self.console_path.read_text()
        finally:
            if self.process.poll() is None:
                self.process.kill()
                self.process.wait()

    def _answers(self):
        assert self.process.poll() is None, self.console_path.read_text()
        try:
            return self.state() is not None
        except (urllib.error.URLError, OSError):
            return False

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
