"""Callers whom nobody answers leave a message, which agents find on a ticket."""

import re

from support.calling import RINGING, expect
from support.cast import ANA, BEN, ROBERT
from support.inside import rows
from support.patience import eventually
from support.people import button, row_of, status
from support.phones import CALLER, assert_over, file_quietly, heard_by, rung_by_phone
from support.web import Web


def leaves_message(phones, caller=CALLER, seconds=7):
    """The caller is asked for a message, and speaks."""
    heard_by(phones.double, caller, "Please leave a message")
    heard_by(phones.double, caller, "(beep)")
    phones.double.use(caller, "message", seconds=seconds)
    heard_by(phones.double, caller, "We will call you back")
    phones.double.assert_empty()


def sound_of(page):
    """The address of the message on the ticket that the page shows."""
    audio = page.locator("#ticket-detail .moment[data-kind=voicemail] audio")
    expect(audio).to_have_count(1)
    return audio.get_attribute("src")


def fetched(page, path):
    """What a page gets that plays this."""
    return page.evaluate(
        """async (path) => {
            const answer = await fetch(path);
            const bytes = new Uint8Array(await answer.arrayBuffer());
            return { status: answer.status, type: answer.headers.get("content-type"), length: bytes.length };
        }""", path)


def test_with_nobody_available_a_message_makes_a_ticket(phones):
    ana = phones.agent(ANA, available=False)
    phones.double.dial(CALLER)
    leaves_message(phones)
    row = ana.locator("#tickets > li").filter(has_text="415-555-0142")
    expect(row).to_have_count(1)
    row.get_by_role("link").first.click()
    path = sound_of(ana)
    expect(ana.locator("#ticket-detail .moment[data-kind=voicemail]")).to_contain_text("7 s")
    assert re.fullmatch(r"/dashboard/recordings/[\w-]{22}", path)
    sound = fetched(ana, path)
    assert sound["status"] == 200 and sound["type"].startswith("audio/") and sound["length"] > 1000, sound
    ana.locator("#ticket-detail audio").evaluate("(audio) => audio.play()")
    eventually(lambda: ana.locator("#ticket-detail audio").evaluate("(audio) => audio.currentTime > 0"), within=20,
               what="the message does not play")
    assert rows(phones.desk, "SELECT state, reason FROM calls") == [("ended", "unavailable")]


def test_when_all_reject_the_message_is_on_the_open_ticket(phones):
    path = file_quietly(phones, ROBERT)
    _, ana, ben = rung_by_phone(phones, ANA, BEN, caller=ROBERT.e164)
    button(ana, "Reject").click()
    button(ben, "Reject").click()
    leaves_message(phones, ROBERT.e164)
    assert_over(ana)
    row_of(ana, ROBERT).get_by_role("link", name="Robert Kane").click()
    sound_of(ana)
    assert rows(phones.desk, "SELECT count(*) FROM tickets") == [(1,)]
    expect(ana.locator("#ticket-detail .moment[data-kind=call]")).to_have_count(1)
    # The customer's own page tells of the message and does not play it.
    other = Web(phones.desk.url).get(path)
    assert "/dashboard/recordings" not in other.text


def test_after_half_a_minute_the_caller_may_leave_a_message(phones):
    _, ana = rung_by_phone(phones, ANA)
    heard_by(phones.double, CALLER, "hold-music")
    eventually(
        lambda: any("leave a message" in each for each in phones.double.leg(CALLER)["heard"]), within=50,
        what="the caller was never asked for a message",
    )
    leaves_message(phones)
    expect(status(ana)).not_to_contain_text(RINGING)
    assert_over(ana)
    expect(ana.locator("#tickets > li").filter(has_text="415-555-0142")).to_have_count(1)


def test_silence_is_no_message(phones):
    phones.agent(ANA, available=False)
    phones.double.dial(CALLER)
    heard_by(phones.double, CALLER, "We did not hear a message")
    phones.double.assert_empty()
    assert rows(phones.desk, "SELECT count(*) FROM recordings") == [(0,)]
    assert rows(phones.desk, "SELECT count(*) FROM tickets") == [(0,)]


def test_a_caller_who_gives_up_in_the_waiting_room_is_asked_for_nothing(phones):
    _, ana = rung_by_phone(phones, ANA)
    phones.double.use(CALLER, "hangup")
    assert_over(ana)
    phones.double.assert_empty()
    assert not any("leave a message" in each for each in phones.double.leg(CALLER)["heard"])


def test_a_message_that_is_told_twice_is_kept_once(phones):
    phones.double.misbehave(webhooks={"match": "/call/recording", "double": True})
    ana = phones.agent(ANA, available=False)
    phones.double.dial(CALLER)
    leaves_message(phones)
    expect(ana.locator("#tickets > li").filter(has_text="415-555-0142")).to_have_count(1)
    eventually(lambda: len(phones.double.webhooks("/call/recording")) >= 2, within=20, what="it was told once")
    assert rows(phones.desk, "SELECT count(*) FROM recordings") == [(1,)]
    assert rows(phones.desk, "SELECT count(*) FROM ticket_events WHERE kind = 'voicemail'") == [(1,)]


def test_messages_are_for_signed_in_agents_and_twilios_address_is_for_nobody(phones):
    path = file_quietly(phones, ROBERT)
    ana = phones.agent(ANA, available=False)
    seen = []
    ana.on("response", lambda answer: seen.append(answer))
    phones.double.dial(ROBERT.e164)
    leaves_message(phones, ROBERT.e164)
    row_of(ana, ROBERT).get_by_role("link", name="Robert Kane").click()
    sound = sound_of(ana)
    customer = Web(phones.desk.url)
    customer.get(path)
    for stranger in (Web(phones.desk.url), customer):
        answer = stranger.get(sound)
        assert answer.status in (303, 401, 403, 404), answer
        assert answer.status != 303 or "/sign-in" in answer.location
        assert b"RIFF" not in answer.body
    assert fetched(ana, "/dashboard/recordings/AAAAAAAAAAAAAAAAAAAAAA")["status"] == 404
    (recording,) = phones.double.state()["recordings"]
    for text in (ana.content(), Web(phones.desk.url).get(path).text):
        assert recording not in text and "api.twilio.com" not in text and "/Recordings/" not in text
    assert not any(phones.double.url in answer.url and "Recordings" in answer.url for answer in seen)


def test_a_message_that_cannot_be_fetched_now_is_said(phones):
    phones.troubles.allow(r"answer: 502|status of 502")
    file_quietly(phones, ROBERT)
    ana = phones.agent(ANA, available=False)
    phones.double.dial(ROBERT.e164)
    leaves_message(phones, ROBERT.e164)
    row_of(ana, ROBERT).get_by_role("link", name="Robert Kane").click()
    sound = sound_of(ana)
    phones.double.misbehave(rest={"match": "/Recordings/", "status": 500})
    assert fetched(ana, sound)["status"] == 502
    phones.double.behave()
    assert fetched(ana, sound)["status"] == 200


def test_twilios_trouble_leaves_nobody_alone_with_the_music(phones):
    _, ana = rung_by_phone(phones, ANA)
    heard_by(phones.double, CALLER, "Thank you")
    phones.double.misbehave(rest={"method": "POST", "match": "/Calls/", "status": 500})
    button(ana, "Reject").click()
    assert_over(ana)
    eventually(lambda: [each for each in phones.double.requests("POST", "/Calls/") if each["status"] == 500], within=20,
               what="the caller was not sent on")
    phones.double.behave()
    eventually(lambda: "(beep)" in phones.double.leg(CALLER)["heard"], within=45, what="the caller hears music for ever")
