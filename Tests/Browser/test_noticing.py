"""A call that rings is noticed: in the title, on the desktop, by its tone; and who speaks while muted is told."""

import math
import os
import re
import shutil
import struct
import wave

import pytest

from support.calling import RINGING, assert_audible, assert_talk, expect, newest, rung
from support.cast import ANA, ROBERT
from support.ears import assert_sounds, ears, sounding, with_ears
from support.patience import eventually
from support.people import People, button, go_available, sign_in, status

RING, RING_BACK = {659, 831}, {440, 480}


@pytest.fixture
def people(people):
    return with_ears(people)


# Title, icon, notice

def icon(page):
    return page.locator("link[rel=icon]").evaluate("(link) => link.href")


def test_ringing_shows_in_title_and_icon_and_goes_away(people):
    customer, ana = people.customer(ROBERT), people.agent(ANA)
    plain = icon(ana)
    button(customer, "Call support").click()
    expect(ana).to_have_title(re.compile("^Ringing… Robert Kane · "))
    assert "ringing" in icon(ana)
    button(ana, "Answer").click()
    expect(status(ana)).to_contain_text("In call with")
    assert "in-call" in icon(ana)
    button(ana, "Hang up").click()
    expect(status(ana)).to_have_text("Ready")
    # The caller's ticket was opened with the answer.
    expect(ana).to_have_title(re.compile("^Ticket #1 · "))
    assert icon(ana) == plain


def test_notices_are_asked_for_at_the_first_go_available(people):
    ana = people.agent(ANA, available=False)
    expect(status(ana)).to_have_text("Ready")
    assert ears(ana, "asked") == 0
    go_available(ana)
    assert ears(ana, "asked") == 1
    button(ana, "Go away").click()
    button(ana, "Go available").click()
    assert ears(ana, "asked") == 1


def test_a_notice_shows_while_nobody_looks_at_the_page_and_closes_with_the_ringing(people):
    customer, ana = people.customer(ROBERT), people.agent(ANA)
    ears(ana, "hide", True)
    button(customer, "Call support").click()
    (shown,) = eventually(lambda: ears(ana, "notices"), within=15)
    assert shown["title"] == "Robert Kane is calling"
    assert shown["body"] == ROBERT.problem
    assert shown["tag"] and not shown["closed"]
    button(customer, "Hang up").click()
    eventually(lambda: ears(ana, "notices")[0]["closed"], within=15, what="the notice stays")
    assert len(ears(ana, "notices")) == 1


def test_no_notice_shows_on_a_page_that_is_looked_at(people):
    customer, ana = people.customer(ROBERT), people.agent(ANA)
    button(customer, "Call support").click()
    assert_sounds(ana, RING)
    assert ears(ana, "notices") == []
    ears(ana, "hide", True)
    assert len(eventually(lambda: ears(ana, "notices"))) == 1
    ears(ana, "hide", False)
    assert ears(ana, "notices")[0]["closed"]


# Tones

def test_one_tab_rings_of_all_and_another_when_that_one_closes(people):
    first = people.agent(ANA)
    second = first.context.new_page()
    second.goto("/dashboard")
    expect(status(second)).to_have_text("Ready")
    # Pressed somewhere, so that this tab could be heard, too.
    second.get_by_role("heading", name="Tickets").click()
    customer = people.customer(ROBERT)
    button(customer, "Call support").click()
    for tab in (first, second):
        expect(status(tab)).to_contain_text(RINGING)
    assert_sounds(first, RING)
    assert sounding(second) == set()
    first.close()
    assert_sounds(second, RING)
    button(second, "Answer").click()
    assert_sounds(second, set())
    assert_talk(customer, second)


def test_an_answer_in_the_silent_tab_stops_the_tone_of_the_other(people):
    first = people.agent(ANA)
    second = first.context.new_page()
    second.goto("/dashboard")
    expect(status(second)).to_have_text("Ready")
    customer = people.customer(ROBERT)
    button(customer, "Call support").click()
    assert_sounds(first, RING)
    button(second, "Answer").click()
    assert_sounds(first, set())
    assert_talk(customer, second)


def test_the_caller_hears_that_it_rings_and_nothing_once_somebody_answers(people):
    customer, ana = rung(people, ANA)
    assert_sounds(customer, RING_BACK)
    button(ana, "Answer").click()
    assert_sounds(customer, set())
    assert_sounds(ana, set())
    assert_talk(customer, ana)


def test_a_page_that_is_opened_while_it_rings_rings_too_and_may_answer(people):
    customer, _ = rung(people, ANA)
    late = people.page()
    sign_in(late, ANA)
    expect(status(late)).to_contain_text(RINGING)
    expect(late.get_by_role("heading", name="Robert Kane")).to_be_visible()
    button(late, "Answer").click()
    assert_talk(customer, late)


# A browser of other habits: silent until somebody presses something, with a voice in its microphone

@pytest.fixture(scope="module")
def strict_browser(browser, tmp_path_factory):
    voice = tmp_path_factory.mktemp("voice") / "voice.wav"
    speak(voice)
    chromium = os.environ.get("DESKBELL_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
    running = browser.browser_type.launch(
        executable_path=chromium,
        args=[
            "--use-fake-device-for-media-stream", f"--use-file-for-fake-audio-capture={voice}",
            "--autoplay-policy=document-user-activation-required",
        ],
        chromium_sandbox=os.geteuid() != 0,
    )
    yield running
    running.close()


def speak(path):
    """Syllables as loud as somebody who talks: three a second, each of several pitches."""
    rate = 48_000
    samples = bytearray()
    for position in range(rate * 2):
        second = position / rate
        syllable = max(0.0, math.sin(2 * math.pi * 3 * second)) ** 0.5
        pitch = 140 + 30 * math.sin(2 * math.pi * 0.7 * second)
        voice = sum(math.sin(2 * math.pi * pitch * number * second) / number for number in range(1, 9))
        samples += struct.pack("<h", int(9000 * syllable * voice / 2))
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(bytes(samples))


@pytest.fixture
def strict(strict_browser, desk, pictures):
    people = with_ears(People(strict_browser, desk, pictures))
    yield people
    assert people.leave() == []


def unseen(page):
    """Looks at a page without being somebody who uses it: what Playwright evaluates counts as a press."""
    session = page.context.new_cdp_session(page)
    looks = {"returnByValue": True}
    return lambda what: session.send("Runtime.evaluate", looks | {"expression": what})["result"].get("value")


def test_where_sound_is_blocked_a_bar_says_so_and_a_press_brings_the_tone(people, strict):
    # Ana chose to be available on another day and has just opened the page: nothing was pressed on it.
    before = people.agent(ANA)
    kept = before.context.storage_state()
    before.close()
    ana = strict.page(storage_state=kept)
    look = unseen(ana)
    ana.goto("/dashboard")
    customer = people.customer(ROBERT)
    expect(customer.locator("#desk-state")).to_have_text("1 agent is available")
    assert look("document.querySelector('[data-sound-bar]').hidden")
    button(customer, "Call support").click()
    eventually(lambda: not look("document.querySelector('[data-sound-bar]').hidden"), within=20, what="no bar shows")
    assert "Ringing…" in look("document.querySelector('[role=status]').textContent")
    assert look("window.ears.sounding().length") == 0
    assert not look("navigator.userActivation.hasBeenActive"), "the test itself has pressed something"
    button(ana, "Sound is blocked: press here").click()
    assert_sounds(ana, RING)
    expect(button(ana, "Sound is blocked: press here")).to_be_hidden()
    button(ana, "Answer").click()
    assert_talk(customer, ana)


def test_who_speaks_while_muted_is_told(people, strict):
    ana = strict.agent(ANA)
    customer = people.customer(ROBERT)
    button(customer, "Call support").click()
    button(ana, "Answer").click()
    assert_talk(customer, ana)
    warning = ana.get_by_role("alert").filter(has_text="You are speaking, but you are muted")
    expect(warning).to_be_hidden()
    button(ana, "Mute").click()
    expect(warning).to_be_visible()
    start = newest(customer)
    button(ana, "Unmute").click()
    expect(warning).to_be_hidden()
    assert start is not None
    assert_audible(customer)
