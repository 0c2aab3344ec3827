"""T28, T30, T31: other sites can neither act for our people, nor listen, nor frame us."""

import http.server
import itertools
import threading

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from support.cast import ANA, DORA, ROBERT
from support.desk import Desk
from support.people import sign_in
from support.routes import routes
from support.web import Web
from test_security_access import contents

SITES = ("cross-site", "same-site", "same-origin", "none", None)


@pytest.fixture(scope="module")
def filed(shared_desk):
    return Web(shared_desk.url).filed(ROBERT)


@pytest.fixture(scope="module")
def admin(shared_desk):
    return Web(shared_desk.url).sign_in(DORA)


def origins(desk):
    return {
        "own": desk.url,
        "another port": "http://localhost:1",
        "https": desk.url.replace("http", "https"),
        "a subdomain": f"http://evil.localhost:{desk.port}",
        "a suffix": f"http://localhost.evil.example:{desk.port}",
        "the other loopback name": f"http://127.0.0.1:{desk.port}",
        "a path": desk.url + "/",
        "capitals": desk.url.upper(),
        "null": "null",
        "absent": None,
    }


def is_allowed(site, origin):
    """Fetch Metadata decides; Origin where a browser sends none; a cookie needs one of the two."""
    if site is not None:
        return site in ("same-origin", "none")
    return origin == "own"


def headers(site, origin):
    given = {"Sec-Fetch-Site": site, "Origin": origin}
    return {name: value for name, value in given.items() if value is not None}


def is_webhook(path):
    """Programs post these, not browsers, and sign them."""
    return path.startswith("/call/") or (path.startswith("/conference/") and not path.endswith("/call"))


def test_T28_every_unsafe_route_refuses_what_is_not_from_our_own_pages(shared_desk, admin, filed):
    before = contents(shared_desk)
    paths = {route.path for route in routes(filed) if route.method == "POST" and not is_webhook(route.path)}
    wrong = []
    asked = itertools.product(sorted(paths | {"/sign-out"}), SITES, origins(shared_desk).items())
    for path, site, (name, origin) in asked:
        if is_allowed(site, name):
            continue
        answer = admin.post(path, {"status": "solved", "note": "x"}, headers=headers(site, origin), own=False)
        if answer.status != 403:
            wrong.append(f"{path} from {site}, origin {name}: {answer.status}")
    assert not wrong, "\n".join(wrong)
    assert contents(shared_desk) == before
    assert admin.get("/dashboard").status == 200


def test_T28_our_own_pages_are_never_refused(shared_desk, admin, filed):
    for site, (name, origin) in itertools.product(SITES, origins(shared_desk).items()):
        if is_allowed(site, name):
            answer = admin.post("/dashboard/tickets/1/notes", {"note": ""}, headers=headers(site, origin), own=False)
            assert answer.status == 422, (site, name, answer)


def test_T28_the_refusal_comes_before_the_body_is_read(shared_desk, admin):
    evil = {"Sec-Fetch-Site": "cross-site", "Content-Type": "application/x-www-form-urlencoded"}
    assert admin.request("POST", "/tickets", body=b"%80", headers=evil).status == 403


def test_T28_a_program_without_a_browser_files_a_ticket(shared_desk):
    web = Web(shared_desk.url)
    submission = web.get("/").value_of("submission")
    web.cookies.clear()
    fields = {"submission": submission, "name": "cron", "phone_number": ROBERT.phone, "description": "disk full"}
    assert web.post("/tickets", fields, own=False).status == 303


@pytest.fixture
def evil_site():
    """A web site of somebody else, on this machine under a name that is another site for browsers."""
    pages = {}

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            body = pages.get(self.path, "").encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    pages["url"] = f"http://127.0.0.1:{server.server_port}"
    yield pages
    server.shutdown()
    server.server_close()


def test_T28_a_form_that_sends_itself_from_another_site_does_nothing(shared_desk, shared_people, evil_site):
    page = shared_people.page()
    sign_in(page, DORA)
    before = contents(shared_desk)
    evil_site["/"] = f"""<form method=post action="{shared_desk.url}/dashboard/people">
        <input name=name value=Mallory><input name=username value=mallory>
        <input name=password value="a long set of words"></form><script>document.forms[0].submit()</script>"""
    with page.expect_response("**/dashboard/people") as answer:
        page.goto(evil_site["url"] + "/")
    assert answer.value.status == 403
    assert contents(shared_desk) == before


def test_T29_another_site_can_neither_sign_anybody_in_nor_out(shared_desk, admin):
    evil = {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}
    fields = {"username": ANA.username, "password": ANA.password}
    assert Web(shared_desk.url).post("/sign-in", fields, headers=evil, own=False).status == 403
    assert admin.post("/sign-out", headers=evil, own=False).status == 403
    assert admin.get("/dashboard").status == 200


# T30

def handshake(desk, web, origin):
    extra = {"Cookie": web.cookie_header} if web.cookies else {}
    return connect(
        f"ws://localhost:{desk.port}/live", origin=origin, additional_headers=extra, compression=None, open_timeout=5
    )


def assert_refused_before_the_upgrade(desk, web, origin):
    with pytest.raises(InvalidStatus) as refused, handshake(desk, web, origin):
        pass
    assert refused.value.response.status_code == 403


def test_T30_our_own_page_may_open_the_socket(shared_desk, admin):
    with handshake(shared_desk, admin, shared_desk.url) as socket:
        socket.send('{"type":"hello","as":"agent","tab":"t1"}')
        assert '"ready"' in socket.recv(timeout=5)


@pytest.mark.parametrize("name", [
    "another port", "https", "a subdomain", "a suffix", "the other loopback name", "a path", "null", "absent",
])
def test_T30_no_other_page_opens_the_socket(shared_desk, admin, name):
    assert_refused_before_the_upgrade(shared_desk, admin, origins(shared_desk)[name])


def test_T30_with_a_public_url_only_that_one_may(tmp_path, furniture):
    others = ("https://desk.example.evil.example", "http://desk.example", "https://evil.desk.example")
    with Desk.furnished(tmp_path, furniture, arguments=["--public-url", "https://desk.example"]).opened() as desk:
        nobody = Web(desk.url)
        with handshake(desk, nobody, "https://desk.example"):
            pass
        for origin in (desk.url, *others):
            assert_refused_before_the_upgrade(desk, nobody, origin)


# T31

def policy(answer):
    lines = answer.headers.get_all("Content-Security-Policy")
    assert len(lines) == 1, lines
    return {words[0]: words[1:] for words in (part.split() for part in lines[0].split(";")) if words}


def test_T31_no_answer_may_be_framed_by_others(shared_desk, admin, filed):
    paths = [route.path for route in routes(filed) if route.method == "GET"] + ["/live", "/nowhere"]
    for web in (admin, Web(shared_desk.url)):
        for path in paths:
            answer = web.get(path)
            # The toolbar may stand in the desk's own pages; in others once they are set.
            expected = "'self'" if path.startswith("/toolbar") else "'none'"
            assert policy(answer)["frame-ancestors"] == [expected], path
            assert answer.headers["X-Content-Type-Options"] == "nosniff", path


def test_T31_every_page_has_the_strict_headers(admin, filed):
    for path in ("/", filed, "/sign-in", "/dashboard", "/dashboard/tickets/1", "/dashboard/people", "/nowhere"):
        answer = admin.get(path)
        rules = policy(answer)
        assert rules["default-src"] == ["'none'"], path
        assert rules["script-src"] == ["'self'"] and rules["style-src"] == ["'self'"], path
        assert rules["base-uri"] == ["'none'"] and rules["form-action"] == ["'self'"], path
        assert rules["require-trusted-types-for"] == ["'script'"] and rules["trusted-types"] == ["deskbell"], path
        assert not any("unsafe" in word or "*" in word for words in rules.values() for word in words), path
        assert answer.headers["Referrer-Policy"] == "same-origin", path
        assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin", path
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin", path
        assert "microphone=" in answer.headers["Permissions-Policy"], path
        if path.startswith("/dashboard"):
            assert "no-store" in answer.headers["Cache-Control"], path


def test_T31_chromium_shows_us_in_nobodys_frame(shared_desk, shared_people, evil_site):
    shared_people.troubles.allow(r"frame|Framing|frame-ancestors")
    page = shared_people.page()
    framed = ("/", "/sign-in", "/dashboard")
    evil_site["/"] = "".join(f'<iframe src="{shared_desk.url}{path}"></iframe>' for path in framed)
    page.goto(evil_site["url"] + "/")
    assert len(page.frames) == 4
    for frame in page.frames[1:]:
        assert frame.get_by_role("button").count() == 0
