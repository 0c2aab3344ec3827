"""Customers on hold, and agents who ask a colleague."""

import re

from .calling import RINGING, expect, talking, watch_words, words_seen
from .cast import ANA, BEN, ROBERT
from .hearing import assert_hearing, assert_music, assert_no_music
from .people import button, in_call_with, status

ON_HOLD = "You are on hold. The music plays until your agent is back."
LOST_AGENT = "Your agent's connection was lost. We are ringing the others: please stay."
EVERYBODY = (("Robert", "Ana"), ("Robert", "Ben"), ("Ana", "Ben"))
EVERY_NAME = re.compile(r"^\s*In call with Robert Kane and \w+ \w+\s+\d+:\d\d\s*$")
HOLDING = re.compile(r"^\s*Robert Kane is on hold\s+·\s+\d+:\d\d\s*$")


def parts(customer, ana, ben=None):
    """The pages by name, for the tables of who hears whom."""
    named = {"Robert": customer, "Ana": ana, "Ben": ben}
    return {name: page for name, page in named.items() if page is not None}


# Hold

def held(people):
    customer, ana = talking(people)
    button(ana, "Hold").click()
    assert_on_hold(customer, ana)
    return customer, ana


def assert_waits(customer):
    """The customer's page says so and plays the music."""
    expect(status(customer)).to_contain_text(ON_HOLD)
    assert_music(customer)


def assert_on_hold(customer, ana):
    assert_waits(customer)
    expect(status(ana)).to_have_text(HOLDING)
    expect(button(ana, "Resume")).to_be_visible()
    expect(button(ana, "Hold")).to_be_hidden()


def assert_talks_again(customer, ana):
    """The customer is back with the first agent."""
    expect(status(ana)).to_have_text(in_call_with("Robert Kane"))
    expect(status(customer)).to_have_text(in_call_with("support"))
    assert_no_music(customer)
    expect(button(ana, "Hold")).to_be_visible()


# Consultation

def target(page, agent, words="Available"):
    """The button of a colleague, whose name says who and how they are."""
    return page.get_by_role("button", name=re.compile(rf"^{re.escape(agent.name)}\W+{words}$"))


def ask(page, agent, words="Available"):
    button(page, "Consult").click()
    target(page, agent, words).click()


def asked(people):
    """Ana talks with Robert and has asked Ben, whose page rings."""
    customer, ana = talking(people)
    ben = people.agent(BEN)
    ask(ana, BEN)
    expect(status(ben)).to_contain_text(RINGING)
    return customer, ana, ben


def consulting(people):
    """Ana and Ben talk while Robert waits."""
    customer, ana, ben = asked(people)
    button(ben, "Answer").click()
    assert_consulting(customer, ana, ben)
    return customer, ana, ben


def assert_consulting(customer, ana, ben):
    expect(status(ana)).to_contain_text(f"Talking with {BEN.name}")
    expect(status(ben)).to_contain_text(f"Talking with {ANA.name}, {ROBERT.name} is on hold")
    assert_waits(customer)
    assert_hearing(parts(customer, ana, ben), ("Ana", "Ben"))


def assert_back_with_ana(customer, ana):
    assert_talks_again(customer, ana)
    assert_hearing(parts(customer, ana), ("Robert", "Ana"))


def assert_rests(*pages):
    for page in pages:
        expect(status(page)).to_have_text("Ready")


def assert_customer_ends_it_for_both(customer, ana, ben):
    for page in (ana, ben):
        watch_words(page)
    button(customer, "Hang up").click()
    assert_rests(customer, ana, ben)
    for page in (ana, ben):
        assert any("Call ended · Robert Kane hung up." in words for words in words_seen(page)), words_seen(page)
