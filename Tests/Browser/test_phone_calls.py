"""Telephones: agents ring customers', callers ring the desk, all against a double of Twilio."""

import re

import pytest
from support.calling import RINGING, assert_ended, expect
from support.cast import ANA, BEN, ROBERT
from support.inside import rows
from support.live import token
from support.patience import eventually
from support.people import button, call_customer, in_call_with, row_of, status
from support.phones import (
    CALLER, CALLER_WORDS, assert_over, calls_told, dialled, file_quietly, heard_by, rung_by_phone, talking_by_phone,
    with_phone,
)
from support.twilio_account import OWN_NUMBER
from support.twilio_rest import set_number_url
from support.web import Web

WRAPPING_UP = pytest.mark.parametrize("phones", [{"DESKBELL_WRAP_UP": "60"}], indirect=True)


# Agents call customers

def test_an_agent_calls_the_customers_telephone(phones):
    customer = phones.customer(ROBERT)
    customer.close()
    ana = phones.agent(ANA)
    row_of(ana, ROBERT).get_by_role("button", name="Call Customer").click()
    expect(status(ana)).to_contain_text("Calling Robert Kane")
    phones.double.use(ROBERT.e164, "answer")
    expect(status(ana)).to_have_text(in_call_with("Robert Kane"))
    button(ana, "Hang up").click()
    assert_over(ana)
    phones.double.assert_empty()


def test_the_customer_is_added_to_the_agents_room_with_the_desks_number(phones):
    talking_by_phone(phones)
    (added,) = phones.double.requests("POST", "Participants.json")
    form = added["form"]
    assert form["To"] == ROBERT.e164 and form["From"] == OWN_NUMBER
    assert form["EndConferenceOnExit"] == "true"
    assert re.fullmatch(r"leg-\d+", form["Label"])
    assert 60 <= int(form["TimeLimit"]) <= 14_400
    own = phones.double.people()
    assert own["customer"]["endsOnExit"], own
    assert own["agent 1"]["startsOnEnter"] and not own["agent 1"]["endsOnExit"], own
    assert not phones.double.state()["problems"]


@WRAPPING_UP
@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("+14158670002", r"busy"),
        ("+14158670004", r"This is not a number that can be called|could not be put through"),
        ("+14158670005", r"Calls to this country are off|could not be put through"),
        ("+14158670006", r"could not be (put through|reached)"),
    ],
    ids=["busy", "invalid", "forbidden", "unreachable"],
)
def test_a_telephone_that_is_not_reached_is_told_and_wrapped_up(phones, number, words):
    ana = dialled(phones, with_phone(number))
    expect(ana.locator("[data-phone-panel]")).to_contain_text(re.compile(words))
    expect(status(ana)).not_to_contain_text("sound connection")
    expect(button(ana, "Save wrap-up")).to_be_visible()
    assert_over(ana)
    phones.double.assert_empty()


def test_a_telephone_that_nobody_answers_stops_ringing(phones):
    ana = dialled(phones, with_phone("+14158670003"))
    expect(status(ana)).to_contain_text("Calling Robert Kane")
    expect(status(ana), "the ringing did not end").to_contain_text("Nobody answered.", timeout=60_000)
    assert_over(ana)
    phones.double.assert_empty()


def test_a_customer_who_rejects_is_told(phones):
    ana = dialled(phones)
    phones.double.use(ROBERT.e164, "reject")
    assert_ended(ana, ".*busy")
    phones.double.assert_empty()


def test_the_agent_gives_up_and_the_telephone_stops_ringing(phones):
    ana = dialled(phones)
    eventually(lambda: (phones.double.leg(ROBERT.e164) or {}).get("status") == "ringing", within=20, what="it never rang")
    button(ana, "Hang up").click()
    assert_over(ana)
    phones.double.assert_empty()
    assert phones.double.leg(ROBERT.e164)["answered"] is None


@pytest.mark.parametrize("number", ["+19005550123", "+442079460958", "+18765550123"], ids=["premium", "abroad", "island"])
def test_a_number_that_is_not_dialled_costs_no_request(phones, number):
    file_quietly(phones, with_phone(number))
    ana = phones.agent(ANA)
    call_customer(ana, ROBERT).click()
    expect(ana.locator("[data-phone-panel]")).to_contain_text(re.compile("[Tt]his desk does not call|not a number that can be called"))
    assert_over(ana)
    assert not phones.double.requests("POST", "Participants") and not phones.double.requests("POST", "Calls")
    assert phones.double.leg(number) is None


@pytest.mark.parametrize("phones", [{"DESKBELL_CALLS_PER_AGENT": "1", "DESKBELL_CALL_LIMIT": "600"}], indirect=True)
def test_a_days_calls_and_each_calls_length_are_limited(phones):
    ana = talking_by_phone(phones)
    assert phones.double.requests("POST", "Participants.json")[0]["form"]["TimeLimit"] == "600"
    assert "telephone calls near the day's limit" in phones.desk.console()
    button(ana, "Hang up").click()
    assert_over(ana)
    call_customer(ana, ROBERT).click()
    expect(ana.locator("[data-phone-panel]")).to_contain_text("as many telephone calls as one may in a day")
    assert_over(ana)
    assert len(phones.double.requests("POST", "Participants.json")) == 1


def test_who_hangs_up_ends_the_call_for_both(phones):
    ana = talking_by_phone(phones)
    phones.double.use(ROBERT.e164, "hangup")
    assert_ended(ana, r"Robert Kane hung up\.")
    phones.double.assert_empty()
    row_of(ana, ROBERT).get_by_role("link", name="Robert Kane").click()
    expect(calls_told(ana)).to_have_count(1)
    expect(calls_told(ana)).to_contain_text(re.compile(r"Talked for \d+ s, ended by the customer\."))


def test_keys_arrive_at_the_telephones_end(phones):
    ana = talking_by_phone(phones)
    button(ana, "Keypad").click()
    for key in "12#":
        ana.locator(f"[data-digit='{key}']").click()
    expect(ana.locator("[data-keypad-sent]")).to_have_text("12#")
    pressed = lambda: [each["pressed"] for each in phones.double.running() if each["party"].startswith("client:")]
    eventually(lambda: pressed() == ["12#"], within=15, what=f"the keys did not arrive: {pressed()}")


def test_muting_is_silence_at_the_other_end(phones):
    ana = talking_by_phone(phones)
    button(ana, "Mute").click()
    silent = lambda: [each["silent"] for each in phones.double.running() if each["party"].startswith("client:")]
    eventually(lambda: silent() == [True], within=15, what="the agent is heard")
    button(ana, "Unmute").click()
    eventually(lambda: silent() == [False], within=15, what="the agent is not heard")


# Callers ring the desk

def test_a_caller_rings_the_desk(phones):
    sid, ana, ben = rung_by_phone(phones, ANA, BEN)
    button(ana, "Answer").click()
    expect(status(ana)).to_have_text(in_call_with(CALLER_WORDS))
    expect(status(ben)).to_have_text("Ready")
    phones.double.assert_hearing("agent 1 customer")
    own, room = phones.double.people(), phones.double.room()
    assert room["name"] == sid
    assert own["customer"]["endsOnExit"] and not own["customer"]["startsOnEnter"], own
    assert own["agent 1"]["startsOnEnter"] and not own["agent 1"]["endsOnExit"], own
    phones.double.use(CALLER, "hangup")
    assert_over(ana)
    phones.double.assert_empty()


def test_a_caller_hears_a_greeting_and_music_until_the_answer(phones):
    _, ana = rung_by_phone(phones, ANA)
    heard_by(phones.double, CALLER, "Thank you for calling")
    heard_by(phones.double, CALLER, "hold-music")
    asked = [each for each in phones.double.webhooks("/conference/wait") if each["status"] == 200]
    assert asked and all(each["url"].startswith(phones.desk.url) for each in asked)
    greetings = [each for each in phones.double.leg(CALLER)["heard"] if "Thank you" in each]
    assert len(greetings) == 1
    button(ana, "Answer").click()
    phones.double.assert_hearing("agent 1 customer")


def test_of_two_who_answer_at_once_one_has_the_call(phones):
    _, ana, ben = rung_by_phone(phones, ANA, BEN)
    press = "() => document.querySelector('[data-answer]').click()"
    ana.evaluate(press)
    ben.evaluate(press)
    both = lambda: sorted(status(page).text_content().strip()[:7] for page in (ana, ben))
    eventually(lambda: both() == ["In call", "Ready"], within=25, what=f"not one has it: {both()}")
    phones.double.assert_hearing("agent 1 customer")


def test_one_reject_leaves_the_others_ringing(phones):
    _, ana, ben = rung_by_phone(phones, ANA, BEN)
    button(ana, "Reject").click()
    assert_over(ana)
    expect(status(ben)).to_contain_text(RINGING)
    button(ben, "Answer").click()
    phones.double.assert_hearing("agent 1 customer")


def test_a_caller_who_gives_up_stops_the_ringing(phones):
    _, ana, ben = rung_by_phone(phones, ANA, BEN)
    phones.double.use(CALLER, "hangup")
    assert_over(ana)
    assert_over(ben)
    phones.double.assert_empty()
    assert not phones.double.webhooks("/conference/voicemail")
    assert rows(phones.desk, "SELECT state, reason FROM calls") == [("ended", "cancelled")]


# The plain bridge

def to_the_bridge(phones):
    """At Twilio the number's voice URL is the plain one: `/call/connect`."""
    set_number_url(phones, f"{phones.desk.url}/call/connect")


def bridged(phones):
    to_the_bridge(phones)
    ana = phones.agent(ANA)
    eventually(lambda: phones.double.state()["registered"], within=25, what="no page is registered")
    phones.double.dial(CALLER)
    expect(status(ana)).to_contain_text(RINGING)
    return ana


def test_a_call_that_comes_straight_to_a_page_is_answered_and_cannot_be_held(phones):
    ana = bridged(phones)
    button(ana, "Answer").click()
    expect(status(ana)).to_contain_text(re.compile(r"In call with \S"))
    leg = lambda: phones.double.leg(CALLER)
    eventually(lambda: leg()["place"] == "bridged" and leg()["hears"], within=20, what=f"not bridged: {leg()}")
    assert phones.double.leg("client:support_agent")["answered"]
    expect(button(ana, "Hold")).to_be_visible()
    expect(button(ana, "Hold")).to_be_disabled()
    expect(ana.locator("[data-hold-problem]")).to_contain_text("cannot be put on hold")
    phones.double.use(CALLER, "hangup")
    assert_over(ana)
    phones.double.assert_empty()


def test_a_call_that_comes_straight_to_a_page_can_be_rejected(phones):
    ana = bridged(phones)
    button(ana, "Reject").click()
    assert_over(ana)
    heard_by(phones.double, CALLER, "Nobody could answer this call")
    phones.double.assert_empty()


# A plain page with nothing but Twilio's SDK

def connected_from_a_plain_page(phones, **params):
    """Somebody who uses an agent's token as any voice client would."""
    web = Web(phones.desk.url).sign_in(BEN)
    page = phones.browser.new_context(permissions=["microphone"]).new_page()
    phones.contexts.append(page.context)
    page.goto(phones.double.url)
    page.add_script_tag(url="/sdk/twilio.min.js")
    page.evaluate(
        "async ({ token, params }) => { window.call = await new Twilio.Device(token).connect({ params }); }",
        {"token": token(web, "/dashboard"), "params": params},
    )
    return page


def test_a_plain_client_calls_a_number_and_shows_the_desks_own(phones):
    connected_from_a_plain_page(phones, phoneNumber=CALLER, callerId="+19995550100", From="+19995550100")
    phones.double.use(CALLER, "answer")
    leg = lambda: phones.double.leg(CALLER)
    eventually(lambda: leg()["hears"], within=20, what=f"not bridged: {leg()}")
    assert leg()["from"] == OWN_NUMBER and leg()["direction"] == "outbound-dial"
    phones.double.use(CALLER, "hangup")
    phones.double.assert_empty()


def test_a_plain_client_cannot_call_what_the_desk_does_not(phones):
    connected_from_a_plain_page(phones, phoneNumber="+19005550123")
    heard_by(phones.double, "client:support_agent", "does not call premium")
    phones.double.assert_empty()
    assert phones.double.leg("+19005550123") is None


def test_a_plain_client_without_a_number_rings_the_agents(phones):
    ana = phones.agent(ANA)
    eventually(lambda: phones.double.state()["registered"], within=25, what="no page is registered")
    connected_from_a_plain_page(phones)
    expect(status(ana)).to_contain_text(RINGING)
    button(ana, "Answer").click()
    expect(status(ana)).to_contain_text("In call with")
    button(ana, "Hang up").click()
    assert_over(ana)
    phones.double.assert_empty()
