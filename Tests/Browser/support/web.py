"""A small HTTP client with one kept connection, its own cookies and no habits: what is sent is what a test says."""

import http.client
import json as json_module
import re
import time
from html import unescape
from urllib.parse import urlencode, urlsplit


class Answer:
    def __init__(self, response, body):
        self.status = response.status
        self.headers = response.headers
        self.body = body

    @property
    def text(self):
        return self.body.decode("utf-8")

    @property
    def location(self):
        return self.headers.get("Location")

    def json(self):
        return json_module.loads(self.body)

    def value_of(self, name):
        """The value of the first input of that name."""
        found = re.search(rf'<input[^>]*\bname="{re.escape(name)}"[^>]*\bvalue="([^"]*)"', self.text)
        assert found, f"no input named {name}"
        return unescape(found.group(1))

    def __repr__(self):
        return f"<{self.status} {self.location or ''} {self.body[:300]!r}>"


class Web:
    def __init__(self, url, cookies=None):
        self.url = url
        self.address = urlsplit(url)
        self.cookies = dict(cookies or {})
        self.connection = None
        self.used_at = 0.0

    @property
    def cookie_header(self):
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    @property
    def own(self):
        """The headers a browser adds to a form sent from this site's own page."""
        return {"Origin": self.url, "Sec-Fetch-Site": "same-origin"}

    def copy(self):
        return Web(self.url, self.cookies)

    def request(self, method, path, body=None, headers=None):
        sent = {"Host": self.address.netloc}
        if self.cookies:
            sent["Cookie"] = self.cookie_header
        sent |= headers or {}
        response, content = self._exchange(method, path, body, sent)
        self._keep_cookies(response)
        return Answer(response, content)

    def _exchange(self, method, path, body, headers):
        # The server closes what is idle for ten seconds; browsers too let go before.
        if time.monotonic() - self.used_at > 5:
            self.close()
        for attempt in (1, 2):
            if self.connection is None:
                self.connection = http.client.HTTPConnection("127.0.0.1", self.address.port, timeout=20)
            try:
                self.connection.request(method, path, body=body, headers=headers)
                response = self.connection.getresponse()
                content = response.read()
                self.used_at = time.monotonic()
                if response.will_close:
                    self.close()
                return response, content
            except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
                self.close()
                # A kept connection may have been closed meanwhile; a fresh one that breaks is news.
                if attempt == 2 or method == "POST":
                    raise
        raise AssertionError("unreachable")

    def _keep_cookies(self, response):
        for line in response.headers.get_all("Set-Cookie") or []:
            pair, *attributes = [part.strip() for part in line.split(";")]
            name, _, value = pair.partition("=")
            gone = any(attribute.lower() in ("max-age=0", "max-age=-1") for attribute in attributes) or not value
            if gone:
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value

    def close(self):
        if self.connection is not None:
            self.connection.close()
            self.connection = None

    def get(self, path, headers=None):
        return self.request("GET", path, headers=headers)

    def post(self, path, fields=(), headers=None, own=True):
        """Sends a form. `fields` is a mapping or a list of pairs; `own` adds what our own page would send."""
        pairs = list(fields.items()) if isinstance(fields, dict) else list(fields)
        body = urlencode(pairs, encoding="utf-8", errors="surrogateescape")
        sent = {"Content-Type": "application/x-www-form-urlencoded"}
        sent |= self.own if own else {}
        return self.request("POST", path, body=body, headers=sent | (headers or {}))

    # What people do

    def sign_in(self, agent):
        answer = self.post("/sign-in", {"username": agent.username, "password": agent.password, "next": "/dashboard"})
        assert answer.status == 303, answer
        return self

    def file(self, customer, **changes):
        """Files a ticket from a fresh form; returns the answer."""
        fields = {
            "submission": self.get("/").value_of("submission"),
            "name": customer.name,
            "phone_number": customer.phone,
            "description": customer.problem,
        }
        return self.post("/tickets", fields | changes)

    def filed(self, customer, **changes):
        """Files a ticket and returns the path of its page."""
        answer = self.file(customer, **changes)
        assert answer.status == 303, answer
        return urlsplit(answer.location).path
