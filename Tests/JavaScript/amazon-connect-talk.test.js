import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { talking } from "./support/connect.js";

const customerOf = ({ exchange, contact }) => exchange.customer(contact)?.state;

async function asking(name) {
  const parts = await talking();
  parts.phone.openConsult();
  await parts.world.pass(300);
  const target = parts.page.view.consultList.colleagues.find((each) => each.name === name);
  parts.phone.consult(target.id);
  await parts.world.pass(500);
  return parts;
}

async function asked() {
  const parts = await asking("Outside expert");
  parts.exchange.thirdAnswers(parts.id);
  await parts.world.pass(300);
  return parts;
}

describe("holding a customer at Amazon Connect", () => {
  test("and bringing them back", async () => {
    const parts = await talking();
    parts.phone.hold();
    await parts.world.pass(300);
    assert.equal(customerOf(parts), "hold");
    assert.match(parts.page.view.words, /is on hold/);
    assert.equal(parts.page.report.state, "held");
    parts.phone.resume();
    await parts.world.pass(300);
    assert.equal(customerOf(parts), "connected");
    assert.equal(parts.page.report.state, "live");
  });

  test("is tried once more where Amazon is not there yet", async () => {
    const parts = await talking();
    const hold = parts.exchange._holdConnection;
    parts.exchange._holdConnection = function (values) {
      parts.exchange._holdConnection = hold;
      throw { type: "InvalidStateException", message: "not yet" };
    };
    parts.phone.hold();
    await parts.world.pass(3_000);
    assert.equal(customerOf(parts), "hold");
    assert.equal(parts.page.view.problem, null);
  });

  test("whose answer is lost is done, and no error", async () => {
    const parts = await talking();
    parts.centre.mischief.lose = 1;
    parts.phone.hold();
    await parts.world.pass(500);
    assert.match(parts.page.view.words, /is on hold/);
  });

  test("that Amazon does not answer ends in words", async () => {
    const parts = await talking();
    parts.exchange._holdConnection = () => {};
    parts.centre.mischief.lose = 1;
    parts.phone.hold();
    await parts.world.pass(9_000);
    assert.match(parts.page.view.problem.words, /did not put the customer on hold. It does not answer/);
  });
});

describe("mute at Amazon Connect", () => {
  test("is shown when Amazon says so, not when it is pressed", async () => {
    const { world, page, phone } = await talking();
    phone.toggleMute();
    assert.equal(page.view.muted, false);
    await world.pass(300);
    assert.equal(page.view.muted, true);
    phone.toggleMute();
    await world.pass(300);
    assert.equal(page.view.muted, false);
  });

  test("that nobody confirms says so", async () => {
    const { world, page, phone, centre } = await talking();
    centre.hear = () => {};
    phone.toggleMute();
    await world.pass(6_000);
    assert.equal(page.view.muted, false);
    assert.match(page.view.problem.words, /look at Mute before you speak/);
  });

  test("of a conference goes by the connection, and is read from it", async () => {
    const { world, page, phone, contact } = await asked();
    phone.bringIn();
    await world.pass(300);
    phone.toggleMute();
    await world.pass(500);
    assert.equal(contact.connections.find((each) => each.type === "agent").muted, true);
    assert.equal(page.view.muted, true);
  });
});

describe("keys of the keypad", () => {
  test("go to whom the agent talks with", async () => {
    const { world, phone, contact } = await talking();
    phone.sendDigits("12#");
    await world.pass(300);
    assert.equal(contact.digits, "12#");
  });
});

describe("asking somebody at Amazon Connect", () => {
  test("offers exactly the quick connects of the queues", async () => {
    const { world, page, phone } = await talking();
    phone.openConsult();
    await world.pass(300);
    const list = page.view.consultList.colleagues.map(({ name, words }) => `${name}: ${words}`);
    assert.deepEqual(list, ["Outside expert: Telephone", "Billing: Queue", "Ben: Colleague"]);
  });

  test("puts the customer on hold, and says who is called", async () => {
    const parts = await asking("Outside expert");
    assert.equal(customerOf(parts), "hold");
    assert.equal(parts.page.view.words, "Calling Outside expert…");
    assert.equal(parts.page.view.can.handOver, false);
    assert.equal(parts.page.view.can.cancelConsult, true);
  });

  test("and swapping changes who waits", async () => {
    const parts = await asked();
    assert.match(parts.page.view.words, /Talking with Outside expert/);
    parts.phone.swap();
    await parts.world.pass(300);
    assert.equal(customerOf(parts), "connected");
    assert.match(parts.page.view.words, /Talking with .*, Outside expert is on hold/);
    parts.phone.swap();
    await parts.world.pass(300);
    assert.equal(customerOf(parts), "hold");
  });

  test("bringing in lets all three hear each other", async () => {
    const parts = await asked();
    parts.phone.bringIn();
    await parts.world.pass(300);
    assert.equal(customerOf(parts), "connected");
    assert.match(parts.page.view.words, /In call with .* and Outside expert/);
  });

  test("handing over ends the agent's own leg alone", async () => {
    const parts = await asked();
    parts.phone.handOver();
    await parts.world.pass(500);
    assert.equal(parts.contact.state, "ended");
    assert.deepEqual([parts.page.report.reason, parts.page.report.by], ["hangup", "agent"]);
  });

  test("giving it up brings the customer back", async () => {
    const parts = await asking("Outside expert");
    parts.phone.cancelConsult();
    await parts.world.pass(1_000);
    assert.equal(parts.exchange.third(parts.contact), null);
    assert.equal(customerOf(parts), "connected");
  });

  test("who hangs up leaves the customer on hold with the agent, who can resume", async () => {
    const parts = await asked();
    parts.exchange.thirdHangsUp(parts.id);
    await parts.world.pass(300);
    assert.equal(customerOf(parts), "hold");
    assert.equal(parts.page.view.can.resume, true);
    assert.equal(parts.page.view.can.handOver, false);
  });

  test("while the customer leaves goes on as a call with the one who was asked", async () => {
    const parts = await asked();
    parts.exchange.customerHangsUp(parts.id);
    await parts.world.pass(300);
    assert.equal(parts.page.view.state, "live");
    assert.equal(parts.page.view.can.handOver, false);
    parts.phone.hangUp();
    await parts.world.pass(500);
    assert.equal(parts.contact.state, "ended");
  });

  test("hanging up while they are still rung leaves nobody alone", async () => {
    const parts = await asking("Outside expert");
    parts.phone.hangUp();
    await parts.world.pass(1_000);
    assert.equal(parts.contact.state, "ended");
    assert.equal(parts.contact.connections.every((each) => each.state === "disconnected"), true);
  });

  test("rings a colleague's own page, and hands the customer over to them", async () => {
    const parts = await asking("Ben");
    assert.equal(parts.ben.view.state, "ringing");
    parts.ben.phone.answer();
    await parts.world.pass(500);
    assert.equal(parts.ben.view.state, "live");
    parts.phone.handOver();
    await parts.world.pass(500);
    assert.equal(parts.page.view.state, "ended");
    assert.equal(parts.ben.view.state, "live");
  });
});
