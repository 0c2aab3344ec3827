import { FusionHost } from "../../Public/js/voice/hosts/fusion.js";
import { PLAIN } from "../../Public/js/voice/lines/situation.js";
import { Softphone } from "../../Public/js/voice/softphone.js";
import { FakeClock, FakeLine } from "./fakes.js";
import { FakeFusion } from "./fake-fusion.js";

export const CONTACT = { SVCMCA_CONTACT_ID: "300", SVCMCA_CONTACT_NAME: "Jane Doe", SVCMCA_CONTACT_PRIM_ORG_NAME: "Birchwood" };

console.info = () => {};
console.warn = () => {};

class FakeStorage {
  values = new Map();
  getItem = (name) => this.values.get(name) ?? null;
  setItem = (name, value) => void this.values.set(name, value);
}

class FakeWrappingUp {
  view = { form: null, answers: { note: "", outcome: "", followUp: "none" } };
  typed = [];
  saves = 0;
  #watchers = [];

  watch(watcher) {
    this.#watchers.push(watcher);
    watcher(this.view);
  }

  show(form, answers = {}) {
    this.view = { form, answers: { ...this.view.answers, ...answers } };
    for (const watcher of this.#watchers) watcher(this.view);
  }

  type(changes) {
    this.typed.push(changes);
  }

  save() {
    this.saves += 1;
  }
}

export const call = (changes = {}) => ({
  ...{ id: "call-1", direction: "in", with: "Jane Doe", about: null, ticket: null, mine: true, away: null, otherAway: false, liveAt: null },
  situation: { ...PLAIN, e164: "+14158675309", number: "+1 415-867-5309", can: { ...PLAIN.can, hold: true, consult: true } },
  ...changes,
});

export const settle = async () => {
  for (let turn = 0; turn < 40; turn += 1) await Promise.resolve();
};

/** An agent's phone inside of Fusion. */
export class FusionDesk {
  fusion = new FakeFusion();
  storage = new FakeStorage();
  silence = null;

  async start({ hangUpReason = "WRAPUP", lookUp = ["phone"], load = async () => this.fusion.install() } = {}) {
    Object.assign(this, { line: new FakeLine(), clock: new FakeClock(), wrappingUp: new FakeWrappingUp(), said: [], found: [] });
    this.phone = new Softphone(this.line, this.clock);
    this.line.tell({ type: "state", connection: "open", words: null });
    this.host = new FusionHost({
      settings: { parent: "https://crm.example", name: "phone", library: "https://static.example/uef.js", hangUpReason, lookUp },
      ...{ load, phone: this.phone, wrappingUp: this.wrappingUp, clock: this.clock, storage: () => this.storage },
      ...{ say: (words) => this.said.push(words), found: (_, contact) => this.found.push(contact) },
      ...{ whyNoSound: () => this.silence, wrapUpChanged: () => {} },
    });
    const started = this.host.start();
    await settle();
    return started;
  }

  async ring(changes) {
    this.line.tell({ type: "incoming", call: call(changes) });
    await settle();
  }

  async answered(changes) {
    this.line.tell({ type: "accepted", call: call(changes) });
    await settle();
  }

  async over(changes, theCall = call()) {
    this.line.tell({ type: "ended", call: theCall, words: null, reason: null, by: null, ...changes });
    await settle();
  }
}
