import assert from "node:assert/strict";
import { test } from "node:test";
import { Softphone } from "../../Public/js/voice/softphone.js";
import { settle } from "./fakes.js";
import { aGenesys } from "./genesys-world.js";

/** @param {number} seed */
function diceOf(seed) {
  let state = seed + 0x6d2b79f5;
  return (sides) => {
    state = Math.imul(state ^ (state >>> 15), state | 1);
    state ^= state + Math.imul(state ^ (state >>> 7), state | 61);
    return ((state ^ (state >>> 14)) >>> 0) % sides;
  };
}

/** A contact centre as it ought to be: what people do, and the events of it. */
class Centre {
  calls = new Map();
  #next = 1;

  constructor(hear) {
    this.hear = hear;
  }

  ring() {
    const id = `c${this.#next++}`;
    this.calls.set(id, "ringing");
    this.tell("EventRinging", id);
  }

  move(id, from, to, event) {
    if (!from.includes(this.calls.get(id))) return;
    if (to === null) this.calls.delete(id);
    else this.calls.set(id, to);
    this.tell(event, id);
  }

  tell(name, id) {
    this.hear(name, { connectionId: id, eventId: `e-${id}`, ANI: "+14158675309", direction: "inbound" });
  }

  picture() {
    this.hear("EventRegistered");
    const names = { ringing: "EventRinging", established: "EventEstablished", held: "EventHeld" };
    for (const [id, state] of this.calls) this.tell(names[state], id);
  }
}

/** A page with its softphone at a contact centre; whose commands sometimes come to nothing. */
async function aDesk(roll) {
  const world = aGenesys();
  const phone = new Softphone(world.line, world.clock);
  const centre = new Centre((name, fields) => {
    world.hear(name, fields);
    // Some are told twice.
    if (roll(5) === 0) world.hear(name, fields);
  });
  await world.registered();
  const desk = { world, phone, centre, over: [] };
  return { ...desk, acts: actsOf(desk, roll) };
}

/** What people do: the agent on the page, the agent on the own phone, the customer, and the network. */
function actsOf({ world, phone, centre, over }, roll) {
  const pick = () => [...centre.calls.keys()][roll(Math.max(1, centre.calls.size))];
  const front = () => phone.front?.id.slice(2);
  const end = (id, from, event) => {
    if (from.includes(centre.calls.get(id))) over.push(id);
    centre.move(id, from, null, event);
  };
  const on = ["established", "held"];
  /** The command is carried out, refused at once, refused by an event, or nothing is heard of it. */
  const asked = (press, done) => {
    const id = front();
    const fate = roll(4);
    world.status = fate === 1 ? 502 : 202;
    press();
    world.status = 202;
    if (fate === 0 && id) done(id);
    if (fate === 2 && id) world.hear("EventError", { connectionId: id, errorMessage: "No." });
  };
  return [
    () => centre.ring(),
    () => centre.ring(),
    () => asked(() => phone.answer(), (id) => centre.move(id, ["ringing"], "established", "EventEstablished")),
    () => asked(() => phone.reject(), (id) => end(id, ["ringing"], "EventReleased")),
    () => asked(() => phone.hangUp(), (id) => end(id, on, "EventReleased")),
    () => asked(() => phone.hold(), (id) => centre.move(id, ["established"], "held", "EventHeld")),
    () => asked(() => phone.resume(), (id) => centre.move(id, ["held"], "established", "EventRetrieved")),
    () => centre.move(pick(), ["ringing"], "established", "EventEstablished"),
    () => end(pick(), ["ringing"], "EventAbandoned"),
    () => end(pick(), on, "EventReleased"),
    // News of what is over long ago.
    () => over.length > 0 && centre.tell(["EventRinging", "EventEstablished", "EventHeld"][roll(3)], over[roll(over.length)]),
    () => world.clock.advance(11_000),
    () => {
      world.sockets.at(-1).die();
      world.clock.advance(9_000);
      world.restartSeq();
      world.sockets.at(-1).onopen?.();
      centre.picture();
    },
  ];
}

for (let seed = 1; seed <= 100; seed += 1) {
  test(`no call without an owner and none without an end, seed ${seed}`, async () => {
    const roll = diceOf(seed);
    const { world, phone, centre, acts } = await aDesk(roll);
    for (let step = 0; step < 50; step += 1) {
      acts[roll(acts.length)]();
      await settle();
    }
    // What was asked and came to nothing is told within ten seconds; then the picture is read again.
    world.clock.advance(10_000);
    await settle();
    centre.picture();
    world.clock.advance(15_000);
    await settle();
    for (let left = centre.calls.size; left > 0; left -= 1) {
      const id = phone.front?.id.slice(2);
      assert.ok(centre.calls.has(id), `${[...centre.calls.keys()]} have nobody; in front is ${id}`);
      centre.move(id, ["ringing", "established", "held"], null, "EventReleased");
    }
    assert.equal(phone.front, null);
  });
}
