"""After a call its agent says how it went, is left in peace meanwhile, and loses no word."""

import re

import pytest

from support.calling import LOST, RINGING, expect, talking
from support.cast import ANA, BEN, MIKA, ROBERT
from support.desk import Desk
from support.keyboard import tab_to
from support.people import button, call_customer, in_call_with, row_of, status
from support.transfers import ask, consulting
from support.wrapping_up import (
    assert_saved, assert_wraps_up, choose, form, hang_up, save, type_during_the_call,
)

NOTE = "Sends a new mallet tomorrow.\nRings again on Monday."


@pytest.fixture
def desk(request, tmp_path, furniture):
    """A desk on which agents wrap up, for a minute unless a test says otherwise."""
    settings = {"DESKBELL_WRAP_UP": "60"} | getattr(request, "param", {})
    with Desk.furnished(tmp_path, furniture, settings=settings).opened() as desk:
        yield desk


@pytest.fixture(autouse=True)
def lost_connections_are_no_news(people):
    people.troubles.allow(LOST)


def after_a_call(people):
    """Ana has hung up and is asked how it went."""
    customer, ana = talking(people)
    hang_up(ana)
    assert_wraps_up(ana)
    return customer, ana


def timeline(page):
    if page.locator("#ticket-detail").count() == 0:
        row_of(page, ROBERT).get_by_role("link", name="Robert Kane").click()
    return page.locator("#ticket-detail .moment[data-kind=wrap-up]")


# The form

def test_the_form_appears_after_the_call_with_the_settings_outcomes_and_a_time(people):
    customer, ana = talking(people)
    expect(form(ana)).to_be_hidden()
    hang_up(ana)
    assert_wraps_up(ana)
    offered = [words for words in ana.get_by_label("Outcome").locator("option").all_inner_texts() if words != "Choose…"]
    assert offered == ["Resolved", "Needs a follow-up", "Left a message", "No answer", "Wrong number"]
    expect(form(ana).get_by_text(re.compile(r"0:\d\d left"))).to_be_visible()
    assert customer.locator("[data-wrap-up]").count() == 0


@pytest.mark.parametrize("desk", [{"DESKBELL_OUTCOMES": "Ball found, Ball lost"}], indirect=True)
def test_outcomes_are_those_of_the_settings(people):
    _, ana = after_a_call(people)
    choose(ana, "Ball lost")
    save(ana)
    assert_saved(ana)
    expect(timeline(ana)).to_contain_text("Ball lost")


def test_what_was_saved_stands_on_the_tickets_timeline_for_agents_alone(people):
    customer, ana = after_a_call(people)
    choose(ana, "Needs a follow-up", NOTE, "call-back")
    save(ana)
    assert_saved(ana)
    moment = timeline(ana)
    expect(moment).to_have_count(1)
    for words in ("Ana Diaz", "Needs a follow-up", "Sends a new mallet tomorrow.", "Rings again on Monday.", "Call back"):
        expect(moment).to_contain_text(words)
    customer.reload(wait_until="load")
    expect(customer.get_by_text("Sends a new mallet")).to_have_count(0)


def test_solved_solves_the_ticket(people):
    _, ana = after_a_call(people)
    choose(ana, "Resolved", follow_up="solved")
    save(ana)
    assert_saved(ana)
    expect(timeline(ana)).to_contain_text("Solved")
    expect(button(ana, "Solved")).to_have_attribute("aria-pressed", "true")


def test_without_an_outcome_the_field_says_so_and_the_note_stays(people):
    _, ana = after_a_call(people)
    form(ana).get_by_label("Note").fill(NOTE)
    save(ana)
    outcome = ana.get_by_label("Outcome")
    expect(ana.get_by_text("Choose how the call went.")).to_be_visible()
    expect(outcome).to_have_attribute("aria-invalid", "true")
    expect(outcome).to_be_focused()
    expect(form(ana).get_by_label("Note")).to_have_value(NOTE)
    choose(ana, "Resolved")
    save(ana)
    assert_saved(ana)
    expect(timeline(ana)).to_contain_text("Sends a new mallet tomorrow.")


# No word is lost

def test_a_note_typed_during_the_call_is_in_the_form(people):
    _, ana = talking(people)
    type_during_the_call(ana, NOTE)
    hang_up(ana)
    assert_wraps_up(ana)
    expect(form(ana).get_by_label("Note")).to_have_value(NOTE)
    choose(ana, "Resolved")
    save(ana)
    expect(timeline(ana)).to_contain_text("Rings again on Monday.")


def test_who_types_when_the_customer_hangs_up_goes_on_typing(people):
    customer, ana = talking(people)
    type_during_the_call(ana, "The mallet")
    button(customer, "Hang up").click()
    assert_wraps_up(ana)
    note = form(ana).get_by_label("Note")
    expect(note).to_be_focused()
    ana.keyboard.type(" is glued.")
    expect(note).to_have_value("The mallet is glued.")


def test_a_reload_keeps_what_was_typed_during_the_call_and_after_it(people):
    customer, ana = talking(people)
    type_during_the_call(ana, "Typed during the call.")
    ana.reload(wait_until="load")
    expect(status(ana)).to_have_text(in_call_with("Robert Kane"))
    expect(ana.get_by_label("Note on this call")).to_have_value("Typed during the call.")
    expect(form(ana)).to_be_hidden()
    hang_up(ana)
    assert_wraps_up(ana)
    choose(ana, "Left a message", "Typed during the call. And after it.", "call-back")
    ana.reload(wait_until="load")
    assert_wraps_up(ana)
    expect(ana.get_by_label("Outcome")).to_have_value("Left a message")
    expect(form(ana).get_by_label("Note")).to_have_value("Typed during the call. And after it.")
    expect(ana.get_by_label("Follow-up")).to_have_value("call-back")


def test_a_note_is_there_in_another_browser_of_the_agent(people):
    _, ana = talking(people)
    type_during_the_call(ana, "Typed here.")
    expect(ana.get_by_text("Kept.")).to_be_visible()
    hang_up(ana)
    assert_wraps_up(ana)
    elsewhere = people.agent(ANA, available=False)
    assert_wraps_up(elsewhere)
    expect(form(elsewhere).get_by_label("Note")).to_have_value("Typed here.")
    choose(elsewhere, "Resolved")
    save(elsewhere)
    assert_saved(elsewhere)
    expect(form(ana)).to_be_hidden()


def test_saved_while_the_desk_is_down_it_is_sent_when_the_desk_is_back(people, desk):
    _, ana = after_a_call(people)
    choose(ana, "Resolved", NOTE)
    desk.stop()
    save(ana)
    expect(form(ana).get_by_role("alert")).to_contain_text("cannot be reached")
    expect(form(ana).get_by_label("Note")).to_have_value(NOTE)
    desk.start()
    assert_saved(ana)
    expect(timeline(ana)).to_have_count(1)
    expect(timeline(ana)).to_contain_text("Sends a new mallet tomorrow.")


@pytest.mark.parametrize("desk", [{"DESKBELL_WRAP_UP": "6"}], indirect=True)
def test_when_the_time_is_over_the_note_is_kept_and_the_agent_is_rung_again(people):
    customer, ana = after_a_call(people)
    form(ana).get_by_label("Note").fill(NOTE)
    expect(ana.get_by_text("What you wrote is kept.")).to_be_visible()
    expect(form(ana)).to_be_hidden()
    button(customer, "Call support").click()
    expect(status(ana)).to_contain_text(RINGING)
    button(ana, "Reject").click()
    expect(timeline(ana)).to_contain_text("Sends a new mallet tomorrow.")


# In peace

def test_who_wraps_up_is_not_rung_and_is_after_saving(people):
    customer, ana = after_a_call(people)
    expect(customer.locator("#desk-state")).to_contain_text("Nobody is available now")
    button(customer, "Call support").click()
    expect(customer.get_by_text(re.compile("[Nn]obody is available")).last).to_be_visible()
    expect(button(ana, "Answer")).to_be_hidden()
    choose(ana, "Resolved")
    save(ana)
    assert_saved(ana)
    expect(customer.locator("#desk-state")).to_have_text("1 agent is available")
    button(customer, "Call support").click()
    expect(status(ana)).to_contain_text(RINGING)
    button(ana, "Answer").click()
    expect(status(ana)).to_have_text(in_call_with("Robert Kane"))


def test_colleagues_see_who_wraps_up_and_the_form_is_never_over_answer(people):
    _, ana = after_a_call(people)
    ben, mika = people.agent(BEN), people.customer(MIKA)
    button(mika, "Call support").click()
    button(ben, "Answer").click()
    expect(status(ben)).to_have_text(in_call_with("Mika Sato"))
    button(ben, "Consult").click()
    ben.get_by_role("button", name=re.compile(r"^Ana Diaz\W+Wrapping up$")).click()
    expect(button(ana, "Answer")).to_be_visible()
    assert_nothing_covers(ana, "Answer")
    button(ana, "Answer").click()
    expect(status(ana)).to_contain_text("Talking with Ben Ito")


COVERED = """(button) => {
    const box = button.getBoundingClientRect();
    const at = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    return !button.contains(at);
}"""


def assert_nothing_covers(page, name):
    expect(button(page, name)).to_be_in_viewport()
    assert not button(page, name).evaluate(COVERED), f"something lies over {name}"


def test_both_agents_of_a_hand_over_wrap_up(people):
    customer, ana, ben = consulting(people)
    button(ana, "Hand over").click()
    assert_wraps_up(ana)
    choose(ana, "Needs a follow-up", "Ben knows more.")
    save(ana)
    assert_saved(ana)
    expect(status(ben)).to_have_text(in_call_with("Robert Kane"))
    button(customer, "Hang up").click()
    assert_wraps_up(ben)
    choose(ben, "Resolved", "Was the joint.")
    save(ben)
    assert_saved(ben)
    expect(timeline(ana)).to_have_count(2)


def test_who_gets_the_customer_back_goes_on_with_the_same_note(people):
    customer, ana = talking(people)
    type_during_the_call(ana, "Before Ben.")
    ben = people.agent(BEN)
    ask(ana, BEN)
    button(ben, "Answer").click()
    expect(status(ana)).to_contain_text("Talking with Ben Ito")
    button(ana, "Hand over").click()
    assert_wraps_up(ana)
    ask(ben, ANA, "Wrapping up")
    button(ana, "Answer").click()
    expect(status(ana)).to_contain_text("Talking with Ben Ito")
    note = ana.get_by_label("Note on this call")
    expect(note).to_have_value("Before Ben.")
    expect(form(ana)).to_be_hidden()
    button(ben, "Hand over").click()
    expect(status(ana)).to_have_text(in_call_with("Robert Kane"))
    note.fill("Before Ben. And after Ben.")
    expect(ana.get_by_text("Kept.")).to_be_visible()
    button(customer, "Hang up").click()
    assert_wraps_up(ana)
    expect(form(ana).get_by_label("Note")).to_have_value("Before Ben. And after Ben.")
    choose(ana, "Resolved")
    save(ana)
    assert_saved(ana)
    expect(timeline(ana).filter(has_text="Ana Diaz")).to_have_count(1)
    expect(timeline(ana).filter(has_text="And after Ben.")).to_have_count(1)


# Calls that did not come about

def test_a_failed_outgoing_call_has_a_wrap_up_too(people):
    customer, ana = people.customer(ROBERT), people.agent(ANA)
    call_customer(ana, ROBERT).click()
    button(customer, "Reject").click()
    assert_wraps_up(ana)
    choose(ana, "No answer", follow_up="call-back")
    save(ana)
    assert_saved(ana)
    expect(timeline(ana)).to_contain_text("No answer")


def test_who_only_was_rung_has_none(people):
    ben, (customer, ana) = people.agent(BEN), talking(people)
    hang_up(ana)
    assert_wraps_up(ana)
    expect(form(ben)).to_be_hidden()


@pytest.mark.parametrize("desk", [{"DESKBELL_WRAP_UP": "0"}], indirect=True)
def test_without_a_time_for_it_nobody_is_kept_from_the_next_call(people):
    customer, ana = talking(people)
    hang_up(ana)
    expect(customer.locator("#desk-state")).to_have_text("1 agent is available")
    button(customer, "Call support").click()
    expect(status(ana)).to_contain_text(RINGING)
    button(ana, "Answer").click()
    expect(status(ana)).to_have_text(in_call_with("Robert Kane"))


# Without a mouse

def test_a_wrap_up_with_a_keyboard_alone(people):
    _, ana = talking(people)
    button(ana, "Hang up").focus()
    ana.keyboard.press("Enter")
    assert_wraps_up(ana)
    tab_to(ana, ana.get_by_label("Outcome"))
    ana.keyboard.type("Res")
    tab_to(ana, form(ana).get_by_label("Note"))
    ana.keyboard.type("All well.")
    tab_to(ana, button(ana, "Save wrap-up"))
    ana.keyboard.press("Enter")
    assert_saved(ana)
    expect(timeline(ana)).to_contain_text("All well.")
