"""Live sockets: nobody hears, joins or disturbs what is not theirs, and odd bytes close one socket only."""

import json
import re
import time

import pytest

from support import live, raw
from support.cast import ANA, BEN, MIKA, ROBERT
from support.inside import assert_serves
from support.patience import eventually
from support.web import Web


def test_T27_nobody_hears_what_their_page_would_not_show(desk):
    visitor, robert, mika = live.visitor(desk), live.customer(desk, ROBERT), live.customer(desk, MIKA)
    ana, ben = live.agent(desk, ANA), live.agent(desk, BEN)
    ana.say(type="watch", ticket=1, mark="")
    for page in (visitor, robert, mika):
        page.say(type="watch", ticket=1, mark="")
        page.say(type="presence", presence="away")
    desk_page = Web(desk.url).sign_in(BEN)
    desk_page.post("/dashboard/tickets/1/notes", {"note": "a secret note"})
    desk_page.post("/dashboard/tickets/1/status", {"status": "pending"})
    call = robert.outcome(robert.dial())["id"]
    ben.call(lambda each: each["id"] == call)
    ben.say(type="answer", call=call)
    robert.call(lambda each: each["state"] == "live")
    robert.say(type="hangUp", call=call)
    robert.call(lambda each: each["state"] == "ended")
    ana.wait("fragment", lambda message: message["id"] == "ticket-detail" and "Talked" in message["html"])
    robert.wait("fragment", lambda message: message["id"] == "ticket" and "Talked" in message["html"])
    assert {message["id"] for message in visitor.all("fragment")} <= {"desk-state"}
    assert {message["id"] for message in mika.all("fragment")} <= {"desk-state", "ticket"}
    assert {message["id"] for message in robert.all("fragment")} <= {"desk-state", "ticket"}
    assert not visitor.all("call") and not mika.all("call")
    for page in (visitor, mika):
        heard = json.dumps(page.heard)
        assert "Robert" not in heard and call not in heard and "Ben Ito" not in heard
    for page in (visitor, robert, mika):
        assert "a secret note" not in json.dumps(page.heard)
        assert not page.all("presence")
    assert "ticket-detail" not in {message["id"] for message in ben.all("fragment")}
    assert ANA.name not in json.dumps(robert.heard)


@pytest.fixture
def talk(desk):
    """Robert and Ana talk; Mika looks on."""
    ana, robert, mika = live.agent(desk, ANA), live.customer(desk, ROBERT), live.customer(desk, MIKA)
    call = robert.outcome(robert.dial())["id"]
    ana.call(lambda each: each["id"] == call)
    ana.say(type="answer", call=call)
    told = robert.call(lambda each: each["state"] == "live" and each["peers"])
    return call, told["peers"][0]["leg"], robert, ana, mika


def assert_signals_pass(talk):
    """The talk is live, and what its pages say to each other comes through, soon."""
    call, leg, robert, ana, _ = talk
    word = f"candidate {time.monotonic()}"
    began = time.monotonic()
    robert.say(type="signal", call=call, to=leg, data={"candidate": {"candidate": word}})
    ana.wait("signal", lambda message: word in json.dumps(message["data"]))
    assert time.monotonic() - began < 2
    assert all(each["call"]["state"] == "live" for each in ana.all("call")[-1:])


def test_T45_nobody_joins_hears_or_ends_a_talk_of_others(talk, desk):
    call, leg, robert, ana, mika = talk
    stranger = live.visitor(desk)
    data = {"description": {"type": "offer", "sdp": "v=0"}}
    for page in (mika, stranger):
        for kind in ("ringing", "answer", "reject", "hangUp", "rejoin", "sound", "failed"):
            page.say(type=kind, call=call, reason="media")
        page.say(type="mute", call=call, muted=True)
        for other in (leg, "1", "2", "0", "-1", "9223372036854775807"):
            page.say(type="signal", call=call, to=other, data=data)
        page.say(type="ping")
        page.wait("pong")
        assert not page.all("call") and not page.all("signal")
    assert not ana.all("signal") and not ana.all("mute")
    assert_signals_pass(talk)


def test_T45_signals_that_are_too_big_or_too_many_close_the_socket_and_no_other(talk, desk):
    call, leg, _, _, mika = talk
    mika.send(json.dumps({"type": "signal", "call": call, "to": leg, "data": {"sdp": "a" * 1_000_000}}))
    assert mika.closed() == 1009
    flooder = live.customer(desk, MIKA)
    for _ in range(10_000):
        if flooder.code:
            break
        flooder.say(type="signal", call=call, to=leg, data={"candidate": {"candidate": "x"}})
    assert flooder.closed() == 1008
    assert_signals_pass(talk)


UNREADABLE = [
    "", "x", "null", "[]", "1", "{}", '"hello"', '{"type":1}', '{"type":null}', '{"type":"nothing"}', '{"type":"dial"}',
    '{"type":"dial","ref":{}}', '{"type":"dial","ref":"a b"}', '{"type":"dial","ref":"x","ticket":1e400}',
    '{"type":"dial","ref":"x","ticket":9223372036854775808}', '{"type":"answer","call":["x"]}',
    '{"type":"answer","call":"' + "a" * 65 + '"}', '{"type":"signal","call":"x","to":"1","data":1}',
    '{"type":"presence","presence":"offline"}', '{"type":"mute","call":"x","muted":"yes"}',
    "[" * 30_000, '{"a":' * 10_000,
    '{"type":"signal","call":"x","to":"1","data":' + '{"a":' * 5_000 + "1" + "}" * 5_001,
    '{"type":"ping"', '{"type":"pi\\u0000ng"}', '{"type":"hello\\ud800"}', "\u0000", '{"type":"ringing","call":""}',
]


def test_T46_what_is_no_message_gets_one_constant_answer(desk):
    page = live.customer(desk, ROBERT)
    for text in UNREADABLE:
        page.send(text)
    errors = eventually(lambda: len(page.all("error")) >= len(UNREADABLE) and page.all("error"))
    assert len({json.dumps(error, sort_keys=True) for error in errors}) == 1
    assert errors[0]["words"] == "This message was not understood."
    page.say(type="ping")
    page.wait("pong")


HELLO = json.dumps({"type": "hello", "as": "agent", "tab": "x"}).encode()
VIOLATIONS = {
    "not masked": (raw.frame(b"x", masked=False), 1002),
    "a reserved bit": (raw.frame(b"x", reserved=4), 1002),
    "an unknown opcode": (raw.frame(b"x", opcode=3), 1002),
    "an endless length": (raw.frame(b"x", length=2**63 - 1), 1009),
    "a length of 64 bits": (raw.frame(b"x", length=2**64 - 1), 1009),
    "a long ping": (raw.frame(b"x" * 126, opcode=raw.PING), 1002),
    "a ping in pieces": (raw.frame(b"x", opcode=raw.PING, final=False), 1002),
    "nothing to continue": (raw.frame(b"x", opcode=0), 1002),
    "two beginnings": (raw.frame(b"x", final=False) + raw.frame(b"x"), 1002),
    "a thousand pieces": (raw.frame(b"x", final=False) + raw.frame(b"x", opcode=0, final=False) * 1000, 1008),
    "no UTF-8": (raw.frame(b"\xff\xfe"), 1007),
    "a surrogate": (raw.frame(b"\xed\xa0\x80"), 1007),
    "binary": (raw.frame(b"x", opcode=raw.BINARY), 1003),
    "a bad close": (raw.frame(b"\x03", opcode=raw.CLOSE), 1002),
    "a reserved close code": (raw.frame(b"\x03\xed", opcode=raw.CLOSE), 1002),
}


@pytest.mark.parametrize("kind", VIOLATIONS)
def test_T46_what_the_protocol_forbids_is_closed_with_its_code(shared_desk, kind):
    sent, code = VIOLATIONS[kind]
    web = Web(shared_desk.url).sign_in(ANA)
    with raw.upgraded(web) as connection:
        connection.sendall(raw.frame(HELLO) + sent)
        told = raw.close_told(connection)
    assert told and told[0] == code, told
    assert not re.search(r"swift|NIO|Error|Decod|0x", told[1])
    assert_serves(shared_desk)
