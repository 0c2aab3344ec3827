"""The double's Genesys Cloud, checked by the official client: what it accepts, Genesys Cloud's own clients understand."""

import json

import PureCloudPlatformClientV2 as genesys
import pytest
from PureCloudPlatformClientV2.rest import ApiException
from websockets.sync.client import connect

from support.genesys_double import GenesysDouble

ROBERT = "+14158675309"
TIMEOUT = 15


@pytest.fixture
def double(tmp_path):
    with GenesysDouble(tmp_path, cloud=True).opened() as double:
        yield double


@pytest.fixture
def client(double):
    client = genesys.api_client.ApiClient()
    client.host = double.url
    client.access_token = double.token("ana")
    return client


@pytest.fixture
def user(client):
    return genesys.UsersApi(client).get_users_me().id


@pytest.fixture
def channel(client, user):
    """The agent's notifications, as an open socket."""
    api = genesys.NotificationsApi(client)
    made = api.post_notifications_channels()
    topics = [{"id": f"v2.users.{user}.conversations.calls"}, {"id": f"v2.users.{user}.presence"}]
    api.put_notifications_channel_subscriptions(made.id, topics)
    with connect(made.connect_uri, compression=None) as socket:
        yield socket


def news(socket, topic, matching):
    """The next body of this topic for which that holds."""
    while True:
        message = json.loads(socket.recv(timeout=TIMEOUT))
        if message["topicName"].endswith(topic) and matching(message["eventBody"]):
            return message["eventBody"]


def own(conversation, user):
    return [each for each in conversation["participants"] if (each.get("user") or {}).get("id") == user][-1]


def state(user, wanted):
    return lambda body: own(body, user)["state"] == wanted


def test_strangers_are_refused(double):
    client = genesys.api_client.ApiClient()
    client.host, client.access_token = double.url, "made up"
    with pytest.raises(ApiException) as refused:
        genesys.UsersApi(client).get_users_me()
    assert refused.value.status == 401


def test_on_queue_and_away(client, user, channel):
    definitions = genesys.PresenceApi(client).get_presence_definitions().entities
    on_queue = next(each.id for each in definitions if each.system_presence == "OnQueue")
    genesys.PresenceApi(client).patch_user_presences_purecloud(user, {"presenceDefinition": {"id": on_queue}})
    body = news(channel, ".presence", lambda _: True)
    assert body["presenceDefinition"]["systemPresence"] == "ON_QUEUE"


def test_a_call_is_answered_held_and_ended(double, client, user, channel):
    api = genesys.ConversationsApi(client)
    double.ring("ana", ROBERT)
    body = news(channel, ".conversations.calls", state(user, "alerting"))
    customer = next(each for each in body["participants"] if each["purpose"] == "customer")
    assert customer["address"] == f"tel:{ROBERT}"
    part = own(body, user)["id"]

    for request, holds in (
        ({"state": "connected"}, state(user, "connected")),
        ({"held": True}, lambda now: own(now, user)["held"]),
        ({"held": False}, lambda now: not own(now, user)["held"]),
        ({"muted": True}, lambda now: own(now, user)["muted"]),
        ({"state": "disconnected"}, state(user, "disconnected")),
    ):
        api.patch_conversations_call_participant(body["id"], part, request)
        news(channel, ".conversations.calls", holds)


def test_a_call_out_is_listed_while_it_goes_on(client, user, channel):
    api = genesys.ConversationsApi(client)
    made = api.post_conversations_calls({"phoneNumber": "+14155550001"})
    body = news(channel, ".conversations.calls", state(user, "connected"))
    assert body["id"] == made.id
    listed = api.get_conversations_calls().entities
    assert [each.id for each in listed] == [made.id]
    assert {each.state for each in listed[0].participants} == {"connected"}


def test_a_customer_is_handed_to_somebody_who_was_asked(client, user, channel):
    api = genesys.ConversationsApi(client)
    api.post_conversations_calls({"phoneNumber": "+14155550001"})
    body = news(channel, ".conversations.calls", state(user, "connected"))
    customer = next(each["id"] for each in body["participants"] if each["purpose"] == "customer")
    answer = api.post_conversations_call_participant_consult(
        body["id"], customer, {"speakTo": "DESTINATION", "destination": {"address": "+14155551234"}})
    assert answer.destination_participant_id
    api.delete_conversations_call_participant_consult(body["id"], customer)
    news(channel, ".conversations.calls", lambda now: not any("consultParticipantId" in each for each in now["participants"]))


def test_too_many_requests_say_when_to_come_back(double, client):
    double.mischief(busy=1, retryAfter=1)
    # The client waits as long as it is told, and asks again by itself.
    assert genesys.UsersApi(client).get_users_me().name == "ana"
    assert [each["status"] for each in double.requests("/users/me")] == [429, 200]


def test_nobody_listens_to_others(client, user):
    api = genesys.NotificationsApi(client)
    made = api.post_notifications_channels()
    other = user[:-1] + ("0" if user[-1] != "0" else "1")
    with pytest.raises(ApiException):
        api.put_notifications_channel_subscriptions(made.id, [{"id": f"v2.users.{other}.conversations.calls"}])
