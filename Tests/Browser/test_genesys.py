"""V03: the CTI guide's contract from end to end, with a microservice that is not the desk's."""

import pytest
from playwright.sync_api import expect
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from support.cast import ANA, BEN, ROBERT
from support.genesys_double import Toolbar, desk_with_genesys
from support.inside import rows
from support.patience import eventually
from support.people import People, button, status
from support.web import Web


@pytest.fixture
def genesys(tmp_path, furniture):
    with desk_with_genesys(tmp_path, furniture) as both:
        yield both


@pytest.fixture
def ana(genesys):
    desk, _ = genesys
    toolbar = Toolbar(Web(desk.url).sign_in(ANA))
    yield toolbar
    toolbar.close()


@pytest.fixture
def ben(genesys):
    desk, _ = genesys
    toolbar = Toolbar(Web(desk.url).sign_in(BEN))
    yield toolbar
    toolbar.close()


def test_V03_registering_ringing_answering_and_ending(genesys, ana):
    _, double = genesys
    status_code, body = ana.post("initialize", requestId="r1")
    assert (status_code, body) == (202, {"status": "Success", "requestId": "r1"})
    ana.wait("EventRegistered")
    ana.wait("EventAgentReady")
    connection = double.ring(ANA.username, ROBERT.e164)
    ringing = ana.wait("EventRinging")
    assert (ringing["ANI"], ringing["connectionId"], ringing["direction"]) == (ROBERT.e164, connection, "inbound")
    assert ringing["eventId"]
    assert ana.post("Accept", connectionId=connection)[0] == 202
    ana.wait("EventEstablished")
    assert double.leg(ANA.username)["state"] == "connected"
    assert ana.post("hangup", connectionId=connection)[0] == 202
    ana.wait("EventReleased")
    seqs = [event["seq"] for event in ana.heard]
    assert seqs == sorted(set(seqs))


def test_V03_what_happens_on_the_desk_phone_shows_here(genesys, ana):
    _, double = genesys
    ana.registered()
    double.ring(ANA.username)
    ana.wait("EventRinging")
    double.act("phone/answer", agent=ANA.username)
    ana.wait("EventEstablished")
    double.act("customer/hangup", agent=ANA.username)
    ana.wait("EventReleased")


def test_a_caller_without_a_number_rings_all_the_same(genesys, ana):
    _, double = genesys
    ana.registered()
    double.mischief(hidesNumber=True)
    double.ring(ANA.username)
    assert "ANI" not in ana.wait("EventRinging")


def test_calls_out_with_the_answer_of_the_other_side(genesys, ana):
    _, double = genesys
    ana.registered()
    assert ana.post("makeCall", toNumber="+1 (415) 867-5309", userData={"name": "Robert Kane"})[0] == 202
    dialing = ana.wait("EventDialing")
    assert dialing["direction"] == "outbound"
    double.act("customer/answer", connectionId=dialing["connectionId"])
    ana.wait("EventEstablished")


def test_one_agents_events_never_reach_another(genesys, ana, ben):
    _, double = genesys
    ana.registered()
    ben.registered()
    connection = double.ring(ANA.username)
    ana.wait("EventRinging")
    assert ben.post("accept", connectionId=connection)[0] == 404
    double.ring(BEN.username, "+442079460958")
    ben.wait("EventRinging")
    assert [e["ANI"] for e in ben.heard if e["eventName"] == "EventRinging"] == ["+442079460958"]


def test_requests_are_held_to_the_contract(genesys, ana):
    _, double = genesys
    assert ana.post("available")[0] == 502
    ana.registered()
    assert ana.post("dance")[1]["field"] == "type"
    assert ana.post("accept")[1]["field"] == "connectionId"
    assert ana.post("accept", connectionId="none")[0] == 404
    connection = double.ring(ANA.username)
    ana.wait("EventRinging")
    assert ana.post("hold", connectionId=connection)[0] == 409
    first = ana.post("accept", connectionId=connection, requestId="once")
    ana.wait("EventEstablished")
    assert ana.post("accept", connectionId=connection, requestId="once") == first
    assert len(double.requests('"accept"')) == 1


def test_an_error_may_follow_a_success(genesys, ana):
    _, double = genesys
    ana.registered()
    double.mischief(failsNext=1)
    assert ana.post("makeCall", toNumber="+14158675309", requestId="m1")[0] == 202
    assert ana.wait("EventError")["requestId"] == "m1"


def test_too_much_at_once_says_when_to_come_back(genesys, ana):
    _, double = genesys
    ana.registered()
    double.mischief(busy=1, retryAfter=3)
    code, body = ana.post("unavailable")
    assert code == 429 and "3 seconds" in body["error"]


def test_events_that_come_twice_or_early_are_told_once(genesys, ana):
    _, double = genesys
    ana.registered()
    double.mischief(duplicates=True, eventsFirst=True)
    connection = double.ring(ANA.username)
    ana.wait("EventRinging")
    ana.post("accept", connectionId=connection)
    ana.wait("EventEstablished")
    ana.post("hangup", connectionId=connection)
    ana.wait("EventReleased")
    told = [name for name in ana.names() if name in ("EventRinging", "EventEstablished", "EventReleased")]
    assert told == ["EventRinging", "EventEstablished", "EventReleased"]


def test_a_hand_over_gives_the_call_another_id_and_is_one_call_to_the_desk(genesys, ana, ben):
    desk, double = genesys
    ana.registered()
    ben.registered()
    held = double.ring(ANA.username)
    ana.wait("EventRinging")
    ana.post("accept", connectionId=held)
    ana.wait("EventEstablished")
    assert ana.post("initiateTransfer", connectionId=held, toNumber=BEN.username)[0] == 202
    consult = ana.wait("EventDialing", lambda event: event["callType"] == "Consult")
    assert consult["parentConnectionId"] == held
    own = ben.wait("EventRinging")
    ben.post("accept", connectionId=own["connectionId"])
    ana.wait("EventEstablished", lambda event: event["connectionId"] == consult["connectionId"])
    ana.post("completeTransfer", connectionId=consult["connectionId"], heldConnectionId=held)
    ana.wait("EventReleased", lambda event: event["connectionId"] == held)
    changed = ben.wait("EventPartyChanged")
    assert changed["previousConnectionId"] == own["connectionId"]
    assert changed["eventId"] == own["eventId"]
    assert ben.post("hangup", connectionId=changed["connectionId"])[0] == 202
    ben.wait("EventReleased")
    assert eventually(lambda: rows(desk, "SELECT state, reason FROM calls") == [("ended", "hangup")])
    parts = rows(desk, "SELECT a.username, l.departure FROM call_legs l JOIN agents a ON a.id = l.agent_id ORDER BY l.id")
    assert parts == [(ANA.username, "handed-over"), (BEN.username, "hangup")]


def test_a_socket_that_breaks_in_mid_call_comes_back_with_the_whole_picture(genesys, ana):
    desk, double = genesys
    ana.registered()
    connection = double.ring(ANA.username)
    ana.wait("EventRinging")
    ana.post("accept", connectionId=connection)
    ana.wait("EventEstablished")
    ana.forget()
    double.act("sockets/break")
    ana.wait("EventError", lambda event: event["errorCode"] == "connection")
    ana.wait("EventRegistered")
    second = Toolbar(Web(desk.url).sign_in(ANA)).registered()
    assert second.wait("EventEstablished")["connectionId"] == connection
    second.close()


def test_only_our_own_pages_open_a_socket(genesys):
    desk, _ = genesys
    web = Web(desk.url).sign_in(ANA)
    for origin, headers in ((desk.url, {}), ("https://evil.example", {"Cookie": web.cookie_header})):
        with pytest.raises(InvalidStatus):
            connect(f"ws://{web.address.netloc}/genesysWs", origin=origin, additional_headers=headers).close()


def test_who_signs_out_hears_nothing_more(genesys, ana):
    ana.registered()
    ana.web.post("/sign-out")
    eventually(lambda: ana.code == 4401, within=20, what="the socket stayed open")


# The softphone on the page

@pytest.fixture
def people(request, browser, genesys, pictures):
    people = People(browser, genesys[0], pictures)
    yield people
    if getattr(request.node, "has_failed", False):
        people.photograph(request.node.name)
    troubles = people.leave()
    assert not troubles, "\n".join(troubles)


def test_V03_the_softphone_takes_a_call_without_a_microphone(genesys, people):
    _, double = genesys
    page = people.agent(ANA, microphone=False)
    eventually(lambda: double.state()["agents"].get(ANA.username), within=20, what="Ana is not available at Genesys")
    double.ring(ANA.username, ROBERT.e164)
    button(page, "Answer").click()
    expect(status(page)).to_contain_text("In call with")
    expect(page.get_by_text("The sound is on your own phone.")).to_be_visible()
    assert double.leg(ANA.username)["state"] == "connected"
    button(page, "Hang up").click()
    eventually(lambda: double.leg(ANA.username)["state"] == "over", within=15, what="the call goes on")
