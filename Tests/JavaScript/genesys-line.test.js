import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { settle } from "./fakes.js";
import { aGenesys, dialing, ringing } from "./genesys-world.js";

const robert = { name: "Robert Kane", ticket: 12, phone: "+14158675309", button: "Call Customer" };

async function talking(settings) {
  const world = aGenesys(settings);
  await world.registered();
  world.hear("EventRinging", ringing());
  world.hear("EventEstablished", ringing());
  return { ...world, call: world.last("accepted").call };
}

describe("V03 a line to Genesys", () => {
  test("opens the socket first and asks to be registered then", async () => {
    const { sockets, asked, types } = aGenesys();
    assert.equal(sockets.length, 1);
    assert.deepEqual(asked, []);
    sockets[0].onopen();
    await settle();
    assert.deepEqual(types(), ["initialize"]);
  });

  test("events make an offer, an answer and an end", async () => {
    const { hear, events, registered } = aGenesys();
    await registered();
    for (const name of ["EventRinging", "EventEstablished", "EventReleased"]) hear(name, ringing());
    assert.deepEqual(events.filter((event) => event.call).map((event) => event.type), ["incoming", "accepted", "ended"]);
    assert.equal(events.find((event) => event.type === "incoming").call.with, "+14158675309");
    assert.equal(events.at(-1).reason, "hangup");
  });

  test("says that it stands, and where the sound is", async () => {
    const { last, registered, line, hear } = aGenesys();
    await registered();
    assert.deepEqual(last("service").service, { ready: true, words: null, action: null });
    assert.equal(line.capabilities.mediaInPage, false);
    hear("EventRinging", ringing());
    assert.equal(last("incoming").call.situation.elsewhere, "The sound is on your own phone.");
  });

  test("who is available at the desk is so at Genesys, as soon as it knows them", async () => {
    const { line, registered, types } = aGenesys();
    line.ready();
    assert.deepEqual(types(), []);
    await registered();
    assert.deepEqual(types(), ["initialize", "available"]);
    line.unavailable();
    assert.deepEqual(types().at(-1), "unavailable");
  });

  test("a call goes by what all who talk with its customer know it by, and lasts since they do", async () => {
    const { hear, last, registered, know, clock } = aGenesys();
    await registered();
    hear("EventEstablished", ringing({ callUuid: "u1", callType: "Consult" }));
    const { call } = last("accepted");
    assert.equal(call.id, "u1");
    know({ line: "genesys", call: "u1", key: "k9", with: "Robert Kane", about: null, ticket: null, pop: null, number: null, unverified: false, wrapUp: true, liveAt: clock.now() - 60_000 });
    assert.deepEqual([last("accepted").call.with, last("accepted").call.liveAt], ["Robert Kane", clock.now() - 60_000]);
  });

  test("mutes only where Genesys can", async () => {
    const { registered, line } = aGenesys();
    await registered({ capabilities: ["mute", "wrapUp"] });
    assert.equal(line.capabilities.mute, true);
    assert.equal(line.capabilities.wrapUp, true);
    await registered({ capabilities: [] });
    assert.equal(line.capabilities.mute, false);
  });

  test("a caller without a number is one all the same", async () => {
    const { hear, last, registered } = aGenesys();
    await registered();
    hear("EventRinging", ringing({ ANI: undefined }));
    assert.equal(last("incoming").call.with, "Unknown number");
  });

  test("knows the call by what the desk wrote down", async () => {
    const { know, last } = await talking();
    know({ line: "genesys", call: "e1", key: "k9", with: "Robert Kane", about: "The mallet broke", ticket: "/dashboard/tickets/1", pop: null, number: "+1 415 867 5309", unverified: false, wrapUp: true });
    const { call } = last("accepted");
    assert.equal(call.with, "Robert Kane");
    assert.equal(call.situation.record, "k9");
  });
});

describe("commands to Genesys", () => {
  test("an answer is done when Genesys says so, not before", async () => {
    const { line, hear, last, registered, asked } = aGenesys();
    await registered();
    hear("EventRinging", ringing());
    let isDone = false;
    const answered = line.accept(last("incoming").call).then(() => (isDone = true));
    await settle();
    assert.equal(asked.at(-1).type, "accept");
    assert.equal(asked.at(-1).connectionId, "c1");
    assert.equal(isDone, false);
    hear("EventEstablished", ringing());
    await answered;
  });

  test("an event may come before the reply", async () => {
    const { line, hear, last, registered } = aGenesys();
    await registered();
    hear("EventRinging", ringing());
    const answered = line.accept(last("incoming").call);
    hear("EventEstablished", ringing());
    await answered;
  });

  test("an error after the reply lets one try again", async () => {
    const { line, hear, last, registered } = aGenesys();
    await registered();
    hear("EventRinging", ringing());
    const answered = line.accept(last("incoming").call);
    hear("EventError", { connectionId: "c1", errorMessage: "Your phone is not ready." });
    await assert.rejects(answered, /Your phone is not ready/);
  });

  test("ten seconds without an event are told, and the state is read again", async () => {
    const { line, hear, last, registered, clock, types } = aGenesys();
    await registered();
    hear("EventRinging", ringing());
    const answered = line.accept(last("incoming").call);
    await settle();
    clock.advance(10_000);
    await assert.rejects(answered, /within 10 seconds/);
    assert.equal(types().at(-1), "initialize");
  });

  test("what is refused says why", async () => {
    const { line, last, world, call } = await talking();
    Object.assign(world, { status: 409, error: "That cannot be done with this call now." });
    line.command(call, "hold");
    await settle();
    assert.deepEqual(last("refused"), { type: "refused", call: "e1", words: world.error });
  });

  test("a hang-up that fails brings the call back", async () => {
    const { line, events, world, call } = await talking();
    Object.assign(world, { status: 502, error: "Genesys cannot be reached." });
    line.hangUp(call);
    await settle();
    await settle();
    assert.deepEqual(events.slice(-3).map((event) => event.type), ["ended", "accepted", "refused"]);
  });

  test("what this agent ends is ended by them", async () => {
    const { line, hear, last, call } = await talking();
    line.hangUp(call);
    hear("EventReleased", ringing());
    assert.equal(last("ended").by, "us");
    assert.equal(last("ended").words, null);
  });

  test("dials, with whose ticket it is", async () => {
    const { line, hear, last, registered, asked } = aGenesys();
    await registered();
    const dialled = line.dial(robert);
    await settle();
    assert.deepEqual(asked.at(-1).userData, { name: "Robert Kane", ticket: "12" });
    hear("EventDialing", dialing());
    await dialled;
    assert.equal(last("ringing").call.direction, "out");
    hear("EventDestinationBusy", dialing());
    assert.equal(last("ended").words, "The line is busy.");
  });

  test("a dial that was given up is ended as soon as it is a call", async () => {
    const { line, hear, registered, asked, last } = aGenesys();
    await registered();
    void line.dial(robert);
    line.cancel();
    hear("EventDialing", dialing());
    await settle();
    assert.deepEqual([asked.at(-1).type, asked.at(-1).connectionId], ["hangup", "c1"]);
    assert.equal(last("ringing"), undefined);
  });

  test("takes telephones, and leaves pages to the desk", () => {
    const { line } = aGenesys();
    assert.equal(line.takes(robert), true);
    assert.equal(line.takes({ ...robert, by: "page" }), false);
    assert.equal(line.takes({ ...robert, phone: null }), false);
  });

  test("holds, and takes back", async () => {
    const { line, hear, last, asked, call } = await talking();
    line.command(call, "hold");
    assert.equal(asked.at(-1).type, "hold");
    hear("EventHeld", ringing());
    assert.equal(last("accepted").call.situation.can.resume, true);
    assert.notEqual(last("accepted").call.situation.heldSince, null);
    line.command(call, "resume");
    assert.equal(asked.at(-1).type, "retrieve");
    hear("EventRetrieved", ringing());
    assert.equal(last("accepted").call.situation.can.hold, true);
  });

  test("asks a colleague, hands over or takes back", async () => {
    const { line, hear, last, asked, call } = await talking();
    line.consult(call, 2);
    assert.deepEqual([asked.at(-1).type, asked.at(-1).toAgent], ["initiateTransfer", 2]);
    hear("EventHeld", ringing());
    const consult = { connectionId: "c2", eventId: "e2", parentConnectionId: "c1", callType: "Consult", direction: "outbound", otherDN: "ben" };
    hear("EventDialing", consult);
    assert.equal(last("accepted").call.situation.consult.state, "ringing");
    hear("EventEstablished", consult);
    assert.deepEqual(last("accepted").call.situation.consult, { name: "ben", state: "talking", role: "asking", words: null });
    line.command(call, "handOver");
    const { type, connectionId, heldConnectionId } = asked.at(-1);
    assert.deepEqual([type, connectionId, heldConnectionId], ["completeTransfer", "c2", "c1"]);
    hear("EventReleased", consult);
    hear("EventReleased", ringing());
    assert.equal(last("ended").by, "us");
  });

  test("a hand-over that is refused after it was taken on leaves the call here", async () => {
    const { line, hear, last, call, events } = await talking();
    line.consult(call, 2);
    const consult = { connectionId: "c2", eventId: "e2", parentConnectionId: "c1", callType: "Consult", direction: "outbound", otherDN: "ben" };
    hear("EventEstablished", consult);
    line.command(call, "handOver");
    hear("EventError", { connectionId: "c2", errorMessage: "Not now." });
    assert.deepEqual(last("refused"), { type: "refused", call: "e1", words: "Not now." });
    const before = events.length;
    hear("EventRetrieved", ringing());
    assert.equal(events.slice(before).at(-1).type, "accepted");
    hear("EventReleased", ringing({ reason: "peer" }));
    assert.equal(last("ended").by, "them");
  });
});

describe("a connection that breaks", () => {
  test("comes back with a longer pause each time, and registers again", async () => {
    const { sockets, clock, last, types } = aGenesys();
    sockets[0].onopen();
    await settle();
    sockets[0].die();
    assert.equal(last("service").service.ready, false);
    clock.advance(250);
    assert.equal(sockets.length, 2);
    sockets[1].onopen();
    await settle();
    assert.deepEqual(types(), ["initialize", "initialize"]);
  });

  test("an error of the socket counts as its end", () => {
    const { sockets, clock } = aGenesys();
    sockets[0].onerror();
    clock.advance(250);
    assert.equal(sockets.length, 2);
  });

  test("calls that are not told of again are over", async () => {
    const { hear, last, clock, sockets, restartSeq, registered } = await talking();
    sockets[0].die();
    clock.advance(250);
    restartSeq();
    await registered();
    clock.advance(15_000);
    assert.equal(last("ended").reason, "lost");
    hear("EventReleased", ringing());
  });

  test("calls that are told of again go on", async () => {
    const { hear, last, clock, sockets, restartSeq, registered } = await talking();
    sockets[0].die();
    clock.advance(250);
    restartSeq();
    await registered();
    hear("EventEstablished", ringing());
    clock.advance(15_000);
    assert.equal(last("ended"), undefined);
  });

  test("nothing brings back what is over", async () => {
    const { hear, events } = await talking();
    hear("EventReleased", ringing());
    const before = events.length;
    for (const name of ["EventRinging", "EventEstablished", "EventHeld", "EventReleased"]) hear(name, ringing());
    assert.equal(events.length, before);
  });

  test("a call that is handed over goes on under its new id", async () => {
    const { hear, line, asked, call, last } = await talking();
    hear("EventPartyChanged", ringing({ connectionId: "c2", previousConnectionId: "c1" }));
    line.command(call, "hold");
    assert.equal(asked.at(-1).connectionId, "c2");
    hear("EventReleased", ringing());
    assert.equal(last("ended"), undefined);
  });

  test("a gap in the numbers is filled by asking again", async () => {
    const { hear, skip, types } = await talking();
    skip(2);
    hear("EventHeld", ringing());
    await settle();
    assert.equal(types().at(-1), "initialize");
  });

  test("who was signed out is not connected again", () => {
    const { sockets, clock } = aGenesys();
    sockets[0].die(4401);
    clock.advance(60_000);
    assert.equal(sockets.length, 1);
  });

  test("who has to sign in at Genesys gets a button for it", async () => {
    const { line, hear, last, paths, registered } = aGenesys({ needsSignIn: true });
    await registered();
    hear("EventError", { errorCode: "sign-in", errorMessage: "Sign in to Genesys first." });
    assert.deepEqual(last("service").service, { ready: false, words: "Sign in to Genesys to take calls.", action: "Sign in to Genesys" });
    assert.equal(last("agent").state, "signedOut");
    line.act();
    assert.deepEqual(paths, ["/genesys/sign-in"]);
  });

  test("its button tries again where signing in would not help", async () => {
    const { line, hear, last, sockets, registered } = aGenesys();
    await registered();
    hear("EventError", { errorCode: "connection", errorMessage: "Genesys cannot be reached." });
    assert.equal(last("service").service.action, "Try again");
    line.act();
    assert.equal(sockets.length, 2);
  });
});
