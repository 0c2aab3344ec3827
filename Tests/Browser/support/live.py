"""Live sockets without a browser: what is said on them is what a test says."""

import contextlib
import json
import secrets
import socket
import threading

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from .patience import eventually
from .web import Web


class Live:
    """A page's socket: remembers what it hears, and shows that it is awake."""

    def __init__(self, web, headers=None):
        sent = dict(headers or {})
        if web.cookies:
            sent["Cookie"] = web.cookie_header
        self.open = contextlib.ExitStack()
        self.socket = self.open.enter_context(connect(
            f"ws://{web.address.netloc}/live", origin=web.url, additional_headers=sent, max_size=None, compression=None,
            sock=socket.create_connection(("127.0.0.1", web.address.port)), open_timeout=20, ping_interval=None,
        ))
        self.web = web
        self.heard = []
        self.code = None
        self.tab = secrets.token_hex(8)
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self):
        try:
            for text in self.socket:
                message = json.loads(text)
                if message["type"] == "beat":
                    self.say(type="beat")
                else:
                    self.heard.append(message)
        except (ConnectionClosed, OSError):
            pass
        self.code = self.socket.close_code or 1006

    # Speaking

    def send(self, text):
        self.socket.send(text)

    def say(self, **message):
        with contextlib.suppress(ConnectionClosed):
            self.socket.send(json.dumps(message))

    def hello(self, **fields):
        self.say(type="hello", tab=self.tab, **fields)
        return self

    def dial(self, **fields):
        """Places a call; returns its ref."""
        ref = secrets.token_hex(8)
        self.say(type="dial", ref=ref, **fields)
        return ref

    # Hearing

    def all(self, kind):
        return [message for message in list(self.heard) if message["type"] == kind]

    def wait(self, kind, matching=lambda _: True, within=15):
        """The first message of this kind that matches."""
        return eventually(
            lambda: next((each for each in self.all(kind) if matching(each)), None),
            within=within,
            what=f"no {kind} came; heard {[each['type'] for each in self.heard][-9:]}, closed {self.code}",
        )

    def ready(self):
        self.wait("ready")
        return self

    def call(self, matching=lambda _: True, within=15):
        return self.wait("call", lambda message: matching(message["call"]), within)["call"]

    def outcome(self, ref):
        """What became of a dial: its call, or the words of its refusal."""
        def told():
            for message in list(self.heard):
                if message["type"] == "refused" and message["ref"] == ref:
                    return message
                if message["type"] == "call" and message["call"]["ref"] == ref:
                    return message["call"]
            return None

        return eventually(told, within=15, what=f"nothing came of the dial; closed {self.code}")

    def closed(self, within=15):
        """The code with which the desk closed the socket."""
        return eventually(lambda: self.code, within=within, what="the desk did not close the socket")

    def close(self):
        self.open.close()


def from_address(address):
    return {"X-Forwarded-For": address} if address else {}


def token(web, page, address=None):
    answer = web.post("/token/generate", {"page": page}, headers=from_address(address))
    assert answer.status == 200, answer
    return answer.json()["token"]


def visitor(desk, address=None):
    """Somebody on the home page of a browser of their own."""
    web = Web(desk.url)
    web.get("/", headers=from_address(address))
    return Live(web, from_address(address)).hello(token=token(web, "/", address)).ready()


def customer(desk, person, address=None):
    """Somebody on the page of a ticket of their own."""
    web = Web(desk.url)
    path = web.filed(person)
    live = Live(web, from_address(address)).hello(token=token(web, path, address)).ready()
    live.path = path
    return live


def agent(desk, person, available=True):
    """An agent's dashboard."""
    live = Live(Web(desk.url).sign_in(person)).hello(**{"as": "agent"}).ready()
    if available:
        live.say(type="presence", presence="available")
        live.wait("presence")
    return live
