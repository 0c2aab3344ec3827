"""Two servers on one PostgreSQL: what happens at one is known at the other, and either may die."""

import concurrent.futures
import re
import time

import pytest

from support import live
from support.audio import assert_hears, assert_no_audio_connection, assert_silence
from support.calling import (
    LOST, RINGING, assert_audible, assert_connected, assert_ended, assert_on_timeline, assert_talk, expect, newest,
    packet_rate,
)
from support.cast import AGENTS, ANA, BEN, DORA, MIKA, ROBERT
from support.patience import eventually
from support.people import (
    People, assert_never_reloaded, button, call_customer, fill_form, in_call_with, mark, row_of, status,
)
from support.postgres import furnished, postgres  # noqa: F401
from support.servers import Servers, greeted_after, kill, with_greetings
from support.web import Web
from support.writers import Writers

LEAST_PACKETS = 40
RESUMED_SECONDS = 3
PRESENCE_SECONDS = 5
# nginx says so where both are down for a moment.
BETWEEN_SERVERS = r"answer: 50[24] |status of 50[24]"


@pytest.fixture(scope="module")
def template(postgres, tmp_path_factory):
    return furnished(postgres, tmp_path_factory.mktemp("furniture"), AGENTS)


@pytest.fixture
def servers(postgres, template, tmp_path):
    return Servers(postgres, template, tmp_path)


@pytest.fixture
def pair(servers):
    """Two servers that are reached by their own ports."""
    with servers.opened():
        yield servers


@pytest.fixture
def nginx(servers):
    """nginx with both servers behind it."""
    with servers.behind_nginx() as nginx:
        yield nginx


@pytest.fixture
def people(request, browser, servers, pictures):
    """By themselves they go to the first server."""
    people = with_greetings(People(browser, servers.one, pictures))
    people.troubles.allow(LOST)
    yield people
    if getattr(request.node, "has_failed", False):
        people.photograph(request.node.name)
        print(f"pictures: {people.pictures}\n{servers.console()}")
    troubles = people.leave()
    assert not troubles, "\n".join(troubles)


# A desk in two processes

def test_a_customer_at_one_server_talks_with_an_agent_at_the_other(people, pair):
    agent = people.agent(ANA, base_url=pair.two.url)
    customer = people.customer(ROBERT)
    expect(customer.locator("#desk-state")).to_have_text("1 agent is available")
    button(customer, "Call support").click()
    expect(status(agent)).to_contain_text(RINGING)
    expect(status(customer)).to_contain_text(RINGING)
    assert pair.holder("customer") is pair.one and pair.holder("agent") is pair.two
    button(agent, "Answer").click()
    assert_connected(customer, agent)
    assert_hears(customer, agent)
    button(agent, "Mute").click()
    expect(button(agent, "Unmute")).to_be_visible()
    assert_silence(customer)
    assert_hears(agent)
    button(agent, "Unmute").click()
    assert_hears(customer)
    button(customer, "Hang up").click()
    assert_ended(agent, r"Robert Kane hung up\.")
    assert_on_timeline(customer, agent, r"Talked with Ana Diaz for \d+ s, ended by (you|the customer)\.")
    for page in (customer, agent):
        assert_no_audio_connection(page)


def test_an_agent_at_one_server_calls_a_customer_at_the_other(people, pair):
    customer, agent = people.customer(ROBERT), people.agent(ANA, base_url=pair.two.url)
    call_customer(agent, ROBERT).click()
    expect(status(customer)).to_contain_text(RINGING)
    expect(status(agent)).to_contain_text(RINGING)
    button(customer, "Answer").click()
    assert_connected(customer, agent, support="Ana Diaz")
    assert_hears(customer, agent)
    button(agent, "Hang up").click()
    assert_ended(customer, r"Ana Diaz hung up\.")
    expect(status(agent)).to_have_text("Ready")


def test_a_ticket_filed_at_one_server_stands_on_the_dashboard_at_the_other(people, pair):
    agent = people.agent(ANA, available=False, base_url=pair.two.url)
    expect(status(agent)).to_have_text("Ready")
    mark(agent)
    Web(pair.one.url).filed(ROBERT)
    expect(row_of(agent, ROBERT)).to_be_visible()
    expect(agent.locator("#counts")).to_contain_text("Open 1")
    Web(pair.one.url).sign_in(BEN).post("/dashboard/tickets/1/status", {"status": "pending"})
    expect(row_of(agent, ROBERT).locator(".status")).to_have_text("Pending")
    expect(row_of(agent, ROBERT)).to_have_count(1)
    assert_never_reloaded(agent)


def test_of_agents_at_both_servers_one_wins_and_the_others_are_told_who(people, pair):
    cast = [(ANA, pair.one), (BEN, pair.two), (DORA, pair.two)]
    pages = {agent.name: people.agent(agent, base_url=desk.url) for agent, desk in cast}
    customer = people.customer(ROBERT)
    button(customer, "Call support").click()
    for page in pages.values():
        expect(button(page, "Answer")).to_be_visible()
    for page in pages.values():
        page.evaluate("() => { setTimeout(() => document.querySelector('[data-answer]').click(), 300) }")
    expect(status(customer)).to_have_text(in_call_with("support"))
    winners = [name for name, page in pages.items() if "In call with" in eventually(lambda p=page: settled(p))]
    assert len(winners) == 1, winners
    for name, page in pages.items():
        if name != winners[0]:
            expect(page.get_by_text(re.compile(winners[0])).first).to_be_visible()
            expect(button(page, "Answer")).to_be_hidden()
            assert_no_audio_connection(page)
    assert_hears(customer, pages[winners[0]])


def settled(page):
    """The words of a phone that no longer rings or connects."""
    words = status(page).text_content()
    return words if not re.search("Ringing|Connecting|Answering", words) else ""


def test_T55_of_fifty_answers_at_two_servers_one_wins(pair):
    signed_in = {(agent, desk): Web(desk.url).sign_in(agent) for agent in AGENTS for desk in pair.both}
    webs = list(signed_in.values())
    tabs = [live.Live(webs[number % 6]).hello(**{"as": "agent"}).ready() for number in range(50)]
    for tab in tabs[:6:2]:
        tab.say(type="presence", presence="available")
        tab.wait("presence")
    caller = live.customer(pair.one, ROBERT)
    call = caller.outcome(caller.dial())["id"]
    for tab in tabs:
        tab.call(lambda each: each["id"] == call)
    with concurrent.futures.ThreadPoolExecutor(50) as threads:
        list(threads.map(lambda tab: tab.say(type="answer", call=call), tabs))
    for each in (caller, *tabs):
        each.call(lambda told: told["id"] == call and told["state"] == "live", within=30)
    assert pair.ask("SELECT count(*) FROM call_legs WHERE side = 'callee' AND state = 'joined'") == [["1"]]
    assert pair.ask("SELECT count(*) FROM call_legs WHERE side = 'callee' AND departure = 'taken'") == [["2"]]
    assert pair.ask("SELECT count(*) FROM call_events WHERE what = 'answered'") == [["1"]]
    for each in (caller, *tabs):
        each.close()


def test_signing_out_at_one_server_closes_the_agents_sockets_at_the_other(pair):
    here = Web(pair.one.url).sign_in(ANA)
    there = live.Live(Web(pair.two.url, here.cookies)).hello(**{"as": "agent"}).ready()
    other = live.agent(pair.two, BEN)
    assert here.post("/sign-out").status == 303
    assert 4400 <= there.closed(within=3) < 4500
    assert other.code is None
    for each in (there, other):
        each.close()


# Behind nginx

def test_a_dashboard_through_nginx_is_live(people, servers, nginx):
    agent = people.agent(ANA, base_url=nginx.url)
    mark(agent)
    customers = [people.customer(person, base_url=nginx.url) for person in (ROBERT, MIKA)]
    for person in (ROBERT, MIKA):
        expect(row_of(agent, person)).to_be_visible()
    assert_never_reloaded(agent)
    button(customers[0], "Call support").click()
    button(agent, "Answer").click()
    assert_talk(customers[0], agent)
    button(agent, "Hang up").click()
    assert_ended(customers[0], r"Support hung up\.")


def test_what_is_typed_stays_where_page_and_socket_come_from_different_servers(people, servers, nginx):
    page = people.page(base_url=nginx.url)
    for _ in range(4):
        page.goto("/", wait_until="commit")
        fill_form(page, ROBERT)
        expect(status(page)).to_have_text("Ready")
        page.wait_for_load_state("networkidle")
        expect(page.locator("[name=description]")).to_have_value(ROBERT.problem)


def talking_apart(people, servers, nginx):
    """Robert and Ana talk through nginx, each by another server."""
    agent, customer = people.agent(ANA, base_url=nginx.url), people.customer(ROBERT, base_url=nginx.url)

    def are_apart():
        if servers.holder("agent") is not servers.holder("customer"):
            return True
        customer.reload()
        expect(status(customer)).to_have_text("Ready")
        return False

    eventually(are_apart, within=30, what="nginx brings both to the same server")
    button(customer, "Call support").click()
    button(agent, "Answer").click()
    assert_talk(customer, agent)
    return customer, agent


@pytest.mark.parametrize("whose", ["customer", "agent"])
def test_R15_a_server_killed_in_mid_call_is_not_heard(people, servers, nginx, whose):
    customer, agent = talking_apart(people, servers, nginx)
    page = customer if whose == "customer" else agent
    before = [newest(each) for each in (customer, agent)]
    killed = kill(servers.holder(whose))
    resumed = greeted_after(page, killed)
    assert_connected(customer, agent)
    after = [newest(each) for each in (customer, agent)]
    assert min(packet_rate(*counters) for counters in zip(before, after)) >= LEAST_PACKETS
    assert resumed <= RESUMED_SECONDS, resumed
    assert_audible(customer, agent)
    # Whoever was left behind is heard by the desk again, and hears it.
    button(page, "Hang up").click()
    assert_ended(agent if page is customer else customer, r"(Robert Kane|Support) hung up\.")
    expect(status(page)).to_have_text("Ready")
    assert_on_timeline(customer, agent, r"Talked with Ana Diaz for \d+ s, ended by ")
    expect(customer.locator("#ticket .moment[data-kind=call]")).to_have_count(1)


def test_presence_at_a_killed_server_ends_within_five_seconds(people, pair):
    visitor = people.page(base_url=pair.two.url)
    visitor.goto("/")
    state = visitor.locator("#desk-state")
    agent = people.agent(ANA)
    expect(state).to_have_text("1 agent is available")
    killed = kill(pair.one)
    agent.context.close()
    expect(state).to_contain_text("Nobody is available now")
    assert time.time() - killed <= PRESENCE_SECONDS
    late = Web(pair.two.url).get("/")
    assert "Nobody is available now" in late.text
    button(visitor, "Call support").click()
    expect(visitor.get_by_text(re.compile("[Nn]obody is available")).last).to_be_visible()
    expect(status(visitor)).to_have_text("Ready")


def test_where_both_servers_died_those_who_come_back_talk_on(people, servers, nginx):
    people.troubles.allow(BETWEEN_SERVERS)
    customer, agent = talking_apart(people, servers, nginx)
    before = [newest(each) for each in (customer, agent)]
    for desk in servers.both:
        kill(desk)
    for page in (customer, agent):
        expect(page.get_by_role("alert").filter(has_text="connection to the desk is lost")).to_be_visible()
    servers.two.start()
    for page in (customer, agent):
        expect(page.get_by_role("alert").filter(has_text="connection to the desk is lost")).to_be_hidden()
    assert_connected(customer, agent)
    after = [newest(each) for each in (customer, agent)]
    assert min(packet_rate(*counters) for counters in zip(before, after)) >= LEAST_PACKETS
    button(agent, "Hang up").click()
    assert_ended(customer, r"Support hung up\.")


def test_where_both_servers_died_a_call_nobody_comes_back_to_ends_truthfully(people, pair):
    agent, customer = people.agent(ANA, base_url=pair.two.url), people.customer(ROBERT)
    button(customer, "Call support").click()
    button(agent, "Answer").click()
    assert_talk(customer, agent)
    page = customer.url.replace(pair.one.url, "")
    for desk in pair.both:
        kill(desk)
    for each in (customer, agent):
        each.context.close()
    pair.two.start()
    # Whoever knows a ticket's address may read it.
    web = Web(pair.two.url)
    eventually(lambda: pair.ask("SELECT state FROM calls") == [["ended"]], within=75, what="the call goes on for ever")
    assert pair.ask("SELECT count(*) FROM ticket_events WHERE kind = 'call'") == [["1"]]
    told = web.get(page)
    assert told.status == 200
    assert re.search(r"Talked with Ana Diaz for .{1,20}, then the connection was lost\.", told.text), told.text


def test_R18_a_server_that_is_stopped_behind_nginx_is_not_noticed(people, servers, nginx):
    customer, agent = talking_apart(people, servers, nginx)
    before = [newest(each) for each in (customer, agent)]
    leaving = servers.holder("agent")
    with Writers(nginx.url, number=3) as writers:
        writers.wait_for(20)
        leaving.stop()
        writers.wait_for(20)
    assert [each for each in writers.attempts if each.status != 303] == []
    assert servers.ask("SELECT count(*) FROM tickets WHERE name LIKE 'Caller %'") == [[str(len(writers.acknowledged))]]
    assert_connected(customer, agent)
    after = [newest(each) for each in (customer, agent)]
    assert min(packet_rate(*counters) for counters in zip(before, after)) >= LEAST_PACKETS
    button(agent, "Hang up").click()
    assert_ended(customer, r"Support hung up\.")
