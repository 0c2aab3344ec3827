"""T52: nothing of the inside is served, named or told."""

import re
import socket

import pytest

from support.cast import ANA, ROBERT
from support.web import Web

HIDDEN = [
    "/.git", "/.git/config", "/.git/HEAD", "/.env", "/.env.example", "/data/desk.sqlite", "/desk.sqlite",
    "/desk.sqlite-wal", "/desk.sqlite.bak", "/backup", "/debug", "/debug/pprof", "/metrics.json", "/Package.swift",
    "/Makefile", "/README.md", "/Templates/layouts/head.mustache",
    "/Resources/Migrations/sqlite/0001-foundation.sql", "/Public/", "/assets", "/assets/", "/assets/../.env",
    "/assets/x/../../.env", "/assets/%2e%2e/.env", "/assets/..%2f..%2f.env", "/assets/%2e%2e%2f.env",
    "/assets/x/%5c..%5c.env", "/..", "/../etc/passwd", "//etc/passwd", "/%2e%2e/%2e%2e/etc/passwd",
    "/server-status", "/.well-known/security", "/admin", "/api", "/graphql", "/phpinfo.php", "/wp-login.php",
    "/index.html", "/.DS_Store", "/setup", "/console", "/swagger", "/actuator/env", "/id_rsa", "/config",
    "/tickets", "/token/generate", "/%00", "/%ff",
]
SECRETS = re.compile(r"Hummingbird|SwiftNIO|Swift|SQLite|GRDB|OpenSSL|/Sources/|\.swift|stack|trace|version \d", re.I)


def digest(web):
    return re.search(r'/assets/([^/"]+)/', web.get("/").text).group(1)


@pytest.mark.parametrize("path", HIDDEN)
def test_T52_what_is_not_a_page_is_not_there(shared_web, path):
    answer = shared_web.get(path)
    assert answer.status in (400, 404, 405), answer
    assert not SECRETS.search(answer.text), SECRETS.search(answer.text)


@pytest.mark.parametrize("path", [
    "../../.env", "..%2f..%2f.env", "%2e%2e/%2e%2e/Package.swift", "css/../../Package.swift", "", "css", "css/", "js/",
    ".hidden", "css/%00", "....//....//Package.swift", "js/..\\..\\Package.swift", "/etc/passwd", "nowhere.js",
])
def test_T52_the_assets_folder_has_no_way_out(shared_web, path):
    answer = shared_web.get(f"/assets/{digest(shared_web)}/{path}")
    assert answer.status in (400, 404), answer
    assert b"PackageDescription" not in answer.body


def test_T52_assets_are_kept_for_ever_and_have_their_types(shared_web):
    found = re.findall(r'(?:src|href)="(/assets/[^"]+)"', shared_web.get("/").text)
    assert len(found) >= 4
    for path in found:
        answer = shared_web.get(path)
        assert answer.status == 200
        assert "immutable" in answer.headers["Cache-Control"]
        kind = {"js": "text/javascript", "css": "text/css", "svg": "image/svg+xml"}[path.rpartition(".")[2]]
        assert answer.headers["Content-Type"].startswith(kind)


def test_T52_no_answer_names_what_serves_it(shared_web):
    for path in ("/", "/nowhere", "/healthz", "/sign-in"):
        headers = shared_web.get(path).headers
        assert "Server" not in headers and "X-Powered-By" not in headers


def test_T52_error_pages_are_the_same_for_every_reason(shared_desk):
    agent = Web(shared_desk.url).sign_in(ANA)
    agent.filed(ROBERT)
    texts = set()
    for path in ("/dashboard/tickets/999", "/dashboard/tickets/abc", "/dashboard/tickets/0", "/dashboard/nowhere"):
        texts.add(re.sub(r"<code>[^<]*</code>", "", agent.get(path).text))
    assert len(texts) == 1


RAW_REQUESTS = {
    "no host": b"GET / HTTP/1.1\r\n\r\n",
    "two hosts": b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    "a wild host": b"GET / HTTP/1.1\r\nHost: <script>\r\n\r\n",
    "an absolute address": b"GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "no path": b"GET  HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "a star": b"OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "a tunnel": b"CONNECT evil.example:443 HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "no protocol": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    "a long address": b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "many headers": b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X-Y: z\r\n" * 20_000 + b"\r\n",
    "a negative length": b"POST /tickets HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
    "an endless length": b"POST /tickets HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999999999999\r\n\r\n",
    "two lengths": b"POST /tickets HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    "a bad upgrade": b"GET /live HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
}


@pytest.mark.parametrize("kind", RAW_REQUESTS)
def test_T52_odd_requests_are_answered_plainly_and_the_server_lives(shared_desk, shared_web, kind):
    with socket.create_connection(("127.0.0.1", shared_desk.port), timeout=10) as connection:
        try:
            connection.sendall(RAW_REQUESTS[kind])
            connection.shutdown(socket.SHUT_WR)
            received = b""
            while chunk := connection.recv(65536):
                received += chunk
        except (ConnectionResetError, BrokenPipeError):
            received = b""
    assert b" 500 " not in received[:40]
    assert not SECRETS.search(received[:2000].decode("utf-8", "replace"))
    assert b"<script>\r" not in received
    assert shared_web.get("/healthz").status == 200


def test_T52_the_console_never_shows_what_people_typed(shared_desk):
    web = Web(shared_desk.url)
    web.filed(ROBERT, name="Canary Name", description="canary words")
    web.post("/sign-in", {"username": "ana", "password": "canary-password"})
    web.sign_in(ANA)
    console = shared_desk.console()
    for secret in ("canary-password", ANA.password, "4158675309", "canary words", *web.cookies.values()):
        assert secret not in console
