"""Requests that two servers would read differently, that are made to cost, or that carry another language."""

import json
import re
import time

import pytest

from support import live, raw
from support.cast import ANA, MIKA, ROBERT
from support.desk import Desk
from support.inside import assert_serves, rows
from support.web import Web

HEAD = b"POST /tickets HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
SECOND = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
SMUGGLED = {
    "length and chunks": HEAD + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SECOND,
    "chunks and length": HEAD + b"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n" + SECOND,
    "two lengths": HEAD + b"Content-Length: 0\r\nContent-Length: 44\r\n\r\n" + SECOND,
    "a list of lengths": HEAD + b"Content-Length: 0, 44\r\n\r\n" + SECOND,
    "a signed length": HEAD + b"Content-Length: +0\r\n\r\n" + SECOND,
    "a negative length": HEAD + b"Content-Length: -1\r\n\r\n" + SECOND,
    "a hexadecimal length": HEAD + b"Content-Length: 0x0\r\n\r\n" + SECOND,
    "a length with a space": HEAD + b"Content-Length: 0 0\r\n\r\n" + SECOND,
    "an unknown coding": HEAD + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + SECOND,
    "identity": HEAD + b"Transfer-Encoding: identity\r\n\r\n0\r\n\r\n" + SECOND,
    "chunked twice": HEAD + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SECOND,
    "chunked not last": HEAD + b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n" + SECOND,
    "a space before the colon": HEAD + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" + SECOND,
    "a folded line": HEAD + b"X: a\r\n Transfer-Encoding: chunked\r\nContent-Length: 0\r\n\r\n" + SECOND,
    "a vertical tab": HEAD + b"Transfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n" + SECOND,
    "a NUL in a value": HEAD + b"X: a\x00b\r\nContent-Length: 0\r\n\r\n" + SECOND,
    "a lone CR": HEAD + b"X: a\rTransfer-Encoding: chunked\r\nContent-Length: 0\r\n\r\n" + SECOND,
    "a chunk with a sign": HEAD + b"Transfer-Encoding: chunked\r\n\r\n+0\r\n\r\n" + SECOND,
    "a chunk in words": HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n" + SECOND,
    "an endless chunk": HEAD + b"Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n" + SECOND,
    "no host": b"GET / HTTP/1.1\r\n\r\n" + SECOND,
    "two hosts": b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n" + SECOND,
    "HTTP/0.9": b"GET /\r\n\r\n" + SECOND,
    "HTTP/9.9": b"GET / HTTP/9.9\r\nHost: localhost\r\n\r\n" + SECOND,
}


@pytest.mark.parametrize("kind", SMUGGLED)
def test_T50_a_request_that_can_be_read_in_two_ways_is_refused_and_the_connection_closed(shared_desk, kind):
    answer, closed = raw.exchange(shared_desk.port, SMUGGLED[kind])
    assert closed, f"the connection stays open: {answer[:300]!r}"
    assert answer == b"" or re.match(rb"HTTP/1\.[01] (400|501|505) ", answer), answer
    assert answer.count(b"HTTP/1.1 ") <= 1, "the second request was answered"
    assert_serves(shared_desk)


def test_T50_two_whole_requests_in_one_packet_are_two(shared_desk):
    last = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    answer, closed = raw.exchange(shared_desk.port, SECOND + last)
    assert closed
    assert answer.count(b"HTTP/1.1 200") == 2


COSTLY = {
    "fields": ("POST", "/tickets", "&".join(f"f{number}=1" for number in range(15_000)), {}),
    "one name": ("POST", "/tickets", "&".join(["a=1"] * 45_000), {}),
    "escapes": ("POST", "/tickets", "name=" + "%41" * 60_000, {}),
    "broken escapes": ("POST", "/tickets", "name=" + "%" * 190_000, {}),
    "a long description": ("POST", "/tickets", "description=" + "%F0%9F%8E%88" * 15_000, {}),
    "marks": ("POST", "/tickets", "name=a" + "%CC%81" * 30_000, {}),
    "digits": ("POST", "/tickets", "phone_number=" + "1" * 190_000, {}),
    "a query": ("GET", "/dashboard?" + "&".join(f"a{number}=b" for number in range(1500)), None, {}),
    "a deep path": ("GET", "/" + "a/" * 3000, None, {}),
    "a cookie": ("GET", "/", None, {"Cookie": "; ".join(f"c{number}=v" for number in range(1500))}),
    "a forwarded list": ("GET", "/", None, {"X-Forwarded-For": ",".join(["1.2.3.4"] * 1500)}),
    "too large": ("POST", "/tickets", "name=" + "a" * 400_000, {}),
}


@pytest.mark.parametrize("kind", COSTLY)
def test_T51_a_request_that_is_made_to_cost_is_answered_as_soon_as_others(shared_desk, kind):
    method, path, body, headers = COSTLY[kind]
    web = Web(shared_desk.url)
    form = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
    began = time.monotonic()
    answer = web.request(method, path, body=body, headers=web.own | form | headers)
    assert time.monotonic() - began < 3
    assert answer.status in (200, 303, 400, 404, 413, 414, 422, 431), answer
    assert_serves(shared_desk)


# Words of SQL, and lines of logs

SQL = [
    "'", "''", '"', "1'--", "1 OR 1=1", "' OR '1'='1", "'; DROP TABLE tickets; --", "1); DELETE FROM agents; --",
    "%", "_", "\\", "0x31", "1 UNION SELECT name, password FROM agents", "NEAR(", "*", "-x", "a OR b", "$1", "?1",
    ":id", "NULL", "9223372036854775808", "1e309", "1;PRAGMA writable_schema=1", "ｏｒ 1=1",
]


def test_T05_words_of_SQL_are_words_in_every_parameter(shared_desk):
    agent, stranger = Web(shared_desk.url).sign_in(ANA), Web(shared_desk.url)
    path = stranger.filed(ROBERT)
    before = rows(shared_desk, "SELECT * FROM agents ORDER BY id")
    listed = len(re.findall(r'id="ticket-\d+"', agent.get("/dashboard").text))
    for text in SQL:
        quoted = "".join(f"%{byte:02X}" for byte in text.encode())
        for address in ("/dashboard?after=", "/dashboard?before=", "/dashboard/tickets/", "/dashboard/people?saved="):
            answer = agent.get(address + quoted)
            assert answer.status < 500, (address, text, answer)
            assert len(re.findall(r'id="ticket-\d+"', answer.text)) <= listed
        assert stranger.get("/t/" + quoted).status in (400, 404)
        assert stranger.get("/sign-in?next=" + quoted).status == 200
        assert stranger.post("/token/generate", {"page": "/t/" + text}).status in (400, 403)
        assert Web(shared_desk.url).post("/sign-in", {"username": text, "password": text}).status in (401, 429)
        assert agent.post("/dashboard/tickets/1/status", {"status": text}).status in (400, 422)
        assert agent.post("/dashboard/tickets/1/notes", {"note": text}).status == 303
        assert stranger.post("/tickets", {
            "name": text, "phone_number": ROBERT.phone, "description": text, "submission": text,
        }).status == 303
    assert before == rows(shared_desk, "SELECT * FROM agents ORDER BY id")
    stored = [row[0] for row in rows(shared_desk, "SELECT description FROM tickets ORDER BY id")]
    assert stored[-len(SQL):] == SQL
    assert stranger.get(path).status == 200


LINE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\S* (trace|debug|info|notice|warning|error|critical) ")
OWN = ("Deskbell is open at", "Rate limits for visitors are off")


def test_T08_the_log_has_whole_lines_and_no_secrets_at_its_most_talkative(tmp_path, furniture):
    desk = Desk.furnished(tmp_path, furniture, settings={"DESKBELL_LOG_LEVEL": "trace"})
    line = "\n2030-01-01T00:00:00+0000 info forged"
    forged = line + "\x1b[31m"
    with desk.opened():
        web = Web(desk.url)
        web.filed(ROBERT, name="Canary Name", description="canary words" + line)
        web.post("/sign-in", {"username": "canary" + forged, "password": "canary-password"})
        web.sign_in(ANA)
        web.get("/sign-in?next=%0A2030-01-01T00:00:00%20info%20forged")
        web.get("/t/canary%0Aforged%1B[31m")
        page = live.agent(desk, ANA)
        page.send('{"type":"' + json.dumps(forged)[1:-1] + '"}')
        page.wait("error")
        customer = live.customer(desk, MIKA)
        token = live.token(web, "/")
    console = desk.console()
    lines = console.splitlines()
    assert len(lines) > 10
    assert [line for line in lines if not LINE.match(line) and not line.startswith(OWN)] == []
    assert "\x1b" not in console
    assert not re.search(r"^2030-01-01", console, re.M)
    secrets = ("canary-password", ANA.password, "4158675309", "canary words", "Canary Name", token, customer.path)
    for secret in (*secrets, *web.cookies.values()):
        assert secret not in console, secret
