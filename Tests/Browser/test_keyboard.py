"""The whole outcome with a keyboard alone."""

import re

from playwright.sync_api import expect

from support.audio import assert_hears
from support.cast import ANA, ROBERT
from support.keyboard import press, tab_to
from support.people import button, in_call_with, row_of, status

def type_into(page, name, text):
    tab_to(page, page.locator(f"[name={name}]"))
    page.keyboard.type(text)


def test_a_ticket_is_filed_called_answered_and_hung_up_without_a_mouse(people):
    customer, ana = people.page(), people.page()

    ana.goto("/dashboard")
    type_into(ana, "username", ANA.username)
    type_into(ana, "password", ANA.password)
    ana.keyboard.press("Enter")
    expect(status(ana)).to_have_text("Ready")
    press(ana, button(ana, "Go available"))
    expect(button(ana, "Go away")).to_be_visible()

    customer.goto("/")
    type_into(customer, "name", ROBERT.name)
    type_into(customer, "phone_number", ROBERT.phone)
    type_into(customer, "description", ROBERT.problem)
    press(customer, button(customer, "Submit ticket"))
    expect(status(customer)).to_have_text("Ready")

    press(ana, row_of(ana, ROBERT).get_by_role("button", name="Call Customer"), key="Space")
    expect(button(customer, "Answer")).to_be_visible()
    press(customer, button(customer, "Answer"))
    expect(status(ana)).to_have_text(in_call_with("Robert Kane"))
    assert_hears(customer, ana)

    press(ana, button(ana, "Mute"), key="Space")
    expect(button(ana, "Unmute")).to_be_visible()
    press(ana, button(ana, "Hang up"))
    expect(status(customer)).to_contain_text("Call ended")
    expect(status(customer)).to_have_text("Ready")

    press(customer, button(customer, "Call support"))
    expect(button(ana, "Answer")).to_be_visible()
    press(ana, button(ana, "Reject"))
    expect(status(customer)).to_have_text("Ready")


def test_the_first_tab_offers_to_skip_to_the_content(shared_people):
    page = shared_people.page()
    page.goto("/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name=re.compile("Skip"))
    expect(skip.first).to_be_focused()
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.querySelector('main').contains(document.activeElement)")
