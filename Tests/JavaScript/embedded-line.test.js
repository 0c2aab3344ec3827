import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { callFrom, eventFrom, isNews } from "../../Public/js/voice/lines/calls.js";
import { fingerprintOf } from "../../Public/js/voice/lines/peer.js";
import { Problem } from "../../Public/js/voice/problem.js";
import { aLine } from "./a-line.js";
import { aMessage, settle, support } from "./fakes.js";

/** The call that comes of the dial which was sent last. */
const placed = (socket, changes) => mineAsCaller({ ref: socket.ofType("dial").at(-1).ref, ...changes });

const mineAsCaller = (changes) => aMessage({ side: "caller", leg: "joined", with: "support", ...changes });

describe("news about a call", () => {
  for (const [known, version, expected] of [[undefined, 1, true], [1, 2, true], [2, 2, false], [3, 2, false]]) {
    test(`version ${version} after ${known ?? "nothing"} is ${expected ? "news" : "old"}`, () => {
      assert.equal(isNews(known === undefined ? undefined : { version: known }, { version }), expected);
    });
  }

  test("a late message never moves a call backwards", () => {
    const { socket, events } = aLine();
    socket.hear({ type: "call", call: aMessage({ version: 3, state: "ended", leg: "left" }) });
    socket.hear({ type: "call", call: aMessage({ version: 2 }) });
    assert.deepEqual(events.map((event) => event.type), ["ended"]);
  });

  test("who is asked into a call again has left it before, also when the desk had no time to say so", () => {
    const { socket, events } = aLine();
    const key = "AAAAAAAAAAAAAAAAAAAAAA";
    socket.hear({ type: "call", call: aMessage({ id: key, version: 4, leg: "ringing" }) });
    socket.hear({ type: "call", call: aMessage({ id: `${key}-17`, version: 6 }) });
    assert.deepEqual(events.map((event) => [event.type, event.call.id]), [["incoming", key], ["ended", key], ["incoming", `${key}-17`]]);
    socket.hear({ type: "call", call: aMessage({ id: key, version: 5, leg: "ringing" }) });
    assert.equal(events.length, 3);
  });

  const cases = [
    [{}, "incoming"],
    [{ state: "ringing", leg: "ringing" }, "incoming"],
    [{ side: "caller", leg: "joined" }, "outgoing"],
    [{ side: "caller", leg: "joined", state: "ringing" }, "ringing"],
    [{ side: "caller", leg: "joined", state: "live" }, "accepted"],
    [{ state: "live", leg: "joined" }, "accepted"],
    [{ state: "live", leg: "away" }, "accepted"],
    [{ state: "live", leg: "left" }, "ended"],
    [{ state: "ended", leg: "joined" }, "ended"],
  ];
  for (const [changes, expected] of cases) {
    test(`${JSON.stringify(changes)} means ${expected}`, () => {
      assert.equal(eventFrom(aMessage(changes), 0).type, expected);
    });
  }

  test("the server's clock is turned into this page's", () => {
    assert.equal(callFrom(aMessage({ liveAt: 900, now: 1_000 }), 5_000).liveAt, 4_900);
  });
});

describe("dialling", () => {
  test("takes the microphone first, then dials, and settles when there is a call", async () => {
    const { line, socket, streams } = aLine();
    const done = line.dial({ ...support, ticket: 12 });
    assert.equal(socket.sent.length, 0);
    await settle();
    assert.equal(streams.length, 1);
    assert.equal(socket.sent[0].type, "dial");
    assert.equal(socket.sent[0].ticket, 12);
    socket.hear({ type: "call", call: placed(socket) });
    await done;
    assert.equal(streams[0].track.isStopped, false);
  });

  test("a call for the desk names no ticket", async () => {
    const { line, socket } = aLine();
    void line.dial(support);
    await settle();
    assert.equal("ticket" in socket.sent[0], false);
  });

  test("without a microphone nobody is rung", async () => {
    const { line, socket, microphone } = aLine();
    microphone.refusal = new Problem("No microphone was found.");
    await assert.rejects(line.dial(support), { message: "No microphone was found." });
    assert.equal(socket.sent.length, 0);
  });

  test("a refusal is told in the server's words and frees the microphone", async () => {
    const { line, socket, streams } = aLine();
    const done = line.dial(support);
    await settle();
    socket.hear({ type: "refused", ref: socket.sent[0].ref, code: "unavailable", words: "Nobody is available now." });
    await assert.rejects(done, { message: "Nobody is available now." });
    assert.equal(streams[0].track.isStopped, true);
  });

  test("a desk that does not answer is not waited for without end", async () => {
    const { line, clock } = aLine();
    const done = line.dial(support);
    await settle();
    clock.advance(10_000);
    await assert.rejects(done, { message: "The desk does not answer. Try again in a moment." });
  });

  test("given up before the call is known: it is hung up as soon as it is, and never shown", async () => {
    const { line, socket, streams, events } = aLine();
    void line.dial(support);
    await settle();
    line.cancel();
    assert.equal(streams[0].track.isStopped, true);
    socket.hear({ type: "call", call: placed(socket) });
    assert.deepEqual(socket.ofType("hangUp"), [{ type: "hangUp", call: "k1" }]);
    socket.hear({ type: "call", call: placed(socket, { version: 2, state: "ringing" }) });
    assert.deepEqual(events, []);
  });

  test("given up while the browser still asks for the microphone: nobody is rung", async () => {
    const { line, socket, streams } = aLine();
    void line.dial(support);
    line.cancel();
    await settle();
    assert.equal(socket.sent.length, 0);
    assert.equal(streams[0].track.isStopped, true);
    void line.dial(support);
    await settle();
    socket.hear({ type: "call", call: placed(socket) });
    assert.equal(socket.ofType("hangUp").length, 0);
  });

  test("only the call of the dial that was given up is unwanted", async () => {
    const { line, socket, streams } = aLine();
    void line.dial(support);
    await settle();
    line.cancel();
    const [{ ref }] = socket.ofType("dial");
    const done = line.dial(support);
    await settle();
    socket.hear({ type: "call", call: placed(socket, { id: "k2" }) });
    await done;
    assert.equal(socket.ofType("hangUp").length, 0);
    socket.hear({ type: "call", call: mineAsCaller({ ref }) });
    assert.deepEqual(socket.ofType("hangUp"), [{ type: "hangUp", call: "k1" }]);
    assert.deepEqual(line.carrying, ["k2"]);
    assert.equal(streams[1].track.isStopped, false);
  });
});

describe("being rung", () => {
  test("the page says that it rings, once", () => {
    const { socket } = aLine();
    socket.hear({ type: "call", call: aMessage() });
    socket.hear({ type: "call", call: aMessage({ version: 2, state: "ringing", leg: "ringing" }) });
    assert.deepEqual(socket.sent, [{ type: "ringing", call: "k1" }]);
  });

  test("answer goes out only with the microphone open", async () => {
    const { line, socket, microphone } = aLine();
    socket.hear({ type: "call", call: aMessage() });
    microphone.refusal = new Problem("blocked");
    await assert.rejects(line.accept(callFrom(aMessage(), 0)));
    assert.equal(socket.ofType("answer").length, 0);
    microphone.refusal = null;
    await line.accept(callFrom(aMessage(), 0));
    assert.deepEqual(socket.ofType("answer"), [{ type: "answer", call: "k1" }]);
  });

  test("a call that ended while the browser asked is not answered, and the microphone is closed", async () => {
    const { line, socket, streams } = aLine();
    socket.hear({ type: "call", call: aMessage() });
    const done = line.accept(callFrom(aMessage(), 0));
    socket.hear({ type: "call", call: aMessage({ version: 2, state: "ended", leg: "left" }) });
    await done;
    assert.equal(socket.ofType("answer").length, 0);
    assert.equal(streams[0].track.isStopped, true);
  });

  test("the end of another call leaves the microphone of this one open", async () => {
    const { line, socket, streams } = aLine();
    socket.hear({ type: "call", call: aMessage() });
    socket.hear({ type: "call", call: aMessage({ id: "k2" }) });
    await line.accept(callFrom(aMessage(), 0));
    socket.hear({ type: "call", call: aMessage({ id: "k2", version: 2, state: "ended", leg: "left" }) });
    assert.equal(streams[0].track.isStopped, false);
  });
});

describe("in a call", () => {
  test("mute stops the track, hanging up closes the microphone", async () => {
    const { line, socket, streams } = aLine();
    socket.hear({ type: "call", call: aMessage() });
    await line.accept(callFrom(aMessage(), 0));
    socket.hear({ type: "call", call: aMessage({ version: 2, state: "live", leg: "joined" }) });
    line.mute({ id: "k1" }, true);
    assert.equal(streams[0].track.enabled, false);
    line.hangUp(callFrom(aMessage(), 0));
    assert.equal(streams[0].track.isStopped, true);
  });

  test("a page that comes back takes its microphone again", async () => {
    const { socket, streams } = aLine();
    socket.hear({ type: "call", call: aMessage({ version: 7, state: "live", leg: "joined" }) });
    await settle();
    assert.equal(streams.length, 1);
  });

  test("a page that comes back without a microphone says so to the desk", async () => {
    const { socket, microphone, events } = aLine();
    microphone.refusal = new Problem("blocked");
    socket.hear({ type: "call", call: aMessage({ version: 7, state: "live", leg: "joined" }) });
    await settle();
    assert.deepEqual(socket.sent, [{ type: "failed", call: "k1", reason: "microphone" }]);
    assert.deepEqual(events.at(-1), { type: "error", words: "blocked" });
  });

  test("another tab's call takes no microphone here", async () => {
    const { socket, streams } = aLine();
    socket.hear({ type: "call", call: aMessage({ state: "live", leg: "joined", mine: false }) });
    await settle();
    assert.equal(streams.length, 0);
  });

  test("another certificate means another page at the other end", () => {
    assert.equal(fingerprintOf("v=0\r\na=fingerprint:sha-256 AA:BB\r\n"), "sha-256 AA:BB");
    assert.equal(fingerprintOf("v=0\r\n"), null);
    assert.equal(fingerprintOf(undefined), null);
  });
});
