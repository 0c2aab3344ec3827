"""People talk: real WebRTC between real pages, the audio measured on both sides."""

import re
import time

from playwright.sync_api import expect

from support.audio import assert_hears, assert_no_audio_connection, assert_silence, heard
from support.calling import rung as rung_by_customer
from support.cast import ANA, BEN, MIKA, ROBERT
from support.people import (
    assert_never_reloaded, button, call_customer, file_ticket, in_call_with, mark, status,
)

RINGING = re.compile("Ringing…")


def assert_ready_within_three_seconds_of_the_end(page):
    expect(status(page)).to_contain_text("Call ended")
    ended = time.monotonic()
    expect(status(page)).to_have_text("Ready")
    assert time.monotonic() - ended < 3.5


def rung_by_ana(people):
    """Ana has pressed Call Customer and Robert's open page rings."""
    customer, ana = people.customer(ROBERT), people.agent(ANA)
    call_customer(ana, ROBERT).click()
    expect(status(customer)).to_contain_text(RINGING)
    return customer, ana


def talking(people):
    customer, ana = rung_by_customer(people, ANA)
    button(ana, "Answer").click()
    expect(status(ana)).to_have_text(in_call_with("Robert Kane"))
    expect(status(customer)).to_have_text(in_call_with("support"))
    return customer, ana


def test_an_agent_calls_the_customers_open_page_and_they_talk(people):
    customer, ana = rung_by_ana(people)
    mark(customer), mark(ana)
    expect(status(ana)).to_contain_text("Calling Robert Kane…")
    expect(status(ana)).to_contain_text(RINGING)
    expect(button(customer, "Reject")).to_be_visible()
    button(customer, "Answer").click()
    expect(status(ana)).to_have_text(in_call_with("Robert Kane"))
    expect(status(customer)).to_contain_text("In call with")
    assert_hears(customer, ana)
    button(ana, "Hang up").click()
    for page in (customer, ana):
        expect(status(page)).to_contain_text("Call ended")
        assert_never_reloaded(page)


def test_a_customer_calls_support_every_agent_rings_and_the_first_wins(people):
    customer, ana, ben = rung_by_customer(people, ANA, BEN)
    expect(status(customer)).to_contain_text("Calling support…")
    expect(status(customer)).to_contain_text(RINGING)
    expect(ana.get_by_role("heading", name="Robert Kane")).to_be_visible()
    button(ben, "Answer").click()
    expect(status(ben)).to_have_text(in_call_with("Robert Kane"))
    expect(status(customer)).to_have_text(in_call_with("support"))
    expect(status(ana)).not_to_contain_text(RINGING)
    expect(ana.get_by_text(re.compile("Ben Ito")).first).to_be_visible()
    expect(button(ana, "Answer")).to_be_hidden()
    assert_hears(customer, ben)
    assert heard(ana)["peers"] == 0
    button(customer, "Hang up").click()
    expect(status(ben)).to_contain_text("Call ended")


def test_a_visitor_without_a_ticket_calls_from_the_home_page(people):
    ana = people.agent(ANA)
    visitor = people.page()
    visitor.goto("/")
    expect(visitor.locator("#desk-state")).to_have_text(re.compile("1 agent is available"))
    button(visitor, "Call support").click()
    expect(status(ana)).to_contain_text(RINGING)
    button(ana, "Answer").click()
    expect(status(visitor)).to_have_text(in_call_with("support"))
    assert_hears(visitor, ana)


def test_with_nobody_available_a_call_is_refused_in_words(people):
    people.agent(ANA, available=False)
    customer = people.customer(ROBERT)
    expect(customer.locator("#desk-state")).to_contain_text("Nobody is available now")
    button(customer, "Call support").click()
    expect(customer.get_by_text(re.compile("[Nn]obody is available")).last).to_be_visible()
    expect(status(customer)).to_have_text("Ready")
    assert_no_audio_connection(customer)


def test_the_state_of_the_desk_follows_the_agents(people):
    customer = people.customer(ROBERT)
    state = customer.locator("#desk-state")
    expect(state).to_contain_text("Nobody is available now: leave a ticket and we call you back")
    ana, ben = people.agent(ANA), people.agent(BEN)
    expect(state).to_have_text("2 agents are available")
    button(ben, "Go away").click()
    expect(state).to_have_text("1 agent is available")
    ana.close()
    expect(state).to_contain_text("Nobody is available now")


def test_an_agent_rejects_and_the_other_goes_on_ringing(people):
    customer, ana, ben = rung_by_customer(people, ANA, BEN)
    button(ana, "Reject").click()
    expect(button(ana, "Answer")).to_be_hidden()
    expect(status(ben)).to_contain_text(RINGING)
    expect(button(ben, "Answer")).to_be_visible()
    button(ben, "Reject").click()
    expect(status(customer)).to_contain_text("Call ended")
    expect(status(customer)).to_have_text("Ready")


def test_a_customer_rejects_and_the_agent_is_told(people):
    customer, ana = rung_by_ana(people)
    button(customer, "Reject").click()
    assert_ready_within_three_seconds_of_the_end(ana)
    expect(button(customer, "Answer")).to_be_hidden()
    expect(status(customer)).to_have_text("Ready")


def test_the_agent_hangs_up_and_both_are_ready_within_three_seconds(people):
    customer, ana = talking(people)
    assert_hears(customer, ana)
    button(ana, "Hang up").click()
    expect(status(customer)).to_contain_text("Call ended")
    assert_ready_within_three_seconds_of_the_end(ana)
    expect(status(customer)).to_have_text("Ready")
    for page in (customer, ana):
        assert_no_audio_connection(page)


def test_the_customer_hangs_up_and_both_are_ready_within_three_seconds(people):
    customer, ana = talking(people)
    button(customer, "Hang up").click()
    expect(status(ana)).to_contain_text("Call ended")
    assert_ready_within_three_seconds_of_the_end(customer)
    expect(status(ana)).to_have_text("Ready")


def test_a_caller_who_gives_up_stops_every_ringing(people):
    customer, ana, ben = rung_by_customer(people, ANA, BEN)
    button(customer, "Hang up").click()
    for page in (ana, ben):
        expect(button(page, "Answer")).to_be_hidden()
        expect(status(page)).not_to_contain_text(RINGING)
        expect(status(page)).to_have_text("Ready")


def test_an_agent_who_gives_up_stops_the_customers_page_ringing(people):
    customer, ana = rung_by_ana(people)
    button(ana, "Hang up").click()
    expect(button(customer, "Answer")).to_be_hidden()
    expect(status(customer)).to_have_text("Ready")


def test_the_call_stays_pending_until_answer_is_pressed(people):
    customer, ana = rung_by_ana(people)
    assert heard(customer)["packets"] == 0
    expect(status(ana)).not_to_contain_text("In call")
    button(customer, "Answer").click()
    expect(status(ana)).to_have_text(in_call_with("Robert Kane"))


def test_mute_is_silence_for_the_other_side_and_for_that_side_alone(people):
    customer, ana = talking(people)
    assert_hears(customer, ana)
    button(ana, "Mute").click()
    expect(button(ana, "Unmute")).to_be_visible()
    assert_silence(customer)
    assert_hears(ana)
    button(ana, "Unmute").click()
    assert_hears(customer)


def test_a_mute_does_not_outlive_its_call(people):
    customer, ana = talking(people)
    button(ana, "Mute").click()
    button(ana, "Hang up").click()
    expect(status(customer)).to_have_text("Ready")
    expect(status(ana)).to_have_text("Ready")
    button(customer, "Call support").click()
    button(ana, "Answer").click()
    expect(button(ana, "Mute")).to_be_visible()
    assert_hears(customer, ana)


def test_a_blocked_microphone_is_told_and_answer_works_once_it_is_allowed(people):
    ana = people.agent(ANA)
    customer = people.customer(ROBERT, microphone=False)
    call_customer(ana, ROBERT).click()
    button(customer, "Answer").click()
    expect(customer.get_by_text(re.compile("microphone", re.I)).first).to_be_visible()
    expect(status(customer)).to_contain_text(RINGING)
    expect(status(ana)).to_contain_text(RINGING)
    customer.context.grant_permissions(["microphone"])
    button(customer, "Answer").click()
    expect(status(ana)).to_have_text(in_call_with("Robert Kane"))
    assert_hears(customer, ana)


def test_without_a_microphone_no_call_is_made_and_the_page_says_why(people):
    ana = people.agent(ANA)
    customer = people.customer(ROBERT, microphone=False)
    button(customer, "Call support").click()
    expect(customer.get_by_text(re.compile("microphone", re.I)).first).to_be_visible()
    expect(status(customer)).to_have_text("Ready")
    expect(status(ana)).to_have_text("Ready")


def test_a_press_before_the_socket_is_open_counts(people):
    ana = people.agent(ANA)
    customer = people.page()
    file_ticket(customer, ROBERT)
    held = []
    customer.route("**/token/generate", lambda route: held.append(route))
    customer.reload(wait_until="load")
    expect(status(customer)).to_have_text("Connecting…")
    button(customer, "Call support").click()
    for route in held:
        route.continue_()
    customer.unroute("**/token/generate")
    expect(status(ana)).to_contain_text(RINGING)
    button(ana, "Answer").click()
    assert_hears(customer, ana)


def test_a_lost_connection_says_offline_and_comes_back(people, desk):
    people.troubles.allow(r"WebSocket|ERR_CONNECTION|Failed to fetch|NetworkError|net::")
    customer = people.customer(ROBERT)
    desk.stop()
    expect(status(customer)).to_have_text("Offline")
    expect(button(customer, "Call support")).to_be_disabled()
    desk.start()
    expect(status(customer)).to_have_text("Ready", timeout=20000)
    expect(button(customer, "Call support")).to_be_enabled()


def test_the_second_caller_finds_the_agent_busy(people):
    _, ana = talking(people)
    other = people.customer(MIKA)
    button(other, "Call support").click()
    expect(other.get_by_text(re.compile("available|busy", re.I)).last).to_be_visible()
    expect(button(ana, "Answer")).to_be_hidden()
    expect(status(ana)).to_have_text(in_call_with("Robert Kane"))


def test_a_call_stands_on_the_tickets_timeline(people):
    customer, ana = talking(people)
    button(ana, "Hang up").click()
    expect(status(ana)).to_contain_text("Call ended")
    # Answering has opened it.
    moment = ana.locator("#ticket-detail .moment[data-kind=call]")
    expect(moment).to_have_count(1)
    expect(moment).to_contain_text(re.compile("Ana Diaz|talked|call", re.I))
    expect(customer.locator("#ticket .moment[data-kind=call]")).to_have_count(1)


def test_call_customer_is_a_function_of_the_number_alone(people):
    customer, ana = people.customer(ROBERT), people.agent(ANA)
    assert ana.evaluate("() => window.callCustomer.length") == 1
    ana.evaluate("() => { window.callCustomer('+14158675309') }")
    expect(status(customer)).to_contain_text(RINGING)


def test_the_page_has_one_status_and_its_buttons_before_any_script_runs(people):
    people.agent(ANA, available=False)
    page = people.page(java_script_enabled=False)
    page.goto("/")
    expect(page.locator("[role=status]")).to_have_count(1)
    assert page.locator("[role=status]").text_content().strip() == "Connecting…"
    expect(page.locator("noscript p")).to_contain_text("Calls need JavaScript.")
    for name in ("Call support", "Answer", "Reject", "Hang up", "Mute"):
        expect(page.locator("button", has_text=re.compile(f"^{name}$"))).to_have_count(1)
