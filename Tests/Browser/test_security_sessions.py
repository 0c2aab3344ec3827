"""T11, T19: a session is born at sign-in, an admin at the console."""

import pytest

from support.cast import ANA
from support.desk import Desk
from support.patience import eventually
from support.web import Web
from test_first_run import setup_link

FIELDS = {"name": "Mallory", "username": "mallory", "password": "a long enough password"}


def session_cookie(desk):
    """The name of the cookie that sign-in adds, whatever it is called."""
    web = Web(desk.url)
    web.get("/sign-in")
    before = set(web.cookies)
    web.sign_in(ANA)
    (name,) = set(web.cookies) - before
    return name


def test_T11_sign_in_never_keeps_a_session_that_was_brought_along(shared_desk):
    name = session_cookie(shared_desk)
    planted = "A" * 43
    victim = Web(shared_desk.url, {name: planted})
    victim.sign_in(ANA)
    assert victim.cookies[name] != planted
    assert Web(shared_desk.url, {name: planted}).get("/dashboard").status == 303


def test_T11_signing_in_again_ends_the_session_before(shared_desk):
    web = Web(shared_desk.url).sign_in(ANA)
    before = web.copy()
    web.sign_in(ANA)
    assert web.cookies != before.cookies
    assert before.get("/dashboard").status == 303


@pytest.mark.parametrize("attribute", ["HttpOnly", "SameSite=Lax", "Path=/"])
def test_T11_the_session_cookie_is_out_of_reach(shared_desk, attribute):
    answer = Web(shared_desk.url).post("/sign-in", {"username": ANA.username, "password": ANA.password})
    for line in answer.headers.get_all("Set-Cookie"):
        assert attribute in line
        assert "Domain" not in line


def test_T11_behind_https_every_cookie_is_bound_to_the_host(tmp_path, furniture):
    own = {"Origin": "https://desk.example", "Sec-Fetch-Site": "same-origin"}
    fields = {"username": ANA.username, "password": ANA.password}
    with Desk.furnished(tmp_path, furniture, arguments=["--public-url", "https://desk.example"]).opened() as desk:
        web = Web(desk.url)
        lines = web.get("/").headers.get_all("Set-Cookie")
        lines += web.post("/sign-in", fields, headers=own).headers.get_all("Set-Cookie")
    assert len(lines) >= 2
    for line in lines:
        assert line.startswith("__Host-") and "Secure" in line, line


@pytest.fixture
def fresh(tmp_path):
    with Desk(tmp_path).opened() as desk:
        yield desk


def test_T19_without_the_consoles_code_a_fresh_desk_cannot_be_taken(fresh):
    code = setup_link(fresh).partition("code=")[2]
    web = Web(fresh.url)
    guesses = ["", code[:-1], code + "A", code.swapcase(), code[::-1], " " + code, code + "\0", "A" * len(code)]
    for guess in guesses:
        assert web.post("/setup", FIELDS | {"code": guess}).status in (400, 403, 404, 429), guess
    assert web.post("/setup", FIELDS).status in (400, 403, 404, 429)
    assert web.get("/dashboard").status == 303


def test_T19_the_code_has_128_random_bits_and_is_new_at_every_start(fresh):
    first = setup_link(fresh).partition("code=")[2]
    assert len(first) >= 22
    fresh.stop()
    fresh.console_path.unlink()
    fresh.start()
    assert setup_link(fresh).partition("code=")[2] != first


def test_T19_the_code_makes_one_admin_and_no_second(fresh):
    path = setup_link(fresh)
    code = path.partition("code=")[2]
    first, second = Web(fresh.url), Web(fresh.url)
    assert first.get(path).status == 200
    assert first.post("/setup", FIELDS | {"code": code}).status == 303
    assert second.get(path).status == 404
    assert second.post("/setup", FIELDS | {"code": code, "username": "second"}).status == 404
    eventually(lambda: second.post("/sign-in", {"username": "second", "password": FIELDS["password"]}).status == 401)
