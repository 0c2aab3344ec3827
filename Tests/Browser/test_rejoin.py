"""Pages reload, crash and lose the network, the desk restarts: the talk goes on or comes back."""

import contextlib
import json
import re
import time

import pytest
from playwright.sync_api import Error

from support.audio import assert_no_audio_connection
from support.calling import (
    LOST, assert_audible, assert_connected, assert_ended, assert_said_reconnecting, assert_talk, expect, newest,
    packet_rate, talked_seconds, talking, watch_words,
)
from support.cast import ANA, ROBERT
from support.network import Network
from support.people import button, status

LEAST_PACKETS = 40
FORBIDDEN = re.compile("microphone", re.I)


@pytest.fixture(autouse=True)
def lost_connections_are_no_news(people):
    people.troubles.allow(LOST)


def reload(page):
    page.reload(wait_until="load")


# Reloads and crashes

@pytest.mark.parametrize("who", ["customer", "agent"])
def test_after_a_reload_the_talk_goes_on_by_itself_and_the_other_side_saw_why(people, who):
    customer, agent = talking(people)
    here, there = (customer, agent) if who == "customer" else (agent, customer)
    watch_words(there)
    reload(here)
    assert_talk(customer, agent)
    assert_said_reconnecting(there)
    button(here, "Hang up").click()
    assert_ended(there, r"(Robert Kane|Support) hung up\.")


def test_both_reload_at_once_and_talk_again(people):
    customer, agent = talking(people)
    for page in (customer, agent):
        page.evaluate("() => { location.reload() }")
    assert_talk(customer, agent)


@pytest.mark.parametrize("who", ["customer", "agent"])
def test_where_the_microphone_needs_a_question_rejoin_is_pressed(people, who):
    customer, agent = talking(people)
    here, there = (customer, agent) if who == "customer" else (agent, customer)
    watch_words(there)
    here.context.clear_permissions()
    reload(here)
    expect(button(here, "Rejoin")).to_be_visible()
    assert_said_reconnecting(there)
    assert newest(here) is None
    button(here, "Rejoin").click()
    expect(here.get_by_role("alert").filter(has_text=FORBIDDEN)).to_be_visible()
    here.context.grant_permissions(["microphone"])
    button(here, "Rejoin").click()
    assert_talk(customer, agent)
    expect(button(here, "Rejoin")).to_be_hidden()


def test_who_does_not_want_to_rejoin_can_hang_up(people):
    customer, agent = talking(people)
    agent.context.clear_permissions()
    reload(agent)
    expect(button(agent, "Rejoin")).to_be_visible()
    button(agent, "Hang up").click()
    assert_ended(customer, r"Support hung up\.")
    for page in (customer, agent):
        assert_no_audio_connection(page)


def test_a_mute_outlives_a_reload(people):
    customer, agent = talking(people)
    button(agent, "Mute").click()
    expect(button(agent, "Unmute")).to_be_visible()
    reload(agent)
    assert_connected(customer, agent)
    expect(button(agent, "Unmute")).to_be_visible()
    assert_audible(agent)
    button(agent, "Unmute").click()
    assert_talk(customer, agent)


@pytest.mark.parametrize("who", ["customer", "agent"])
def test_after_a_crash_of_the_page_the_talk_comes_back_with_the_page(people, who):
    customer, agent = talking(people)
    here, there = (customer, agent) if who == "customer" else (agent, customer)
    watch_words(there)
    again = crashed_and_opened_again(here)
    assert_said_reconnecting(there)
    assert_talk(*((again, agent) if who == "customer" else (customer, again)))


def crashed_and_opened_again(page):
    """The page's process dies; what a browser keeps for the tab is there when its person loads it again."""
    address, context = page.url, page.context
    name = page.evaluate("() => sessionStorage.getItem('tab')")
    with page.expect_event("crash"), contextlib.suppress(Error):
        page.goto("chrome://crash")
    page.close()
    again = context.new_page()
    again.add_init_script(f"sessionStorage.setItem('tab', {json.dumps(name)})")
    again.goto(address)
    return again


# The way to the desk

@pytest.fixture
def network(desk):
    network = Network(desk.port)
    yield network
    network.close()


def test_while_the_network_to_the_desk_is_gone_the_talk_goes_on(people, network):
    agent = people.agent(ANA, base_url=network.url)
    customer = people.customer(ROBERT)
    button(customer, "Call support").click()
    button(agent, "Answer").click()
    assert_talk(customer, agent)
    watch_words(customer)
    watch_words(agent)
    before = [newest(page) for page in (customer, agent)]
    network.cut()
    expect(agent.get_by_role("alert").filter(has_text="connection to the desk is lost")).to_be_visible()
    assert_said_reconnecting(customer)
    assert_audible(customer, agent)
    network.mend()
    assert_connected(customer, agent)
    after = [newest(page) for page in (customer, agent)]
    assert min(packet_rate(*pair) for pair in zip(before, after)) >= LEAST_PACKETS
    assert_talk(customer, agent)
    button(customer, "Hang up").click()
    assert_ended(agent, r"Robert Kane hung up\.")


def test_a_browser_that_was_offline_comes_back_to_its_call(people):
    customer, agent = talking(people)
    agent.context.set_offline(True)
    assert_audible(customer, agent)
    agent.context.set_offline(False)
    assert_talk(customer, agent)
    button(agent, "Hang up").click()
    assert_ended(customer, r"Support hung up\.")


def test_who_hangs_up_without_a_network_has_hung_up_when_it_is_back(people, network):
    agent = people.agent(ANA, base_url=network.url)
    customer = people.customer(ROBERT)
    button(customer, "Call support").click()
    button(agent, "Answer").click()
    assert_talk(customer, agent)
    network.cut()
    expect(agent.get_by_role("alert").filter(has_text="connection to the desk is lost")).to_be_visible()
    button(agent, "Hang up").click()
    network.mend()
    expect(status(customer)).to_contain_text("Call ended")
    expect(status(agent)).to_have_text("Ready")
    for page in (customer, agent):
        assert_no_audio_connection(page)


def test_who_comes_back_after_the_other_hung_up_is_told(people, network):
    agent = people.agent(ANA, base_url=network.url)
    customer = people.customer(ROBERT)
    button(customer, "Call support").click()
    button(agent, "Answer").click()
    assert_talk(customer, agent)
    network.cut()
    expect(agent.get_by_role("alert").filter(has_text="connection to the desk is lost")).to_be_visible()
    button(customer, "Hang up").click()
    expect(customer.locator("#ticket .moment[data-kind=call]")).to_have_count(1)
    network.mend()
    # A page that waits until its connection is hopeless leaves its person alone for half a minute.
    expect(status(agent)).to_contain_text("Call ended", timeout=12_000)
    expect(status(agent)).to_have_text("Ready")
    assert_no_audio_connection(agent)


# The desk itself

def ended_cleanly(desk):
    desk.stop()


def killed(desk):
    desk.process.kill()
    desk.process.wait()


@pytest.mark.parametrize("stop", [ended_cleanly, killed])
def test_R15_a_restart_of_the_desk_in_the_middle_of_a_talk_is_not_heard(people, desk, stop):
    customer, agent = talking(people)
    talk_began = time.monotonic()
    before = [newest(page) for page in (customer, agent)]
    stop(desk)
    for page in (customer, agent):
        expect(page.get_by_role("alert").filter(has_text="connection to the desk is lost")).to_be_visible()
    assert_audible(customer, agent)
    desk.start()
    assert_connected(customer, agent)
    after = [newest(page) for page in (customer, agent)]
    assert min(packet_rate(*pair) for pair in zip(before, after)) >= LEAST_PACKETS
    assert_ice_restarts(customer, agent)
    button(customer, "Hang up").click()
    talk_ended = time.monotonic()
    assert_ended(agent, r"Robert Kane hung up\.")
    # The talk was on for a few seconds when the clock here was started.
    assert -1 <= talked_seconds(customer) - (talk_ended - talk_began) <= 10
    expect(customer.locator("#ticket .moment[data-kind=call]")).to_have_count(1)


UFRAG = """() => /a=ice-ufrag:(.+)/.exec(
    window.instruments.peers.findLast((peer) => peer.connectionState !== "closed").localDescription.sdp)[1]"""
RESTART = "() => window.instruments.peers.findLast((peer) => peer.connectionState !== 'closed').restartIce()"


def assert_ice_restarts(customer, agent):
    """Either page can ask for a new way through the network, and the sound takes it."""
    for page in (customer, agent):
        old = page.evaluate(UFRAG)
        page.evaluate(RESTART)
        page.wait_for_function(f"(old) => ({UFRAG})() !== old", arg=old)
        assert_talk(customer, agent)


def test_R15_who_hangs_up_while_the_desk_is_down_has_hung_up_when_it_is_back(people, desk):
    customer, agent = talking(people)
    desk.stop()
    expect(customer.get_by_role("alert").filter(has_text="connection to the desk is lost")).to_be_visible()
    button(customer, "Hang up").click()
    assert_no_audio_connection(customer)
    desk.start()
    expect(status(agent)).to_contain_text("Call ended")
    for page in (customer, agent):
        expect(status(page)).to_have_text("Ready")
        assert_no_audio_connection(page)
