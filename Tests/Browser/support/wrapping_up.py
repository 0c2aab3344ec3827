"""Agents who write about the call that they just had."""

from .calling import expect
from .people import button, status


def form(page):
    return page.locator("[data-wrap-up]")


def assert_wraps_up(page, name="Robert Kane"):
    expect(form(page)).to_be_visible()
    expect(form(page).get_by_role("heading")).to_contain_text(name)


def choose(page, outcome, note=None, follow_up=None):
    page.get_by_label("Outcome").select_option(outcome)
    if note is not None:
        form(page).get_by_label("Note").fill(note)
    if follow_up is not None:
        page.get_by_label("Follow-up").select_option(follow_up)


def save(page):
    button(page, "Save wrap-up").click()


def assert_saved(page):
    expect(form(page)).to_be_hidden()
    expect(page.get_by_text("Wrap-up saved.")).to_be_visible()


def hang_up(page):
    button(page, "Hang up").click()
    expect(status(page)).to_have_text("Ready")


def type_during_the_call(page, words):
    page.locator("[data-call-note] summary").click()
    page.get_by_label("Note on this call").fill(words)
