import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { callFrom } from "../../Public/js/voice/lines/calls.js";
import { HeldMicrophone } from "../../Public/js/voice/lines/held-microphone.js";
import { TwilioBridge } from "../../Public/js/voice/lines/twilio-bridge.js";
import { TwilioCarrier } from "../../Public/js/voice/lines/twilio-carrier.js";
import { Problem } from "../../Public/js/voice/problem.js";
import { Softphone } from "../../Public/js/voice/softphone.js";
import { aLine } from "./a-line.js";
import { aMessage, FakeClock, settle, support } from "./fakes.js";
import { FakeSdkCall } from "./fake-twilio.js";

/** A telephone whose calls the test makes. */
function aTelephone() {
  const phone = { entered: [], calls: [], released: 0, line: { ready: true, words: "Phone line ready" }, outcome: null };
  phone.connect = async (params) => {
    phone.entered.push(params);
    if (phone.outcome) return phone.outcome;
    phone.calls.push(new FakeSdkCall());
    return phone.calls.at(-1);
  };
  phone.accept = (call) => call.accept();
  phone.use = () => {};
  phone.release = () => (phone.released += 1);
  return phone;
}

const join = (leg) => ({ call: "k1", leg });
const told = (changes) => aMessage({ version: 2, carrier: "twilio", state: "live", leg: "joined", join: join("a"), ...changes });
const hear = (socket, call) => socket.hear({ type: "call", call });

function aDesk() {
  const phone = aTelephone();
  return { phone, ...aLine((carrierTold) => new TwilioCarrier(carrierTold, phone)) };
}

async function inCall() {
  const all = aDesk();
  hear(all.socket, aMessage({ carrier: "twilio" }));
  await all.line.accept(callFrom(aMessage(), 0));
  hear(all.socket, told());
  await settle();
  return all;
}

describe("a call of the desk over the telephone network", () => {
  test("is answered with the microphone first, and entered with the key as texts", async () => {
    const { phone, socket, line } = aDesk();
    hear(socket, aMessage({ carrier: "twilio" }));
    assert.equal(phone.entered.length, 0);
    await line.accept(callFrom(aMessage(), 0));
    assert.deepEqual(socket.ofType("answer"), [{ type: "answer", call: "k1" }]);
    hear(socket, told({ join: { ...join("a"), number: 7, other: null } }));
    await settle();
    assert.deepEqual(phone.entered, [{ call: "k1", leg: "a", number: "7" }]);
  });

  test("is entered once, whatever else is told of it", async () => {
    const { phone, socket } = await inCall();
    hear(socket, told({ version: 2.5, join: { leg: "a", call: "k1" } }));
    hear(socket, told({ version: 3, heldSince: 5 }));
    await settle();
    assert.equal(phone.entered.length, 1);
  });

  test("is entered anew with a new key: the desk has let go of the one before", async () => {
    const { phone, socket } = await inCall();
    hear(socket, told({ version: 4, join: join("b") }));
    await settle();
    assert.equal(phone.entered.length, 2);
  });

  test("that this page made is entered while it still rings", async () => {
    const { phone, socket, line } = aDesk();
    void line.dial({ ...support, ticket: 12, by: "phone" });
    await settle();
    const [{ ref, by }] = socket.ofType("dial");
    assert.equal(by, "phone");
    hear(socket, told({ version: 1, ref, side: "caller", state: "offered" }));
    await settle();
    assert.equal(phone.entered.length, 1);
  });

  test("that another tab carries, or the agent's own telephone, is not entered", async () => {
    const { phone, socket, streams } = aDesk();
    hear(socket, told({ mine: false, join: null }));
    hear(socket, told({ id: "k2", onPhone: true, join: null }));
    await settle();
    assert.deepEqual([phone.entered.length, streams.length], [0, 0]);
  });

  test("mute and keys go through the network's own call", async () => {
    const { phone, line } = await inCall();
    line.mute({ id: "k1" }, true);
    line.sendDigits({ id: "k1" }, "5");
    assert.deepEqual(phone.calls[0].did.slice(-2), ["mute", "digits 5"]);
  });

  test("ends there when it ends", async () => {
    const { phone, socket, line, streams } = await inCall();
    line.hangUp({ id: "k1" });
    assert.deepEqual(phone.calls[0].did.at(-1), "disconnect");
    assert.equal(streams[0].track.isStopped, true);
    assert.equal(socket.ofType("rejoin").length, 0);
  });

  test("that the desk ends within a second is not asked for again", async () => {
    const { phone, socket, clock } = await inCall();
    phone.calls[0].disconnect();
    hear(socket, told({ version: 3, state: "ended", leg: "left", join: null }));
    clock.advance(5_000);
    assert.equal(socket.ofType("rejoin").length, 0);
  });

  test("whose sound is lost is asked for once, and entered with the new key", async () => {
    const { phone, socket, clock, events } = await inCall();
    phone.calls[0].emit("disconnect");
    clock.advance(1_000);
    assert.deepEqual(socket.ofType("rejoin"), [{ type: "rejoin", call: "k1" }]);
    hear(socket, told({ version: 3 }));
    await settle();
    assert.equal(phone.entered.length, 1);
    hear(socket, told({ version: 4, join: join("b") }));
    await settle();
    assert.deepEqual(phone.entered.at(-1), join("b"));
    assert.equal(events.at(-1).call.away, null);
  });

  test("whose sound is lost again soon waits for Rejoin", async () => {
    const { phone, socket, clock, streams, events, line } = await inCall();
    phone.calls[0].emit("disconnect");
    clock.advance(1_000);
    hear(socket, told({ version: 3, join: join("b") }));
    await settle();
    phone.calls[1].emit("disconnect");
    clock.advance(1_000);
    assert.equal(socket.ofType("rejoin").length, 1);
    assert.equal(events.at(-1).call.away, "asking");
    assert.equal(streams[0].track.isStopped, true);
    hear(socket, told({ version: 4, leg: "away", join: null }));
    hear(socket, told({ version: 5, join: join("b") }));
    await settle();
    assert.equal(events.at(-1).call.away, "asking");
    await line.rejoin({ id: "k1" });
    assert.equal(socket.ofType("rejoin").length, 2);
    hear(socket, told({ version: 6, join: join("c") }));
    await settle();
    assert.deepEqual(phone.entered.at(-1), join("c"));
    assert.equal(events.at(-1).call.away, null);
  });

  test("that cannot be entered says why, and is tried once more", async () => {
    const all = aDesk();
    all.phone.outcome = Promise.reject(new Problem("No sound gets through your network."));
    hear(all.socket, aMessage({ carrier: "twilio" }));
    await all.line.accept(callFrom(aMessage(), 0));
    hear(all.socket, told());
    await settle();
    assert.deepEqual(all.events.at(-1), { type: "error", words: "No sound gets through your network." });
    all.clock.advance(1_000);
    assert.equal(all.socket.ofType("rejoin").length, 1);
  });

  test("on a page without a telephone says so", async () => {
    const { socket, line, events } = aLine();
    hear(socket, aMessage({ carrier: "twilio" }));
    await line.accept(callFrom(aMessage(), 0));
    hear(socket, told());
    assert.ok(events.some((event) => event.type === "error" && /needs a telephone line/.test(event.words)));
  });

  test("tells weak and broken sound, and forgets it with the call", async () => {
    const { phone, events } = await inCall();
    const notices = () => events.filter((event) => event.type === "notice").map(({ kind, words }) => [kind, words !== null]);
    phone.calls[0].emit("warning", "low-mos", {});
    phone.calls[0].emit("warning", "constant-audio-input-level", {});
    phone.calls[0].emit("reconnecting", {});
    assert.deepEqual(notices(), [["weak", true], ["weak", true], ["broken", true]]);
    phone.calls[0].emit("reconnected");
    phone.calls[0].emit("warning-cleared", "low-mos");
    assert.deepEqual(notices().slice(-2), [["broken", false], ["weak", false]]);
  });
});

/** A softphone whose only line is the one straight into this browser. */
function aBridge() {
  const phone = aTelephone();
  const clock = new FakeClock();
  const streams = [];
  const parts = {
    take: async () => {
      const track = { enabled: true, isStopped: false, stop: () => (track.isStopped = true) };
      streams.push({ track, getTracks: () => [track], getAudioTracks: () => [track] });
      return streams.at(-1);
    },
    permission: async () => "granted",
    release: (stream) => stream?.track.stop(),
  };
  const microphone = new HeldMicrophone(parts, { asking: () => {}, held: () => {}, replaced: () => {}, gone: () => {} });
  const line = new TwilioBridge(phone, microphone, clock);
  const softphone = new Softphone(line, clock);
  const ring = (custom = {}, parameters = {}) => {
    const call = new FakeSdkCall({ From: "+14158675309", CallSid: "CA1", ...parameters }, custom);
    phone.onIncoming(call);
    return call;
  };
  return { phone, clock, streams, softphone, ring };
}

describe("a call straight into the browser", () => {
  test("rings like any other, under its number", () => {
    const { softphone, ring } = aBridge();
    ring();
    const { state, who, number, can } = softphone.view;
    assert.deepEqual([state, who, number.words, can.answer, can.reject], ["ringing", "+14158675309", "+14158675309", true, true]);
  });

  test("rings under the name that it brings, or that of a client", () => {
    const named = aBridge();
    named.ring({ name: "Robert Kane" });
    assert.equal(named.softphone.view.who, "Robert Kane");
    const client = aBridge();
    client.ring({}, { From: "client:visitor_7" });
    assert.equal(client.softphone.view.who, "visitor_7");
    assert.equal(client.softphone.view.number, null);
  });

  test("is left alone when it is one of the desk's", () => {
    const { softphone, ring } = aBridge();
    ring({ call: "k1" });
    assert.notEqual(softphone.view.state, "ringing");
  });

  test("is answered when the network says so, and cannot be held", async () => {
    const { softphone, ring, streams } = aBridge();
    const call = ring();
    softphone.answer();
    await settle();
    assert.deepEqual([call.did, streams.length], [["accept"], 1]);
    assert.equal(softphone.view.state, "ringing");
    call.emit("accept", call);
    assert.equal(softphone.view.words, "In call with +14158675309");
    assert.equal(softphone.view.holdProblem, "This call came straight to your browser and cannot be put on hold.");
    assert.deepEqual([softphone.view.can.keypad, softphone.view.can.consult, softphone.view.pop], [true, false, null]);
  });

  test("is muted, gets keys, and is hung up", async () => {
    const { softphone, ring, streams } = aBridge();
    const call = ring();
    softphone.answer();
    await settle();
    call.emit("accept", call);
    softphone.toggleMute();
    softphone.sendDigits("1");
    assert.equal(softphone.view.muted, true);
    assert.equal(streams[0].track.enabled, false);
    softphone.hangUp();
    assert.deepEqual(call.did, ["accept", "mute", "digits 1", "disconnect"]);
    assert.equal(softphone.view.words, "Call ended");
    assert.equal(streams[0].track.isStopped, true);
  });

  test("whose caller gives up is cleared, and the phone is ready again", () => {
    const { softphone, ring, clock } = aBridge();
    ring().emit("cancel");
    assert.equal(softphone.view.words, "Call ended · The caller hung up, or somebody else answered.");
    clock.advance(3_000);
    assert.notEqual(softphone.view.state, "ended");
  });

  test("that is gone before the microphone opens is not answered", async () => {
    const { softphone, ring, streams } = aBridge();
    const call = ring();
    softphone.answer();
    call.emit("cancel");
    await settle();
    assert.deepEqual([call.did, streams[0].track.isStopped], [[], true]);
  });

  test("is rejected", () => {
    const { softphone, ring } = aBridge();
    const call = ring();
    softphone.reject();
    assert.deepEqual(call.did, ["reject"]);
  });

  test("that the other side ends frees the microphone", async () => {
    const { softphone, ring, streams } = aBridge();
    const call = ring();
    softphone.answer();
    await settle();
    call.emit("accept", call);
    call.emit("disconnect", call);
    assert.equal(softphone.view.words, "Call ended");
    assert.equal(streams[0].track.isStopped, true);
  });
});
