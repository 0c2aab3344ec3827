"""A colleague is asked, takes the customer over, joins in, or does not: who hears whom is measured at every step."""

import pytest

from support.calling import LOST, RINGING, assert_ended, expect, talking
from support.cast import ANA, BEN, DORA, MIKA, ROBERT
from support.hearing import assert_hearing, assert_no_music
from support.keyboard import press
from support.people import button, in_call_with, status
from support.transfers import (
    EVERYBODY, EVERY_NAME, HOLDING, assert_back_with_ana, assert_consulting, assert_customer_ends_it_for_both,
    assert_on_hold, assert_rests, assert_talks_again, assert_waits, ask, asked, consulting, parts, target,
)


@pytest.fixture(autouse=True)
def lost_connections_are_no_news(people):
    people.troubles.allow(LOST)


# Whom one can ask

def test_the_list_of_colleagues_says_how_they_are(people):
    _, ana = talking(people)
    button(ana, "Consult").click()
    expect(target(ana, BEN, "Offline")).to_be_disabled()
    expect(target(ana, DORA, "Offline")).to_be_disabled()
    ben = people.agent(BEN, available=False)
    expect(target(ana, BEN, "Away")).to_be_enabled()
    button(ben, "Go available").click()
    expect(target(ana, BEN)).to_be_enabled()
    dora, mika = people.agent(DORA, available=False), people.customer(MIKA)
    dora.locator("#tickets > li").filter(has_text=MIKA.name).get_by_role("button", name="Call Customer").click()
    button(mika, "Answer").click()
    expect(target(ana, DORA, "In a call")).to_be_disabled()
    expect(ana.locator("[data-agent]")).to_have_count(2)
    expect(status(ana)).to_have_text(in_call_with("Robert Kane"))


def test_the_second_agent_sees_whom_and_what_and_who_hands_over(people):
    customer, ana, ben = asked(people)
    expect(status(ana)).to_contain_text("Calling Ben Ito…")
    expect(ana.get_by_text("Robert Kane is on hold")).to_be_visible()
    assert_waits(customer)
    expect(ben.get_by_text("Ana Diaz hands over")).to_be_visible()
    expect(ben.get_by_role("heading", name="Robert Kane")).to_be_visible()
    expect(ben.locator("[data-phone-about]")).to_have_text(ROBERT.problem)
    expect(ben.get_by_role("link", name="Open the ticket")).to_have_attribute("href", "/dashboard/tickets/1")
    assert_hearing(parts(customer, ana, ben))


def test_a_colleague_who_is_away_may_be_asked_and_others_are_not_rung(people):
    customer, ana = talking(people)
    ben, dora = people.agent(BEN, available=False), people.agent(DORA)
    ask(ana, BEN, "Away")
    expect(status(ben)).to_contain_text(RINGING)
    expect(status(dora)).to_have_text("Ready")
    button(ben, "Answer").click()
    assert_consulting(customer, ana, ben)


# Who hears whom

def test_hand_over_the_others_go_on_and_the_first_is_free(people):
    customer, ana, ben = consulting(people)
    button(ana, "Hand over").click()
    expect(status(ana)).to_contain_text("You handed the call over.")
    assert_rests(ana)
    expect(status(ben)).to_have_text(in_call_with("Robert Kane"))
    expect(status(customer)).to_have_text(in_call_with("support"))
    assert_no_music(customer)
    assert_hearing(parts(customer, ana, ben), ("Robert", "Ben"))


@pytest.mark.parametrize("who", ["customer", "second agent"])
def test_after_a_hand_over_whoever_leaves_ends_the_call(people, who):
    customer, ana, ben = consulting(people)
    button(ana, "Hand over").click()
    expect(status(ben)).to_have_text(in_call_with("Robert Kane"))
    here, there = (customer, ben) if who == "customer" else (ben, customer)
    button(here, "Hang up").click()
    assert_ended(there, r"(Robert Kane|Support) hung up\.")
    assert_rests(customer, ana, ben)
    expect(customer.locator("#ticket .moment[data-kind=call]")).to_contain_text("Talked with Ana Diaz, then Ben Ito")


@pytest.mark.parametrize("leaver, left", [("Ana", ("Robert", "Ben")), ("Ben", ("Robert", "Ana"))])
def test_bring_in_all_three_talk_and_an_agent_who_hangs_up_only_leaves(people, leaver, left):
    customer, ana, ben = consulting(people)
    pages = parts(customer, ana, ben)
    button(ana, "Bring in").click()
    for page in (ana, ben):
        expect(status(page)).to_have_text(EVERY_NAME)
    assert_no_music(customer)
    assert_hearing(pages, *EVERYBODY)
    button(pages[leaver], "Hang up").click()
    assert_rests(pages[leaver])
    for name in left:
        expect(status(pages[name])).to_contain_text("In call with")
    assert_hearing(pages, left)
    button(customer, "Hang up").click()
    assert_rests(customer, ana, ben)


def test_three_talk_one_is_held_and_all_three_talk_again(people):
    customer, ana, ben = consulting(people)
    pages = parts(customer, ana, ben)
    button(ana, "Bring in").click()
    assert_hearing(pages, *EVERYBODY)
    button(ben, "Hold").click()
    assert_waits(customer)
    for page in (ana, ben):
        expect(status(page)).to_have_text(HOLDING)
    assert_hearing(pages, ("Ana", "Ben"))
    button(ana, "Resume").click()
    assert_hearing(pages, *EVERYBODY)


def test_the_customer_ends_a_call_of_three_for_all(people):
    customer, ana, ben = consulting(people)
    button(ana, "Bring in").click()
    expect(status(ben)).to_have_text(EVERY_NAME)
    assert_customer_ends_it_for_both(customer, ana, ben)


def test_cancel_consult_while_they_talk_brings_the_customer_back_at_once(people):
    customer, ana, ben = consulting(people)
    button(ana, "Cancel consult").click()
    assert_rests(ben)
    assert_back_with_ana(customer, ana)


def test_cancel_consult_while_it_rings_brings_the_customer_back_at_once(people):
    customer, ana, ben = asked(people)
    button(ana, "Cancel consult").click()
    assert_rests(ben)
    expect(button(ben, "Answer")).to_be_hidden()
    assert_back_with_ana(customer, ana)


def test_a_colleague_can_be_asked_again_and_then_takes_over(people):
    customer, ana, ben = asked(people)
    button(ana, "Cancel consult").click()
    assert_talks_again(customer, ana)
    expect(status(ben)).to_have_text("Ready")
    ask(ana, BEN)
    button(ben, "Answer").click()
    assert_consulting(customer, ana, ben)
    button(ana, "Hand over").click()
    assert_hearing(parts(customer, ana, ben), ("Robert", "Ben"))


def test_who_was_handed_the_call_hands_it_back(people):
    customer, ana, ben = consulting(people)
    button(ana, "Hand over").click()
    expect(status(ana)).to_have_text("Ready")
    expect(button(ben, "Consult")).to_be_visible()
    ask(ben, ANA)
    expect(ana.get_by_text("Ben Ito hands over")).to_be_visible()
    button(ana, "Answer").click()
    expect(status(ben)).to_contain_text("Talking with Ana Diaz")
    assert_hearing(parts(customer, ana, ben), ("Ana", "Ben"))
    button(ben, "Hand over").click()
    expect(status(ana)).to_have_text(in_call_with("Robert Kane"))
    assert_hearing(parts(customer, ana, ben), ("Robert", "Ana"))


def test_a_held_customer_stays_on_hold_into_the_consultation_and_comes_back_after_it(people):
    customer, ana = talking(people)
    ben = people.agent(BEN)
    button(ana, "Hold").click()
    assert_on_hold(customer, ana)
    ask(ana, BEN)
    button(ben, "Answer").click()
    assert_consulting(customer, ana, ben)
    button(ana, "Cancel consult").click()
    assert_back_with_ana(customer, ana)


# Without a mouse

def test_hold_consult_and_hand_over_with_a_keyboard_alone(people):
    customer, ana = talking(people)
    ben = people.agent(BEN)
    press(ana, button(ana, "Hold"))
    assert_on_hold(customer, ana)
    expect(button(ana, "Resume")).to_be_focused()
    ana.keyboard.press("Space")
    assert_talks_again(customer, ana)
    press(ana, button(ana, "Consult"))
    expect(target(ana, BEN)).to_be_enabled()
    ana.keyboard.press("Escape")
    expect(target(ana, BEN)).to_be_hidden()
    expect(button(ana, "Consult")).to_be_focused()
    ana.keyboard.press("Enter")
    press(ana, target(ana, BEN))
    expect(status(ben)).to_contain_text(RINGING)
    expect(button(ana, "Cancel consult")).to_be_focused()
    press(ben, button(ben, "Answer"))
    assert_consulting(customer, ana, ben)
    press(ana, button(ana, "Hand over"), key="Space")
    expect(status(ana)).to_contain_text("You handed the call over.")
    assert_hearing(parts(customer, ana, ben), ("Robert", "Ben"))
