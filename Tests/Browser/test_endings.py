"""Every way a call can end: told on both pages, kept on the ticket, and silent afterwards."""

import re
import time

import pytest
from playwright.sync_api import expect as at_once

from support.audio import assert_no_audio_connection
from support.calling import (
    LOST, RINGING, assert_ended, assert_on_timeline, assert_talk, expect, newest, rung, talking,
)
from support.cast import ANA, BEN, DORA, MIKA, ROBERT
from support.people import button, call_customer, status

RING_SECONDS = 30
NO_MICROPHONE = """() => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("gone", "NotFoundError"));
}"""
END_TRACKS = """() => {
    const senders = window.instruments.peers.flatMap((peer) => peer.getSenders());
    for (const { track } of senders) { track.stop(); track.dispatchEvent(new Event("ended")); }
}"""


def assert_quiet(*pages):
    """Nothing rings, nobody is in a call, and no sound goes either way."""
    for page in pages:
        expect(status(page)).to_have_text("Ready")
        for name in ("Answer", "Reject", "Hang up"):
            expect(button(page, name)).to_be_hidden()
        assert_no_audio_connection(page)


# Before an answer

def test_rejected_by_all_is_told_to_the_caller(people):
    customer, ana, ben = rung(people, ANA, BEN)
    button(ana, "Reject").click()
    button(ben, "Reject").click()
    assert_ended(customer, r"Nobody could take the call\.")
    assert_quiet(customer, ana, ben)
    assert newest(customer) is None
    assert_on_timeline(customer, ana, r"No agent took the call\.")


def test_one_reject_leaves_the_others_ringing(people):
    customer, ana, ben = rung(people, ANA, BEN)
    button(ana, "Reject").click()
    assert_quiet(ana)
    expect(status(ben)).to_contain_text(RINGING)
    expect(status(customer)).to_contain_text(RINGING)
    button(ben, "Answer").click()
    assert_talk(customer, ben)
    assert newest(ana) is None


def test_a_customers_reject_is_told_to_the_agent(people):
    customer, ana = people.customer(ROBERT), people.agent(ANA)
    call_customer(ana, ROBERT).click()
    expect(status(customer)).to_contain_text(RINGING)
    button(customer, "Reject").click()
    assert_ended(ana, r"Robert Kane rejected the call\.")
    assert_quiet(customer, ana)
    assert_on_timeline(customer, ana, r"(The customer|You) rejected the call\.")


def test_cancelled_by_the_customer(people):
    customer, ana, ben = rung(people, ANA, BEN)
    button(customer, "Hang up").click()
    for page in (ana, ben):
        expect(status(page)).to_contain_text("Robert Kane gave up.")
    expect(status(customer)).to_contain_text("Call ended")
    assert_quiet(customer, ana, ben)
    assert_on_timeline(customer, ana, r"(The customer|You) gave up before an answer\.")


def test_cancelled_by_the_agent(people):
    customer, ana = people.customer(ROBERT), people.agent(ANA)
    call_customer(ana, ROBERT).click()
    expect(status(customer)).to_contain_text(RINGING)
    button(ana, "Hang up").click()
    expect(status(customer)).to_contain_text("Ana Diaz gave up.")
    assert_quiet(customer, ana)
    assert_on_timeline(customer, ana, r"Given up before an answer\.")


def test_cancelled_by_leaving_the_page(people):
    customer, ana = rung(people, ANA)
    customer.context.close()
    expect(status(ana)).to_contain_text("gave up")
    assert_quiet(ana)


def test_missed_after_thirty_seconds(people):
    began = time.monotonic()
    customer, ana, ben = rung(people, ANA, BEN)
    expect(status(customer)).to_contain_text(re.compile(r"Call ended · Nobody answered\."), timeout=45_000)
    rang = time.monotonic() - began
    assert RING_SECONDS - 8 < rang < RING_SECONDS + 15, rang
    for page in (ana, ben):
        expect(button(page, "Answer")).to_be_hidden()
    assert_quiet(customer, ana, ben)
    assert_on_timeline(customer, ana, r"Nobody answered\.")


# Busy and away

def test_agents_in_a_call_are_not_rung(people):
    customer, ana = talking(people)
    ben = people.agent(BEN)
    other = people.customer(MIKA)
    button(other, "Call support").click()
    expect(status(ben)).to_contain_text(RINGING)
    at_once(button(ana, "Answer")).to_be_hidden()
    assert_talk(customer, ana)
    button(ben, "Answer").click()
    expect(status(other)).to_contain_text("In call with support")
    assert_talk(customer, ana)


def test_a_second_agent_finds_a_customer_in_a_call_busy(people):
    customer, ana = talking(people)
    ben = people.agent(BEN)
    call_customer(ben, ROBERT).click()
    expect(ben.get_by_role("alert").filter(has_text="in another call")).to_be_visible()
    expect(status(ben)).to_have_text("Ready")
    assert newest(ben) is None
    assert_talk(customer, ana)


def test_a_customer_with_two_pages_has_one_call(people):
    customer, ana = talking(people)
    twin = people.page()
    twin.goto(customer.url)
    expect(status(twin)).to_contain_text("In call with support")
    expect(button(twin, "Call support")).to_be_hidden()
    assert newest(twin) is None
    assert_talk(customer, ana)


def test_an_agent_who_is_away_is_not_rung(people):
    ana = people.agent(ANA, available=False)
    customer, ben = rung(people, BEN)
    expect(status(ana)).to_have_text("Ready")
    expect(button(ana, "Answer")).to_be_hidden()
    assert newest(ana) is None
    button(ben, "Reject").click()
    assert_ended(customer, r"Nobody could take the call\.")


# After an answer

@pytest.mark.parametrize("who, words, detail", [
    ("customer", r"Robert Kane hung up\.", r"Talked with Ana Diaz for \d+ s, ended by (you|the customer)\."),
    ("agent", r"Support hung up\.", r"Talked with Ana Diaz for \d+ s, ended by Ana Diaz\."),
])
def test_hung_up_by_either_side(people, who, words, detail):
    customer, ana = talking(people)
    here, there = (customer, ana) if who == "customer" else (ana, customer)
    button(here, "Hang up").click()
    assert_ended(there, words)
    assert_quiet(customer, ana)
    assert_on_timeline(customer, ana, detail)


def test_both_hang_up_at_the_same_moment(people):
    customer, ana = talking(people)
    for page in (customer, ana):
        page.evaluate("() => { setTimeout(() => document.querySelector('[data-hang-up]').click(), 200) }")
    for page in (customer, ana):
        expect(status(page)).to_contain_text("Call ended")
    assert_quiet(customer, ana)
    assert_on_timeline(customer, ana, r"Talked with Ana Diaz for \d+ s, ended by ")
    expect(customer.locator("#ticket .moment[data-kind=call]")).to_have_count(1)


def test_both_reject_and_cancel_at_the_same_moment(people):
    customer, ana = rung(people, ANA)
    customer.evaluate("() => { setTimeout(() => document.querySelector('[data-hang-up]').click(), 200) }")
    ana.evaluate("() => { setTimeout(() => document.querySelector('[data-reject]').click(), 200) }")
    assert_quiet(customer, ana)
    expect(customer.locator("#ticket .moment[data-kind=call]")).to_have_count(1)


def test_a_customer_who_is_lost_is_told_to_the_agent_within_fifteen_seconds(people):
    customer, ana = talking(people)
    key = customer.url
    gone = time.monotonic()
    customer.context.close()
    expect(status(ana)).to_contain_text("reconnecting…")
    expect(status(ana)).to_contain_text("Call ended · The connection to Robert Kane was lost.")
    assert time.monotonic() - gone < 16
    assert_quiet(ana)
    again = people.page()
    again.goto(key)
    assert_on_timeline(again, ana, r"Talked with Ana Diaz for \d+ s, then the connection was lost\.")


def test_an_agent_who_is_lost_is_told_to_the_customer_and_is_free_again(people):
    people.troubles.allow(LOST)
    customer, ana = talking(people)
    ana.context.close()
    expect(status(customer)).to_contain_text("reconnecting…")
    expect(status(customer)).to_contain_text("Call ended · The connection to support was lost.")
    assert_quiet(customer)
    ana = people.agent(ANA)
    button(customer, "Call support").click()
    button(ana, "Answer").click()
    assert_talk(customer, ana)


def test_a_microphone_that_cannot_come_back_is_told_on_both_sides(people):
    customer, ana = talking(people)
    customer.evaluate(NO_MICROPHONE)
    customer.evaluate(END_TRACKS)
    expect(customer.get_by_role("alert").filter(has_text=re.compile("microphone", re.I))).to_be_visible()
    expect(ana.get_by_role("alert").filter(has_text="No sound arrives from Robert Kane")).to_be_visible()
    button(customer, "Hang up").click()
    assert_ended(ana, r"Robert Kane hung up\.")


def test_the_row_can_be_called_again_right_after_an_end(people):
    customer, dora = people.customer(ROBERT), people.agent(DORA)
    for _ in range(2):
        expect(call_customer(dora, ROBERT)).to_be_enabled()
        call_customer(dora, ROBERT).click()
        button(customer, "Answer").click()
        assert_talk(customer, dora, support="Dora Quist")
        button(dora, "Hang up").click()
        assert_quiet(customer, dora)
