"""The right devices are used, and what goes wrong with the sound is said."""

import pytest

from support.calling import assert_talk, expect, newest, talking
from support.cast import ANA, ROBERT
from support.ears import assert_sounds, ears, with_ears
from support.patience import eventually
from support.people import button, status

TEST = {523, 659}
SENDER = "window.instruments.peers.at(-1).getSenders()[0]"


@pytest.fixture
def people(people):
    return with_ears(people)


# What people choose

def settings(page):
    page.get_by_text("Sound settings", exact=True).click()
    return page.locator("[data-sound-settings]")


def choose(page, role, label):
    select = page.locator(f"[data-device={role}]")
    expect(select.locator("option", has_text=label)).to_have_count(1)
    select.select_option(label=label)


def labels(page, role):
    return page.locator(f"[data-device={role}] option").all_text_contents()


def test_a_chosen_microphone_and_speaker_are_used_and_remembered(people):
    ana = people.agent(ANA)
    settings(ana)
    eventually(lambda: len(labels(ana, "microphone")) > 2 and labels(ana, "microphone")[1], within=15)
    microphone, speaker = labels(ana, "microphone")[-1], labels(ana, "speaker")[-1]
    choose(ana, "microphone", microphone)
    choose(ana, "speaker", speaker)
    ana.reload()
    expect(status(ana)).to_have_text("Ready")
    settings(ana)
    for role, label in (("microphone", microphone), ("speaker", speaker)):
        expect(ana.locator(f"[data-device={role}] option:checked")).to_have_text(label)
    customer = people.customer(ROBERT)
    button(customer, "Call support").click()
    button(ana, "Answer").click()
    assert_talk(customer, ana)
    assert ana.evaluate(f"() => {SENDER}.track.label") == microphone
    chosen = ana.locator("[data-device=speaker]").input_value()
    eventually(lambda: ana.evaluate("() => document.querySelector('[data-peer-audio]').sinkId") == chosen)


def test_another_microphone_is_used_at_once_during_a_call(people):
    customer, ana = talking(people)
    settings(ana)
    eventually(lambda: len(labels(ana, "microphone")) > 2 and labels(ana, "microphone")[1], within=15)
    used = ana.evaluate(f"() => {SENDER}.track.label")
    other = next(label for label in labels(ana, "microphone")[1:] if label != used)
    choose(ana, "microphone", other)
    eventually(lambda: ana.evaluate(f"() => {SENDER}.track.label") == other, within=15)
    assert_talk(customer, ana)


def test_the_level_moves_while_the_settings_are_open_and_the_microphone_is_let_go_after(people):
    ana = people.agent(ANA)
    settings(ana)
    expect(ana.get_by_role("meter", name="Microphone level")).to_be_visible()
    level = ana.locator("[data-level]")
    eventually(lambda: int(level.get_attribute("aria-valuenow")) > 10, within=15, what="the level does not move")
    settings(ana)
    eventually(lambda: int(level.get_attribute("aria-valuenow")) == 0, within=15)


def test_the_test_tone_is_heard(people):
    ana = people.agent(ANA)
    settings(ana)
    button(ana, "Play a test tone").click()
    eventually(lambda: set(ears(ana, "made")) == TEST)
    assert_sounds(ana, set())


# What statistics tell

def test_when_no_sound_arrives_the_page_says_so_and_takes_it_back(people):
    customer, ana = talking(people)
    silent = ana.get_by_role("alert").filter(has_text="No sound arrives from Robert Kane")
    expect(silent).to_be_hidden()
    customer.evaluate(f"async () => {{ window.kept = {SENDER}.track; await {SENDER}.replaceTrack(null); }}")
    expect(silent).to_be_visible()
    expect(customer.get_by_role("alert").filter(has_text="No sound arrives")).to_be_hidden()
    customer.evaluate(f"async () => {{ await {SENDER}.replaceTrack(window.kept); }}")
    expect(silent).to_be_hidden()
    assert_talk(customer, ana)


def test_mute_is_no_loss_of_sound(people):
    customer, ana = talking(people)
    button(customer, "Mute").click()
    start = newest(ana)
    # Longer than the page waits before it says that nothing arrives.
    eventually(lambda: newest(ana)["seconds"] - start["seconds"] > 7, within=20)
    expect(ana.get_by_role("alert").filter(has_text="No sound arrives")).to_be_hidden()
