"""A customer on hold hears music and nobody, nobody hears them, and both come back whatever their pages do."""

import re

import pytest

from support.calling import LOST, assert_ended, expect, talking
from support.cast import ANA, BEN, ROBERT
from support.hearing import assert_hearing, assert_music, assert_no_music
from support.people import button, in_call_with, status
from support.transfers import HOLDING, LOST_AGENT, ON_HOLD, assert_on_hold, assert_talks_again, held, parts

BOTH = ("Robert", "Ana")


@pytest.fixture(autouse=True)
def lost_connections_are_no_news(people):
    people.troubles.allow(LOST)


def seconds(page):
    """What the running time beside the state of the phone says."""
    minutes, rest = re.search(r"(\d+):(\d\d)", status(page).text_content()).groups()
    return int(minutes) * 60 + int(rest)


# Hold and back

def test_on_hold_the_customer_hears_music_and_no_packet_goes_either_way(people):
    customer, ana = talking(people)
    assert_hearing(parts(customer, ana), BOTH)
    assert_no_music(customer)
    button(ana, "Hold").click()
    assert_on_hold(customer, ana)
    assert_hearing(parts(customer, ana))
    assert_music(customer)
    assert_no_music(ana)
    button(ana, "Resume").click()
    assert_talks_again(customer, ana)
    assert_hearing(parts(customer, ana), BOTH)


def test_the_agents_page_says_since_when_and_the_time_of_the_call_goes_on_after_it(people):
    customer, ana = held(people)
    expect(status(ana)).to_have_text(re.compile(r"is on hold\s+·\s+0:0[3-9]"))
    waited = seconds(ana)
    button(ana, "Resume").click()
    assert_talks_again(customer, ana)
    assert seconds(ana) >= waited


def test_a_customer_can_be_held_again_and_again(people):
    customer, ana = talking(people)
    for _ in range(3):
        button(ana, "Hold").click()
        assert_on_hold(customer, ana)
        button(ana, "Resume").click()
        assert_talks_again(customer, ana)
    assert_hearing(parts(customer, ana), BOTH)


def test_hold_pressed_twice_at_once_is_one_hold(people):
    customer, ana = talking(people)
    button(ana, "Hold").dblclick()
    assert_on_hold(customer, ana)
    assert_hearing(parts(customer, ana))


def test_a_mute_is_still_there_after_a_hold(people):
    customer, ana = talking(people)
    button(ana, "Mute").click()
    button(ana, "Hold").click()
    assert_on_hold(customer, ana)
    button(ana, "Resume").click()
    assert_talks_again(customer, ana)
    expect(button(ana, "Unmute")).to_be_visible()
    button(ana, "Unmute").click()
    assert_hearing(parts(customer, ana), BOTH)


def test_a_customer_whom_the_agent_called_can_be_held_too(people):
    customer, ana = people.customer(ROBERT), people.agent(ANA)
    ana.locator("#tickets").get_by_role("button", name="Call Customer").click()
    button(customer, "Answer").click()
    expect(status(ana)).to_have_text(in_call_with("Robert Kane"))
    button(ana, "Hold").click()
    assert_on_hold(customer, ana)
    assert_hearing(parts(customer, ana))
    button(ana, "Resume").click()
    expect(status(customer)).to_have_text(in_call_with("Ana Diaz"))
    assert_hearing(parts(customer, ana), BOTH)


# The end of a call on hold

@pytest.mark.parametrize("who", ["customer", "agent"])
def test_either_side_hangs_up_during_a_hold(people, who):
    customer, ana = held(people)
    here, there = (customer, ana) if who == "customer" else (ana, customer)
    button(here, "Hang up").click()
    assert_ended(there, r"(Robert Kane|Support) hung up\.")
    expect(status(here)).to_have_text("Ready")
    assert_no_music(customer)


# Pages that come and go

@pytest.mark.parametrize("who", ["customer", "agent"])
def test_a_hold_survives_a_reload(people, who):
    customer, ana = held(people)
    (customer if who == "customer" else ana).reload(wait_until="load")
    assert_on_hold(customer, ana)
    assert_hearing(parts(customer, ana))
    button(ana, "Resume").click()
    assert_talks_again(customer, ana)
    assert_hearing(parts(customer, ana), BOTH)


def test_both_reload_during_a_hold(people):
    customer, ana = held(people)
    for page in (customer, ana):
        page.evaluate("() => { location.reload() }")
    assert_on_hold(customer, ana)
    assert_hearing(parts(customer, ana))
    button(ana, "Resume").click()
    assert_hearing(parts(customer, ana), BOTH)


def test_a_hold_survives_a_restart_of_the_desk(people, desk):
    customer, ana = held(people)
    desk.stop()
    expect(ana.get_by_role("alert").filter(has_text="connection to the desk is lost")).to_be_visible()
    assert_music(customer)
    desk.start()
    expect(ana.get_by_role("alert").filter(has_text="connection to the desk is lost")).to_be_hidden()
    assert_on_hold(customer, ana)
    button(ana, "Resume").click()
    assert_talks_again(customer, ana)
    assert_hearing(parts(customer, ana), BOTH)


def test_another_tab_of_the_agent_shows_the_hold_and_ends_it(people):
    customer, ana = held(people)
    tab = ana.context.new_page()
    tab.goto("/dashboard")
    expect(status(tab)).to_have_text(HOLDING)
    button(tab, "Resume").click()
    assert_talks_again(customer, ana)
    expect(status(tab)).to_have_text(in_call_with("Robert Kane"))
    assert_hearing(parts(customer, ana), BOTH)


def test_two_tabs_of_the_customer_play_the_music_once(people):
    customer, ana = talking(people)
    tab = customer.context.new_page()
    tab.goto(customer.url)
    expect(status(tab)).to_contain_text("In call with")
    button(ana, "Hold").click()
    assert_on_hold(customer, ana)
    expect(status(tab)).to_contain_text(ON_HOLD)
    assert_no_music(tab)


def test_whose_agent_is_gone_is_told_and_taken_by_another_within_fifteen_seconds(people):
    customer, ana = held(people)
    ben = people.agent(BEN)
    expect(status(ben)).to_have_text("Ready")
    ana.context.close()
    expect(status(customer)).to_contain_text(LOST_AGENT, timeout=15_000)
    expect(status(ben)).to_contain_text("Ringing…", timeout=3_000)
    expect(ben.get_by_text("they are waiting on hold")).to_be_visible()
    assert_music(customer)
    button(ben, "Answer").click()
    expect(status(ben)).to_have_text(in_call_with("Robert Kane"))
    expect(status(customer)).to_have_text(in_call_with("support"))
    assert_hearing({"Robert": customer, "Ben": ben}, ("Robert", "Ben"))
    assert_no_music(customer)
    button(ben, "Hang up").click()
    assert_ended(customer, r"Support hung up\.")


def test_whose_agent_is_gone_and_nobody_else_is_there_is_told_that_the_call_is_over(people):
    customer, ana = held(people)
    ana.context.close()
    expect(status(customer)).to_contain_text("Call ended", timeout=20_000)
    assert_no_music(customer)
    expect(status(customer)).to_have_text("Ready")
