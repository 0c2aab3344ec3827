import { PLAIN } from "../../Public/js/voice/lines/situation.js";

/** A clock that stands still until a test moves it. */
export class FakeClock {
  time = 1_000_000;
  #timers = [];
  #next = 1;

  now = () => this.time;

  start = (run, milliseconds) => {
    const id = this.#next++;
    this.#timers.push({ id, at: this.time + milliseconds, run });
    return id;
  };

  stop = (id) => {
    this.#timers = this.#timers.filter((timer) => timer.id !== id);
  };

  get waiting() {
    return this.#timers.length;
  }

  advance(milliseconds) {
    const end = this.time + milliseconds;
    for (let due = this.#due(end); due; due = this.#due(end)) {
      this.stop(due.id);
      this.time = due.at;
      due.run();
    }
    this.time = end;
  }

  #due(end) {
    return this.#timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
  }
}

/** A connection whose other end is the test. */
export class FakeSocket {
  sent = [];
  isClosed = false;
  onopen = null;
  onmessage = null;
  onclose = null;

  send(text) {
    this.sent.push(JSON.parse(text));
  }

  close() {
    this.isClosed = true;
  }

  hear(message) {
    this.onmessage?.({ data: typeof message === "string" ? message : JSON.stringify(message) });
  }

  die(code = 1006) {
    this.onclose?.({ code });
  }
}

/** A live socket seen from a line. */
export class FakeLive {
  sent = [];
  #listeners = [];
  #watchers = [];

  onMessage(listener) {
    this.#listeners.push(listener);
  }

  onConnection(watcher) {
    this.#watchers.push(watcher);
  }

  send(message) {
    this.sent.push(message);
  }

  hear(message) {
    for (const listener of this.#listeners) listener(message);
  }

  connect(connection, words = null) {
    for (const watcher of this.#watchers) watcher(connection, words);
  }

  ofType(type) {
    return this.sent.filter((message) => message.type === type);
  }
}

/** A vendor's line that writes down what it is told. */
export class FakeLine {
  commands = [];
  outcome = Promise.resolve();
  #listener = () => {};

  listen(listener) {
    this.#listener = listener;
  }

  tell(event) {
    this.#listener(event);
  }

  ready() {
    this.commands.push(["ready"]);
  }

  unavailable() {
    this.commands.push(["unavailable"]);
  }

  dial(target) {
    this.commands.push(["dial", target.name]);
    return this.outcome;
  }

  cancel() {
    this.commands.push(["cancel"]);
  }

  accept(call) {
    this.commands.push(["accept", call.id]);
    return this.outcome;
  }

  rejoin(call) {
    this.commands.push(["rejoin", call.id]);
    return this.outcome;
  }

  reject(call) {
    this.commands.push(["reject", call.id]);
  }

  hangUp(call) {
    this.commands.push(["hangUp", call.id]);
  }

  mute(call, muted) {
    this.commands.push(["mute", call.id, muted]);
    this.tell({ type: "muted", call: call.id, muted });
  }

  command(call, command) {
    this.commands.push([command, call.id]);
  }

  consult(call, agent) {
    this.commands.push(["consult", call.id, agent]);
  }

  askColleagues(call) {
    this.commands.push(["askColleagues", call.id]);
  }

  sendDigits(call, digits) {
    this.commands.push(["sendDigits", call.id, digits]);
  }
}

/** Lets everything that is only waiting for promises happen. */
export const settle = () => new Promise((resolve) => setImmediate(resolve));

export const aCall = (changes = {}) => ({
  id: "k1",
  direction: "in",
  with: "Robert Kane",
  about: "The mallet broke",
  ticket: "/dashboard/tickets/12",
  mine: true,
  away: null,
  otherAway: false,
  liveAt: null,
  ...changes,
});

/** What the desk may say of a call besides who talks to whom. */
export const aSituation = (changes = {}) => ({ ...PLAIN, ...changes, can: { ...PLAIN.can, ...changes.can } });

export const aMessage = (changes = {}) => ({
  id: "k1",
  version: 1,
  state: "offered",
  side: "callee",
  leg: "invited",
  legId: "41",
  mine: true,
  with: "Robert Kane",
  about: null,
  ticket: null,
  liveAt: null,
  now: 1_000_000,
  reason: null,
  words: null,
  otherAway: false,
  rejoinBy: null,
  muted: false,
  ref: null,
  peers: [],
  ...changes,
});

export const support = { name: "support", ticket: null, phone: null, button: "Call support" };
