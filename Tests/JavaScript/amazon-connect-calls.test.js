import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { CUSTOMER, robert } from "./support/connect.js";
import { ana, contactOf, ringing, talking } from "./support/connect-scenes.js";

describe("a call from a customer", () => {
  test("rings with its number, and is written down with the ticket of its attributes", async () => {
    const { page } = await ringing({ ticket_id: "12", customer_name: "Robert Kane" });
    assert.equal(page.view.state, "ringing");
    assert.equal(page.view.who, "Robert Kane");
    assert.deepEqual(page.view.number, { words: CUSTOMER, unverified: false });
    assert.deepEqual(page.report, { state: "ringing", direction: "in", number: CUSTOMER, name: "Robert Kane", ticket: 12 });
  });

  test("carries what the desk knows of it", async () => {
    const { page, contact } = await ringing();
    page.told({ call: contact, key: "k7", with: "Jane Doe", about: "Mallet", ticket: "/dashboard/tickets/3", pop: "/dashboard/tickets/3", number: "+1 415 867 5309", unverified: true, wrapUp: true, state: "ringing" });
    assert.equal(page.view.who, "Jane Doe");
    assert.equal(page.view.about, "Mallet");
    assert.deepEqual(page.view.number, { words: "+1 415 867 5309", unverified: true });
    assert.equal(page.view.record, "k7");
  });

  test("opens its page once the desk has written down that it was answered, and not before", async () => {
    const { world, page, phone, contact } = await ringing();
    const known = { call: contact, key: "k7", with: "Jane Doe", about: null, ticket: null, pop: "/dashboard/tickets/3", number: null, unverified: false, wrapUp: true };
    page.told({ ...known, pop: null, state: "ringing" });
    assert.equal(page.view.pop, null);
    phone.answer();
    await world.pass(500);
    assert.equal(page.view.state, "live");
    assert.equal(page.view.pop, null);
    page.told({ ...known, state: "live" });
    assert.equal(page.view.pop, "/dashboard/tickets/3");
  });

  test("is answered, talked in, and says where the sound is", async () => {
    const { page } = await talking();
    assert.match(page.view.words, /In call with/);
    assert.match(page.view.more, /through Amazon Connect/);
    assert.equal(page.report.state, "live");
    assert.equal(page.ofType("accepted").length > 0, true);
  });

  test("ended by the customer is theirs, by the agent ours", async () => {
    const theirs = await talking();
    theirs.exchange.customerHangsUp(theirs.contact);
    await theirs.world.pass(300);
    const event = theirs.page.ofType("ended").at(-1);
    assert.deepEqual([event.reason, event.by], ["hangup", "them"]);
    assert.deepEqual([theirs.page.report.state, theirs.page.report.by], ["ended", "customer"]);
    const ours = await talking();
    ours.phone.hangUp();
    await ours.world.pass(300);
    assert.deepEqual([ours.page.report.reason, ours.page.report.by], ["hangup", "agent"]);
    assert.equal(contactOf(ours).state, "ended");
  });

  test("that is rejected was declined by us, and leaves nothing behind", async () => {
    const { world, page, phone, exchange } = await ringing();
    phone.reject();
    await world.pass(500);
    assert.deepEqual([page.report.reason, page.report.by], ["rejected", "agent"]);
    assert.equal(exchange.of("ana").length, 0);
  });

  test("that nobody answers is missed, and cleared, so that the next one can ring", async () => {
    const { world, page, exchange } = await ringing();
    await world.pass(21_000);
    assert.deepEqual([page.report.state, page.report.reason], ["ended", "missed"]);
    assert.match(page.ofType("ended").at(-1).words, /Not answered/);
    assert.equal(exchange.of("ana").length, 0);
    exchange.ring(CUSTOMER);
    await world.pass(300);
    assert.equal(page.view.state, "ringing");
  });

  test("whose caller gives up stops ringing", async () => {
    const { world, page, exchange, contact } = await ringing();
    exchange.customerHangsUp(contact);
    await world.pass(300);
    assert.equal(page.view.state, "ended");
    assert.equal(page.report.reason, "missed");
  });

  test("that is answered and never connects says so within 20 seconds, and can be answered or rejected", async () => {
    const { world, page, phone, exchange } = await ringing();
    exchange.agents.get("ana").mediaFails = true;
    phone.answer();
    await world.pass(19_000);
    assert.equal(page.view.problem, null);
    assert.equal(page.view.can.answer, false);
    await world.pass(1_500);
    assert.match(page.view.problem.words, /did not connect you within 20 seconds/);
    assert.equal(page.view.can.answer, true);
    phone.reject();
    await world.pass(500);
    assert.equal(page.report.reason, "rejected");
    assert.equal(exchange.of("ana").length, 0);
  });

  test("that is answered and ends before it connects has failed", async () => {
    const { world, page, phone, exchange, contact } = await ringing();
    exchange.agents.get("ana").mediaFails = true;
    phone.answer();
    await world.pass(500);
    exchange.letMiss(contact);
    await world.pass(500);
    assert.equal(page.report.reason, "failed");
    assert.match(page.ofType("ended").at(-1).words, /could not connect/);
  });

  test("whose microphone is blocked says so at once", async () => {
    const { world, page, phone, exchange, centre } = await ringing();
    exchange.agents.get("ana").mediaFails = true;
    phone.answer();
    await world.pass(300);
    centre.failSound("ana", "microphone_not_shared");
    await world.pass(300);
    assert.match(page.view.problem.words, /microphone/);
    assert.equal(page.view.can.answer, true);
  });

  test("that is there after a reload goes on as it was", async () => {
    const { world, page, exchange } = await talking();
    page.line.dispose();
    const again = world.open("ana");
    await world.pass(500);
    assert.equal(again.view.state, "live");
    again.phone.hangUp();
    await world.pass(500);
    assert.equal(exchange.of("ana")[0].state, "ended");
  });

  test("that waits for its note after a reload is asked about, and cleared with it", async () => {
    const { world, page, phone, exchange, contact } = await talking();
    phone.hangUp();
    await world.pass(500);
    page.line.dispose();
    const again = world.open("ana");
    await world.pass(500);
    assert.deepEqual(again.reports.get(contact), { state: "ended", direction: "in" });
    assert.equal(exchange.of("ana").length, 1);
    again.told({ call: contact, key: "k7", state: "ended", wrapUp: true });
    again.phone.wrapUpDone("k7");
    await world.pass(500);
    assert.equal(exchange.of("ana").length, 0);
  });

  test("chats and tasks are left alone", async () => {
    const { world, page, exchange } = await ana();
    const contact = exchange.add({ login: "ana", isInbound: true, number: "x", attributes: {} });
    contact.type = "chat";
    exchange.changed("ana");
    await world.pass(300);
    assert.equal(page.view.state, "ready");
  });
});

describe("a call to a customer", () => {
  test("is made with the default queue, and its record has the ticket", async () => {
    const { world, page, phone } = await ana();
    phone.dial(robert);
    await world.pass(300);
    assert.equal(page.view.state, "calling");
    assert.equal(page.view.words, "Calling Robert Kane…");
    assert.deepEqual(page.report, { state: "ringing", direction: "out", number: CUSTOMER, name: "Robert Kane", ticket: 12 });
    world.exchange.customerAnswers([...page.reports.keys()][0]);
    await world.pass(300);
    assert.equal(page.view.words, "In call with Robert Kane");
  });

  for (const [ending, reason, words] of [
    ["0002", "busy", /busy/],
    ["0003", "missed", /did not answer/],
  ]) {
    test(`that ends as ${reason} says so, and clears the line`, async () => {
      const { world, page, phone, exchange } = await ana();
      phone.dial({ ...robert, phone: `+1415555${ending}` });
      await world.pass(6_000);
      assert.equal(page.report.reason, reason);
      assert.match(page.ofType("ended").at(-1).words, words);
      assert.equal(exchange.of("ana").length, 0);
    });
  }

  test("that Amazon refuses says why", async () => {
    const { world, page, phone } = await ana();
    phone.dial({ ...robert, phone: "+14155550004" });
    await world.pass(1_000);
    assert.match(page.view.problem.words, /number cannot be called/);
    assert.equal(page.view.state, "ready");
  });

  test("that is given up before it is there is ended when it comes", async () => {
    const { world, page, phone, exchange } = await ana();
    phone.dial(robert);
    phone.hangUp();
    await world.pass(2_000);
    assert.equal(page.view.can.hangUp, false);
    assert.equal(exchange.of("ana").length, 0);
  });

  test("is refused in words while nobody is signed in", async () => {
    const { world, page, phone } = await ana({ isSignedIn: false, isAvailable: false });
    phone.dial(robert);
    await world.pass(300);
    assert.match(page.view.problem.words, /not ready/);
  });

  test("whose answer is lost is shown all the same", async () => {
    const { world, page, phone, centre } = await ana();
    centre.mischief.lose = 1;
    phone.dial(robert);
    await world.pass(20_000);
    assert.equal(page.view.state, "calling");
    assert.equal(page.view.problem, null);
  });
});
