"""The dashboard hosts a partner's toolbar: what it says is looked up, offered, shown and written down."""

import re

import pytest
from playwright.sync_api import expect

from support.cast import ANA, MIKA, ROBERT
from support.desk import Desk
from support.partner import Toolbar, engagement, icon, key, offer, partner_site, section, talking, wrap_up
from support.patience import eventually
from support.people import assert_never_reloaded, mark, row_of
from support.web import Web

TICKET = re.compile(r"/dashboard/tickets/\d+$")


@pytest.fixture(scope="module")
def site():
    with partner_site() as site:
        yield site


@pytest.fixture(params=["newer", "older"])
def face(request):
    return request.param


@pytest.fixture
def desk(request, tmp_path, furniture, site):
    """A desk whose agents have a partner's toolbar beside their phone."""
    face = request.getfixturevalue("face") if "face" in request.fixturenames else "newer"
    settings = {"DESKBELL_TOOLBAR_URL": f"{site}/toolbar.html?face={face}", "DESKBELL_WRAP_UP": "60"}
    settings |= getattr(request, "param", {})
    with Desk.furnished(tmp_path, furniture, settings=settings).opened() as desk:
        yield desk


@pytest.fixture
def ana(people, desk):
    """Ana on her dashboard, with one ticket of Robert's."""
    Web(desk.url).filed(ROBERT)
    return people.agent(ANA, available=False)


@pytest.fixture
def toolbar(ana):
    return Toolbar(ana).available()


# The container

def test_the_partners_page_stands_in_a_frame_that_knows_who_hosts_it(ana, toolbar, desk, face):
    frame = section(ana).locator("iframe")
    assert frame.get_attribute("title") == "Partner phone"
    assert frame.get_attribute("allow") == "microphone; autoplay; clipboard-write"
    address = toolbar.frame.url
    assert f"oraParentFrame={desk.url.replace(':', '%3A').replace('/', '%2F')}" in address
    assert "oraTbName=deskbell" in address
    assert "oraApiSource=" in address
    assert 350 <= frame.bounding_box()["width"] <= 470


def test_moving_between_pages_keeps_the_toolbar_and_its_call(ana, toolbar):
    talking(ana, toolbar)
    mark(ana)
    toolbar.run("() => { bar.isTheSame = true }")
    ana.get_by_role("link", name="Tickets", exact=True).click()
    expect(row_of(ana, ROBERT)).to_be_visible()
    assert_never_reloaded(ana)
    assert toolbar.run("() => bar.isTheSame")
    expect(engagement(ana)).to_contain_text("In call")


def test_folded_away_the_toolbar_goes_on(ana, toolbar):
    frame = section(ana).locator("iframe")
    expect(frame).to_be_visible()
    icon(ana).click()
    expect(frame).to_be_hidden()
    toolbar.ring()
    expect(offer(ana)).to_be_visible()
    icon(ana).click()
    expect(frame).to_be_visible()


def test_only_the_frames_own_window_and_origin_are_heard(ana, toolbar, desk):
    message = '{"method":"newCommEvent","data":{"eventId":"evil","inData":{"SVCMCA_ANI":"+14158675309"}},"toolbarName":"deskbell","uuid":"u"}'
    ana.evaluate("(text) => window.postMessage(text, '*')", message)
    ana.evaluate("""(text) => {
        const other = document.createElement("iframe");
        document.body.append(other);
        window.dispatchEvent(new MessageEvent("message", { data: text, origin: "https://evil.example", source: other.contentWindow }));
        const own = document.querySelector("[data-partner] iframe").contentWindow;
        window.dispatchEvent(new MessageEvent("message", { data: text, origin: "https://evil.example", source: own }));
        other.remove();
    }""", message)
    toolbar.ring("c1")
    expect(offer(ana)).to_contain_text("Robert Kane")
    toolbar.close("c1", "REJECT")
    expect(offer(ana)).to_be_hidden()


def test_a_toolbar_that_talks_nonsense_does_no_harm(ana, toolbar):
    for text in ("{", "null", "[1]", '{"method":"fly","uuid":"u"}', '{"method":"newCommEvent","data":{"eventId":{}},"uuid":"v"}', "x" * 70_000):
        toolbar.run("(text) => bar.raw(text)", text)
    toolbar.ring()
    expect(offer(ana)).to_be_visible()


def test_without_the_setting_there_is_no_toolbar(people, tmp_path, furniture):
    with Desk.furnished(tmp_path / "plain", furniture).opened() as plain:
        web = Web(plain.url).sign_in(ANA)
        assert "data-partner" not in web.get("/dashboard").text


# The icon

def test_the_icon_tells_the_agents_state(ana, toolbar, face):
    expect(icon(ana)).to_contain_text("Idle")
    expect(section(ana)).to_have_attribute("data-agent", "available")
    toolbar.run("() => bar.state(false, true, 'On Break')")
    expect(section(ana)).to_have_attribute("data-agent", "break")
    expect(icon(ana)).to_contain_text("On Break")
    toolbar.run("() => bar.state(false, false, 'Logged Out')")
    expect(section(ana)).to_have_attribute("data-agent", "disabled")
    expect(icon(ana)).to_contain_text("Not signed in")


# The offer

def test_an_offer_names_the_caller_and_answering_it_here_answers_it_there(ana, toolbar, face):
    answer = toolbar.ring(SVCMCA_OFFER_TIMEOUT_SEC="45")
    assert answer["SVCMCA_CONTACT_NAME"] == "Robert Kane"
    assert answer["SVCMCA_CONTACT_FIRST_NAME"] == "Robert"
    assert answer["SVCMCA_SR_NUM"] == "1"
    expect(offer(ana)).to_contain_text("Robert Kane")
    expect(offer(ana)).to_contain_text("+1 415-867-5309")
    expect(offer(ana)).to_contain_text(ROBERT.problem)
    expect(offer(ana)).to_contain_text(re.compile(r"4\d seconds left"))
    key(ana, "Answer").click()
    toolbar.expect_command("accept", "c1")
    toolbar.start()
    expect(offer(ana)).to_be_hidden()
    expect(engagement(ana)).to_contain_text("In call")


def test_declining_it_here_declines_it_there(ana, toolbar, face):
    toolbar.ring()
    key(ana, "Decline").click()
    toolbar.expect_command("reject", "c1")
    expect(offer(ana)).to_be_hidden()
    toolbar.close("c1", "REJECT")
    expect(wrap_up(ana)).to_be_hidden()


def test_escape_declines_nobody(ana, toolbar):
    toolbar.ring()
    expect(offer(ana)).to_be_focused()
    ana.keyboard.press("Escape")
    expect(offer(ana)).to_be_visible()
    assert toolbar.commands() == []
    ana.keyboard.press("Tab")
    ana.keyboard.press("Enter")
    toolbar.expect_command("accept", "c1")


def test_an_offer_that_nobody_takes_ends_and_says_so_to_the_toolbar(ana, toolbar, face):
    toolbar.ring(SVCMCA_OFFER_TIMEOUT_SEC="2")
    expect(offer(ana)).to_be_visible()
    expect(offer(ana)).to_be_hidden()
    toolbar.expect_command("NOTIFICATION_TIMER_EXP", "c1")


def test_a_caller_who_gives_up_takes_the_offer_away(ana, toolbar):
    toolbar.ring()
    expect(offer(ana)).to_be_visible()
    toolbar.close("c1", "ABANDONED")
    expect(offer(ana)).to_be_hidden()
    expect(wrap_up(ana)).to_be_hidden()


def test_a_toolbar_that_cannot_answer_says_why(ana, toolbar, face):
    toolbar.run("() => { bar.refuses = 'The headset is gone.' }")
    toolbar.ring()
    key(ana, "Answer").click()
    expect(section(ana).get_by_role("alert")).to_have_text("The headset is gone.")
    expect(key(ana, "Answer")).to_be_enabled()


# Who it is

def test_nobody_is_known_by_the_number(ana, toolbar, face):
    answer = toolbar.ring(number="+14155550123")
    assert "SVCMCA_CONTACT_ID" not in answer
    assert answer["SVCMCA_ANI"] == "+14155550123"
    expect(offer(ana)).to_contain_text("Nobody the desk knows.")


def test_several_people_have_the_number_and_the_agent_says_who_it_is(ana, toolbar, desk, face):
    Web(desk.url).filed(MIKA, phone_number=ROBERT.phone)
    answer = toolbar.ring()
    assert "SVCMCA_CONTACT_ID" not in answer
    expect(offer(ana)).to_contain_text("Several people have this number.")
    offer(ana).get_by_label("Mika Sato").check()
    eventually(lambda: toolbar.run("() => bar.updates.map((one) => one.SVCMCA_CONTACT_NAME)") == ["Mika Sato"])
    key(ana, "Answer").click()
    toolbar.start()
    expect(ana).to_have_url(re.compile("/dashboard/tickets/2$"))


@pytest.mark.parametrize("desk", [{"DESKBELL_LOOKUP_FIELDS": "name"}], indirect=True)
def test_the_setting_says_by_what_callers_are_looked_up(ana, toolbar):
    assert "SVCMCA_CONTACT_ID" not in toolbar.ring("c1")
    toolbar.close("c1", "ABANDONED")
    assert toolbar.ring("c2", number="+14155550123", SVCMCA_CONTACT_NAME="robert k")["SVCMCA_CONTACT_NAME"] == "Robert Kane"


# The page that opens

def test_a_known_caller_opens_their_ticket(ana, toolbar, face):
    talking(ana, toolbar)
    expect(ana).to_have_url(re.compile("/dashboard/tickets/1$"))


def test_a_call_about_a_ticket_opens_that_whoever_calls(ana, toolbar):
    talking(ana, toolbar, number="+14155550123", SVCMCA_SR_NUM="1")
    expect(ana).to_have_url(re.compile("/dashboard/tickets/1$"))


def test_an_unknown_caller_opens_a_new_ticket_with_their_number(ana, toolbar, face):
    talking(ana, toolbar, number="+14155550123")
    expect(ana.get_by_role("heading", name="New ticket")).to_be_visible()
    expect(ana.get_by_label("Phone number")).to_have_value(re.compile(r"\+1 ?415[- ]?555[- ]?0123"))


# The call

def test_the_panel_has_the_keys_that_the_toolbar_lists_and_they_work(ana, toolbar, face):
    talking(ana, toolbar, Menu_choice="Repairs")
    expect(engagement(ana)).to_contain_text("Repairs")
    expect(engagement(ana)).to_contain_text(re.compile(r"\d+:\d\d"))
    key(ana, "Hold").click()
    toolbar.expect_command("hold", "c1")
    expect(engagement(ana)).to_contain_text("On hold")
    key(ana, "Resume").click()
    toolbar.expect_command("unhold", "c1")
    key(ana, "Mute").click()
    expect(key(ana, "Unmute")).to_be_visible()
    expect(key(ana, "Record")).to_be_hidden()
    key(ana, "Hang up").click()
    toolbar.expect_command("disconnect", "c1")
    toolbar.close("c1", "HANGUP")
    expect(engagement(ana)).to_be_hidden()


def test_a_call_told_twice_rings_once(ana, toolbar, face):
    answers = toolbar.run("() => Promise.all([bar.ring('c1', bar.number('+14158675309')), bar.ring('c1', bar.number('+14158675309'))])")
    assert [answer["SVCMCA_CONTACT_NAME"] for answer in answers] == ["Robert Kane"] * 2
    expect(offer(ana)).to_have_count(1)
    toolbar.close("c1", "ABANDONED")
    expect(offer(ana)).to_be_hidden()


def test_a_start_that_comes_early_costs_no_answer(ana, toolbar, face):
    answers = toolbar.run("() => Promise.all([bar.ring('c1', bar.number('+14158675309')), bar.start('c1', {})])")
    assert [answer["SVCMCA_CONTACT_NAME"] for answer in answers] == ["Robert Kane"] * 2
    expect(engagement(ana)).to_contain_text("In call")


# Writing it up

@pytest.mark.parametrize("reason", ["WRAPUP", "HANGUP"])
def test_a_call_that_ends_is_wrapped_up_and_stands_on_the_ticket(ana, toolbar, reason):
    talking(ana, toolbar)
    expect(ana).to_have_url(TICKET)
    toolbar.close("c1", reason, SVCMCA_WRAPUP_TIMEOUT="50")
    form = wrap_up(ana)
    expect(form).to_contain_text("Robert Kane")
    expect(form).to_contain_text(re.compile("0:[45][0-9] left"))
    form.get_by_label("Outcome").select_option("Resolved")
    form.get_by_label("Reason for the call").fill("Mallet")
    form.get_by_label("Notes").fill("A new one is on its way.")
    key(ana, "Save wrap-up").click()
    expect(form).to_be_hidden()
    expect(ana.locator("#ticket-detail .moment[data-kind=wrap-up]")).to_contain_text("A new one is on its way.")
    expect(ana.locator("[data-wrap-up]")).to_be_hidden()


def test_the_window_and_the_toolbar_write_the_same_fields(ana, toolbar):
    talking(ana, toolbar)
    toolbar.close()
    form = wrap_up(ana)
    form.get_by_label("Notes").fill("typed here")
    eventually(lambda: ["WrapUp.CallNotes", "typed here"] in toolbar.run("() => bar.changes"))
    toolbar.run("() => bar.write('WrapUp.ResolutionCd', 'Left a message')")
    expect(form.get_by_label("Outcome")).to_have_value("Left a message")


def test_the_toolbar_ends_the_wrap_up(ana, toolbar, face):
    talking(ana, toolbar)
    toolbar.close("c1", "WRAPUP")
    expect(wrap_up(ana)).to_be_visible()
    toolbar.close("c1", "ENDCOMMUNICATION")
    expect(wrap_up(ana)).to_be_hidden()


# Dialling

def test_a_number_on_the_page_is_dialled_by_the_toolbar(ana, toolbar, face):
    row_of(ana, ROBERT).get_by_role("link", name=re.compile("867-5309")).click()
    expect(engagement(ana)).to_contain_text("Asking the partner phone to call")
    eventually(lambda: toolbar.run("() => bar.dialled.length") == 1)
    asked = toolbar.run("() => bar.dialled[0]")
    assert asked["SVCMCA_ANI"] == ROBERT.e164
    assert asked["SVCMCA_DISPLAY_NAME"] == "Robert Kane"
    call = asked["SVCMCA_CALL_ID"]
    toolbar.dial(call)
    expect(engagement(ana)).to_contain_text(re.compile("Calling\\s+Robert Kane"))
    toolbar.start(call)
    expect(engagement(ana)).to_contain_text("In call")
    expect(ana).to_have_url(re.compile("/dashboard/tickets/1$"))


def test_a_dial_that_fails_says_why(ana, toolbar, face):
    row_of(ana, ROBERT).get_by_role("link", name=re.compile("867-5309")).click()
    eventually(lambda: toolbar.run("() => bar.dialled.length") == 1)
    toolbar.run("() => bar.fail(bar.dialled[0].SVCMCA_CALL_ID, 'INVALID_NUMBER', 'There is no such number.')")
    expect(section(ana).get_by_role("alert")).to_have_text("The call could not be made: There is no such number (INVALID_NUMBER).")
    expect(engagement(ana)).to_be_hidden()
