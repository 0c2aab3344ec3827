"""Hold, consult, hand over and bring in on telephone calls: who hears whom, and who ends what."""

import re

import pytest
from support.audio import assert_hears, assert_silence
from support.calling import LOST, RINGING, assert_ended, expect
from support.cast import ANA, BEN, DORA, ROBERT
from support.patience import eventually
from support.people import button, in_call_with, status
from support.phones import (
    CALLER, assert_over, consulting, file_quietly, heard_by, rung_by_phone, talking_by_phone,
)

BEN_PHONE = "+14155550177"
IN_BROWSERS = pytest.mark.parametrize("phones", [{"DESKBELL_BROWSER_CALLS": "twilio"}], indirect=True)


def consulted(phones):
    """Ana talks with Robert, who hears music while she asks Ben."""
    ben = phones.agent(BEN)
    ana = talking_by_phone(phones)
    consulting(ana, "Ben Ito")
    expect(status(ben)).to_contain_text(RINGING)
    expect(ben.locator("[data-phone-panel]")).to_contain_text("Ana Diaz hands over")
    expect(ben.locator("[data-phone-panel]")).to_contain_text("Robert Kane")
    phones.double.assert_hearing()
    button(ben, "Answer").click()
    expect(status(ana)).to_contain_text("Talking with Ben Ito")
    expect(status(ben)).to_contain_text("Talking with Ana Diaz")
    phones.double.assert_hearing("agent 1 agent 2")
    return ana, ben


def is_held(phones):
    return phones.double.people().get("customer", {}).get("held")


def changes(phones):
    """What the desk asked to change of people in the room, in order."""
    return [each["form"] for each in phones.double.requests("POST", "/Participants/") if each["status"] == 200]


# Hold

def test_hold_is_music_and_resume_is_talk(phones):
    ana = talking_by_phone(phones)
    button(ana, "Hold").click()
    expect(status(ana)).to_contain_text("Robert Kane is on hold")
    expect(ana.locator("[data-phone-held-time], [data-phone-timer]").first).to_be_attached()
    heard_by(phones.double, ROBERT.e164, "hold-music")
    phones.double.assert_hearing()
    assert is_held(phones)
    button(ana, "Resume").click()
    expect(status(ana)).to_have_text(in_call_with("Robert Kane"))
    phones.double.assert_hearing("agent 1 customer")
    held, resumed = [form for form in changes(phones) if "Hold" in form]
    assert held["Hold"] == "true" and held["HoldUrl"] == f"{phones.desk.url}/conference/hold"
    assert held["HoldMethod"] == "POST"
    assert resumed["Hold"] == "false"


def test_a_held_customer_who_hangs_up_ends_the_call(phones):
    ana = talking_by_phone(phones)
    button(ana, "Hold").click()
    eventually(lambda: is_held(phones), within=20, what="not held")
    phones.double.use(ROBERT.e164, "hangup")
    assert_ended(ana, r"Robert Kane hung up\.")
    phones.double.assert_empty()


def test_hanging_up_on_a_held_customer_ends_the_call(phones):
    ana = talking_by_phone(phones)
    button(ana, "Hold").click()
    eventually(lambda: is_held(phones), within=20, what="not held")
    button(ana, "Hang up").click()
    assert_over(ana)
    phones.double.assert_empty()


# Consult

@pytest.mark.parametrize("leaver", ["customer", "ben"])
def test_hand_over_leaves_the_customer_with_the_second_agent(phones, leaver):
    ana, ben = consulted(phones)
    button(ana, "Hand over").click()
    assert_ended(ana, r"You handed the call over\.")
    expect(status(ben)).to_have_text(in_call_with("Robert Kane"))
    phones.double.assert_hearing("agent 1 customer")
    last = lambda: next(each for name, each in phones.double.people().items() if name != "customer")
    eventually(lambda: last()["endsOnExit"], within=20, what="the second agent does not end the room")
    if leaver == "customer":
        phones.double.use(ROBERT.e164, "hangup")
        assert_ended(ben, r"Robert Kane hung up\.")
    else:
        button(ben, "Hang up").click()
        assert_over(ben)
    phones.double.assert_empty()
    assert_over(ana)


def test_bring_in_lets_all_three_talk_and_hanging_up_only_leaves(phones):
    ana, ben = consulted(phones)
    button(ana, "Bring in").click()
    phones.double.assert_hearing("agent 1 agent 2", "agent 1 customer", "agent 2 customer")
    expect(status(ana)).to_contain_text(re.compile(r"In call with Robert Kane and Ben Ito"))
    expect(status(ben)).to_contain_text(re.compile(r"In call with Robert Kane and Ana Diaz"))
    button(ana, "Hang up").click()
    assert_over(ana)
    expect(status(ben)).to_have_text(in_call_with("Robert Kane"))
    phones.double.assert_hearing("agent 1 customer")
    button(ben, "Hang up").click()
    assert_over(ben)
    phones.double.assert_empty()


def test_cancel_gives_the_customer_back(phones):
    ana, ben = consulted(phones)
    button(ana, "Cancel consult").click()
    phones.double.assert_hearing("agent 1 customer")
    expect(status(ana)).to_have_text(in_call_with("Robert Kane"))
    assert_over(ben)
    button(ana, "Hang up").click()
    phones.double.assert_empty()


def test_cancel_while_the_second_agent_is_rung(phones):
    ben = phones.agent(BEN)
    ana = talking_by_phone(phones)
    consulting(ana, "Ben Ito")
    expect(status(ben)).to_contain_text(RINGING)
    button(ana, "Cancel consult").click()
    assert_over(ben)
    phones.double.assert_hearing("agent 1 customer")
    expect(status(ana)).to_have_text(in_call_with("Robert Kane"))


def test_a_second_agent_who_rejects_gives_the_customer_back(phones):
    ben = phones.agent(BEN)
    ana = talking_by_phone(phones)
    consulting(ana, "Ben Ito")
    button(ben, "Reject").click()
    expect(status(ana)).to_have_text(in_call_with("Robert Kane"))
    phones.double.assert_hearing("agent 1 customer")
    assert_over(ben)


def test_a_silent_second_agent_gives_the_customer_back(phones):
    ben = phones.agent(BEN)
    ana = talking_by_phone(phones)
    consulting(ana, "Ben Ito")
    expect(status(ben)).to_contain_text(RINGING)
    expect(status(ana)).to_have_text(in_call_with("Robert Kane"), timeout=45_000)
    phones.double.assert_hearing("agent 1 customer")
    assert_over(ben)


def test_a_second_agent_whose_page_closes_gives_the_customer_back(phones):
    ana, ben = consulted(phones)
    ben.close()
    expect(status(ana)).to_have_text(in_call_with("Robert Kane"), timeout=45_000)
    phones.double.assert_hearing("agent 1 customer")


def test_the_customer_hangs_up_during_the_consultation(phones):
    ana, ben = consulted(phones)
    phones.double.use(ROBERT.e164, "hangup")
    assert_over(ana)
    assert_over(ben)
    phones.double.assert_empty()


def test_an_incoming_caller_is_handed_over_too(phones):
    ben = phones.agent(BEN, available=False)
    _, ana = rung_by_phone(phones, ANA)
    button(ana, "Answer").click()
    phones.double.assert_hearing("agent 1 customer")
    consulting(ana, "Ben Ito")
    button(ben, "Answer").click()
    phones.double.assert_hearing("agent 1 agent 2")
    button(ana, "Hand over").click()
    assert_over(ana)
    phones.double.assert_hearing("agent 1 customer")
    phones.double.use(CALLER, "hangup")
    assert_over(ben)
    phones.double.assert_empty()


# Lost agents

def test_a_held_customer_whose_agent_is_lost_is_told_and_taken_by_another(phones):
    ben = phones.agent(BEN)
    ana = talking_by_phone(phones)
    button(ana, "Hold").click()
    eventually(lambda: is_held(phones), within=20, what="not held")
    ana.context.close()
    phones.contexts.remove(ana.context)
    expect(status(ben), "nobody else was rung").to_contain_text(RINGING, timeout=15_000)
    heard_by(phones.double, ROBERT.e164, "We lost the connection to your agent")
    button(ben, "Answer").click()
    expect(status(ben)).to_have_text(in_call_with("Robert Kane"))
    phones.double.assert_hearing("agent 1 customer")
    button(ben, "Hang up").click()
    phones.double.assert_empty()


def test_a_held_customer_for_whom_nobody_is_there_is_not_left_with_the_music(phones):
    ana = talking_by_phone(phones)
    button(ana, "Hold").click()
    eventually(lambda: is_held(phones), within=20, what="not held")
    ana.context.close()
    phones.contexts.remove(ana.context)
    eventually(lambda: phones.double.room() is None, within=75, what="the customer hears music for ever")
    phones.double.assert_empty()


# Agents on telephones

def takes_calls_by_phone(phones):
    """An admin gives Ben a telephone, and Ben chooses to take calls on it."""
    dora = phones.agent(DORA, available=False, path="/dashboard/people")
    person = dora.locator("li.person").filter(has_text="Ben Ito")
    person.get_by_text("Phone for calls", exact=True).click()
    person.locator("[name=phone_number]").fill(BEN_PHONE)
    button(person, "Save phone").click()
    expect(dora.locator("li.person").filter(has_text="Ben Ito").locator("[name=phone_number]")).to_have_value(re.compile("555.?0177"))
    ben = phones.agent(BEN)
    ben.goto("/dashboard/phone")
    own_telephone(ben).check()
    button(ben, "Save").click()
    expect(ben).to_have_url(re.compile("saved=1"))
    expect(own_telephone(ben)).to_be_checked()
    ben.goto("/dashboard")
    return ben


def own_telephone(page):
    return page.get_by_role("radio", name=re.compile("My telephone"))


def test_a_choice_that_is_not_saved_yet_stays_when_the_page_catches_up(phones):
    phones.troubles.allow(LOST)
    ben = takes_calls_by_phone(phones)
    ben.goto("/dashboard/phone")
    ben.get_by_role("radio", name="This browser").check()
    phones.desk.stop()
    expect(status(ben)).not_to_have_text("Ready")
    phones.desk.start()
    expect(status(ben)).to_have_text("Ready")
    ben.wait_for_load_state("networkidle")
    expect(own_telephone(ben)).not_to_be_checked()


def test_an_agent_takes_a_callers_call_on_a_telephone(phones):
    ben = takes_calls_by_phone(phones)
    file_quietly(phones, ROBERT)
    sid = phones.double.dial(CALLER)
    form = phones.double.asked("POST", "/Calls.json")["form"]
    assert form["To"] == BEN_PHONE and form["From"] == phones.desk.settings["TWILIO_PHONE_NUMBER"]
    assert re.fullmatch(re.escape(phones.desk.url) + r"/conference/[\w-]+/connect/\d+", form["Url"])
    phones.double.use(BEN_PHONE, "answer")
    phones.double.assert_hearing("agent 1 customer")
    assert phones.double.room()["name"] == sid
    expect(status(ben)).to_contain_text("In call with")
    expect(ben.locator("[data-phone-panel]")).to_contain_text("The sound is on your telephone.")
    button(ben, "Hold").click()
    phones.double.assert_hearing()
    button(ben, "Resume").click()
    phones.double.assert_hearing("agent 1 customer")
    phones.double.use(BEN_PHONE, "hangup")
    assert_over(ben)
    phones.double.assert_empty()


def test_a_second_agent_on_a_telephone_takes_over(phones):
    ben = takes_calls_by_phone(phones)
    ana = talking_by_phone(phones)
    consulting(ana, "Ben Ito")
    phones.double.use(BEN_PHONE, "answer")
    phones.double.assert_hearing("agent 1 agent 2")
    button(ana, "Hand over").click()
    assert_over(ana)
    phones.double.assert_hearing("agent 1 customer")
    eventually(
        lambda: next(each for each in phones.double.people().values() if each["party"] == BEN_PHONE)["endsOnExit"],
        within=20, what="the second agent does not end the room",
    )
    phones.double.use(BEN_PHONE, "hangup")
    assert_over(ben)
    phones.double.assert_empty()


def test_an_agents_telephone_stops_ringing_when_another_answers(phones):
    ben = takes_calls_by_phone(phones)
    _, ana = rung_by_phone(phones, ANA)
    eventually(lambda: (phones.double.leg(BEN_PHONE) or {}).get("status") == "ringing", within=20, what="it never rang")
    button(ana, "Answer").click()
    phones.double.assert_hearing("agent 1 customer")
    eventually(lambda: phones.double.leg(BEN_PHONE)["ended"], within=20, what="the telephone rings on")
    assert_over(ben)


# Sound

@IN_BROWSERS
def test_three_pages_hear_what_the_state_says(phones):
    ana, ben = phones.agent(ANA), phones.agent(BEN, available=False)
    customer = phones.customer(ROBERT)
    button(customer, "Call support").click()
    button(ana, "Answer").click()
    assert_hears(customer, ana)
    button(ana, "Hold").click()
    expect(status(customer)).to_contain_text("You are on hold")
    assert_silence(ana)
    assert_silence(customer)
    button(ana, "Resume").click()
    assert_hears(customer, ana)
    consulting(ana, "Ben Ito")
    expect(status(customer)).to_contain_text("You are on hold")
    button(ben, "Answer").click()
    assert_hears(ana, ben)
    assert_silence(customer)
    button(ana, "Bring in").click()
    expect(status(customer)).to_contain_text("In call with")
    assert_hears(customer, ana, ben)
    button(ana, "Hang up").click()
    assert_hears(customer, ben)
    button(customer, "Hang up").click()
    assert_over(ben)
    phones.double.assert_empty()
