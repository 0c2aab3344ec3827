"""Calls in the making and in the middle, for tests in which something happens to them."""

import re

from playwright.sync_api import expect

from .audio import AUDIBLE, WINDOW_SECONDS
from .cast import ANA, ROBERT
from .patience import eventually
from .people import button, in_call_with, row_of, status

RINGING = re.compile("Ringing…")
LOST = r"WebSocket|ERR_CONNECTION|Failed to fetch|NetworkError|net::"

NEWEST = """async () => {
    const peer = window.instruments.peers.findLastIndex((each) => each.connectionState !== "closed");
    if (peer < 0) return null;
    const reports = [...(await window.instruments.peers[peer].getStats()).values()];
    const found = reports.find((each) => each.type === "inbound-rtp" && each.kind === "audio") ?? {};
    const { packetsReceived = 0, totalAudioEnergy = 0, totalSamplesDuration = 0 } = found;
    const at = performance.now();
    return { peer, packets: packetsReceived, energy: totalAudioEnergy, seconds: totalSamplesDuration, at };
}"""

WATCH = """() => {
    const status = document.querySelector("[role=status]");
    window.wordsSeen = [status.textContent];
    const observer = new MutationObserver(() => window.wordsSeen.push(status.textContent));
    observer.observe(status, { childList: true, characterData: true, subtree: true });
}"""


# Beginnings

def rung(people, *agents):
    """Robert has pressed Call support and every one of these agents is rung."""
    pages = [people.agent(agent) for agent in agents]
    customer = people.customer(ROBERT)
    button(customer, "Call support").click()
    for page in pages:
        expect(status(page)).to_contain_text(RINGING)
    return customer, *pages


def talking(people, agent=ANA):
    """Robert and an agent talk, and both are heard."""
    customer, page = rung(people, agent)
    button(page, "Answer").click()
    assert_talk(customer, page)
    return customer, page


# What is true in the middle

def assert_connected(customer, agent, support="support"):
    """Both pages say so, and nothing about coming back. Who rang the desk talks with support, not with a name."""
    expect(status(agent)).to_have_text(in_call_with("Robert Kane"))
    expect(status(customer)).to_have_text(in_call_with(support))


def assert_talk(customer, agent, support="support"):
    """Both pages say that they are in the call, and each hears the other."""
    assert_connected(customer, agent, support)
    assert_audible(customer, agent)


def newest(page):
    """The counters of the page's newest audio connection."""
    return page.evaluate(NEWEST)


def assert_audible(*pages, within=25):
    """Sound comes in on every page, whatever connection brings it by now."""
    starts = [newest(page) for page in pages]

    def all_hear():
        for number, page in enumerate(pages):
            start, end = starts[number], newest(page)
            if not start or not end or start["peer"] != end["peer"]:
                starts[number] = end
                return False
            if end["seconds"] - start["seconds"] < WINDOW_SECONDS:
                return False
            if not is_talk(start, end):
                starts[number] = end
                return False
        return True

    eventually(all_hear, within=within, what="one of these pages hears nothing")


def is_talk(start, end):
    return end["energy"] - start["energy"] > AUDIBLE and end["packets"] - start["packets"] > 30


def packet_rate(start, end):
    """Packets a second between two looks at one page's counters."""
    assert start["peer"] == end["peer"], "the page talks over another connection than before"
    return (end["packets"] - start["packets"]) / ((end["at"] - start["at"]) / 1000)


def watch_words(page):
    """From now on the page remembers every text of its status."""
    page.evaluate(WATCH)


def words_seen(page):
    return page.evaluate("() => window.wordsSeen")


def assert_said_reconnecting(page):
    eventually(
        lambda: any("reconnecting…" in words for words in words_seen(page)), within=20,
        what="the page never said that the other side reconnects",
    )


# Endings

def assert_ended(page, words):
    """The page says that the call ended and how, and is ready for the next."""
    expect(status(page)).to_contain_text(re.compile(rf"Call ended · {words}"))
    expect(status(page)).to_have_text("Ready")


def assert_on_timeline(customer, agent, detail):
    """The end stands on the ticket, for the agent and for the customer."""
    expect(customer.locator("#ticket .moment[data-kind=call]").last).to_contain_text(re.compile(detail))
    if agent.locator("#ticket-detail").count() == 0:
        row_of(agent, ROBERT).get_by_role("link", name="Robert Kane").click()
    expect(agent.locator("#ticket-detail .moment[data-kind=call]").last).to_contain_text(re.compile(detail))


def talked_seconds(customer):
    """How long the last call was, as the customer's page tells it."""
    told = customer.locator("#ticket .moment[data-kind=call]").last
    expect(told).to_contain_text("Talked with Ana Diaz for")
    minutes, seconds = re.search(r"for (?:(\d+) min )?(\d+) s", told.text_content()).groups()
    return int(minutes or 0) * 60 + int(seconds)
