"""Consultations that come to nothing, people and pages that go away in the middle: nobody is left alone or unheard."""

import pytest

from support.calling import LOST, expect, talking
from support.cast import BEN, MIKA
from support.hearing import assert_hearing, assert_music, assert_no_music
from support.people import button, in_call_with, status
from support.transfers import (
    EVERYBODY, EVERY_NAME, LOST_AGENT, assert_back_with_ana, assert_consulting, assert_customer_ends_it_for_both,
    assert_rests, assert_waits, asked, consulting, parts, target,
)


@pytest.fixture(autouse=True)
def lost_connections_are_no_news(people):
    people.troubles.allow(LOST)


# A consultation that comes to nothing

def test_a_second_agent_who_rejects(people):
    customer, ana, ben = asked(people)
    button(ben, "Reject").click()
    assert_rests(ben)
    assert_back_with_ana(customer, ana)


def test_a_second_agent_who_is_silent_for_twenty_seconds(people):
    customer, ana, ben = asked(people)
    expect(status(ana)).to_have_text(in_call_with("Robert Kane"), timeout=26_000)
    expect(button(ben, "Answer")).to_be_hidden()
    assert_rests(ben)
    assert_back_with_ana(customer, ana)


@pytest.mark.parametrize("state", [asked, consulting])
def test_a_second_agent_whose_browser_is_gone(people, state):
    customer, ana, ben = state(people)
    ben.context.close()
    expect(status(ana)).to_have_text(in_call_with("Robert Kane"), timeout=30_000)
    assert_back_with_ana(customer, ana)


def test_a_second_agent_who_hangs_up(people):
    customer, ana, ben = consulting(people)
    button(ben, "Hang up").click()
    assert_rests(ben)
    assert_back_with_ana(customer, ana)


def test_a_second_agent_who_got_busy_meanwhile_is_not_rung(people):
    customer, ana = talking(people)
    ben = people.agent(BEN)
    button(ana, "Consult").click()
    expect(target(ana, BEN)).to_be_enabled()
    mika = people.customer(MIKA)
    # The press arrives when the list has not been told yet.
    ana.evaluate("() => { window.setInterval = () => 0 }")
    button(mika, "Call support").click()
    button(ben, "Answer").click()
    expect(status(ben)).to_have_text(in_call_with("Mika Sato"))
    press = ana.locator("[data-agent]").filter(has_text=BEN.name)
    press.evaluate("(button) => { button.disabled = false; button.click() }")
    expect(ana.get_by_role("alert").filter(has_text="They cannot be rung now.")).to_be_visible()
    assert_back_with_ana(customer, ana)
    expect(status(ben)).to_have_text(in_call_with("Mika Sato"))


# The first agent goes

def test_a_first_agent_who_hangs_up_while_they_talk_leaves_the_customer_to_the_second(people):
    customer, ana, ben = consulting(people)
    button(ana, "Hang up").click()
    assert_rests(ana)
    expect(status(ben)).to_have_text(in_call_with("Robert Kane"))
    assert_hearing(parts(customer, ana, ben), ("Robert", "Ben"))


def test_a_first_agent_whose_browser_dies_while_they_talk_leaves_the_customer_to_the_second(people):
    customer, ana, ben = consulting(people)
    ana.context.close()
    expect(status(ben)).to_have_text(in_call_with("Robert Kane"), timeout=25_000)
    assert_no_music(customer)
    assert_hearing({"Robert": customer, "Ben": ben}, ("Robert", "Ben"))


def test_a_first_agent_whose_browser_dies_while_the_second_is_rung_others_are_rung_for_the_customer(people):
    customer, ana, ben = asked(people)
    ana.context.close()
    expect(status(customer)).to_contain_text(LOST_AGENT, timeout=15_000)
    expect(ben.get_by_text("they are waiting on hold")).to_be_visible()
    assert_music(customer)
    button(ben, "Answer").click()
    expect(status(ben)).to_have_text(in_call_with("Robert Kane"))
    assert_hearing({"Robert": customer, "Ben": ben}, ("Robert", "Ben"))


# Pages that come and go

@pytest.mark.parametrize("who", ["Robert", "Ana", "Ben"])
def test_a_page_that_reloads_during_a_consultation_comes_back_to_it(people, who):
    customer, ana, ben = consulting(people)
    pages = parts(customer, ana, ben)
    pages[who].reload(wait_until="load")
    assert_consulting(customer, ana, ben)
    button(ana, "Hand over").click()
    expect(status(ben)).to_have_text(in_call_with("Robert Kane"))
    assert_hearing(pages, ("Robert", "Ben"))


def test_a_customer_whose_page_reloads_while_the_second_agent_is_rung_is_still_on_hold(people):
    customer, ana, ben = asked(people)
    customer.reload(wait_until="load")
    assert_waits(customer)
    button(ben, "Answer").click()
    assert_consulting(customer, ana, ben)


def test_a_customer_who_hangs_up_during_a_consultation_ends_the_call_for_both_agents(people):
    assert_customer_ends_it_for_both(*consulting(people))


def test_another_tab_of_the_first_agent_shows_and_commands_the_consultation(people):
    customer, ana, ben = consulting(people)
    tab = ana.context.new_page()
    tab.goto("/dashboard")
    expect(status(tab)).to_contain_text("Talking with Ben Ito")
    for key in ("Hand over", "Bring in", "Cancel consult"):
        expect(button(tab, key)).to_be_visible()
    button(tab, "Bring in").click()
    for page in (tab, ana, ben):
        expect(status(page)).to_have_text(EVERY_NAME)
    assert_hearing(parts(customer, ana, ben), *EVERYBODY)
