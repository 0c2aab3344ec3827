"""Strangers who ask too much or too often: limits that are told, and a desk that goes on working for others."""

import concurrent.futures
import re
import stat

import pytest

from support import live
from support.cast import AGENTS, ANA, ROBERT
from support.desk import Desk
from support.inside import rows
from support.patience import eventually
from support.web import Web

PROXIED = {"DESKBELL_RATE_LIMITS": "on", "DESKBELL_TRUSTED_PROXIES": "127.0.0.1"}


@pytest.fixture
def limited(tmp_path, furniture):
    """A desk behind a proxy, with its limits on."""
    with Desk.furnished(tmp_path, furniture, settings=PROXIED).opened() as desk:
        yield desk


# Calls

def test_T47_a_visitor_has_one_call_at_a_time(limited):
    agent = live.agent(limited, ANA)
    visitor = live.visitor(limited, "203.0.113.1")
    assert visitor.outcome(visitor.dial())["state"] == "offered"
    again = visitor.outcome(visitor.dial())
    assert (again["type"], again["code"]) == ("refused", "busy")
    assert "in a call already" in again["words"]
    agent.call(lambda call: call["leg"] == "invited")
    assert len({message["call"]["id"] for message in agent.all("call")}) == 1


def test_T47_an_address_has_three_calls_at_a_time(limited):
    live.agent(limited, ANA)
    visitors = [live.visitor(limited, "203.0.113.1") for _ in range(4)]
    outcomes = [each.outcome(each.dial()) for each in visitors]
    assert ["id" in outcome for outcome in outcomes] == [True, True, True, False]
    assert outcomes[3]["code"] == "limit"
    assert "Try again in a minute" in outcomes[3]["words"]
    elsewhere = live.visitor(limited, "203.0.113.2")
    assert "id" in elsewhere.outcome(elsewhere.dial())
    visitors[0].say(type="hangUp", call=outcomes[0]["id"])
    visitors[0].call(lambda call: call["state"] == "ended")
    assert "id" in visitors[3].outcome(visitors[3].dial())


def test_T47_twenty_calls_wait_at_a_time_and_the_next_is_told(limited):
    live.agent(limited, ANA)
    visitors = [live.visitor(limited, f"203.0.113.{number}") for number in range(1, 23)]
    outcomes = [each.outcome(each.dial()) for each in visitors]
    assert sum("id" in outcome for outcome in outcomes) == 20
    assert [outcome["code"] for outcome in outcomes[20:]] == ["limit", "limit"]


def test_T55_of_fifty_answers_at_once_one_wins(desk):
    people = [Web(desk.url).sign_in(agent) for agent in AGENTS]
    tabs = [live.Live(people[number % 3]).hello(**{"as": "agent"}).ready() for number in range(50)]
    for tab in tabs[:3]:
        tab.say(type="presence", presence="available")
        tab.wait("presence")
    caller = live.customer(desk, ROBERT)
    call = caller.outcome(caller.dial())["id"]
    for tab in tabs:
        tab.call(lambda each: each["id"] == call)
    with concurrent.futures.ThreadPoolExecutor(50) as threads:
        list(threads.map(lambda tab: tab.say(type="answer", call=call), tabs))
    caller.call(lambda each: each["state"] == "live")
    for tab in tabs:
        tab.call(lambda each: each["state"] == "live")
    assert rows(desk, "SELECT count(*) FROM call_legs WHERE side = 'callee' AND state = 'joined'") == [(1,)]
    assert rows(desk, "SELECT count(*) FROM call_legs WHERE side = 'callee' AND departure = 'taken'") == [(2,)]
    assert rows(desk, "SELECT count(*) FROM call_events WHERE what = 'answered'") == [(1,)]
    carriers = [tab for tab in tabs if any(is_carried(each["call"]) for each in tab.all("call"))]
    assert len(carriers) == 1


def is_carried(call):
    return call["state"] == "live" and call["leg"] == "joined" and call["mine"]


# Pages and sockets

def test_T47_too_many_tickets_from_one_address_are_told_when_to_come_back(limited):
    home = live.from_address("203.0.113.9")
    web, fields = Web(limited.url), {"name": "A", "phone_number": ROBERT.phone, "description": "b"}
    answers = [web.post("/tickets", fields, headers=home) for _ in range(310)]
    assert {answer.status for answer in answers} == {303, 429}
    refused = next(answer for answer in answers if answer.status == 429)
    seconds = int(refused.headers["Retry-After"])
    assert 1 <= seconds <= 60
    assert re.search(rf"Try again in {seconds} seconds?\.", refused.text)
    assert len(rows(limited, "SELECT 1 FROM tickets")) == sum(answer.status == 303 for answer in answers)
    assert web.post("/tickets", fields, headers=live.from_address("203.0.113.10")).status == 303
    assert Web(limited.url).sign_in(ANA).get("/dashboard").status == 200
    eventually(lambda: web.post("/tickets", fields, headers=home).status == 303, what="the limit does not end")


def test_T21_an_address_that_a_stranger_makes_up_is_not_believed(tmp_path, furniture):
    with Desk.furnished(tmp_path, furniture, settings={"DESKBELL_RATE_LIMITS": "on"}).opened() as desk:
        web = Web(desk.url)
        wrong = {"username": "ana", "password": "wrong"}
        statuses = [
            web.post("/sign-in", wrong, headers=live.from_address(f"203.0.113.{number}")).status for number in range(12)
        ]
        assert 429 in statuses


def test_T35_a_visitor_has_three_tokens_and_an_address_a_limit(limited):
    home = live.from_address("203.0.113.9")
    web = Web(limited.url)
    web.get("/", headers=home)
    answers = [web.post("/token/generate", {"page": "/"}, headers=home) for _ in range(330)]
    assert {answer.status for answer in answers} == {200, 429}
    given = [answer.json() for answer in answers if answer.status == 200]
    assert len({each["token"] for each in given}) <= 3
    assert max(each["ttl"] for each in given) <= 300
    refused = next(answer for answer in answers if answer.status == 429)
    assert int(refused.headers["Retry-After"]) >= 1
    assert re.search(r"Try again in \d+ seconds?", refused.json()["error"])
    assert web.post("/token/generate", {"page": "/"}, headers=live.from_address("203.0.113.10")).status == 200
    assert Web(limited.url).post("/token/generate", {"page": "/"}).status == 403


def test_too_many_sockets_from_one_address_are_closed_with_4429(limited):
    address = "203.0.113.9"
    web = Web(limited.url)
    web.get("/")
    token = live.token(web, "/", address)
    pages = [live.Live(web, live.from_address(address)).hello(token=token).ready() for _ in range(60)]
    assert live.Live(web, live.from_address(address)).hello(token=token).closed() == 4429
    live.Live(web, live.from_address("203.0.113.10")).hello(token=token).ready()
    live.agent(limited, ANA)
    pages[0].close()
    eventually(lambda: is_let_in(web, token, address), what="a closed page's place is not given to another")


def is_let_in(web, token, address):
    page = live.Live(web, live.from_address(address)).hello(token=token)
    eventually(lambda: page.code or page.all("ready"))
    return bool(page.all("ready"))


def test_a_socket_that_does_not_say_who_it_is_is_closed(desk):
    web = Web(desk.url)
    assert live.Live(web).closed(within=25) == 1008


# Guessing

def test_T13_guessing_is_slowed_for_the_guesser_and_nobody_else(limited):
    web, wrong = Web(limited.url), {"username": "ana", "password": "wrong"}
    guesser, home = live.from_address("203.0.113.9"), live.from_address("203.0.113.10")
    answers = [web.post("/sign-in", wrong, headers=guesser) for _ in range(12)]
    assert [answer.status for answer in answers] == [401] * 10 + [429] * 2
    seconds = int(answers[-1].headers["Retry-After"])
    assert f"Try again in {seconds} seconds" in answers[-1].text
    right = {"username": "ana", "password": ANA.password}
    assert web.post("/sign-in", right, headers=guesser).status == 429
    assert web.post("/sign-in", right, headers=home).status == 303


def test_T14_a_name_that_exists_is_answered_as_one_that_does_not(desk):
    told = []
    for name in ("ana", "nobody"):
        answer = Web(desk.url).post("/sign-in", {"username": name, "password": "wrong"})
        headers = {key.lower(): value for key, value in answer.headers.items() if key.lower() != "date"}
        told.append((answer.status, headers, answer.text.replace(name, "").replace("Ana", "")))
    told = [(status, headers | {"content-length": ""}, text) for status, headers, text in told]
    assert told[0] == told[1]


# The machine it runs on

def test_T53_what_the_desk_keeps_is_its_own(desk):
    Web(desk.url).filed(ROBERT)
    assert stat.S_IMODE(desk.data.stat().st_mode) == 0o700
    files = [path for path in desk.data.rglob("*") if path.is_file()]
    assert {"desk.sqlite", "desk.lock"} <= {path.name for path in files}
    for path in files:
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


def test_T17_two_fresh_desks_share_no_secret(tmp_path):
    kept = []
    for name in ("one", "two"):
        with Desk(tmp_path / name).opened() as desk:
            kept.append(dict(rows(desk, "SELECT name, value FROM settings")))
    assert kept[0].keys() == kept[1].keys() and kept[0]
    secrets = [name for name, value in kept[0].items() if isinstance(value, bytes) and len(value) >= 16]
    assert secrets
    for name in secrets:
        assert kept[0][name] != kept[1][name]
        assert len(set(kept[0][name])) > 8, "this is no random secret"


def test_T17_secrets_never_stand_in_the_list_of_processes(tmp_path, furniture):
    settings = {"DESKBELL_ICE_SERVERS": "turn:127.0.0.1:3478", "DESKBELL_TURN_SECRET": "a canary of a secret"}
    with Desk.furnished(tmp_path, furniture, settings=settings).opened() as desk:
        with open(f"/proc/{desk.process.pid}/cmdline", "rb") as arguments:
            assert b"canary" not in arguments.read()
        assert "canary" not in desk.console()


def test_T15_many_who_sign_in_at_once_keep_nobody_from_filing(desk):
    def attempt(number):
        return Web(desk.url).post("/sign-in", {"username": f"nobody{number}", "password": "a guess"}).status

    with concurrent.futures.ThreadPoolExecutor(80) as crowd:
        attempts = [crowd.submit(attempt, number) for number in range(80)]
        filed = [Web(desk.url).file(ROBERT).status for _ in range(10)]
        answers = [each.result() for each in attempts]
    assert set(filed) == {303}
    assert set(answers) <= {401, 429} and 429 in answers and 401 in answers
