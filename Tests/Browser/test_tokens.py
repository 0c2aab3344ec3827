"""Access tokens, read by PyJWT: who gets which, and that nobody gets another's."""

import re
import time

import jwt
import pytest

from support import twilio_account as account
from support.cast import ANA, ROBERT
from support.desk import Desk
from support.web import Web


@pytest.fixture(scope="module")
def shared_desk(tmp_path_factory, furniture):
    """A desk with a telephone account, so that the signing secret is known here."""
    home = tmp_path_factory.mktemp("desk")
    with Desk.furnished(home, furniture, settings=account.SETTINGS).opened() as desk:
        yield desk


@pytest.fixture
def visitor(shared_web):
    """Somebody who has seen the home page."""
    shared_web.get("/")
    return shared_web


@pytest.fixture
def agent(shared_desk):
    return Web(shared_desk.url).sign_in(ANA)


def ask(web, page, **more):
    return web.post("/token/generate", {"page": page} | more)


def claims(answer):
    assert answer.status == 200, answer
    given = answer.json()
    header = jwt.get_unverified_header(given["token"])
    assert header == {"alg": "HS256", "typ": "JWT", "cty": "twilio-fpa;v=1"}
    required = {"require": ["exp", "iat", "nbf"]}
    read = jwt.decode(given["token"], account.API_SECRET, algorithms=["HS256"], options=required)
    assert read["grants"]["identity"] == given["identity"]
    assert read["exp"] - read["iat"] == given["ttl"]
    assert abs(read["iat"] - time.time()) < 30
    assert (read["iss"], read["sub"]) == (account.API_KEY, account.ACCOUNT)
    return read


def test_an_agent_may_call_and_be_called(agent):
    read = claims(ask(agent, "/dashboard"))
    assert read["grants"] == {
        "identity": "support_agent",
        "voice": {"incoming": {"allow": True}, "outgoing": {"application_sid": account.APPLICATION}},
    }
    assert read["exp"] - read["iat"] == 15 * 60


def test_a_tickets_page_may_call_and_be_called_as_that_ticket(visitor):
    path = visitor.filed(ROBERT)
    read = claims(ask(visitor, path))
    assert re.fullmatch(r"ticket_\d+", read["grants"]["identity"])
    assert read["grants"]["voice"]["incoming"] == {"allow": True}
    assert read["exp"] - read["iat"] == 5 * 60


@pytest.mark.parametrize("page", [{"page": "/"}, {}], ids=["home", "none"])
def test_a_visitor_may_only_call(visitor, page):
    read = claims(visitor.post("/token/generate", page))
    assert re.fullmatch(r"visitor_[A-Za-z0-9_]{10,}", read["grants"]["identity"])
    assert read["grants"]["voice"] == {"outgoing": {"application_sid": account.APPLICATION}}
    assert read["exp"] - read["iat"] == 5 * 60


def test_a_visitor_stays_the_same_and_two_visitors_are_two(shared_desk, visitor):
    other = Web(shared_desk.url)
    other.get("/")
    first = claims(ask(visitor, "/"))["grants"]["identity"]
    assert claims(ask(visitor, "/"))["grants"]["identity"] == first
    assert claims(ask(other, "/"))["grants"]["identity"] != first


def test_no_two_people_share_a_token(shared_desk):
    ids = set()
    for _ in range(20):
        web = Web(shared_desk.url)
        web.get("/")
        ids.add(claims(ask(web, "/"))["jti"])
        web.close()
    assert len(ids) == 20


def test_the_holder_of_the_link_is_the_tickets_customer_in_any_browser(shared_desk, visitor):
    path = visitor.filed(ROBERT)
    stranger = Web(shared_desk.url)
    assert claims(ask(stranger, path))["grants"] == claims(ask(visitor, path))["grants"]


def test_without_the_pages_cookie_a_visitor_gets_nothing(shared_desk):
    assert ask(Web(shared_desk.url), "/").status in (400, 403)


@pytest.mark.parametrize("page", ["/dashboard", "/dashboard/tickets/1", "/dashboard/people"])
def test_without_a_session_nobody_is_an_agent(visitor, page):
    assert ask(visitor, page).status in (400, 401, 403)


@pytest.mark.parametrize("page", [
    "/nowhere", "/sign-in", "dashboard", "//dashboard", "/dashboard/../", "https://evil.example/dashboard", "/t", "/t/",
    "/dashboard%00", "\x00", "/" * 5000,
])
def test_a_page_that_has_no_phone_gets_nothing(agent, page):
    assert ask(agent, page).status in (400, 403, 404)


@pytest.mark.parametrize("key", ["AAAAAAAAAAAAAAAAAAAAAA", "1", "0", "-1", "..", "%2e%2e", "9223372036854775808"])
def test_a_wrong_link_gets_nothing(visitor, key):
    assert ask(visitor, f"/t/{key}").status in (400, 403, 404)


# T36: whoever asks, the server chooses the name.
@pytest.mark.parametrize("wanted", ["support_agent", "SUPPORT_AGENT", "support\u200bagent", "ticket_1", "ana", ""])
def test_T36_a_visitor_cannot_choose_who_it_is(visitor, wanted):
    more = {"identity": wanted, "client": wanted, "username": wanted, "agent": wanted, "ticket": "1", "ttl": "86400"}
    answer = ask(visitor, "/", **more)
    if answer.status == 200:
        read = claims(answer)
        assert read["grants"]["identity"].startswith("visitor_")
        assert "incoming" not in read["grants"]["voice"]
        assert read["exp"] - read["iat"] == 300
    else:
        assert answer.status == 400


def test_T36_a_page_named_twice_or_in_the_address_gets_no_more(visitor):
    both = visitor.post("/token/generate", [("page", "/"), ("page", "/dashboard")])
    assert both.status == 400
    beside = visitor.post("/token/generate?page=/dashboard", {"page": "/"})
    assert beside.status == 400 or claims(beside)["grants"]["identity"].startswith("visitor_")


def test_T36_an_ended_session_gets_no_more_tokens(shared_desk):
    agent = Web(shared_desk.url).sign_in(ANA)
    kept = agent.copy()
    agent.post("/sign-out")
    assert ask(kept, "/dashboard").status in (401, 403)


def test_another_site_gets_no_token(visitor):
    evil = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
    assert visitor.post("/token/generate", {"page": "/"}, headers=evil).status == 403


def test_a_token_is_never_kept_by_anyone_on_the_way(visitor):
    assert "no-store" in ask(visitor, "/").headers["Cache-Control"]


def test_without_an_account_two_desks_sign_with_secrets_of_their_own(tmp_path):
    tokens = []
    for name in ("one", "two"):
        with Desk(tmp_path / name).opened() as desk:
            web = Web(desk.url)
            web.get("/")
            tokens.append(ask(web, "/").json()["token"])
            web.close()
    keys = {jwt.decode(token, options={"verify_signature": False})["iss"] for token in tokens}
    assert len(keys) == 2
    for token in tokens:
        with pytest.raises(jwt.InvalidSignatureError):
            jwt.decode(token, account.API_SECRET, algorithms=["HS256"])
