import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ConnectWorld, CUSTOMER, robert } from "./support/connect.js";

const SEQUENCES = Number(process.env.DESKBELL_SEQUENCES ?? 400);
const STEPS = 30;
const LIVE = ["incoming", "pending", "connecting", "connected"];

/** Chance that is the same in every run of a seed. */
function dice(seed) {
  let state = seed * 2_654_435_761 + 1;
  return (sides) => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 3_266_489_917) >>> 0;
    return ((state ^ (state >>> 13)) >>> 0) % sides;
  };
}

/** What people press and what goes wrong. Each may be done at any time, sensible or not. */
const ACTIONS = {
  ring: ({ exchange }) => exchange.ring(CUSTOMER, { ticket_id: "12" }),
  callerGivesUp: ({ exchange, some }) => some((contact) => exchange.customerHangsUp(contact.contactId)),
  customerAnswers: ({ exchange, some }) => some((contact) => exchange.customerAnswers(contact.contactId)),
  customerIsBusy: ({ exchange, some }) => some((contact) => !contact.isInbound && exchange.customerRefuses(contact.contactId, "LineEngagedCustomer")),
  isMissed: ({ exchange, some }) => some((contact) => exchange.letMiss(contact.contactId)),
  expertAnswers: ({ exchange, some }) => some((contact) => exchange.thirdAnswers(contact.contactId)),
  expertHangsUp: ({ exchange, some }) => some((contact) => exchange.thirdHangsUp(contact.contactId)),
  answer: ({ page }) => page.phone.answer(),
  answerAgain: ({ page }) => page.phone.answer(),
  reject: ({ page }) => page.phone.reject(),
  hangUp: ({ page }) => page.phone.hangUp(),
  dial: ({ page }) => page.phone.dial(robert),
  dialOne: ({ page }) => page.phone.dial({ ...robert, phone: "+14155550001" }),
  hold: ({ page }) => page.phone.hold(),
  resume: ({ page }) => page.phone.resume(),
  mute: ({ page }) => page.phone.toggleMute(),
  askList: ({ page }) => page.phone.openConsult(),
  ask({ page, roll }) {
    page.phone.openConsult();
    page.phone.consult(1 + roll(3));
  },
  swap: ({ page }) => page.phone.swap(),
  bringIn: ({ page }) => page.phone.bringIn(),
  handOver: ({ page }) => page.phone.handOver(),
  cancelConsult: ({ page }) => page.phone.cancelConsult(),
  keys: ({ page }) => page.phone.sendDigits("1"),
  available: ({ page }) => page.phone.setPresence("available"),
  away: ({ page }) => page.phone.setPresence("away"),
  noteIsWritten: ({ page }) => [...page.reports.keys()].forEach((id) => page.phone.wrapUpDone(id)),
  tryAgain: ({ page }) => page.phone.lineAct(),
  answersAreLost: ({ centre, roll }) => (centre.mischief = { lose: 1 + roll(2), double: 0, delay: 0 }),
  answersComeTwice: ({ centre }) => (centre.mischief = { lose: 0, double: 3, delay: 0 }),
  answersAreLate: ({ centre, roll }) => (centre.mischief = { lose: 0, double: 0, delay: 500 * (1 + roll(20)) }),
  answersAreWell: ({ centre }) => (centre.mischief = { lose: 0, double: 0, delay: 0 }),
  soundFails: ({ page, centre }) => centre.failSound(page.login, "webrtc_error"),
  noSound: ({ page, exchange }) => (exchange.agents.get(page.login).mediaFails = true),
  soundAgain: ({ page, exchange }) => (exchange.agents.get(page.login).mediaFails = false),
  signInEnds: ({ page, centre }) => {
    centre.endSignIn(page.login);
    page.isSignedIn = false;
  },
  signInStands: ({ page }) => (page.isSignedIn = true),
  reload: ({ page, world, pages }) => {
    page.line.dispose();
    pages[page.login] = world.open(page.login, { isSignedIn: page.isSignedIn });
  },
};
/** What leads somewhere is done more often. */
const OFTEN = ["ring", "ring", "ring", "answer", "answer", "answer", "askList", "ask", "ask", "ask", "ask", "expertAnswers", "expertAnswers", "expertAnswers"];
const NAMES = [...Object.keys(ACTIONS), ...OFTEN, ...OFTEN];
const PAUSES = [0, 20, 100, 300, 300, 500, 500, 500, 2_000, 2_000, 9_000, 25_000];

/** One sequence: what was done, in words, for whoever reads a failure. */
async function play(seed) {
  const roll = dice(seed);
  const world = new ConnectWorld();
  const pages = { ana: world.open("ana"), ben: world.open("ben") };
  await world.pass(500);
  for (const page of Object.values(pages)) page.phone.setPresence("available");
  await world.pass(500);
  const done = [];
  for (let step = 0; step < STEPS; step += 1) {
    const name = NAMES[roll(NAMES.length)];
    const page = pages[["ana", "ana", "ben"][roll(3)]];
    const live = [...world.exchange.contacts.values()].filter((contact) => LIVE.includes(contact.state));
    const some = (run) => live.length > 0 && run(live[roll(live.length)]);
    done.push(`${page.login} ${name}`);
    ACTIONS[name]({ world, pages, page, roll, some, exchange: world.exchange, centre: world.centre });
    const pause = PAUSES[roll(PAUSES.length)];
    done.push(`${pause} ms`);
    await world.pass(pause);
    noCustomerAlone(world, done);
  }
  return { world, pages, done, roll };
}

function noCustomerAlone({ exchange }, done) {
  for (const contact of exchange.contacts.values()) {
    const customer = exchange.customer(contact);
    if (contact.state !== "connected" || !customer) continue;
    const own = contact.connections.find((each) => each.type === "agent");
    assert.equal(own.state, "connected", `a customer is alone: ${done.join(", ")}`);
  }
}

/** Everything is well again, and time passes. */
async function calm({ world, pages }) {
  world.centre.mischief = { lose: 0, double: 0, delay: 0 };
  for (const page of Object.values(pages)) {
    page.isSignedIn = true;
    world.exchange.agents.get(page.login).mediaFails = false;
  }
  await world.pass(40_000);
  // Who was in a call signs in first, tries again then, and says that the sound may be cut off.
  for (let press = 0; press < 3; press += 1) {
    for (const page of Object.values(pages)) if (page.service.action) page.phone.lineAct();
    await world.pass(2_000);
  }
}

function everyLegHasItsOwner({ world, pages, done }) {
  for (const page of Object.values(pages)) {
    const live = world.exchange.of(page.login).filter((contact) => LIVE.includes(contact.state)).map((contact) => contact.contactId);
    const shown = page.phone.front ? [page.phone.front.id] : [];
    assert.deepEqual(shown, live, `${page.login} sees another call than Amazon has: ${done.join(", ")}`);
  }
}

async function whoeverWaitsCanBeBrought({ world, pages, done }) {
  for (const page of Object.values(pages)) {
    const contact = world.exchange.of(page.login).find((each) => each.state === "connected");
    if (!contact) continue;
    const [customer, third] = [world.exchange.customer(contact), world.exchange.third(contact)];
    const { can } = page.view;
    const isHeld = customer?.state === "hold";
    if (isHeld && !third) assert.ok(can.resume, `nobody can bring the customer back: ${done.join(", ")}`);
    if (isHeld && third) assert.ok(can.cancelConsult || can.bringIn, `a consultation cannot end: ${done.join(", ")}`);
    assert.equal(page.view.can.hangUp, true, `no way to hang up: ${done.join(", ")}`);
  }
}

async function everyCallEnds({ world, pages, done }) {
  for (const page of Object.values(pages)) {
    if (page.view.state === "ringing") page.phone.reject();
    else page.phone.hangUp();
  }
  await world.pass(20_000);
  for (const page of Object.values(pages)) {
    if (page.view.state === "ringing") page.phone.reject();
    else page.phone.hangUp();
    page.phone.setPresence("away");
    page.phone.setPresence("available");
  }
  await world.pass(30_000);
  const open = [...world.exchange.contacts.values()].filter((contact) => !contact.isCleared);
  assert.deepEqual(open.map(({ login, state }) => `${login} ${state}`), [], `a call never ends: ${done.join(", ")}`);
  for (const page of Object.values(pages)) {
    assert.equal(page.phone.front, null, done.join(", "));
    for (const [id, report] of page.reports) assert.equal(report.state, "ended", `${id} is written down as ${report.state}: ${done.join(", ")}`);
  }
}

async function theNextCallRings({ world, pages, done }) {
  for (const page of Object.values(pages)) {
    const contact = world.exchange.ring(CUSTOMER, {}, page.login);
    assert.notEqual(contact, null, `${page.login} gets no call any more: ${done.join(", ")}`);
    await world.pass(500);
    assert.equal(page.view.state, "ringing", `${page.login} does not ring: ${done.join(", ")}`);
  }
}

describe("whatever people do with Amazon Connect's line", () => {
  test(`in ${SEQUENCES} sequences no customer is alone, every leg has its owner, and every call ends`, async () => {
    const only = process.env.DESKBELL_SEED;
    const seeds = only ? [Number(only)] : Array.from({ length: SEQUENCES }, (_, index) => index + 1);
    for (const seed of seeds) {
      try {
        const parts = await play(seed);
        await calm(parts);
        everyLegHasItsOwner(parts);
        await whoeverWaitsCanBeBrought(parts);
        await everyCallEnds(parts);
        await theNextCallRings(parts);
      } catch (error) {
        error.message = `seed ${seed}: ${error.message}`;
        throw error;
      }
    }
  });
});
