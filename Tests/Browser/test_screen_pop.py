"""Who answers sees what the call is about, at once, and neither the call nor a half-written form suffers from it."""

import re

from support.audio import assert_hears, heard
from support.calling import expect, rung
from support.cast import ANA, BEN, MIKA, ROBERT
from support.people import assert_never_reloaded, button, call_customer, in_call_with, mark, row_of, status
from support.transfers import ask, parts
from support.hearing import assert_hearing

ROBERTS = re.compile("/dashboard/tickets/1$")
PEER = "() => window.instruments.peers.length"


def answered(ana):
    button(ana, "Answer").click()
    expect(status(ana)).to_have_text(in_call_with("Robert Kane"))


def assert_opened(page):
    expect(page).to_have_url(ROBERTS)
    expect(page.locator("#ticket-detail").get_by_role("heading", name="Robert Kane")).to_be_visible()


def assert_talk_was_never_interrupted(customer, ana):
    assert_never_reloaded(ana)
    assert ana.evaluate(PEER) == 1
    assert heard(ana)["peers"] == 1
    assert_hears(customer, ana)
    expect(status(ana)).to_have_text(in_call_with("Robert Kane"))


def test_the_ticket_of_who_rings_opens_and_the_talk_goes_on(people):
    customer, ana = rung(people, ANA)
    mark(ana)
    expect(ana).to_have_url(re.compile("/dashboard$"))
    answered(ana)
    assert_opened(ana)
    assert_talk_was_never_interrupted(customer, ana)
    ana.go_back()
    expect(row_of(ana, ROBERT)).to_be_visible()
    assert_talk_was_never_interrupted(customer, ana)


def test_it_opens_once_and_not_where_the_agent_goes_afterwards(people):
    customer, ana = rung(people, ANA)
    answered(ana)
    assert_opened(ana)
    ana.go_back()
    expect(row_of(ana, ROBERT)).to_be_visible()
    button(ana, "Hold").click()
    expect(button(ana, "Resume")).to_be_visible()
    button(ana, "Resume").click()
    expect(button(ana, "Hold")).to_be_visible()
    expect(ana).to_have_url(re.compile("/dashboard$"))


def test_it_opens_from_another_ticket_too(people):
    customer = people.customer(ROBERT)
    people.customer(MIKA).close()
    ana = people.agent(ANA)
    row_of(ana, MIKA).get_by_role("link", name=MIKA.name).click()
    expect(ana).to_have_url(re.compile("/dashboard/tickets/2$"))
    mark(ana)
    button(customer, "Call support").click()
    answered(ana)
    assert_opened(ana)
    assert_talk_was_never_interrupted(customer, ana)


def test_a_half_written_note_stays_and_the_link_leads_there(people):
    people.customer(MIKA).close()
    ana = people.agent(ANA)
    row_of(ana, MIKA).get_by_role("link", name=MIKA.name).click()
    ana.get_by_label("Add a note").fill("Half a sen")
    mark(ana)
    customer = people.customer(ROBERT)
    button(customer, "Call support").click()
    answered(ana)
    assert_hears(customer, ana)
    expect(ana).to_have_url(re.compile("/dashboard/tickets/1$"))
    expect(ana.get_by_label("Add a note")).to_have_value("Half a sen")
    link = ana.get_by_role("link", name="Open the ticket")
    expect(link).to_have_attribute("href", "/dashboard/tickets/2")
    link.click()
    expect(ana).to_have_url(re.compile("/dashboard/tickets/2$"))
    assert_talk_was_never_interrupted(customer, ana)


def test_an_outgoing_call_takes_nobody_from_their_page(people):
    customer, ana = people.customer(ROBERT), people.agent(ANA)
    call_customer(ana, ROBERT).click()
    button(customer, "Answer").click()
    expect(status(ana)).to_have_text(in_call_with("Robert Kane"))
    assert_hears(customer, ana)
    expect(ana).to_have_url(re.compile("/dashboard$"))


def test_another_tab_of_the_agent_stays_where_it_is(people):
    ana = people.agent(ANA)
    tab = ana.context.new_page()
    tab.goto("/dashboard")
    expect(status(tab)).to_have_text("Ready")
    customer = people.customer(ROBERT)
    button(customer, "Call support").click()
    answered(ana)
    assert_opened(ana)
    expect(status(tab)).to_have_text(in_call_with("Robert Kane"))
    expect(tab).to_have_url(re.compile("/dashboard$"))


def test_a_reload_in_the_call_opens_nothing(people):
    customer, ana = rung(people, ANA)
    answered(ana)
    assert_opened(ana)
    ana.goto("/dashboard")
    expect(status(ana)).to_have_text(in_call_with("Robert Kane"))
    assert_hears(customer, ana)
    expect(ana).to_have_url(re.compile("/dashboard$"))


def test_who_has_no_ticket_opens_nothing(people):
    ana, visitor = people.agent(ANA), people.page()
    visitor.goto("/")
    button(visitor, "Call support").click()
    button(ana, "Answer").click()
    expect(status(ana)).to_have_text(in_call_with("A visitor"))
    assert_hears(visitor, ana)
    expect(ana).to_have_url(re.compile("/dashboard$"))


def test_a_colleague_who_is_asked_sees_the_ticket_while_they_talk(people):
    customer, ana = rung(people, ANA)
    answered(ana)
    ben = people.agent(BEN)
    ask(ana, BEN)
    button(ben, "Answer").click()
    expect(status(ben)).to_contain_text("Talking with Ana Diaz")
    assert_opened(ben)
    assert_hearing(parts(customer, ana, ben), ("Ana", "Ben"))
