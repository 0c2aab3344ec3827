"""What goes wrong between the desk and Twilio: webhooks that come twice, late or never, an API that fails, strangers."""

import re

import pytest
from conftest import attended
from support.calling import RINGING, assert_ended, expect
from support.cast import ANA, BEN, ROBERT
from support.inside import rows
from support.patience import eventually
from support.people import button, call_customer, in_call_with, row_of, status
from support.phones import (
    CALLER, assert_over, calls_told, dialled, file_quietly, phones_opened, rung_by_phone, talking_by_phone,
)
from support.proxy import CUT, PASSING, Proxy
from support.twilio_signature import post_webhook

TWIML_PATHS = (
    "/call/connect", "/call/dialed", "/call/status", "/call/recording", "/call/recorded", "/conference/connect/client",
    "/conference/wait", "/conference/hold", "/conference/lost", "/conference/voicemail", "/conference/status",
)
TABLES = ("calls", "call_legs", "call_events", "tickets", "ticket_events", "webhooks", "recordings")


def everything(desk):
    """All that webhooks could change."""
    known = {name for (name,) in rows(desk, "SELECT name FROM sqlite_master WHERE type = 'table'")}
    return {table: rows(desk, f"SELECT * FROM {table}") for table in TABLES if table in known}


def assert_told_once(page, *customers):
    """The call is over, once, for everybody and on the timeline."""
    row_of(page, ROBERT).get_by_role("link", name="Robert Kane").click()
    expect(calls_told(page)).to_have_count(1)
    expect(calls_told(page)).to_contain_text("Talked for")


# Webhooks

@pytest.mark.parametrize(
    "rule", [{"double": True}, {"late": True}, {"delay": 700, "double": True}, {"match": "/call/status", "drop": True}],
    ids=["doubled", "reordered", "slow", "status-dropped"],
)
def test_a_call_goes_right_whatever_becomes_of_its_webhooks(phones, rule):
    phones.double.misbehave(webhooks=rule)
    ana = talking_by_phone(phones)
    button(ana, "Hold").click()
    phones.double.assert_hearing()
    button(ana, "Resume").click()
    phones.double.assert_hearing("agent 1 customer")
    phones.double.use(ROBERT.e164, "hangup")
    assert_over(ana)
    phones.double.assert_empty()
    assert rows(phones.desk, "SELECT state, reason FROM calls") == [("ended", "hangup")]
    assert len(phones.double.requests("POST", "Participants.json")) == 1
    assert_told_once(ana)


@pytest.mark.parametrize("rule", [{"double": True}, {"late": True}], ids=["doubled", "reordered"])
def test_a_callers_call_goes_right_whatever_becomes_of_its_webhooks(phones, rule):
    phones.double.misbehave(webhooks=rule)
    file_quietly(phones, ROBERT)
    phones.double.customers.add(ROBERT.e164)
    _, ana = rung_by_phone(phones, ANA, caller=ROBERT.e164)
    button(ana, "Answer").click()
    phones.double.assert_hearing("agent 1 customer")
    phones.double.use(ROBERT.e164, "hangup")
    assert_over(ana)
    phones.double.assert_empty()
    assert rows(phones.desk, "SELECT state, reason FROM calls") == [("ended", "hangup")]
    expect(calls_told(ana)).to_have_count(1)


def test_the_customer_is_dialled_although_the_agents_arrival_is_never_told(phones):
    phones.double.misbehave(webhooks={"match": "participant-join", "drop": True, "times": 1})
    ana = dialled(phones)
    phones.double.asked("POST", "Participants.json", within=40)
    phones.double.use(ROBERT.e164, "answer")
    expect(status(ana)).to_have_text(in_call_with("Robert Kane"))
    phones.double.assert_hearing("agent 1 customer")


def test_an_end_that_nobody_told_is_found_out(phones):
    ana = talking_by_phone(phones)
    phones.double.misbehave(webhooks={"drop": True})
    phones.double.use(ROBERT.e164, "hangup")
    eventually(
        lambda: rows(phones.desk, "SELECT state FROM calls") == [("ended",)], within=90, what="the call goes on for ever",
    )
    assert_over(ana)
    phones.double.assert_empty()


# Twilio's API

@pytest.fixture
def way():
    """The way to Twilio's API, which can be cut."""
    ways = []
    yield ways
    for each in ways:
        each.close()


@pytest.fixture
def phones_by_way(request, way, tmp_path, furniture, browser, pictures):
    """People at a desk whose API requests go over a way that can be cut."""
    def settings(double):
        way.append(Proxy(double.port))
        return {"TWILIO_API_URL": f"http://localhost:{way[0].port}"}

    with phones_opened(tmp_path, furniture, browser, pictures, settings) as phones:
        yield from attended(request, phones)


def test_without_twilio_the_desk_says_so_and_everything_else_works(phones_by_way, way):
    phones = phones_by_way
    customer, ana = phones.customer(ROBERT), phones.agent(ANA)
    call_customer(ana, ROBERT).click()
    phones.double.use(ROBERT.e164, "answer")
    expect(status(ana)).to_have_text(in_call_with("Robert Kane"))
    button(ana, "Hang up").click()
    assert_over(ana)
    phones.double.assert_empty()
    way[0].become(CUT)
    panel = ana.locator("[data-phone-panel]")
    call_customer(ana, ROBERT).click()
    expect(panel).to_contain_text(re.compile("(Phone calls are not possible now|Twilio cannot be reached)"))
    expect(status(ana)).to_have_text("Ready")
    expect(ana.locator("[data-phone-line]")).to_contain_text("Phone calls are not possible now", timeout=60_000)
    expect(call_customer(ana, ROBERT)).to_be_disabled()
    button(row_of(ana, ROBERT), "Ring their page").click()
    expect(status(customer)).to_contain_text(RINGING)
    button(customer, "Answer").click()
    expect(status(ana)).to_have_text(in_call_with("Robert Kane"))
    button(ana, "Hang up").click()
    assert_over(ana)
    way[0].become(PASSING)
    expect(ana.locator("[data-phone-line]")).not_to_contain_text("not possible", timeout=60_000)
    expect(call_customer(ana, ROBERT)).to_be_enabled()
    call_customer(ana, ROBERT).click()
    phones.double.use(ROBERT.e164, "answer")
    expect(status(ana)).to_have_text(in_call_with("Robert Kane"))


def test_an_answer_that_is_lost_dials_nobody_twice(phones):
    phones.double.misbehave(rest={"match": "Participants.json", "method": "POST", "reset": True, "happens": True, "times": 1})
    ana = dialled(phones)
    phones.double.use(ROBERT.e164, "answer")
    expect(status(ana)).to_have_text(in_call_with("Robert Kane"))
    assert len(phones.double.requests("POST", "Participants.json")) == 1
    button(ana, "Hang up").click()
    assert_over(ana)
    phones.double.assert_empty()


def test_a_request_that_never_arrived_ends_the_call(phones):
    phones.double.misbehave(rest={"match": "Participants.json", "method": "POST", "reset": True, "times": 1})
    ana = dialled(phones)
    expect(status(ana)).to_contain_text(re.compile("Call ended|Ready"), timeout=60_000)
    assert_over(ana)
    phones.double.assert_empty()
    assert len(phones.double.requests("POST", "Participants.json")) == 1


def test_too_many_requests_are_tried_again(phones):
    phones.double.misbehave(rest={"match": "Participants.json", "method": "POST", "status": 429, "retryAfter": 1, "times": 1})
    ana = dialled(phones)
    phones.double.use(ROBERT.e164, "answer")
    expect(status(ana)).to_have_text(in_call_with("Robert Kane"))


@pytest.mark.parametrize("rule", [{"status": 500}, {"html": True}], ids=["500", "html"])
def test_trouble_of_twilios_own_is_told(phones, rule):
    phones.double.misbehave(rest={"match": "Participants.json", "method": "POST", **rule})
    ana = dialled(phones)
    expect(ana.locator("[data-phone-panel]")).to_contain_text(re.compile("Twilio|could not be put through|not possible"), timeout=60_000)
    # The call itself is given up a while later.
    expect(status(ana)).to_contain_text(re.compile("Call ended|Ready"), timeout=60_000)
    assert_over(ana)
    phones.double.assert_empty()


def test_a_hold_that_fails_says_that_the_customer_still_hears(phones):
    ana = talking_by_phone(phones)
    phones.double.misbehave(rest={"match": "/Participants/", "method": "POST", "status": 400, "code": 20001, "times": 1})
    button(ana, "Hold").click()
    expect(ana.locator("[data-phone-panel]")).to_contain_text("The customer still hears you.")
    expect(status(ana)).to_have_text(in_call_with("Robert Kane"))
    phones.double.assert_hearing("agent 1 customer")


# Strangers

def test_a_webhook_without_the_right_signature_changes_nothing(phones):
    talking_by_phone(phones)
    key = rows(phones.desk, "SELECT key FROM calls")[0][0]
    leg = phones.double.leg(ROBERT.e164)
    room = phones.double.room()
    before = everything(phones.desk)
    account, token = phones.desk.settings["TWILIO_ACCOUNT_SID"], phones.desk.settings["TWILIO_AUTH_TOKEN"]
    fields = {
        "AccountSid": account, "CallSid": leg["sid"], "CallStatus": "completed", "From": CALLER, "ConferenceSid": room["sid"],
        "FriendlyName": room["name"], "StatusCallbackEvent": "conference-end", "RecordingSid": "RE" + "a" * 32,
        "RecordingStatus": "completed", "RecordingDuration": "9",
    }
    for path in (*TWIML_PATHS, f"/call/status?call={key}&leg=2", f"/conference/{key}/connect/1"):
        assert post_webhook(phones.desk, path, fields)[0] == 403, path
        assert post_webhook(phones.desk, path, fields, token="another-token")[0] == 403, path
        changed = {"X-Twilio-Signature": "AAAAAAAAAAAAAAAAAAAAAAAAAAA="}
        assert post_webhook(phones.desk, path, fields, **changed)[0] == 403, path
        other = fields | {"AccountSid": "AC" + "0" * 32}
        assert post_webhook(phones.desk, path, other, token=token)[0] == 403, path
    after = everything(phones.desk)
    for table in before:
        assert after[table] == before[table], table
    phones.double.assert_hearing("agent 1 customer")


def test_the_same_webhook_again_changes_nothing(phones):
    ana = talking_by_phone(phones)
    phones.double.use(ROBERT.e164, "hangup")
    assert_over(ana)
    phones.double.assert_empty()
    token = phones.desk.settings["TWILIO_AUTH_TOKEN"]
    seen = [each for each in phones.double.webhooks() if "/status" in each["url"]]
    assert seen
    before = everything(phones.desk)
    for _ in range(3):
        for each in reversed(seen):
            path = each["url"].removeprefix(phones.desk.url)
            state, _ = post_webhook(
                phones.desk, path, each["parameters"], token=token, **{"I-Twilio-Idempotency-Token": each["token"]})
            assert state == 200, each
    after = everything(phones.desk)
    for table in ("calls", "ticket_events", "webhooks", "call_events", "tickets"):
        assert after.get(table) == before.get(table), table
