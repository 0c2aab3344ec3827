/** @typedef {import("../types.js").Call} Call */
/** @typedef {import("../types.js").PhoneView} PhoneView */

/**
 * What the softphone knows.
 *
 * @typedef {object} PhoneState
 * @property {import("../types.js").Connection} connection
 * @property {{call: Call, phase: "incoming" | "outgoing" | "ringing" | "live", answering: boolean}[]} calls
 * @property {string | null} placing  whom we are about to call, before there is a call
 * @property {boolean} pending  pressed before the connection stood
 * @property {{words: string | null} | null} ended
 * @property {boolean} muted
 * @property {string | null} problem
 * @property {string | null} notice
 */

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

/**
 * @param {PhoneState} state
 * @returns {PhoneView}
 */
function base(state) {
  return {
    state: "ready",
    words: "Ready",
    who: "",
    about: null,
    more: null,
    problem: null,
    ticket: null,
    liveAt: null,
    can: { answer: false, reject: false, hangUp: false, mute: false, call: false },
    callsBlocked: true,
    muted: state.muted,
    tone: null,
  };
}

/**
 * @param {PhoneState} state
 * @returns {Partial<PhoneView>}
 */
function withoutCall(state) {
  const none = base(state).can;
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
  const can = { ...base(state).can, call: true };
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
  const facts = { about: call.about, ticket: call.ticket, more: moreWords(entry, state) };
  const none = base(state).can;
  const hangUp = { ...none, hangUp: true };
  switch (entry.phase) {
    case "incoming": {
      const open = !entry.answering;
      const tone = open ? /** @type {const} */ ("ring") : null;
      return { ...facts, state: "ringing", words: "Ringing…", who: call.with, tone, can: { ...none, answer: open, reject: true } };
    }
    case "outgoing":
      return { ...facts, state: "calling", words: `Calling ${call.with}…`, can: hangUp };
    case "ringing":
      return { ...facts, state: "calling", words: `Calling ${call.with}… Ringing…`, tone: call.mine ? "ringBack" : null, can: hangUp };
    case "live":
      return { ...facts, state: "live", words: `In call with ${call.with}`, liveAt: call.liveAt, can: { ...hangUp, mute: call.mine } };
  }
}

/**
 * @param {Entry} entry
 * @param {PhoneState} state
 * @returns {string | null}
 */
function moreWords(entry, state) {
  const waiting = state.calls.filter((other) => other !== entry && other.phase === "incoming").length;
  const parts = [];
  if (!entry.call.mine) parts.push("The sound of this call is in another tab.");
  if (entry.phase === "live" && entry.call.mine && state.muted) parts.push("You are muted: nobody hears you.");
  if (waiting === 1) parts.push("and 1 more is waiting");
  if (waiting > 1) parts.push(`and ${waiting} more are waiting`);
  return parts.length > 0 ? parts.join(" ") : null;
}

/**
 * @param {PhoneState} state
 * @param {Entry | null} front
 * @returns {PhoneView["problem"]}
 */
function problemOf(state, front) {
  if (state.problem) return { words: state.problem, tone: "stop" };
  if (state.notice) return { words: state.notice, tone: "wait" };
  if (front?.phase === "live" && state.connection === "lost") {
    return { words: "The connection to the desk is lost. You can go on talking while we mend it.", tone: "wait" };
  }
  return null;
}
