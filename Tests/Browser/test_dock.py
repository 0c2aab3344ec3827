"""Moving about the desk during a call keeps the call: the audio never stops."""

import re

import pytest
from playwright.sync_api import expect

from support.audio import assert_hears, heard
from support.cast import ANA, DORA, ROBERT
from support.people import assert_never_reloaded, button, call_customer, in_call_with, mark, row_of, status


@pytest.fixture
def call(people, web):
    """Dora, an admin, talks with Robert; more than a page of tickets is there."""
    for number in range(1, 61):
        web.filed(ROBERT, name=f"Customer {number:03}")
    customer, dora = people.customer(ROBERT), people.agent(DORA)
    call_customer(dora, ROBERT).click()
    button(customer, "Answer").click()
    expect(status(dora)).to_have_text(in_call_with("Robert Kane"))
    assert_hears(customer, dora)
    mark(dora)
    return customer, dora


def assert_still_talking(customer, agent):
    assert_never_reloaded(agent)
    expect(status(agent)).to_have_text(in_call_with("Robert Kane"))
    assert heard(agent)["peers"] == 1
    assert_hears(customer, agent)


def test_opening_a_ticket_and_going_back_keeps_the_call(call):
    customer, dora = call
    row_of(dora, ROBERT).get_by_role("link", name="Robert Kane").click()
    expect(dora).to_have_url(re.compile("/dashboard/tickets/61$"))
    expect(dora).to_have_title(re.compile("Robert Kane|61"))
    assert_still_talking(customer, dora)
    dora.go_back()
    expect(dora.locator("#tickets > li")).to_have_count(50)
    assert_still_talking(customer, dora)


def test_paging_keeps_the_call(call):
    customer, dora = call
    dora.get_by_role("link", name="Older").click()
    expect(dora.get_by_text("Customer 001", exact=True)).to_be_visible()
    assert_still_talking(customer, dora)


def test_filing_a_form_keeps_the_call_and_a_refused_one_too(call):
    customer, dora = call
    row_of(dora, ROBERT).get_by_role("link", name="Robert Kane").click()
    button(dora, "Save note").click()
    expect(dora.get_by_label("Add a note")).to_have_attribute("aria-invalid", "true")
    dora.get_by_label("Add a note").fill("Sends a new mallet.")
    button(dora, "Save note").click()
    expect(dora.locator("#ticket-detail").get_by_text("Sends a new mallet.")).to_be_visible()
    button(dora, "Pending").click()
    expect(button(dora, "Pending")).to_have_attribute("aria-pressed", "true")
    assert_still_talking(customer, dora)


def test_the_people_page_keeps_the_call(call):
    customer, dora = call
    dora.get_by_role("link", name="People").click()
    expect(dora.get_by_role("heading", name="People")).to_be_visible()
    expect(dora.get_by_role("link", name="People")).to_have_attribute("aria-current", "page")
    expect(dora.get_by_role("link", name="Tickets", exact=True)).not_to_have_attribute("aria-current", "page")
    assert_still_talking(customer, dora)


def test_a_ring_finds_an_agent_on_any_page(people):
    ana = people.agent(ANA)
    customer = people.customer(ROBERT)
    row_of(ana, ROBERT).get_by_role("link", name="Robert Kane").click()
    expect(ana.get_by_role("heading", name="Robert Kane")).to_be_visible()
    button(customer, "Call support").click()
    button(ana, "Answer").click()
    expect(status(ana)).to_have_text(in_call_with("Robert Kane"))
    assert_hears(customer, ana)


def test_focus_and_history_follow_the_page(people, web):
    web.filed(ROBERT)
    ana = people.agent(ANA)
    mark(ana)
    row_of(ana, ROBERT).get_by_role("link", name="Robert Kane").press("Enter")
    expect(ana.get_by_role("heading", name="Robert Kane")).to_be_visible()
    assert ana.evaluate("() => document.querySelector('main').contains(document.activeElement)")
    ana.go_back()
    expect(row_of(ana, ROBERT)).to_be_visible()
    ana.go_forward()
    expect(ana.get_by_role("heading", name="Robert Kane")).to_be_visible()
    assert_never_reloaded(ana)
