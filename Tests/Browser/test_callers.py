"""Who rings: the ticket, the list or the new ticket that opens with a caller's call, which goes on all the while."""

import re

import pytest
from support.calling import RINGING, expect
from support.cast import ANA, MIKA, ROBERT
from support.inside import rows
from support.patience import eventually
from support.people import assert_never_reloaded, button, in_call_with, mark, status
from support.phones import CALLER, CALLER_WORDS, assert_over, calls_told, file_quietly, rung_by_phone

PANEL = "[data-phone-panel]"


def answered(phones, caller=CALLER, **more):
    phones.double.customers.add(caller)
    _, ana = rung_by_phone(phones, ANA, caller=caller, **more)
    mark(ana)
    button(ana, "Answer").click()
    phones.double.assert_hearing("agent 1 customer")
    return ana


def assert_goes_on(phones, page):
    """Whatever opened, the call is as it was."""
    assert_never_reloaded(page)
    expect(status(page)).to_contain_text("In call with")
    phones.double.assert_hearing("agent 1 customer")


def test_a_caller_with_one_open_ticket_gets_it_opened(phones):
    file_quietly(phones, MIKA)
    file_quietly(phones, ROBERT)
    ana = answered(phones, ROBERT.e164)
    ana.wait_for_url(re.compile(r"/dashboard/tickets/2$"))
    expect(ana.locator("#ticket-detail")).to_contain_text("The mallet broke at the joint.")
    expect(status(ana)).to_have_text(in_call_with("Robert Kane"))
    assert_goes_on(phones, ana)
    phones.double.use(ROBERT.e164, "hangup")
    assert_over(ana)
    expect(calls_told(ana)).to_have_count(1)
    expect(calls_told(ana)).to_contain_text("Talked with Ana Diaz for")


def test_a_solved_ticket_is_not_opened(phones):
    file_quietly(phones, ROBERT)
    ana = phones.agent(ANA, path="/dashboard/tickets/1")
    ana.locator("form[action$='/status'] button[value=solved]").click()
    expect(ana.locator("#ticket-detail")).to_contain_text(re.compile("Solved"))
    phones.double.customers.add(ROBERT.e164)
    phones.double.dial(ROBERT.e164)
    button(ana, "Answer").click()
    phones.double.assert_hearing("agent 1 customer")
    expect(ana.get_by_role("heading", name="New ticket")).to_be_visible()


def test_a_caller_with_several_open_tickets_is_chosen_from_a_list(phones):
    file_quietly(phones, ROBERT, description="The first mallet.")
    file_quietly(phones, ROBERT, description="The second mallet.")
    ana = answered(phones, ROBERT.e164)
    expect(ana.get_by_role("heading", name="Whose call is this?")).to_be_visible()
    tickets = ana.locator(".caller-ticket")
    expect(tickets).to_have_count(2)
    assert_goes_on(phones, ana)
    button(tickets.filter(has_text="The first mallet."), "This one").click()
    ana.wait_for_url(re.compile(r"/dashboard/tickets/1$"))
    assert_goes_on(phones, ana)
    assert rows(phones.desk, "SELECT ticket_id FROM calls") == [(1,)]
    phones.double.use(ROBERT.e164, "hangup")
    assert_over(ana)
    expect(calls_told(ana)).to_have_count(1)


def test_an_unknown_caller_gets_a_new_ticket_with_their_number(phones):
    ana = answered(phones)
    expect(status(ana)).to_have_text(in_call_with(CALLER_WORDS))
    expect(ana.get_by_role("heading", name="New ticket")).to_be_visible()
    expect(ana.locator("[name=phone_number]")).to_have_value(CALLER_WORDS)
    assert_goes_on(phones, ana)
    ana.locator("[name=name]").fill("Lena Holm")
    ana.locator("[name=description]").fill("Which ball is the right one?")
    button(ana, "File ticket").click()
    ana.wait_for_url(re.compile(r"/dashboard/tickets/1$"))
    assert_goes_on(phones, ana)
    expect(status(ana)).to_have_text(in_call_with("Lena Holm"))
    assert rows(phones.desk, "SELECT ticket_id FROM calls") == [(1,)]
    phones.double.use(CALLER, "hangup")
    assert_over(ana)
    expect(calls_told(ana)).to_have_count(1)


@pytest.mark.parametrize(
    ("verstat", "is_verified"),
    [
        ("TN-Validation-Passed-A", True), ("TN-Validation-Passed-B", False), ("TN-Validation-Failed-A", False),
        ("No-TN-Validation", False), ("", False),
    ],
)
def test_only_a_vouched_for_number_counts_as_verified(phones, verstat, is_verified):
    _, ana = rung_by_phone(phones, ANA, verstat=verstat)
    words = ana.locator("[data-phone-unverified]")
    expect(words).to_be_hidden() if is_verified else expect(words).to_be_visible()
    button(ana, "Answer").click()
    phones.double.assert_hearing("agent 1 customer")
    expect(ana.get_by_role("heading", name="New ticket")).to_be_visible()
    facts = ana.locator(".caller-facts")
    expect(facts).not_to_contain_text("Number not verified") if is_verified else expect(facts).to_contain_text("Number not verified")


@pytest.mark.parametrize("caller", ["anonymous", "restricted", "+266696687"])
def test_a_caller_who_hides_their_number_is_answered_like_any_other(phones, caller):
    ana = answered(phones, caller)
    expect(ana.get_by_role("heading", name="New ticket")).to_be_visible()
    expect(status(ana)).to_contain_text("In call with")
    phones.double.use(caller, "hangup")
    assert_over(ana)


def test_what_is_being_written_is_not_lost_to_the_pop(phones):
    file_quietly(phones, MIKA)
    file_quietly(phones, ROBERT)
    ana = phones.agent(ANA, path="/dashboard/tickets/1")
    ana.locator("#note").fill("Half a sentence")
    phones.double.customers.add(ROBERT.e164)
    phones.double.dial(ROBERT.e164)
    button(ana, "Answer").click()
    phones.double.assert_hearing("agent 1 customer")
    expect(ana.locator("#note")).to_have_value("Half a sentence")
    ticket = ana.locator("[data-phone-ticket]")
    expect(ticket).to_be_visible()
    ana.locator("#note").fill("")
    ticket.click()
    ana.wait_for_url(re.compile(r"/dashboard/tickets/2$"))
    assert_goes_on_after(phones, ana)


def assert_goes_on_after(phones, page):
    expect(status(page)).to_contain_text("In call with")
    phones.double.assert_hearing("agent 1 customer")


@pytest.mark.parametrize("phones", [{"DESKBELL_BROWSER_CALLS": "twilio"}], indirect=True)
def test_a_customer_who_calls_from_their_ticket_gets_it_opened(phones):
    ana = phones.agent(ANA)
    customer = phones.customer(ROBERT)
    button(customer, "Call support").click()
    expect(status(ana)).to_contain_text(RINGING)
    button(ana, "Answer").click()
    ana.wait_for_url(re.compile(r"/dashboard/tickets/1$"))
    expect(status(ana)).to_have_text(in_call_with("Robert Kane"))
    eventually(lambda: phones.double.room() is not None, within=20, what="there is no room")
