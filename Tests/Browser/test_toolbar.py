"""The media toolbar itself: who may frame it, who is signed in there, and where its sound is."""

import re
from urllib.parse import urlencode

from playwright.sync_api import expect

from support.calling import assert_audible, expect as patient
from support.cast import ANA, ROBERT
from support.fusion import crm  # noqa: F401
from support.people import button, go_available, in_call_with, sign_in, status
from support.web import Web

LIBRARY = "ui-events-framework-client.js"


def asked(crm, **parameters):
    return Web(crm.desk.url).get("/toolbar?" + urlencode(parameters))


# Who may frame it


def test_a_page_that_is_not_on_the_list_is_told_which_setting_allows_it(crm):
    answer = asked(crm, oraParentFrame="https://evil.example", oraTbName="x")
    assert answer.status == 403
    assert "https://evil.example" in answer.text
    assert "DESKBELL_FUSION_ORIGINS" in answer.text
    assert "data-fusion" not in answer.text and LIBRARY not in answer.text


def test_an_address_that_cannot_be_read_is_refused(crm):
    for parent in ("javascript:alert(1)", "null", "//evil.example", "https://user@host"):
        answer = asked(crm, oraParentFrame=parent)
        assert answer.status == 400, parent
    assert asked(crm, oraTbName="x").status == 400


def test_only_the_pages_on_the_list_may_frame_it(crm):
    policy = Web(crm.desk.url).get("/toolbar").headers["Content-Security-Policy"]
    ancestors = re.search(r"frame-ancestors ([^;]*)", policy).group(1).split()
    assert ancestors == ["'self'", crm.double.url]
    assert Web(crm.desk.url).get("/toolbar").headers.get("X-Frame-Options") is None
    assert "frame-ancestors 'none'" in Web(crm.desk.url).get("/sign-in").headers["Content-Security-Policy"]


def test_a_library_from_elsewhere_is_not_loaded(crm):
    def answer(source):
        web = Web(crm.desk.url).sign_in(ANA)
        return web.get("/toolbar?" + urlencode({"oraParentFrame": crm.double.url, "oraApiSource": source}))

    def library(source):
        text = answer(source).text
        return re.search(r"library&quot;:&quot;([^&]*)", text).group(1)

    oracle = "https://static.oracle.com/cdn/ui-events-framework/libs/ui-events-framework-client.js"
    foreign = answer("https://evil.example/" + LIBRARY)
    assert (foreign.status, "https://evil.example" in foreign.text, LIBRARY in foreign.text) == (403, True, False)
    assert answer("//evil.example/" + LIBRARY).status == 400
    assert library("/mcaInteractionV1.js") == oracle
    assert library("https://static.oracle.com/cdn/mcaInteractionV1.js") == oracle
    assert library("/" + LIBRARY) == crm.double.url + "/" + LIBRARY
    assert library(crm.double.url + "/" + LIBRARY) == crm.double.url + "/" + LIBRARY


# Who is signed in


def test_the_sign_in_in_the_frame_is_for_this_frame_alone(crm):
    work = crm.at_work(ANA, available=False)
    cookies = [each for each in work.page.context.cookies() if each["name"] == "toolbar"]
    assert len(cookies) == 1
    cookie = cookies[0]
    assert cookie["secure"] and cookie["httpOnly"] and cookie["sameSite"] == "None"
    page = work.page.context.new_page()
    page.goto("/dashboard")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_its_cookie_opens_the_toolbar_and_nothing_else(crm):
    web = Web(crm.desk.url)
    answer = web.post("/toolbar/sign-in", {"username": ANA.username, "password": ANA.password, "next": "/toolbar"})
    assert answer.status == 303
    attributes = answer.headers["Set-Cookie"]
    for attribute in ("SameSite=None", "Secure", "Partitioned", "HttpOnly", "Path=/"):
        assert attribute in attributes
    assert web.get("/token").status == 200
    assert web.get("/toolbar/window").status == 200
    assert web.get("/dashboard").status == 303
    assert web.get("/dashboard/tickets/1").status == 303
    assert web.post("/token/generate", {"page": "/dashboard"}).status == 200
    assert web.post("/token/generate", {"page": "/dashboard"}, own=False, headers={"Sec-Fetch-Site": "cross-site"}).status == 403


def test_a_wrong_password_is_said_in_the_frame(crm):
    work = crm.workplace()
    toolbar = work.toolbar
    toolbar.locator("[name=username]").fill("ana")
    toolbar.locator("[name=password]").fill("wrong")
    button(toolbar, "Sign in").click()
    expect(toolbar.get_by_role("alert")).to_contain_text("wrong")
    toolbar.locator("[name=password]").fill(ANA.password)
    button(toolbar, "Sign in").click()
    work.connected()


def test_other_toolbars_get_their_token(crm):
    web = Web(crm.desk.url)
    assert web.get("/token").status == 401
    answer = web.sign_in(ANA).get("/token")
    assert answer.json().keys() == {"identity", "token"}
    assert answer.json()["identity"] == "support_agent"


# Alone


def test_with_no_page_around_it_is_a_phone_like_any_other(crm):
    page = crm.page()
    page.goto("/toolbar")
    page.locator("[name=username]").fill(ANA.username)
    page.locator("[name=password]").fill(ANA.password)
    button(page, "Sign in").click()
    go_available(page)
    customer = crm.customer(ROBERT)
    button(customer, "Call support").click()
    button(page, "Answer").click()
    patient(status(customer)).to_have_text(in_call_with("support"))
    assert_audible(customer, page)


def test_a_page_around_that_never_answers_leaves_the_phone_working(crm):
    work = crm.workplace(options={"source": "/nothing/ui-events-framework-client.js"})
    crm.troubles.allow(r"404|MIME|net::")
    toolbar = work.toolbar
    toolbar.locator("[name=username]").fill(ANA.username)
    toolbar.locator("[name=password]").fill(ANA.password)
    button(toolbar, "Sign in").click()
    expect(toolbar.locator("[data-host-words]")).to_contain_text("does not answer", timeout=15_000)
    button(toolbar, "Go available").click()
    customer = crm.customer(ROBERT)
    button(customer, "Call support").click()
    button(toolbar, "Answer").click()
    patient(status(customer)).to_have_text(in_call_with("support"))


# Where the sound is


def test_a_frame_without_a_microphone_lets_a_window_have_the_sound(crm):
    work = crm.at_work(ANA, microphone=False)
    toolbar = work.toolbar
    expect(toolbar.get_by_text("This frame gives the phone no microphone.")).to_be_visible()
    with work.page.context.expect_page() as opened:
        toolbar.get_by_role("link", name="Open the call window").click()
    window = opened.value
    window.locator("[name=username]").fill(ANA.username)
    window.locator("[name=password]").fill(ANA.password)
    button(window, "Sign in").click()
    expect(status(window)).to_have_text("Ready")
    expect(toolbar.get_by_text("The sound is in the call window.")).to_be_visible()
    customer = crm.customer(ROBERT)
    button(customer, "Call support").click()
    work.panel_is("RINGING")
    work.offer.get_by_role("button", name="Answer").click()
    patient(status(customer)).to_have_text(in_call_with("support"))
    assert_audible(customer, window)
    work.panel_is("ACCEPTED")
    button(toolbar, "Mute").click()
    expect(button(window, "Unmute")).to_be_visible()
    work.command("disconnect")
    work.tells("newCommEvent", "startCommEvent", "closeCommEvent WRAPUP")
    window.close()
    expect(toolbar.get_by_text("The call window is closed.")).to_be_visible(timeout=10_000)


def test_without_a_microphone_and_a_window_the_answer_says_what_to_do(crm):
    work = crm.at_work(ANA, microphone=False)
    customer = crm.customer(ROBERT)
    button(customer, "Call support").click()
    work.panel_is("RINGING")
    told = work.command("accept")
    assert told["result"] == "failure" and "Open the call window" in told["words"]
    button(work.toolbar, "Answer").click()
    expect(work.toolbar.get_by_role("alert").first).to_contain_text("Open the call window")
    expect(status(work.toolbar)).to_contain_text("Ringing…")


# Looks


def test_it_fits_its_frame(crm):
    for width in (350, 470):
        for scheme in ("light", "dark"):
            work = crm.at_work(ANA, options={"width": str(width)}, color_scheme=scheme, viewport={"width": 1200, "height": 900})
            toolbar = work.toolbar
            assert toolbar.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
            work.page.locator("iframe").screenshot(path=crm.pictures / f"toolbar-{width}-{scheme}.png")
            button(toolbar, "Go away").click()
