import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Problem } from "../../Public/js/voice/problem.js";
import { TwilioPhone } from "../../Public/js/voice/lines/twilio.js";
import { readConfiguration } from "../../Public/js/voice/lines/twilio-sdk.js";
import { twilioWords } from "../../Public/js/voice/lines/twilio-errors.js";
import { FakeClock, settle } from "./fakes.js";
import { fakeSdk } from "./fake-twilio.js";

const TTL = 900;

function aPhone({ insights = false, edge = null } = {}) {
  const clock = new FakeClock();
  const { sdk, devices } = fakeSdk();
  const desk = { tokens: 0, refusal: null, missing: null };
  const phone = new TwilioPhone({
    configuration: { sdk: "/sdk.js", edge, region: null, insights },
    clock,
    silence: "/sounds/silence.wav",
    version: "7",
    load: async () => {
      if (desk.missing) throw desk.missing;
      return sdk;
    },
    fetchAccess: async () => {
      if (desk.refusal) throw desk.refusal;
      return { token: `t${(desk.tokens += 1)}`, ttl: TTL };
    },
  });
  const lines = [];
  phone.onLine = (line) => lines.push(line);
  return { phone, clock, devices, desk, lines, words: () => lines.at(-1)?.words };
}

async function registered(parts = aPhone()) {
  parts.phone.want(true);
  await settle();
  parts.devices[0].become("registered");
  return { ...parts, device: parts.devices[0] };
}

describe("one telephone of a page", () => {
  test("is made once, with our own sounds, the better codec first and no word to anybody else", async () => {
    const { phone, devices } = aPhone({ edge: "dublin" });
    phone.start();
    phone.start();
    await settle();
    assert.equal(devices.length, 1);
    const { options, token } = devices[0];
    assert.equal(token, "t1");
    assert.deepEqual(options.codecPreferences, ["opus", "pcmu"]);
    assert.equal(options.enableImprovedSignalingErrorPrecision, true);
    assert.equal(options.closeProtection, false);
    assert.equal(options.publishEvents, false);
    assert.equal(options.edge, "dublin");
    assert.equal(Object.keys(options.sounds).length, 15);
    assert.deepEqual([...new Set(Object.values(options.sounds))], ["/sounds/silence.wav"]);
    for (const key of ["incoming", "outgoing", "disconnect", "dtmf0", "dtmf9", "dtmfs", "dtmfh"]) assert.ok(options.sounds[key], key);
  });

  test("insights are the operator's choice", async () => {
    const { phone, devices } = aPhone({ insights: true });
    phone.start();
    await settle();
    assert.equal(devices[0].options.publishEvents, true);
    assert.equal("edge" in devices[0].options, false);
  });

  test("is ready when it is registered, and says so", async () => {
    const { phone, devices, words, lines } = aPhone();
    phone.want(true);
    assert.equal(words(), "Phone line: connecting…");
    await settle();
    assert.deepEqual(devices[0].did, ["register"]);
    assert.equal(lines.at(-1).ready, false);
    devices[0].become("registered");
    assert.deepEqual(lines.at(-1), { ready: true, words: "Phone line ready" });
  });

  test("leaves the register when nobody takes calls here, and still calls", async () => {
    const { phone, device, words } = await registered();
    phone.want(false);
    await settle();
    assert.deepEqual(device.did, ["register", "unregister"]);
    assert.equal(words(), "Phone line ready");
  });

  test("that was thrown out lets the SDK try first, and registers after five seconds", async () => {
    const { device, clock, words } = await registered();
    device.become("unregistered");
    assert.equal(words(), "Phone line: connecting…");
    clock.advance(4_999);
    assert.deepEqual(device.did, ["register"]);
    clock.advance(1);
    assert.deepEqual(device.did, ["register", "register"]);
  });

  test("without its program says what the operator has to do", async () => {
    const { phone, desk, words, lines } = aPhone();
    desk.missing = new Problem("The phone line is off: its program could not be loaded.");
    phone.want(true);
    await settle();
    assert.deepEqual([lines.at(-1).ready, words()], [false, "The phone line is off: its program could not be loaded."]);
    await assert.rejects(phone.connect({}, null), /could not be loaded/);
  });

  test("tells errors in words, until it is registered again", async () => {
    const { device, words, clock } = await registered();
    device.emit("error", { code: 31009 });
    assert.match(words(), /has no connection.*\(31009\)/);
    device.become("unregistered");
    clock.advance(15_000);
    device.become("registered");
    assert.equal(words(), "Phone line ready");
  });

  test("an error of one call is not the line's", async () => {
    const { device, words } = await registered();
    device.emit("error", { code: 31005 }, {});
    assert.equal(words(), "Phone line ready");
  });

  test("says what the desk says of its account", async () => {
    const { phone, lines } = await registered();
    phone.allow(false, "Phone calls are not possible now.");
    assert.deepEqual(lines.at(-1), { ready: false, words: "Phone calls are not possible now." });
    phone.allow(true, null);
    assert.equal(lines.at(-1).ready, true);
  });

  test("is made anew after the browser threw it away", async () => {
    const { phone, device, devices } = await registered();
    device.become("destroyed");
    phone.wake();
    await settle();
    assert.equal(devices.length, 2);
    assert.deepEqual(devices[1].did, ["register"]);
  });
});

describe("its token", () => {
  test("is renewed at two thirds of its life", async () => {
    const { device, clock, desk } = await registered();
    clock.advance(TTL * 1000 * (2 / 3));
    await settle();
    assert.equal(desk.tokens, 2);
    assert.deepEqual(device.did, ["register", "token t2"]);
  });

  test("is renewed when the SDK says that it runs out", async () => {
    const { device } = await registered();
    device.emit("tokenWillExpire", device);
    await settle();
    assert.equal(device.token, "t2");
  });

  test("is renewed after a sleep, and only when that is due", async () => {
    const { phone, clock, desk, device } = await registered();
    phone.wake();
    await settle();
    assert.equal(desk.tokens, 1);
    clock.time += TTL * 1000;
    phone.wake();
    await settle();
    assert.equal(device.token, "t2");
  });

  test("that ran out is renewed first, then the device registers", async () => {
    const { device } = await registered();
    device.state = "unregistered";
    device.emit("error", { code: 20104 });
    await settle();
    assert.deepEqual(device.did, ["register", "token t2", "register"]);
  });

  test("is not touched while the device registers", async () => {
    const { phone, devices } = aPhone();
    phone.want(true);
    await settle();
    devices[0].emit("tokenWillExpire", devices[0]);
    await settle();
    assert.deepEqual(devices[0].did, ["register"]);
    devices[0].become("registered");
    assert.deepEqual(devices[0].did, ["register", "token t2"]);
  });

  test("that is refused is renewed once, then the operator is called", async () => {
    const { device, words } = await registered();
    device.emit("error", { code: 20101 });
    await settle();
    assert.equal(device.token, "t2");
    device.emit("error", { code: 20101 });
    await settle();
    assert.equal(device.token, "t2");
    assert.match(words(), /not set up right.*operator/);
  });

  test("is fetched once, however many ask", async () => {
    const { device, desk } = await registered();
    for (let i = 0; i < 3; i += 1) device.emit("tokenWillExpire", device);
    await settle();
    assert.equal(desk.tokens, 2);
  });

  test("that the desk does not give is asked for again, soon and then less often", async () => {
    const { device, desk, clock } = await registered();
    desk.refusal = new Error("503");
    clock.advance(TTL * 1000 * (2 / 3));
    await settle();
    clock.advance(5_000);
    await settle();
    desk.refusal = null;
    clock.advance(10_000);
    await settle();
    assert.equal(device.token, "t2");
  });

  test("that is too old is renewed before a call is made", async () => {
    const { phone, device, clock } = await registered();
    clock.time += TTL * 1000;
    await phone.connect({ call: "k1" }, null);
    assert.deepEqual(device.did, ["register", "token t2", 'connect {"call":"k1"}']);
  });
});

describe("a call through it", () => {
  test("gets a copy of the open microphone", async () => {
    const { phone, device } = await registered();
    const stream = { clone: () => "a copy" };
    await phone.connect({ call: "k1", leg: "l1" }, stream);
    assert.equal(await device.options.getUserMedia({}), "a copy");
  });

  test("that never comes about is given up, and hung up should it come later", async () => {
    const { phone, device, clock } = await registered();
    let come;
    device.outcome = new Promise((resolve) => (come = resolve));
    const calling = phone.connect({ call: "k1" }, null);
    await settle();
    clock.advance(15_000);
    await assert.rejects(calling, /does not answer/);
    let hungUp = false;
    come({ disconnect: () => (hungUp = true) });
    await settle();
    assert.equal(hungUp, true);
  });

  test("that is refused says why", async () => {
    const { phone, device } = await registered();
    device.outcome = Promise.reject(Object.assign(new Error(), { code: 53405 }));
    await assert.rejects(phone.connect({ call: "k1" }, null), /No sound gets through your network/);
  });
});

describe("words", () => {
  const codes = [20101, 20104, 20151, 31000, 31001, 31002, 31003, 31005, 31008, 31009, 31100, 31105, 31201, 31206, 31212, 31400, 31401, 31402, 31404, 31480, 31486, 31603, 53000, 53001, 53400, 53402, 53405, 99999];
  for (const code of codes) {
    test(`${code} says what happened, and names the code last`, () => {
      assert.match(twilioWords({ code }), new RegExp(`^[A-Z].*\\. ?.*\\(${code}\\)$`));
    });
  }

  test("whatever has no code has words all the same", () => {
    assert.equal(twilioWords(new Error("x")), "The telephone call failed. Try again in a moment.");
    assert.equal(twilioWords(null), "The telephone call failed. Try again in a moment.");
  });

  test("a page without an account has no configuration", () => {
    for (const text of [undefined, "", "{", "null", "{}", '{"sdk":""}', "[]"]) assert.equal(readConfiguration(text), null);
    const told = { sdk: "/sdk.js", edge: null, region: null, insights: false };
    assert.deepEqual(readConfiguration('{"sdk":"/sdk.js"}'), told);
    assert.deepEqual(readConfiguration(JSON.stringify({ ...told, edge: "dublin", insights: true })), { ...told, edge: "dublin", insights: true });
  });
});
