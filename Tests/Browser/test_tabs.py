"""Several tabs of one agent are one phone: one has the sound, all show and command it."""

import re

import pytest

from support.audio import assert_no_audio_connection, assert_silence
from support.calling import (
    LOST, RINGING, assert_audible, assert_connected, assert_ended, assert_talk, expect, newest, talking,
)
from support.cast import ANA, ROBERT
from support.people import button, in_call_with, status

ELSEWHERE = "The sound is in another tab."
STILL_TALKING = in_call_with("Robert Kane")


@pytest.fixture(autouse=True)
def lost_connections_are_no_news(people):
    people.troubles.allow(LOST)


def another_tab(page):
    tab = page.context.new_page()
    tab.goto("/dashboard")
    return tab


@pytest.fixture
def tabs(people):
    """Ana has two tabs, both are rung by Robert."""
    first = people.agent(ANA)
    second = another_tab(first)
    expect(status(second)).to_have_text("Ready")
    customer = people.customer(ROBERT)
    button(customer, "Call support").click()
    for tab in (first, second):
        expect(status(tab)).to_contain_text(RINGING)
    return customer, first, second


def assert_shows_the_call(tab):
    """The tab has no sound of its own, and says where it is."""
    expect(status(tab)).to_have_text(STILL_TALKING)
    expect(tab.get_by_text(ELSEWHERE)).to_be_visible()
    assert newest(tab) is None


def test_two_tabs_ring_as_one_and_an_answer_in_either_stops_both(tabs):
    customer, first, second = tabs
    expect(customer.locator("#desk-state")).to_have_text("1 agent is available")
    button(second, "Answer").click()
    assert_talk(customer, second)
    expect(button(first, "Answer")).to_be_hidden()
    assert_shows_the_call(first)
    button(second, "Hang up").click()
    for tab in (first, second):
        expect(status(tab)).to_have_text("Ready")
        assert_no_audio_connection(tab)


def test_a_reject_in_one_tab_stops_the_ringing_in_both(tabs):
    customer, first, second = tabs
    button(second, "Reject").click()
    assert_ended(customer, r"Nobody could take the call\.")
    for tab in (first, second):
        expect(button(tab, "Answer")).to_be_hidden()
        expect(status(tab)).to_have_text("Ready")


def test_the_tab_without_the_sound_mutes_and_hangs_up(tabs):
    customer, first, second = tabs
    button(first, "Answer").click()
    assert_talk(customer, first)
    assert_shows_the_call(second)
    button(second, "Mute").click()
    for tab in (first, second):
        expect(button(tab, "Unmute")).to_be_visible()
    assert_silence(customer)
    assert_audible(first)
    button(second, "Unmute").click()
    expect(button(first, "Mute")).to_be_visible()
    assert_talk(customer, first)
    button(second, "Hang up").click()
    assert_ended(customer, r"Support hung up\.")
    for tab in (first, second):
        expect(status(tab)).to_have_text("Ready")
        assert_no_audio_connection(tab)


def test_a_tab_opened_during_a_call_shows_it_and_leaves_the_sound_alone(people):
    customer, first = talking(people)
    before = newest(first)
    second = another_tab(first)
    assert_shows_the_call(second)
    assert_talk(customer, first)
    assert newest(first)["peer"] == before["peer"]


def test_a_tab_opened_while_muted_says_so_and_unmutes(people):
    customer, first = talking(people)
    button(first, "Mute").click()
    assert_silence(customer)
    second = another_tab(first)
    button(second, "Unmute").click()
    expect(button(first, "Mute")).to_be_visible()
    assert_talk(customer, first)


def test_when_the_tab_with_the_sound_closes_another_takes_over(tabs):
    customer, first, second = tabs
    button(first, "Answer").click()
    assert_talk(customer, first)
    first.close()
    assert_talk(customer, second)
    expect(second.get_by_text(ELSEWHERE)).to_be_hidden()
    button(second, "Hang up").click()
    assert_ended(customer, r"Support hung up\.")


def test_where_the_other_tab_may_not_take_the_microphone_it_offers_rejoin(tabs):
    customer, first, second = tabs
    button(first, "Answer").click()
    assert_talk(customer, first)
    first.context.clear_permissions()
    first.close()
    expect(button(second, "Rejoin")).to_be_visible()
    second.context.grant_permissions(["microphone"])
    button(second, "Rejoin").click()
    assert_talk(customer, second)


def test_a_reload_keeps_the_sound_where_it_was(tabs):
    customer, first, second = tabs
    button(first, "Answer").click()
    assert_talk(customer, first)
    first.reload(wait_until="load")
    assert_talk(customer, first)
    assert_shows_the_call(second)


def test_a_tab_that_was_copied_from_the_one_with_the_sound_does_not_cut_it_off(people):
    customer, first = talking(people)
    before = newest(first)
    with first.context.expect_page() as opened:
        first.evaluate("() => { window.open('/dashboard') }")
    copy = opened.value
    assert copy.evaluate("() => sessionStorage.getItem('tab') !== null")
    assert_shows_the_call(copy)
    names = [tab.evaluate("() => sessionStorage.getItem('tab')") for tab in (first, copy)]
    assert names[0] != names[1]
    assert_talk(customer, first)
    assert newest(first)["peer"] == before["peer"]
    copy.close()
    assert_talk(customer, first)


def test_presence_is_chosen_for_all_tabs_at_once(people):
    first = people.agent(ANA)
    second = another_tab(first)
    expect(button(second, "Go away")).to_be_visible()
    button(second, "Go away").click()
    expect(button(first, "Go available")).to_be_visible()


# Asleep

@pytest.fixture
def freeze(people):
    """The page's scripts stand still and its socket stays, as in a tab that the browser froze."""
    sessions = {}

    def sleep(page):
        sessions[page] = page.context.new_cdp_session(page)
        sessions[page].send("Debugger.enable")
        sessions[page].send("Debugger.pause")

    def wake(page):
        sessions.pop(page).detach()

    yield sleep, wake
    for page in list(sessions):
        wake(page)


def test_a_frozen_tab_is_not_rung_and_is_told_so_when_it_wakes(people, freeze):
    sleep, wake = freeze
    ana = people.agent(ANA)
    customer = people.customer(ROBERT)
    state = customer.locator("#desk-state")
    expect(state).to_have_text("1 agent is available")
    sleep(ana)
    expect(state).to_contain_text("Nobody is available now", timeout=25_000)
    button(customer, "Call support").click()
    expect(customer.get_by_role("alert").filter(has_text="Nobody is available now")).to_be_visible()
    wake(ana)
    told = ana.get_by_text(re.compile(r"This tab was asleep .*\. Calls were not offered to you\."))
    expect(told).to_be_visible()
    expect(state).to_have_text("1 agent is available")
    button(ana, "Close").click()
    expect(told).to_be_hidden()
    button(customer, "Call support").click()
    expect(status(ana)).to_contain_text(RINGING)
    button(ana, "Answer").click()
    assert_talk(customer, ana)


def test_a_frozen_tab_beside_one_that_is_awake_rings_nobody_twice(tabs, freeze):
    sleep, wake = freeze
    customer, first, second = tabs
    sleep(second)
    button(first, "Answer").click()
    assert_talk(customer, first)
    wake(second)
    expect(button(second, "Answer")).to_be_hidden()
    assert_shows_the_call(second)
    assert_connected(customer, first)
