import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ConnectWorld, CUSTOMER, talking } from "./support/connect.js";

describe("ending a call at Amazon Connect", () => {
  test("is asked for again until it is over", async () => {
    const { world, page, phone, exchange, contact } = await talking();
    const destroy = exchange._destroyConnection;
    exchange._destroyConnection = function () {
      exchange._destroyConnection = destroy;
      throw { type: "InvalidStateException", message: "not yet" };
    };
    phone.hangUp();
    await world.pass(4_000);
    assert.equal(contact.state, "ended");
    assert.equal(page.report.reason, "hangup");
  });

  test("that does not come brings the call back into view", async () => {
    const { world, page, phone, exchange, contact } = await talking();
    const destroy = exchange._destroyConnection;
    exchange._destroyConnection = () => {};
    phone.hangUp();
    await world.pass(15_000);
    assert.equal(contact.state, "connected");
    assert.equal(page.view.state, "live");
    assert.match(page.view.problem.words, /did not end the call/);
    assert.notEqual(page.report.state, "ended");
    exchange._destroyConnection = destroy;
    phone.hangUp();
    await world.pass(1_000);
    assert.equal(page.report.reason, "hangup");
  });

  test("with answers that come twice or late does no harm", async () => {
    const { world, page, phone, centre, contact } = await talking();
    centre.mischief = { lose: 0, double: 5, delay: 2_000 };
    phone.hold();
    await world.pass(5_000);
    phone.resume();
    await world.pass(5_000);
    phone.hangUp();
    await world.pass(5_000);
    assert.equal(contact.state, "ended");
    assert.equal(page.ofType("ended").length, 1);
  });

  test("is followed by after-call work until the note is written", async () => {
    const { world, page, phone, exchange } = await talking();
    page.told({ call: [...page.reports.keys()][0], key: "k7", with: "Jane", about: null, ticket: null, pop: null, number: null, unverified: false, wrapUp: true, state: "live" });
    phone.hangUp();
    await world.pass(500);
    assert.equal(exchange.of("ana").length, 1);
    phone.wrapUpDone("k7");
    await world.pass(500);
    assert.equal(exchange.of("ana").length, 0);
  });

  test("is kept for the note, and cleared as soon as the desk has it", async () => {
    const { world, page, phone, exchange, id } = await talking();
    page.told({ call: id, key: "k7", with: "Jane", about: null, ticket: null, pop: null, number: null, unverified: false, wrapUp: true, state: "live" });
    page.desk.hear({ type: "wrapUp", wrapUp: { call: "k7" } });
    phone.hangUp();
    await world.pass(60_000);
    assert.equal(exchange.of("ana").length, 1);
    page.desk.hear({ type: "wrapUp", wrapUp: null });
    await world.pass(500);
    assert.equal(exchange.of("ana").length, 0);
  });

  test("ends by itself where the desk wants no note", async () => {
    const { world, phone, exchange } = await talking();
    phone.hangUp();
    await world.pass(4_000);
    assert.equal(exchange.of("ana").length, 1);
    await world.pass(2_000);
    assert.equal(exchange.of("ana").length, 0);
  });

  test("is followed by none where the desk asks for no note", async () => {
    const { world, page, phone, exchange } = await talking();
    phone.hangUp();
    await world.pass(500);
    page.told({ call: [...page.reports.keys()][0], key: "k7", wrapUp: false, state: "ended" });
    await world.pass(500);
    assert.equal(exchange.of("ana").length, 0);
  });
});

describe("two tabs of one agent", () => {
  const joined = () => {
    const ends = [];
    const make = () => {
      const end = { onmessage: null, postMessage: (data) => ends.filter((each) => each !== end).forEach((each) => each.onmessage?.({ data })) };
      ends.push(end);
      return end;
    };
    return make;
  };

  test("say the same of a call that was rejected in one of them", async () => {
    const world = new ConnectWorld();
    const channel = joined();
    const [one, other] = [world.open("ana", { channel: channel() }), world.open("ana", { channel: channel() })];
    await world.pass(500);
    one.phone.setPresence("available");
    await world.pass(500);
    world.exchange.ring(CUSTOMER);
    await world.pass(300);
    one.phone.reject();
    await world.pass(500);
    assert.deepEqual([one.report.reason, other.report.reason], ["rejected", "rejected"]);
  });
});
