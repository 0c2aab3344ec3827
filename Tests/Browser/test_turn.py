"""Calls through a TURN server: with credentials that expire, and with nothing but the relay where that is asked for."""

import time

import pytest

from support import turn
from support.audio import assert_no_audio_connection
from support.calling import LOST, assert_talk, expect, talking, watch_words, words_seen
from support.cast import ANA, ROBERT
from support.desk import Desk
from support.patience import eventually
from support.people import People, button, status

SECRET = "a secret of ten birches"
PAIR = """async () => {
    const peer = window.instruments.peers.findLast((each) => each.connectionState !== "closed");
    const reports = await peer.getStats();
    const all = [...reports.values()];
    const chosen = all.find((each) => each.type === "transport")?.selectedCandidatePairId;
    const pair = reports.get(chosen);
    const own = all.filter((each) => each.type === "local-candidate").map((each) => each.candidateType);
    return {
        local: reports.get(pair.localCandidateId).candidateType,
        remote: reports.get(pair.remoteCandidateId).candidateType,
        own,
        policy: peer.getConfiguration().iceTransportPolicy,
        server: peer.getConfiguration().iceServers[0],
    };
}"""
# What a page could do to be given a relay; a relay that is given stands in the list.
GATHER = """async ([server]) => {
    const peer = new RTCPeerConnection({ iceServers: [server], iceTransportPolicy: "relay" });
    const found = [];
    peer.onicecandidate = ({ candidate }) => { if (candidate) found.push(candidate.type); };
    const errors = [];
    peer.onicecandidateerror = ({ errorCode }) => errors.push(errorCode);
    const gathered = new Promise((done) => {
        peer.onicegatheringstatechange = () => peer.iceGatheringState === "complete" && done();
    });
    peer.createDataChannel("x");
    await peer.setLocalDescription();
    await gathered;
    peer.close();
    return { found, errors };
}"""


@pytest.fixture(scope="module")
def relay(tmp_path_factory):
    with turn.Turn(tmp_path_factory.mktemp("turn"), SECRET).opened() as running:
        yield running


@pytest.fixture
def settings():
    return {}


@pytest.fixture
def desk(tmp_path, furniture, relay, settings):
    with Desk.furnished(tmp_path, furniture, settings=relay.settings | settings).opened() as desk:
        yield desk


def pair(page):
    return page.evaluate(PAIR)


@pytest.mark.parametrize("settings", [{"DESKBELL_ICE_POLICY": "relay"}])
def test_with_the_policy_relay_both_sides_talk_through_the_relay_alone(people, relay):
    customer, agent = talking(people)
    for page in (customer, agent):
        chosen = pair(page)
        assert (chosen["local"], chosen["remote"]) == ("relay", "relay"), chosen
        assert set(chosen["own"]) == {"relay"}, "the page told an address of its own"
        assert chosen["policy"] == "relay"
    assert "ALLOCATE processed, success" in relay.console()


@pytest.mark.parametrize("settings", [{"DESKBELL_ICE_POLICY": "relay"}])
def test_after_a_reload_the_talk_goes_on_through_the_relay(people):
    people.troubles.allow(LOST)
    customer, agent = talking(people)
    agent.reload(wait_until="load")
    assert_talk(customer, agent)
    assert pair(agent)["local"] == "relay"


def test_by_itself_the_agent_goes_through_the_relay_and_the_customer_may_take_any_way(people):
    customer, agent = talking(people)
    assert pair(agent)["policy"] == "relay"
    assert set(pair(agent)["own"]) == {"relay"}
    assert pair(agent)["local"] == "relay"
    assert pair(customer)["policy"] == "all"
    assert pair(customer)["remote"] in ("relay", "prflx")


@pytest.mark.parametrize("settings", [{"DESKBELL_ICE_POLICY": "all"}])
def test_with_the_policy_all_nobody_has_to_take_the_relay(people):
    customer, agent = talking(people)
    for page in (customer, agent):
        assert pair(page)["policy"] == "all"
        assert pair(page)["local"] != "relay"


def test_every_page_has_credentials_of_its_own_that_expire(people, relay):
    customer, agent = talking(people)
    given = [pair(page)["server"] for page in (customer, agent)]
    names = [each["username"].split(":", 1) for each in given]
    assert names[0][1] != names[1][1]
    for (expires, _), server in zip(names, given):
        assert 0 < int(expires) - time.time() <= 24 * 60 * 60
        assert server["credential"] == turn.password(SECRET, server["username"])
        assert SECRET not in str(server)
        assert turn.allocation(relay.port, server["username"], server["credential"]) is None


@pytest.mark.parametrize("kind", ["expired", "another secret", "another name", "no password"])
def test_credentials_that_are_not_good_any_more_get_no_relay(relay, kind):
    now = int(time.time())
    username, credential = {
        "expired": (f"{now - 60}:agent_1", None),
        "another secret": (f"{now + 600}:agent_1", turn.password("another secret", f"{now + 600}:agent_1")),
        "another name": (f"{now + 600}:agent_2", turn.password(SECRET, f"{now + 600}:agent_1")),
        "no password": (f"{now + 600}:agent_1", ""),
    }[kind]
    credential = turn.password(SECRET, username) if credential is None else credential
    assert turn.allocation(relay.port, username, credential) == 401


def test_a_page_with_expired_credentials_gets_no_relay_in_chromium(people, relay):
    page = people.page()
    page.goto("/")
    for shift, expected in ((600, ["relay"]), (-60, [])):
        username = f"{int(time.time()) + shift}:visitor"
        server = {"urls": relay.url, "username": username, "credential": turn.password(SECRET, username)}
        told = page.evaluate(GATHER, [server])
        assert told["found"] == expected, told


def test_with_another_secret_no_call_is_heard_and_both_are_told(browser, tmp_path, furniture, relay, pictures):
    wrong = {"DESKBELL_ICE_SERVERS": relay.url, "DESKBELL_TURN_SECRET": "not this one", "DESKBELL_ICE_POLICY": "relay"}
    with Desk.furnished(tmp_path, furniture, settings=wrong).opened() as desk:
        people = People(browser, desk, pictures)
        agent, customer = people.agent(ANA), people.customer(ROBERT)
        button(customer, "Call support").click()
        button(agent, "Answer").click()
        for page in (customer, agent):
            watch_words(page)
        # The pages try for twenty seconds.
        for page in (customer, agent):
            eventually(lambda: "The sound connection failed." in "".join(words_seen(page)), within=45)
            expect(status(page)).to_have_text("Ready")
            assert_no_audio_connection(page)
        expect(customer.locator("#ticket .moment[data-kind=call]")).to_contain_text("then the sound failed")
        assert people.leave() == []
