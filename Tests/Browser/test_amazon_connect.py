"""A desk whose agents' line is Amazon Connect, with its double: the phone, the ticket, and the note."""

import re

import pytest

from support.calling import RINGING, expect
from support.cast import ANA, BEN, ROBERT
from support.connect_double import Centre, ConnectDouble, assert_hears_customer, finish_sign_in, sign_in_at_connect
from support.desk import Desk
from support.patience import eventually
from support.people import People, button, call_customer, in_call_with, status
from support.web import Web
from support.wrapping_up import assert_saved, assert_wraps_up, choose, save

from conftest import attended


@pytest.fixture
def connected(request, tmp_path, furniture, browser, pictures):
    """People at a desk on Amazon Connect, and who plays the customers."""
    with ConnectDouble(tmp_path).opened() as double:
        desk = Desk.furnished(tmp_path, furniture)
        desk.settings = desk.settings | double.settings | {"DESKBELL_WRAP_UP": "60"}
        with desk.opened():
            people = People(browser, desk, pictures)
            people.double = double
            people.centre = Centre(people.context().new_page(), double.url)
            yield from attended(request, people)


def at_work(people, agent=ANA, available=True):
    """Signed in to the desk and to Amazon Connect, and available."""
    context = people.context()
    sign_in_at_connect(context, people.double, agent.username)
    page = context.new_page()
    page.goto("/dashboard")
    page.locator("[name=username]").fill(agent.username)
    page.locator("[name=password]").fill(agent.password)
    button(page, "Sign in").click()
    people.centre.expect_agent(agent.username.capitalize())
    if available:
        button(page, "Go available").click()
        people.centre.expect_agent(f"{agent.username.capitalize()} · Available")
    return page


def filed(people):
    """The id of Robert's ticket."""
    return Web(people.desk.url).filed(ROBERT)


def answered(people, page, **more):
    people.centre.ring(ROBERT.e164, **more)
    expect(status(page)).to_contain_text(RINGING)
    button(page, "Answer").click()
    expect(status(page)).to_have_text(re.compile(r"In call with .*\d:\d\d"))


def test_a_call_is_answered_held_and_its_note_written_on_the_ticket(connected):
    filed(connected)
    page = at_work(connected)
    answered(connected, page)
    expect(status(page)).to_have_text(in_call_with("Robert Kane"))
    assert_hears_customer(page)
    expect(page.get_by_text("through Amazon Connect in this browser")).to_be_visible()
    button(page, "Hold").click()
    connected.centre.expect_contact("hold")
    button(page, "Resume").click()
    button(page, "Hang up").click()
    assert_wraps_up(page)
    connected.centre.expect_agent("AfterCallWork")
    choose(page, "Resolved", note="A new mallet is on its way.")
    save(page)
    assert_saved(page)
    connected.centre.expect_no_contact()
    connected.centre.expect_agent("Ana · Available")


def test_the_customer_is_called_from_the_board(connected):
    filed(connected)
    page = at_work(connected)
    call_customer(page, ROBERT).click()
    expect(status(page)).to_contain_text("Calling Robert Kane…")
    connected.centre.press("Answer as the customer")
    expect(status(page)).to_have_text(in_call_with("Robert Kane"))
    connected.centre.press("Hang up as the customer")
    assert_wraps_up(page)


def test_a_colleague_is_asked_and_takes_over(connected):
    page, other = at_work(connected), at_work(connected, BEN, available=False)
    answered(connected, page)
    button(other, "Go available").click()
    button(page, "Consult").click()
    page.get_by_role("button", name=re.compile("^Ben")).click()
    expect(status(other)).to_contain_text(RINGING)
    button(other, "Answer").click()
    expect(status(other)).to_contain_text("In call with")
    button(page, "Hand over").click()
    assert_hears_customer(other)


def test_a_missed_call_stops_ringing_and_the_next_one_rings(connected):
    page = at_work(connected)
    connected.centre.ring(ROBERT.e164)
    expect(status(page)).to_contain_text(RINGING)
    connected.centre.press("Let it be missed")
    expect(status(page)).not_to_contain_text(RINGING)
    connected.centre.expect_no_contact()
    connected.centre.ring(ROBERT.e164)
    expect(status(page)).to_contain_text(RINGING)


def test_a_sign_in_that_ends_is_asked_for_and_calls_come_again(connected):
    page = at_work(connected)
    connected.centre.press("End the sign-in")
    expect(page.get_by_text("Your sign-in at Amazon Connect has ended")).to_be_visible()
    for window in page.context.pages:
        if window is not page:
            window.close()
    with page.context.expect_page() as opened:
        button(page, "Sign in to Amazon Connect").click()
    finish_sign_in(opened.value)
    eventually(lambda: page.evaluate("() => true") and opened.value.is_closed(), within=15, what="the window stays open")
    connected.centre.ring(ROBERT.e164)
    expect(status(page)).to_contain_text(RINGING)


def test_moving_inside_the_desk_keeps_the_call(connected):
    filed(connected)
    page = at_work(connected)
    answered(connected, page)
    page.wait_for_url(re.compile(r"/dashboard/tickets/\d+$"))
    page.get_by_role("link", name="Tickets", exact=True).click()
    page.wait_for_url(re.compile("/dashboard$"))
    assert_hears_customer(page)
