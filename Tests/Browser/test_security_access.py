"""T22 to T25: who may do what, to which thing, with which fields, by which method."""

import math
import re
import sqlite3
from urllib.parse import urlsplit

import pytest

from support.cast import ANA, BEN, DORA, ROBERT, Agent
from support.routes import ROLES, SIGN_IN, routes
from support.web import Web

GUS = Agent("gus", "Gus Gone", "agent", "was here and is no more")
# What lives and dies with sockets and sessions, and no request of a person.
RESTLESS = {"sessions", "servers", "connections"}


@pytest.fixture(scope="module")
def filed(shared_desk):
    return Web(shared_desk.url).filed(ROBERT)


@pytest.fixture(scope="module")
def askers(shared_desk, filed):
    """One browser for each role; Gus was an agent when he signed in."""
    admin = Web(shared_desk.url).sign_in(DORA)
    assert admin.post("/dashboard/people", vars(GUS)).status == 303
    gus = Web(shared_desk.url).sign_in(GUS)
    number = re.search(r'id="person-(\d+)"(?:(?!id="person-).)*Gus Gone', admin.get("/dashboard/people").text, re.S)
    assert admin.post(f"/dashboard/people/{number.group(1)}/disable").status == 303
    customer = Web(shared_desk.url)
    customer.filed(ROBERT)
    return {
        "stranger": Web(shared_desk.url), "customer": customer, "disabled": gus,
        "agent": Web(shared_desk.url).sign_in(ANA), "admin": admin,
    }


@pytest.mark.parametrize("role", ROLES)
def test_T22_every_route_knows_who_may_ask(askers, filed, role):
    wrong = []
    for route in routes(filed):
        web = askers[role]
        answer = web.get(route.path) if route.method == "GET" else web.post(route.path, route.fields)
        expected = route.expected(role)
        if expected is SIGN_IN:
            fits = answer.status == 303 and urlsplit(answer.location).path == "/sign-in"
        else:
            fits = answer.status in expected
        if not fits:
            wrong.append(f"{route.method} {route.path} {route.fields}: {answer.status}, expected {expected}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND", "TRACE"])
def test_T22_no_route_has_an_unusual_method(askers, filed, method):
    for route in routes(filed):
        answer = askers["admin"].request(method, route.path, headers=askers["admin"].own)
        assert answer.status in (404, 405), f"{method} {route.path}: {answer.status}"


# T23

IDS = ["0", "-1", "+1", "01", "1.0", "1e0", "999", str(2**63), str(2**64 + 1), "NaN", "null", "%31%00", "1%2F..%2F1",
       "00000000-0000-0000-0000-000000000001", "١", "1;2", "*", "%27", "9" * 400]


@pytest.mark.parametrize("identifier", IDS)
def test_T23_what_is_not_there_is_not_found_whatever_it_is_called(askers, identifier):
    agent, admin = askers["agent"], askers["admin"]
    absent = agent.get("/dashboard/tickets/999")
    answers = [agent.get(f"/dashboard/tickets/{identifier.replace('١', '%D9%A1')}")]
    for path, fields in (("tickets/{}/status", {"status": "solved"}), ("tickets/{}/notes", {"note": "x"}),
                         ("people/{}/disable", {}), ("people/{}/password", {"password": "a long set of words"})):
        answers.append(admin.post("/dashboard/" + path.format(identifier.replace("١", "%D9%A1")), fields))
    for answer in answers:
        assert answer.status == 404, (identifier, answer)
    assert without_reference(answers[0]) == without_reference(absent)


def without_reference(answer):
    return re.sub(r"<code>[^<]*</code>|/assets/[^/]+/", "", answer.text)


def test_T23_a_ticket_link_cannot_be_guessed(shared_desk, filed):
    web = Web(shared_desk.url)
    keys = [web.filed(ROBERT).removeprefix("/t/") for _ in range(50)]
    alphabet = len(set("".join(keys)))
    assert len(set(keys)) == 50
    assert min(map(len, keys)) * math.log2(alphabet) >= 120, "128 bits, less what 50 samples cannot show"


def test_T23_a_nearly_right_link_is_as_wrong_as_any(shared_desk, filed):
    web = Web(shared_desk.url)
    key = filed.removeprefix("/t/")
    absent = web.get("/t/AAAAAAAAAAAAAAAAAAAAAA")
    changed = "B" if key[0] == "A" else "A"
    guesses = (changed + key[1:], key[:-1], key + "A", key.swapcase(), key + "%00", "%20" + key, key + "=")
    for guess in guesses:
        answer = web.get(f"/t/{guess}")
        assert answer.status in (400, 404), guess
        if answer.status == 404:
            assert without_reference(answer) == without_reference(absent)


def test_T23_a_padded_or_reencoded_key_opens_nothing(shared_desk, filed):
    web = Web(shared_desk.url)
    key = filed.removeprefix("/t/")
    last = key[-1]
    twins = [key[:-1] + chr(code) for code in range(33, 127) if chr(code) != last and chr(code).isalnum()]
    assert all(web.get(f"/t/{twin}").status == 404 for twin in twins)


# T24

MORE = {
    "id": "77", "status": "solved", "agent_id": "1", "role": "admin", "is_admin": "true", "created_at": "0",
    "customer_id": "1", "call_sid": "CA1", "key": "mine", "rank": "2", "assignee_id": "1", "disabled_at": "1",
}


def database(desk):
    return sqlite3.connect(f"file:{desk.data / 'desk.sqlite'}?mode=ro", uri=True)


def test_T24_a_ticket_takes_its_own_fields_only(shared_desk):
    path = Web(shared_desk.url).filed(ROBERT, **MORE)
    with database(shared_desk) as store:
        (identifier, status, rank, assignee, created) = store.execute(
            "SELECT id, status, rank, assignee_id, created_at FROM tickets WHERE key = ?", [path.removeprefix("/t/")]
        ).fetchone()
    assert identifier != 77 and (status, rank, assignee) == ("open", 0, None) and created > 0


def test_T24_a_status_change_changes_the_status_only(shared_desk, askers, filed):
    askers["agent"].post("/dashboard/tickets/1/status", MORE | {"status": "pending", "name": "Mallory"})
    with database(shared_desk) as store:
        row = store.execute("SELECT name, status, assignee_id, key FROM tickets WHERE id = 1").fetchone()
    assert row == (ROBERT.name, "pending", None, filed.removeprefix("/t/"))


def test_T24_a_new_password_gives_no_new_role(shared_desk, askers):
    with database(shared_desk) as store:
        (number,) = store.execute("SELECT id FROM agents WHERE username = 'ben'").fetchone()
    more = MORE | {"password": BEN.password, "username": "mallory", "name": "Mallory"}
    assert askers["admin"].post(f"/dashboard/people/{number}/password", more).status == 303
    with database(shared_desk) as store:
        row = store.execute("SELECT username, name, role, disabled_at FROM agents WHERE id = ?", [number]).fetchone()
    assert row == ("ben", "Ben Ito", "agent", None)


@pytest.mark.parametrize("path, pairs", [
    ("/tickets", [("name", "A"), ("name", "B"), ("phone_number", "4158675309"), ("description", "x")]),
    ("/tickets", [("name", "A"), ("phone_number", "4158675309"), ("phone_number", "911"), ("description", "x")]),
    ("/sign-in", [("username", "ana"), ("username", "dora"), ("password", ANA.password)]),
    ("/dashboard/tickets/1/status", [("status", "open"), ("status", "solved")]),
    ("/dashboard/people", [("name", "A"), ("username", "a"), ("username", "b"), ("password", "a long set of words")]),
    ("/token/generate", [("page", "/"), ("page", "/dashboard")]),
])
def test_T24_a_field_that_comes_twice_is_refused(askers, path, pairs):
    assert askers["admin"].post(path, pairs).status == 400


# T25

def contents(desk):
    """Everything stored, but for what only says who is looking."""
    with database(desk) as store:
        tables = [name for (name,) in store.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: store.execute(f"SELECT * FROM {name}").fetchall() for name in tables if name not in RESTLESS}


def crawl(web, start):
    """Follows every link of ours there is; returns the paths."""
    seen, waiting = set(), [start]
    while waiting:
        path = waiting.pop()
        if path in seen or len(seen) > 400:
            continue
        seen.add(path)
        for method in ("GET", "HEAD"):
            answer = web.request(method, path)
            assert answer.status < 500, path
        answer = web.get(path)
        if "html" in answer.headers.get("Content-Type", ""):
            found = re.findall(r'(?:href|action|formaction|src)="(/[^"#]*)', answer.text)
            waiting += [each.replace("&amp;", "&") for each in found]
    return seen


def test_T25_reading_changes_nothing(shared_desk, askers):
    before = contents(shared_desk)
    seen = crawl(askers["admin"], "/dashboard") | crawl(askers["admin"], "/")
    assert {"/dashboard/people", "/dashboard/tickets/1/status", "/sign-out"} <= seen
    assert contents(shared_desk) == before
    assert askers["admin"].get("/dashboard").status == 200, "reading has signed the admin out"


def test_T25_no_request_pretends_another_method(shared_desk, askers):
    before = contents(shared_desk)
    agent = askers["agent"]
    for header in ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"):
        agent.get("/dashboard/tickets/1/status?status=solved", headers={header: "POST"} | agent.own)
    agent.get("/dashboard/tickets/1/status?_method=POST&status=solved", headers=agent.own)
    assert contents(shared_desk) == before
    assert agent.post("/dashboard/tickets/1/notes", {"_method": "DELETE", "note": "kept"}).status == 303


def test_T26_a_typed_number_opens_nothing_of_the_one_who_has_it(shared_desk):
    Web(shared_desk.url).filed(ROBERT, description="The first one's own trouble.")
    other = Web(shared_desk.url)
    path = other.filed(ROBERT, name="Somebody Else", description="Another trouble.")
    for page in (other.get("/"), other.get(path)):
        assert ROBERT.name not in page.text
        assert "own trouble" not in page.text
