import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { delayBefore, LiveSocket } from "../../Public/js/lib/live-socket.js";
import { FakeClock, FakeSocket, settle } from "./fakes.js";

const READY = { type: "ready", ice: [], icePolicy: "all", presence: null, connection: "c", now: 1 };

function aSocket({ hello = async () => ({ type: "hello" }) } = {}) {
  const clock = new FakeClock();
  const opened = [];
  const connections = [];
  const messages = [];
  const refusals = [];
  const live = new LiveSocket({
    open: () => (opened.push(new FakeSocket()), opened.at(-1)),
    hello,
    clock,
    random: () => 1,
    onRefused: (code) => refusals.push(code),
  });
  live.onConnection((connection) => connections.push(connection));
  live.onMessage((message) => messages.push(message));
  const greet = async () => {
    opened.at(-1).onopen?.();
    await settle();
    opened.at(-1).hear(READY);
  };
  return { live, clock, opened, connections, messages, refusals, greet };
}

describe("the live socket", () => {
  test("greets first and is open when the desk says ready", async () => {
    const { live, opened, connections, greet } = aSocket();
    assert.equal(live.connection, "connecting");
    live.start();
    await greet();
    assert.deepEqual(opened[0].sent, [{ type: "hello" }]);
    assert.deepEqual(connections, ["open"]);
  });

  test("keeps what is said before and sends it in order", async () => {
    const { live, opened, greet } = aSocket();
    live.start();
    live.send({ type: "hangUp", call: "1" });
    live.send({ type: "hangUp", call: "2" });
    await greet();
    assert.deepEqual(opened[0].sent.slice(1).map((message) => message.call), ["1", "2"]);
  });

  test("forgets what was said more than a minute ago", async () => {
    const { live, clock, opened, greet } = aSocket();
    live.send({ type: "hangUp", call: "old" });
    clock.advance(61_000);
    live.send({ type: "hangUp", call: "new" });
    live.start();
    await greet();
    assert.deepEqual(opened[0].sent.slice(1).map((message) => message.call), ["new"]);
  });

  test("comes back by itself, waiting longer each time", async () => {
    const { live, clock, opened, connections, greet } = aSocket();
    live.start();
    await greet();
    opened[0].die();
    assert.deepEqual(connections, ["open", "lost"]);
    clock.advance(249);
    assert.equal(opened.length, 1);
    clock.advance(1);
    assert.equal(opened.length, 2);
    opened[1].die();
    clock.advance(499);
    assert.equal(opened.length, 2);
    clock.advance(1);
    assert.equal(opened.length, 3);
    await greet();
    assert.equal(live.connection, "open");
  });

  test("after a good connection the waiting starts short again", async () => {
    const { live, clock, opened, greet } = aSocket();
    live.start();
    for (let i = 0; i < 4; i++) {
      opened.at(-1).die();
      clock.advance(8_000);
    }
    await greet();
    opened.at(-1).die();
    const before = opened.length;
    clock.advance(250);
    assert.equal(opened.length, before + 1);
  });

  test("asks after fifteen quiet seconds and gives up ten later", async () => {
    const { live, clock, opened, connections, greet } = aSocket();
    live.start();
    await greet();
    clock.advance(15_000);
    assert.deepEqual(opened[0].sent.at(-1), { type: "ping" });
    clock.advance(9_999);
    assert.equal(live.connection, "open");
    clock.advance(1);
    assert.equal(opened[0].isClosed, true);
    assert.deepEqual(connections, ["open", "lost"]);
  });

  test("an answer counts as life, and is not passed on", async () => {
    const { live, clock, opened, messages, greet } = aSocket();
    live.start();
    await greet();
    for (let i = 0; i < 10; i++) {
      clock.advance(15_000);
      opened[0].hear({ type: "pong" });
    }
    assert.equal(live.connection, "open");
    assert.deepEqual(messages.map((message) => message.type), ["ready"]);
  });

  test("what is no message is ignored", async () => {
    const { live, opened, messages, greet } = aSocket();
    live.start();
    await greet();
    for (const text of ["", "{", "null", "[]", '{"type":1}']) opened[0].hear(text);
    assert.equal(messages.length, 1);
    assert.equal(live.connection, "open");
  });

  test("waits as long as the desk asks when it has no token to give", async () => {
    let refused = true;
    const hello = async () => {
      if (refused) throw Object.assign(new Error("503"), { refusal: { words: "Too many.", wait: 30_000 } });
      return { type: "hello" };
    };
    const { live, clock, opened, greet } = aSocket({ hello });
    live.start();
    await settle();
    refused = false;
    live.hurry();
    clock.advance(29_999);
    assert.equal(opened.length, 1);
    clock.advance(251);
    assert.equal(opened.length, 2);
    await greet();
    assert.equal(live.connection, "open");
  });

  for (const code of [1008, 1013, 4429]) {
    test(`closed with ${code} it says why and waits half a minute, whatever hurries it`, async () => {
      const { live, clock, opened, greet } = aSocket();
      const words = [];
      live.onConnection((connection, why) => words.push([connection, typeof why]));
      live.start();
      await greet();
      opened[0].die(code);
      assert.deepEqual(words.at(-1), ["lost", "string"]);
      live.hurry();
      clock.advance(29_999);
      assert.equal(opened.length, 1);
      clock.advance(251);
      assert.equal(opened.length, 2);
    });
  }

  test("shows that the page is awake as soon as it is asked", async () => {
    const { live, opened, messages, greet } = aSocket();
    live.start();
    await greet();
    opened[0].hear({ type: "beat" });
    assert.deepEqual(opened[0].sent.at(-1), { type: "beat" });
    assert.deepEqual(messages.map((message) => message.type), ["ready"]);
  });

  test("tells when it was refused, and why", async () => {
    const { live, opened, refusals, greet } = aSocket();
    live.start();
    await greet();
    opened[0].die(4401);
    assert.deepEqual(refusals, [4401]);
  });

  test("in a hurry it tries at once", async () => {
    const { live, clock, opened } = aSocket();
    live.start();
    for (let i = 0; i < 6; i++) {
      opened.at(-1).die();
      clock.advance(i < 5 ? 8_000 : 0);
    }
    const before = opened.length;
    live.hurry();
    clock.advance(0);
    assert.equal(opened.length, before + 1);
  });

  test("in a hurry an open connection has three seconds to show life", async () => {
    const { live, clock, opened, greet } = aSocket();
    live.start();
    await greet();
    live.hurry();
    assert.deepEqual(opened[0].sent.at(-1), { type: "ping" });
    clock.advance(3_000);
    assert.equal(live.connection, "lost");
  });

  test("a connection that never gets ready is given up", async () => {
    const { live, clock, opened, connections } = aSocket();
    live.start();
    clock.advance(10_000);
    assert.equal(opened[0].isClosed, true);
    assert.deepEqual(connections, ["lost"]);
  });

  test("an old connection's words do not count any more", async () => {
    const { live, opened, messages, greet } = aSocket();
    live.start();
    await greet();
    const old = opened[0];
    const hear = old.onmessage;
    live.restart();
    hear?.({ data: JSON.stringify({ type: "presence", presence: "away" }) });
    assert.equal(messages.length, 1);
    assert.equal(opened.length, 2);
  });
});

test("waiting is doubled up to eight seconds and half of it is chance", () => {
  assert.deepEqual([0, 1, 2, 5, 9, 99].map((attempt) => delayBefore(attempt, 1)), [250, 500, 1000, 8000, 8000, 8000]);
  assert.equal(delayBefore(5, 0), 4000);
});
