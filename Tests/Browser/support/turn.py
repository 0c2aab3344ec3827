"""A TURN server of one's own: Debian's coturn on loopback, with credentials that expire."""

import base64
import contextlib
import hashlib
import hmac
import os
import secrets
import shutil
import socket
import struct
import subprocess

from .desk import free_port
from .patience import eventually

REALM = "desk.test"
MAGIC = 0x2112A442
ALLOCATE, UDP_RELAY = 0x0003, struct.pack(">BBH", 17, 0, 0)
USERNAME, INTEGRITY, ERROR, REALM_TYPE, NONCE, TRANSPORT = 0x0006, 0x0008, 0x0009, 0x0014, 0x0015, 0x0019
ALLOCATED = 0x0103


class Turn:
    def __init__(self, home, secret):
        self.home = home
        self.secret = secret
        self.port = free_port()
        self.url = f"turn:127.0.0.1:{self.port}?transport=udp"
        self.process = None

    @property
    def settings(self):
        return {"DESKBELL_ICE_SERVERS": self.url, "DESKBELL_TURN_SECRET": self.secret}

    @contextlib.contextmanager
    def opened(self):
        program = shutil.which("turnserver") or "/usr/bin/turnserver"
        configuration = self.home / "turnserver.conf"
        configuration.write_text("\n".join(self._lines()) + "\n")
        with (self.home / "turn.txt").open("wb") as console:
            self.process = subprocess.Popen(
                [program, "-c", configuration, "--log-file", "stdout"],
                stdin=subprocess.DEVNULL, stdout=console, stderr=subprocess.STDOUT, cwd=self.home,
                env={"PATH": os.environ["PATH"], "HOME": str(self.home)},
            )
        try:
            eventually(self._answers, within=15, what="the TURN server did not answer")
            yield self
        finally:
            self.process.kill()
            self.process.wait()

    def _lines(self):
        return [
            "listening-ip=127.0.0.1", f"listening-port={self.port}", "relay-ip=127.0.0.1", "min-port=49200",
            "max-port=59900", "fingerprint", "use-auth-secret", f"static-auth-secret={self.secret}", f"realm={REALM}",
            "allow-loopback-peers", "no-tls", "no-dtls", "no-cli", "simple-log", "verbose",
            f"pidfile={self.home}/turn.pid", f"userdb={self.home}/turn.db",
        ]

    def _answers(self):
        assert self.process.poll() is None, (self.home / "turn.txt").read_text()
        with contextlib.suppress(OSError), way_to(self.port) as way:
            return asked(way, ALLOCATE, [(TRANSPORT, UDP_RELAY)])[0]
        return None

    def console(self):
        return (self.home / "turn.txt").read_text(errors="replace")


def password(secret, username):
    return base64.b64encode(hmac.new(secret.encode(), username.encode(), hashlib.sha1).digest()).decode()


def allocation(port, username, credential):
    """Asks for a relay with these credentials: None where it is given, else the error's code (RFC 5766)."""
    with way_to(port) as way:
        _, refused = asked(way, ALLOCATE, [(TRANSPORT, UDP_RELAY)])
        realm, nonce = refused[REALM_TYPE], refused[NONCE]
        key = hashlib.md5(f"{username}:{realm.decode()}:{credential}".encode()).digest()
        wanted = [(TRANSPORT, UDP_RELAY), (USERNAME, username.encode()), (REALM_TYPE, realm), (NONCE, nonce)]
        kind, told = asked(way, ALLOCATE, wanted, key)
    return None if kind == ALLOCATED else told[ERROR][2] * 100 + told[ERROR][3]


def way_to(port):
    way = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    way.settimeout(2)
    way.connect(("127.0.0.1", port))
    return way


def asked(way, kind, attributes, key=None):
    """One STUN request and its answer: the answer's kind and its attributes."""
    way.send(message(kind, attributes, key))
    return parsed(way.recv(4096))


def message(kind, attributes, key):
    body = b"".join(
        struct.pack(">HH", name, len(value)) + value + b"\0" * (-len(value) % 4) for name, value in attributes
    )
    begin = struct.pack(">I12s", MAGIC, secrets.token_bytes(12))
    if key is None:
        return struct.pack(">HH", kind, len(body)) + begin + body
    head = struct.pack(">HH", kind, len(body) + 24) + begin
    return head + body + struct.pack(">HH", INTEGRITY, 20) + hmac.new(key, head + body, hashlib.sha1).digest()


def parsed(answer):
    kind, length = struct.unpack(">HH", answer[:4])
    found, rest = {}, answer[20:20 + length]
    while len(rest) >= 4:
        name, size = struct.unpack(">HH", rest[:4])
        found[name] = rest[4:4 + size]
        rest = rest[4 + size + -size % 4:]
    return kind, found
