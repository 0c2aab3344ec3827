"""Genesys' stand-in as a program of its own, and a desk whose agents take calls there."""

import contextlib
import json
import socket
import threading
import urllib.request

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from .desk import Desk
from .patience import eventually
from .stand_in import StandIn


class GenesysDouble(StandIn):
    def __init__(self, home, cloud=False):
        super().__init__(home, "genesys", *(["--cloud"] if cloud else []))

    # What tests ask

    def state(self):
        return self.ask("GET", "/double/state")

    def requests(self, *words):
        return [each for each in self.ask("GET", "/double/log") if all(word in json.dumps(each) for word in words)]

    def ring(self, agent, number="+14158675309", **more):
        """Somebody rings the agent; answers with the connection."""
        return self.ask("POST", "/double/ring", agent=agent, number=number, **more)["connectionId"]

    def act(self, what, **more):
        """`phone/answer`, `phone/hangup`, `customer/answer`, `customer/hangup` or `customer/busy`."""
        return self.ask("POST", f"/double/{what}", **more)

    def mischief(self, **rules):
        return self.ask("POST", "/double/mischief", **rules)

    def leg(self, agent):
        """The newest part in a call that the agent has or had."""
        legs = [leg for call in self.state()["calls"] for leg in call["legs"] if leg["agent"] == agent]
        return legs[-1] if legs else None

    def token(self, agent):
        return self.ask("POST", "/double/token", agent=agent)["access_token"]

    def ask(self, method, path, **body):
        data = json.dumps(body).encode() if method == "POST" else None
        request = urllib.request.Request(self.url + path, method=method, data=data)
        request.add_header("Content-Type", "application/json")
        with urllib.request.urlopen(request, timeout=15) as answer:
            text = answer.read()
        return json.loads(text) if text else None


@contextlib.contextmanager
def desk_with_genesys(home, furniture, cloud=False):
    desk = Desk.furnished(home, furniture)
    with GenesysDouble(home, cloud).opened() as double:
        desk.settings = desk.settings | double.settings
        with desk.opened():
            yield desk, double


class Toolbar:
    """What a page of the guide does: the socket first, then requests."""

    def __init__(self, web):
        self.web = web
        self.open = contextlib.ExitStack()
        self.heard = []
        self.count = 0
        self.code = None
        self.socket = self.open.enter_context(connect(
            f"ws://{web.address.netloc}/genesysWs", origin=web.url, compression=None, ping_interval=None,
            additional_headers={"Cookie": web.cookie_header}, open_timeout=20,
            sock=socket.create_connection(("127.0.0.1", web.address.port)),
        ))
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self):
        with contextlib.suppress(ConnectionClosed, OSError):
            for text in self.socket:
                self.heard.append(json.loads(text))
        self.code = self.socket.close_code or 1006

    def post(self, type, **fields):
        """Sends one request; answers with the status and the body."""
        headers = {"Content-Type": "application/json"} | self.web.own
        answer = self.web.copy().request(
            "POST", "/genesys/events", body=json.dumps({"type": type} | fields), headers=headers)
        return answer.status, answer.json() if answer.body.startswith(b"{") else answer.text

    def registered(self):
        assert self.post("initialize")[0] == 202
        self.wait("EventRegistered")
        return self

    def names(self):
        return [event["eventName"] for event in list(self.heard)]

    def wait(self, name, matching=lambda _: True, within=20):
        return eventually(
            lambda: next((e for e in list(self.heard) if e["eventName"] == name and matching(e)), None),
            within=within, what=f"no {name} came; heard {self.names()[-9:]}, closed {self.code}",
        )

    def forget(self):
        self.heard.clear()

    def close(self):
        self.open.close()
