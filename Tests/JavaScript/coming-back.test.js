import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { callFrom } from "../../Public/js/voice/lines/calls.js";
import { Problem } from "../../Public/js/voice/problem.js";
import { aLine } from "./a-line.js";
import { aMessage, settle, support } from "./fakes.js";

const away = (changes) => aMessage({ version: 7, state: "live", leg: "away", rejoinBy: 9, ...changes });
const joined = (changes) => aMessage({ version: 8, state: "live", leg: "joined", ...changes });
const hear = (socket, call) => socket.hear({ type: "call", call });
const ways = (events) => events.filter((event) => event.call).map((event) => event.call.away);

describe("coming back to a call", () => {
  test("a reloaded page takes the microphone and says so, where that needs no question", async () => {
    const { socket, streams, events, line } = aLine();
    hear(socket, away());
    await settle();
    assert.equal(streams.length, 1);
    assert.deepEqual(socket.sent, [{ type: "rejoin", call: "k1" }]);
    assert.deepEqual(line.carrying, ["k1"]);
    hear(socket, joined());
    assert.deepEqual(ways(events), ["returning", null]);
  });

  for (const state of ["prompt", "denied", "unknown"]) {
    test(`where the browser says "${state}", Rejoin has to be pressed`, async () => {
      const { socket, streams, events, line, microphone } = aLine();
      microphone.state = state;
      hear(socket, away());
      await settle();
      assert.deepEqual(ways(events), ["returning", "asking"]);
      assert.equal(streams.length, 0);
      await line.rejoin(callFrom(away(), 0));
      assert.deepEqual(socket.sent, [{ type: "rejoin", call: "k1" }]);
    });
  }

  test("a microphone that does not start is told, and Rejoin stays", async () => {
    const { socket, events, microphone } = aLine();
    microphone.refusal = new Problem("No microphone was found.");
    hear(socket, away());
    await settle();
    assert.deepEqual(events.map((event) => event.call?.away ?? event.words), ["returning", "asking", "No microphone was found."]);
    assert.equal(socket.sent.length, 0);
  });

  test("another tab lets the first one come back for three seconds", async () => {
    const { socket, clock, streams, events } = aLine();
    hear(socket, away({ mine: false }));
    clock.advance(2_999);
    await settle();
    assert.equal(streams.length, 0);
    clock.advance(1);
    await settle();
    assert.deepEqual(socket.sent, [{ type: "rejoin", call: "k1" }]);
    assert.deepEqual(ways(events), ["elsewhere", "returning"]);
  });

  test("another tab stays quiet when the first one is back in time", async () => {
    const { socket, clock, streams } = aLine();
    hear(socket, away({ mine: false }));
    clock.advance(2_000);
    hear(socket, joined({ mine: false }));
    clock.advance(10_000);
    await settle();
    assert.equal(streams.length, 0);
  });

  test("two tabs that both wanted it: the one the desk did not take closes its microphone", async () => {
    const { socket, clock, streams } = aLine();
    hear(socket, away({ mine: false }));
    clock.advance(3_000);
    await settle();
    hear(socket, joined({ mine: false }));
    assert.equal(streams[0].track.isStopped, true);
  });

  test("a call that ended while the browser asked is not rejoined", async () => {
    const { socket, streams, line, microphone } = aLine();
    microphone.state = "prompt";
    hear(socket, away());
    await settle();
    const done = line.rejoin(callFrom(away(), 0));
    hear(socket, joined({ state: "ended", leg: "left" }));
    await done;
    assert.equal(socket.sent.length, 0);
    assert.equal(streams[0].track.isStopped, true);
  });

  test("a page that never lost its sound says at once that it is there", async () => {
    const { socket, line, streams, events } = aLine();
    hear(socket, aMessage());
    await line.accept(callFrom(aMessage(), 0));
    hear(socket, joined({ version: 2 }));
    assert.deepEqual(line.carrying, ["k1"]);
    hear(socket, away());
    assert.deepEqual(socket.ofType("rejoin"), [{ type: "rejoin", call: "k1" }]);
    assert.equal(events.at(-1).call.away, null);
    assert.equal(streams[0].track.isStopped, false);
  });

  test("a caller's page that was opened anew comes back to the ringing", async () => {
    const { socket, events } = aLine();
    hear(socket, away({ state: "ringing", side: "caller", ref: "from-before" }));
    await settle();
    assert.deepEqual(socket.ofType("rejoin").length, 1);
    assert.equal(events[0].type, "ringing");
  });

  test("while it calls, its microphone counts as carried", async () => {
    const { socket, line } = aLine();
    void line.dial(support);
    await settle();
    assert.deepEqual(line.carrying, []);
    hear(socket, aMessage({ side: "caller", leg: "joined", ref: socket.ofType("dial")[0].ref }));
    assert.deepEqual(line.carrying, ["k1"]);
  });
});

describe("what a page names when it greets", () => {
  test("rung calls and talks, until they are over", () => {
    const { line, socket } = aLine();
    hear(socket, aMessage());
    hear(socket, joined({ id: "k2", mine: false }));
    assert.deepEqual(line.known, ["k1", "k2"]);
    hear(socket, aMessage({ version: 2, state: "ended", leg: "left" }));
    assert.deepEqual(line.known, ["k2"]);
  });
});

describe("muting", () => {
  const inCall = async () => {
    const all = aLine();
    hear(all.socket, aMessage());
    await all.line.accept(callFrom(aMessage(), 0));
    hear(all.socket, joined({ version: 2 }));
    return all;
  };

  test("the tab with the sound does it at once and tells the others", async () => {
    const { line, socket, streams, events } = await inCall();
    line.mute({ id: "k1" }, true);
    assert.equal(streams[0].track.enabled, false);
    assert.deepEqual(socket.ofType("mute"), [{ type: "mute", call: "k1", muted: true }]);
    assert.deepEqual(events.at(-1), { type: "muted", call: "k1", muted: true });
  });

  test("another tab only says so, and shows what the desk says back", () => {
    const { line, socket, events } = aLine();
    hear(socket, joined({ mine: false }));
    line.mute({ id: "k1" }, true);
    assert.equal(events.at(-1).type, "accepted");
    socket.hear({ type: "mute", call: "k1", muted: true });
    assert.deepEqual(events.at(-1), { type: "muted", call: "k1", muted: true });
  });

  test("old echoes of quick presses never open the microphone", async () => {
    const { line, socket, streams } = await inCall();
    for (const muted of [true, false, true]) line.mute({ id: "k1" }, muted);
    for (const muted of [true, false]) {
      socket.hear({ type: "mute", call: "k1", muted });
      assert.equal(streams[0].track.enabled, false);
    }
    socket.hear({ type: "mute", call: "k1", muted: true });
    socket.hear({ type: "mute", call: "k1", muted: false });
    assert.equal(streams[0].track.enabled, true);
  });

  test("who was muted before a reload is muted after it", async () => {
    const { socket, streams, events } = aLine();
    hear(socket, away({ muted: true }));
    await settle();
    assert.equal(streams[0].track.enabled, false);
    assert.ok(events.some((event) => event.type === "muted" && event.muted));
  });

  test("a tab that is opened meanwhile shows it", () => {
    const { socket, events } = aLine();
    hear(socket, joined({ mine: false, muted: true }));
    assert.deepEqual(events.at(-1), { type: "muted", call: "k1", muted: true });
  });

  test("what the desk knew before a press does not undo it", async () => {
    const { line, socket, streams } = await inCall();
    line.mute({ id: "k1" }, true);
    hear(socket, joined({ version: 3, muted: false }));
    assert.equal(streams[0].track.enabled, false);
  });

  test("a press that was lost with the connection is said again", async () => {
    const { line, socket, streams } = await inCall();
    line.mute({ id: "k1" }, true);
    socket.hear({ type: "ready", ice: [], icePolicy: "all", presence: null, connection: "c", now: 0, stale: false });
    assert.equal(socket.ofType("mute").length, 2);
    hear(socket, joined({ version: 3, muted: false }));
    assert.equal(streams[0].track.enabled, false);
    socket.hear({ type: "mute", call: "k1", muted: true });
    assert.equal(streams[0].track.enabled, false);
  });

  test("ends with the call", async () => {
    const { line, socket, streams } = await inCall();
    line.mute({ id: "k1" }, true);
    hear(socket, joined({ state: "ended", leg: "left" }));
    hear(socket, aMessage({ id: "k2" }));
    await line.accept(callFrom(aMessage({ id: "k2" }), 0));
    assert.equal(streams[1].track.enabled, true);
  });
});
