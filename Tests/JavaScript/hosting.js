import { readFileSync } from "node:fs";
import { createContext, runInContext } from "node:vm";
import { isFrom } from "../../Public/js/hosting/host/frame.js";
import { NOBODY } from "../../Public/js/hosting/host/lookup.js";
import { ToolbarHost } from "../../Public/js/hosting/host/toolbar-host.js";
import { FakeClock } from "./fakes.js";

const LIBRARIES = new URL("../../Public/js/hosting/", import.meta.url);
export const DESK = "https://desk.example";
export const PARTNER = "https://partner.example";

export const ROBERT = {
  id: "3", name: "Robert Kane", firstName: "Robert", lastName: "Kane", phone: "+14158675309", unsolved: 1,
  ticket: { id: 7, path: "/dashboard/tickets/7", title: "The mallet broke", status: "open" },
};
export const MIKA = { ...ROBERT, id: "4", name: "Mika Sato", ticket: { ...ROBERT.ticket, id: 8, path: "/dashboard/tickets/8" } };
const NUMBER = { e164: "+14158675309", words: "+1 415-867-5309" };

export const one = { contacts: [ROBERT], total: 1, number: NUMBER };
export const several = { contacts: [ROBERT, MIKA], total: 2, number: NUMBER };
export const none = { contacts: [], total: 0, number: NUMBER };

/** What waits for promises has run. */
export const settle = () => new Promise((done) => setTimeout(done, 0));

/** A dashboard with a toolbar in its frame, and two windows between which only texts go. */
export class Stage {
  clock = new FakeClock();
  opened = [];
  reports = [];
  posted = [];
  kept = [];
  claimed = [];
  /** What the host said, as the toolbar's window gets it. */
  said = [];
  match = one;
  requests = { 7: { contacts: [ROBERT], total: 1, number: null } };
  answer = { status: 204, body: null };
  #knows = [];
  #names = 0;
  #listeners = [];

  constructor() {
    const parent = { postMessage: (text, origin) => this.#toHost(text, origin) };
    this.toolbar = { parent };
    this.host = new ToolbarHost({
      post: (text) => this.#toToolbar(text),
      clock: this.clock,
      newName: () => `name-${(this.#names += 1)}`,
      name: "deskbell",
      origin: DESK,
      agentId: "1",
      lookUp: async (keys) => this.lookUp(keys),
      records: { report: (call, fields) => this.reports.push([call, fields]), know: (listener) => this.#knows.push(listener) },
      open: (path) => this.opened.push(path),
      resize: (height) => height <= 470,
      wrapUp: {
        outcomes: ["Resolved", "Left a message"],
        post: async (call, answers) => {
          this.posted.push([call, answers]);
          return this.answer;
        },
        keep: (call, note) => this.kept.push([call, note]),
        claim: (call, isOurs) => this.claimed.push([call, isOurs]),
      },
    });
    this.wrapUp = null;
    this.host.wrapUps.watch((view) => (this.wrapUp = view));
  }

  get view() {
    return this.host.view;
  }

  lookUp(keys) {
    this.keys = keys;
    if (keys.ticket && !keys.phone) return this.requests[keys.ticket] ?? NOBODY;
    return Object.keys(keys).length === 0 ? NOBODY : this.match;
  }

  /** The desk has written a call down. */
  recorded(call, fields = {}) {
    for (const listener of this.#knows) listener({ call, key: `key-${call}`, ticket: null, pop: null, with: null, about: null, ...fields });
  }

  /** The states that were reported of a call. */
  states(call) {
    return this.reports.filter(([id, { state }]) => id === call && state).map(([, { state, reason = null, by = null }]) => [state, reason, by].filter(Boolean).join(" "));
  }

  /** Loads a library into the toolbar's window. */
  load(file, { frame = DESK } = {}) {
    const page = {
      parent: this.toolbar.parent, URL, URLSearchParams, setTimeout: () => 0, clearTimeout: () => {}, console,
      location: { search: `?oraParentFrame=${encodeURIComponent(frame)}&oraTbName=Deskbell` },
      crypto: { randomUUID: () => `uuid-${(this.#names += 1)}` },
      addEventListener: (type, listener) => type === "message" && this.#listeners.push(listener),
    };
    const context = createContext(page);
    runInContext(readFileSync(new URL(file, LIBRARIES), "utf8"), context);
    return context;
  }

  /** The host's texts that a toolbar's library would hear. */
  hear(text, { origin = DESK, source = this.toolbar.parent } = {}) {
    for (const listener of this.#listeners) listener({ data: text, origin, source });
  }

  /** A toolbar without any library: says it in plain texts. */
  tell(method, data = {}, uuid = `u${(this.#names += 1)}`) {
    this.host.take(JSON.stringify({ method, version: "1.0", data, toolbarName: "deskbell", uuid }));
    return uuid;
  }

  answersTo(uuid) {
    return this.said.filter((message) => message.uuid === uuid);
  }

  pushes(method) {
    return this.said.filter((message) => message.method === method && message.result === undefined);
  }

  /** Answers the command that was asked for last. */
  obey(result = "success", more = {}) {
    const command = this.said.findLast(({ method }) => method === "onToolbarInteractionCommand" || method === "onToolbarAgentCommand");
    const method = command.method === "onToolbarAgentCommand" ? "tbAgentCommandResponse" : "tbInteractionCommandResponse";
    this.host.take(JSON.stringify({ ...command, method, result, ...more }));
    return command.command;
  }

  #toHost(text, origin) {
    const event = { origin: PARTNER, source: this.toolbar };
    if (origin === DESK && isFrom(event, PARTNER, this.toolbar)) this.host.take(text);
  }

  #toToolbar(text) {
    this.said.push(JSON.parse(text));
    queueMicrotask(() => this.hear(text));
  }
}

export const inbound = (more = {}) => ({ SVCMCA_ANI: "+14158675309", SVCMCA_COMMUNICATION_DIRECTION: "ORA_SVC_INBOUND", ...more });
export const outbound = (more = {}) => ({ ...inbound(more), SVCMCA_COMMUNICATION_DIRECTION: "ORA_SVC_OUTBOUND" });

/** A call that is talked in. */
export async function talking(stage, more = {}) {
  stage.tell("newCommEvent", { eventId: "c1", inData: inbound(more) });
  await settle();
  stage.tell("startCommEvent", { eventId: "c1", inData: {} });
  await settle();
}
