import { callKey } from "./call-key.js";
import { fromWords, heldBeside, isHolding, situationOf, talkWords, telephoneWords } from "./talk-words.js";

/** @typedef {import("../types.js").Call} Call */
/** @typedef {import("../types.js").PhoneView} PhoneView */

/**
 * What the softphone knows.
 *
 * @typedef {object} PhoneState
 * @property {import("../types.js").Connection} connection
 * @property {string | null} whyLost  where the desk said why it does not let us in
 * @property {{call: Call, phase: "incoming" | "outgoing" | "ringing" | "live", pressed: boolean}[]} calls  pressed:
 *   Answer or Rejoin was, and the desk has not said yet what came of it
 * @property {Set<string>} answered  calls that were answered on this page
 * @property {{call: string, command: NonNullable<PhoneView["pressed"]>} | null} asked  a key that was pressed
 * @property {PhoneView["consultList"]} consultList
 * @property {PhoneView["phoneLine"]} phoneLine
 * @property {PhoneView["service"]} service
 * @property {string | null} agentWords
 * @property {string | null} placing  whom we are about to call, before there is a call
 * @property {boolean} pending  pressed before the connection stood
 * @property {{words: string | null} | null} ended
 * @property {boolean} muted
 * @property {string | null} problem
 * @property {Map<import("../types.js").NoticeKind, string>} notices
 */

/**
 * What matters most comes first.
 *
 * @type {import("../types.js").NoticeKind[]}
 */
const NOTICES = ["asking", "broken", "silent", "speaking", "device", "weak"];

/** @typedef {PhoneState["calls"][number]} Entry */

/**
 * The call in front: the one being talked in, else the one being made, else the first that rings.
 *
 * @param {PhoneState} state
 * @returns {Entry | null}
 */
export function frontCall(state) {
  const first = (/** @type {Entry["phase"][]} */ ...phases) => state.calls.find((entry) => phases.includes(entry.phase));
  return first("live") ?? first("outgoing", "ringing") ?? (state.placing === null ? first("incoming") : null) ?? null;
}

/**
 * @param {PhoneState} state
 * @returns {PhoneView}
 */
export function viewOf(state) {
  const front = frontCall(state);
  const view = { ...base(state), ...(front ? inCall(front, state) : withoutCall(state)) };
  return { ...view, problem: problemOf(state, front) };
}

/** @type {PhoneView["can"]} */
const NO_KEYS = {
  ...{ answer: false, reject: false, rejoin: false, hangUp: false, mute: false, call: false, keypad: false },
  ...{ hold: false, resume: false, consult: false, handOver: false, bringIn: false, cancelConsult: false, swap: false },
};

/**
 * @param {PhoneState} state
 * @returns {PhoneView}
 */
function base(state) {
  return {
    state: "ready",
    callId: null,
    words: "Ready",
    who: "",
    about: null,
    more: null,
    problem: null,
    ticket: null,
    liveAt: null,
    can: NO_KEYS,
    callsBlocked: true,
    muted: state.muted,
    reconnecting: false,
    tone: null,
    pressed: null,
    holdProblem: null,
    heldSince: null,
    held: null,
    onHold: false,
    consulting: false,
    consultList: null,
    from: null,
    number: null,
    wrapUp: false,
    pop: null,
    music: false,
    phoneLine: state.phoneLine,
    service: serviceOf(state),
    record: null,
  };
}

/**
 * The line's own words come first; where it has none, those about the agent.
 *
 * @param {PhoneState} state
 * @returns {PhoneView["service"]}
 */
function serviceOf({ service, agentWords }) {
  if (service?.words || !agentWords) return service;
  return { ready: service?.ready ?? true, words: agentWords, action: service?.action ?? null };
}

/**
 * @param {PhoneState} state
 * @returns {Partial<PhoneView>}
 */
function withoutCall(state) {
  const none = NO_KEYS;
  if (state.placing !== null) return { state: "calling", words: `Calling ${state.placing}…`, can: { ...none, hangUp: true } };
  if (state.pending) return { ...idle(state), more: "Your call starts as soon as we are connected.", can: { ...none, hangUp: true }, callsBlocked: true };
  if (state.ended) return { ...idle(state), state: "ended", words: endedWords(state.ended.words) };
  return idle(state);
}

/**
 * @param {PhoneState} state
 * @returns {Partial<PhoneView>}
 */
function idle(state) {
  const can = { ...NO_KEYS, call: true };
  if (state.connection === "lost") return { state: "offline", words: "Offline", can };
  if (state.connection === "connecting") return { state: "connecting", words: "Connecting…", can, callsBlocked: false };
  return { can, callsBlocked: false };
}

/** @param {string | null} words */
const endedWords = (words) => (words ? `Call ended · ${words}` : "Call ended");

/**
 * @param {Entry} entry
 * @param {PhoneState} state
 * @returns {Partial<PhoneView>}
 */
function inCall(entry, state) {
  const { call } = entry;
  const facts = { ...factsOf(call, state), callId: call.id, more: moreWords(entry, state) };
  const none = NO_KEYS;
  const hangUp = { ...none, hangUp: true, rejoin: call.away === "asking" && !entry.pressed };
  switch (entry.phase) {
    case "incoming": {
      const open = !entry.pressed;
      // Where the sound is elsewhere, it rings there.
      const tone = open && situationOf(call).elsewhere === null ? /** @type {const} */ ("ring") : null;
      return { ...facts, from: fromWords(call), state: "ringing", words: "Ringing…", who: call.with, tone, can: { ...none, answer: open, reject: situationOf(call).canReject } };
    }
    case "outgoing":
      return { ...facts, state: "calling", words: `Calling ${call.with}…`, can: hangUp };
    case "ringing":
      return { ...facts, state: "calling", words: `Calling ${call.with}… Ringing…`, tone: hearsRinging(call) ? "ringBack" : null, can: hangUp };
    case "live":
      return { ...facts, ...talk(entry), ...keysOf(entry, state, hangUp) };
  }
}

/**
 * Who it is, whatever becomes of the call.
 *
 * @param {Call} call
 * @param {PhoneState} state
 */
function factsOf(call, state) {
  const { number, unverified, pop, wrapUp, record, elsewhere } = situationOf(call);
  return {
    record: record ?? callKey(call.id),
    about: call.about,
    ticket: call.ticket ?? pop,
    number: number === null ? null : { words: number, unverified },
    pop: call.mine && (state.answered.has(call.id) || elsewhere !== null) ? pop : null,
    wrapUp,
  };
}

/**
 * What can be done with a call that is on. A key that was pressed stays, and waits.
 *
 * @param {Entry} entry
 * @param {PhoneState} state
 * @param {PhoneView["can"]} can
 * @returns {Partial<PhoneView>}
 */
function keysOf({ call }, state, can) {
  if (call.away) return { can };
  const { can: allowed, holdProblem, onPhone, canMute, digits } = situationOf(call);
  const pressed = state.asked?.call === call.id ? state.asked.command : null;
  const keys = { ...can, ...allowed, hold: allowed.hold || holdProblem !== null, mute: canMute && !onPhone, keypad: digits };
  return {
    can: pressed ? { ...keys, [pressed]: true } : keys,
    pressed,
    holdProblem,
    consultList: allowed.consult ? state.consultList : null,
  };
}

/**
 * Networks play their own ringing.
 *
 * @param {Call} call
 */
function hearsRinging(call) {
  return call.mine && !call.away && !situationOf(call).ringsByItself;
}

/**
 * @param {Entry} entry
 * @returns {Partial<PhoneView>}
 */
function talk({ call, pressed }) {
  if (call.away === "asking" && !pressed) return { state: "away", words: `Your call with ${call.with} is waiting`, liveAt: call.liveAt };
  const reconnecting = call.away !== null || call.otherAway;
  const { held, heldSince, playsMusic, consult } = situationOf(call);
  return {
    state: "live",
    words: `${talkWords(call)}${reconnecting ? " · reconnecting…" : ""}`,
    reconnecting,
    liveAt: call.liveAt,
    heldSince: isHolding(call) ? heldSince : null,
    held: heldBeside(call),
    onHold: held,
    consulting: consult !== null,
    music: held && call.mine && !call.away && playsMusic,
  };
}

/**
 * @param {Entry} entry
 * @param {PhoneState} state
 * @returns {string | null}
 */
function moreWords(entry, state) {
  const waiting = state.calls.filter((other) => other !== entry && other.phase === "incoming").length;
  const parts = [soundWords(entry, state)].filter((words) => words !== null);
  if (waiting === 1) parts.push("and 1 more is waiting");
  if (waiting > 1) parts.push(`and ${waiting} more are waiting`);
  return parts.length > 0 ? parts.join(" ") : null;
}

/**
 * Where the sound of the call is, when it is not simply here.
 *
 * @param {Entry} entry
 * @param {PhoneState} state
 * @returns {string | null}
 */
function soundWords({ call, phase, pressed }, state) {
  if (call.away === "asking") return pressed ? null : REJOIN;
  if (call.away) return COMING_BACK;
  const muted = phase === "live" && state.muted ? "You are muted: nobody hears you." : null;
  const place = telephoneWords(call) ?? (call.mine ? null : ELSEWHERE);
  return [place, muted].filter(Boolean).join(" ") || null;
}

const REJOIN = "Press Rejoin to go on talking.";
const COMING_BACK = "You come back to your call by yourself.";
const ELSEWHERE = "The sound is in another tab.";

/**
 * @param {PhoneState} state
 * @param {Entry | null} front
 * @returns {PhoneView["problem"]}
 */
function problemOf(state, front) {
  if (state.problem) return { words: state.problem, tone: "stop" };
  const notice = NOTICES.map((kind) => state.notices.get(kind)).find(Boolean);
  if (notice) return { words: notice, tone: "wait" };
  if (state.connection !== "lost") return null;
  if (front?.phase === "live") return { words: UNCONNECTED, tone: "wait" };
  return state.whyLost ? { words: state.whyLost, tone: "wait" } : null;
}

const UNCONNECTED = "The connection to the desk is lost. You can go on talking while we mend it.";
