import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { CUSTOMER, robert } from "./support/connect.js";
import { ana, talking } from "./support/connect-scenes.js";

describe("signing in to Amazon Connect", () => {
  test("needs nothing where the sign-in stands", async () => {
    const { page } = await ana();
    assert.deepEqual(page.service, { ready: true, words: null, action: null });
    assert.equal(page.windows.length, 0);
  });

  test("is asked for after ten seconds without a sign of life: one window by itself, and a button", async () => {
    const { world, page } = await ana({ isSignedIn: false, isAvailable: false });
    assert.equal(page.service.action, null);
    await world.pass(10_000);
    assert.equal(page.service.action, "Sign in to Amazon Connect");
    assert.equal(page.windows.length, 1);
    assert.deepEqual([page.windows[0].name, page.windows[0].features], ["connect::loginPopup", "height=600,width=400,top=0,left=0"]);
    await world.pass(40_000);
    assert.equal(page.windows.length, 1);
  });

  test("closes its window as soon as Amazon knows the agent", async () => {
    const { world, page } = await ana({ isSignedIn: false, isAvailable: false });
    await world.pass(11_000);
    page.isSignedIn = true;
    await world.pass(11_000);
    assert.equal(page.service.ready, true);
    assert.equal(page.windows[0].closed, true);
  });

  test("says so where the browser held the window back, and opens it with a press", async () => {
    const { world, page } = await ana({ isSignedIn: false, isAvailable: false });
    page.windowIsBlocked = true;
    await world.pass(11_000);
    page.phone.lineAct();
    assert.match(page.service.words, /held the sign-in window back/);
    page.windowIsBlocked = false;
    page.phone.lineAct();
    page.isSignedIn = true;
    await world.pass(1_000);
    assert.equal(page.service.ready, true);
  });

  test("that never comes ends in words and a Try again that works", async () => {
    const { world, page } = await ana({ isSignedIn: false, isAvailable: false });
    await world.pass(120_000);
    assert.equal(page.reloads, 10);
    assert.equal(page.service.action, "Try again");
    assert.match(page.service.words, /approved origins/);
    page.isSignedIn = true;
    page.phone.lineAct();
    await world.pass(500);
    assert.equal(page.service.ready, true);
    world.exchange.ask("ana", "putAgentState", { state: { agentStateARN: "arn:double:state/available" } });
    world.exchange.ring(CUSTOMER);
    await world.pass(300);
    assert.equal(page.view.state, "ringing");
  });

  test("that ends is asked for again, and calls arrive afterwards", async () => {
    const { world, page, centre, exchange } = await ana();
    centre.endSignIn("ana");
    page.isSignedIn = false;
    await world.pass(500);
    assert.match(page.service.words, /has ended/);
    assert.equal(page.ofType("agent").at(-1).state, "signedOut");
    page.isSignedIn = true;
    page.phone.lineAct();
    await world.pass(500);
    assert.equal(page.service.ready, true);
    exchange.ring(CUSTOMER);
    await world.pass(300);
    assert.equal(page.view.state, "ringing");
  });

  test("that ends in a call leaves the call its sound, and the frame", async () => {
    const { world, page, centre, phone } = await talking();
    const frames = world.frames.size;
    centre.endSignIn("ana");
    await world.pass(500);
    assert.match(page.service.words, /You can go on talking/);
    assert.equal(page.view.state, "live");
    phone.lineAct();
    await world.pass(500);
    assert.equal(page.view.state, "live");
    assert.equal(world.frames.size, frames);
    assert.equal(page.service.action, "Try again");
    centre.exchange.changed("ana");
    await world.pass(500);
    assert.equal(page.service.ready, true);
  });

  test("without access says whom to ask", async () => {
    const { world, page, centre } = await ana();
    centre.deny("ana", true);
    await world.pass(300);
    assert.match(page.service.words, /security profile/);
    assert.equal(page.service.action, "Try again");
    centre.deny("ana", false);
    page.phone.lineAct();
    await world.pass(500);
    assert.equal(page.service.ready, true);
  });

  test("in a second browser says so", async () => {
    const { world, page, centre } = await ana();
    centre.failSound("ana", "user_busy_error");
    await world.pass(100);
    assert.match(page.service.words, /another browser/);
    assert.equal(page.service.action, "Try again");
  });

  test("a press that would cut a call's sound is asked for twice", async () => {
    const { world, page, centre } = await talking();
    centre.failSound("ana", "user_busy_error");
    await world.pass(100);
    page.phone.lineAct();
    assert.match(page.service.words, /would cut its sound off/);
    page.phone.lineAct();
    await world.pass(500);
    assert.equal(page.service.ready, true);
  });

  test("without its program says what the operator has to do, and loads it with the next press", async () => {
    const { Problem } = await import("../../Public/js/voice/problem.js");
    const { ConnectPanel } = await import("../../Public/js/voice/lines/amazon-connect-panel.js");
    const services = [];
    let tries = 0;
    const panel = new ConnectPanel({
      instance: { streams: "/x.js" },
      container: { replaceChildren() {} },
      load: async () => {
        tries += 1;
        throw new Problem("The Amazon Connect line is off");
      },
      isBusy: () => false,
      restarting: () => {},
      told: (service) => services.push(service),
    });
    await panel.start();
    assert.deepEqual(services.at(-1), { ready: false, words: "The Amazon Connect line is off", action: "Try again" });
    panel.act();
    assert.equal(tries, 2);
  });
});

describe("presence at Amazon Connect", () => {
  test("is chosen by type, wherever the states stand in the list", async () => {
    const { world, page, exchange } = await ana();
    assert.equal(exchange.agents.get("ana").choice.name, "Available");
    page.phone.setPresence("away");
    await world.pass(300);
    assert.equal(exchange.agents.get("ana").choice.type, "not_routable");
    assert.equal(page.ofType("agent").at(-1).state, "unavailable");
  });

  test("of a break that was chosen elsewhere stays that break", async () => {
    const { world, page, exchange } = await ana();
    exchange.ask("ana", "putAgentState", { state: { agentStateARN: "arn:double:state/break" } });
    await world.pass(300);
    page.phone.setPresence("away");
    await world.pass(300);
    assert.equal(exchange.agents.get("ana").choice.name, "Break");
  });

  test("changed in a call is taken after it", async () => {
    const { world, page, phone, exchange } = await talking();
    phone.setPresence("away");
    await world.pass(300);
    assert.match(page.ofType("agent").at(-1).words, /After this call/);
    phone.hangUp();
    await world.pass(500);
    phone.wrapUpDone([...page.reports.keys()][0]);
    await world.pass(500);
    assert.equal(exchange.agents.get("ana").choice.type, "not_routable");
  });

  test("pressing Available ends after-call work that nobody ended", async () => {
    const { world, page, phone, exchange } = await talking();
    phone.hangUp();
    await world.pass(500);
    assert.equal(exchange.stateOf(exchange.agents.get("ana")).name, "AfterCallWork");
    assert.match(page.ofType("agent").at(-1).words, /wrapping up/);
    phone.setPresence("away");
    phone.setPresence("available");
    await world.pass(500);
    assert.equal(exchange.stateOf(exchange.agents.get("ana")).name, "Available");
  });

  test("told again by a page that comes back does not cut the note short", async () => {
    const { world, phone, exchange } = await talking();
    phone.hangUp();
    await world.pass(500);
    phone.setPresence("available");
    await world.pass(500);
    assert.equal(exchange.stateOf(exchange.agents.get("ana")).name, "AfterCallWork");
  });

  test("that was a break is a break again after a call that failed", async () => {
    const { world, page, exchange } = await ana();
    page.phone.setPresence("away");
    await world.pass(300);
    page.phone.dial({ ...robert, phone: "+14155550002" });
    await world.pass(2_000);
    // Amazon makes it an availability.
    exchange.ask("ana", "putAgentState", { state: { agentStateARN: "arn:double:state/available" } });
    await world.pass(1_000);
    assert.equal(exchange.agents.get("ana").choice.type, "not_routable");
  });
});
