import { NO_ANSWER } from "./amazon-connect-ask.js";

/** @typedef {import("../../types.js").LineService} Service */

export const SIGN_IN = "Sign in to Amazon Connect";
export const TRY_AGAIN = "Try again";

export const MISSING =
  "The Amazon Connect line is off: its program could not be loaded. Ask the operator to place amazon-connect-streams.js, then press Try again.";

/** How the line stands, and what its one button says. */
export const SERVICE = {
  loading: service("Amazon Connect: connecting…", null),
  ready: { ready: true, words: null, action: null },
  missing: service(MISSING, TRY_AGAIN),
  signIn: service("Amazon Connect does not know you yet. Sign in, in the window that opens; it closes by itself.", SIGN_IN),
  signedOut: service("Your sign-in at Amazon Connect has ended, and no call reaches you. Sign in again.", SIGN_IN),
  signedOutInCall: service(
    "Your sign-in at Amazon Connect has ended. You can go on talking. Sign in again, so that the call can be held and ended from here.",
    SIGN_IN,
  ),
  stillOut: service("Amazon Connect does not answer yet. Once the call is over, press Try again.", TRY_AGAIN),
  cutsCall: service("You are in a call, and trying again would cut its sound off. Press Try again once more to do it all the same.", TRY_AGAIN),
  blocked: service("Your browser held the sign-in window back. Allow windows for this page, then press the button again.", SIGN_IN),
  denied: service(
    "Amazon Connect lets you in, but not to its phone. Ask your administrator to allow the contact control panel in your security profile, then press Try again.",
    TRY_AGAIN,
  ),
  exhausted: service(
    "Amazon Connect does not load. Look whether this desk is among its approved origins and your browser allows its cookies, then press Try again.",
    TRY_AGAIN,
  ),
  elsewhere: service(
    "Amazon Connect is open in another browser or window of yours, and only one can have your calls. Close the other one, then press Try again.",
    TRY_AGAIN,
  ),
  broken: service("Amazon Connect had a fault on this page. Press Try again.", TRY_AGAIN),
};

/**
 * @param {string} words
 * @param {string | null} action
 * @returns {Service}
 */
function service(words, action) {
  return { ready: false, words, action };
}

export const NEVER_CONNECTED =
  "You answered, but Amazon Connect did not connect you within 20 seconds. Look whether your browser allows the microphone, then answer again or press Try again.";
export const NOT_READY = "Amazon Connect is not ready. Press its button below, then call again.";
export const DIALLING = "Amazon Connect is still making your last call. Wait a moment.";
export const NO_NUMBER = "Amazon Connect calls telephones only, and there is no number here.";
export const CALL_GONE = "This call is over at Amazon Connect.";
export const BUSY = "Amazon Connect is still doing what you pressed last. Wait a moment.";
export const NOT_ENDED = "Amazon Connect did not end the call: it goes on. Press Hang up again, or Try again.";
export const NOT_MUTED = "Amazon Connect did not confirm it: look at Mute before you speak, and press it again.";
export const THIRD_GONE = "They are gone already. The customer still waits: press Resume.";
export const NO_COLLEAGUES = "Nobody to ask: your queues have no quick connects at Amazon Connect.";
export const IN_BROWSER = "You speak and hear through Amazon Connect in this browser.";
export const ON_DESK_PHONE = "The sound is on your desk phone.";

/** @type {Record<string, string>} */
const DID_NOT = {
  accept: "Amazon Connect did not take your answer.",
  reject: "Amazon Connect did not decline the call.",
  dial: "Amazon Connect did not make the call.",
  hold: "Amazon Connect did not put the customer on hold.",
  resume: "Amazon Connect did not bring the customer back.",
  consult: "Amazon Connect did not call them.",
  swap: "Amazon Connect did not swap the two.",
  bringIn: "Amazon Connect did not join the two.",
  handOver: "Amazon Connect did not hand the call over.",
  cancelConsult: "Amazon Connect did not end the question.",
  digits: "Amazon Connect did not send the keys.",
  mute: "Amazon Connect did not change Mute.",
  state: "Amazon Connect did not take your presence.",
  colleagues: "Amazon Connect did not say whom you can ask.",
};

/** @type {Record<string, string>} */
const WHY = {
  [NO_ANSWER]: "It does not answer. Check your connection, then try again.",
  AccessDeniedException: "You may not do that. Ask your administrator about your security profile.",
  InvalidStateException: "The call is not where that can be done. Look how it stands, then try again.",
  BadEndpointException: "The number cannot be called from your instance. Check it, and the countries your instance may call.",
  InvalidConfigurationException: "Your agent profile is not complete. Ask your administrator about your routing profile and phone type.",
  RefreshTokenExpiredException: "Your sign-in has ended. Sign in again.",
  UnauthorizedException: "Your sign-in has ended. Sign in again.",
  QuotaExceededException: "Your instance has reached the number of calls it may carry. Wait a moment, then try again.",
  SendDataFailedException: "It cannot be reached just now. Check your connection, then try again.",
  PaginationException: "Its list is not complete. Try again.",
  StateError: "It is not ready, or the call is over.",
};

/**
 * @param {string} what  a key of DID_NOT
 * @param {{type: string}} refusal
 */
export function refusalWords(what, { type }) {
  return `${DID_NOT[what] ?? "Amazon Connect did not do that."} ${WHY[type] ?? "Try again in a moment."}`;
}

/** Whether only a new sign-in helps. */
export const isSignedOut = (/** @type {{type: string}} */ { type }) =>
  type === "UnauthorizedException" || type === "RefreshTokenExpiredException";

const MICROPHONE =
  "Amazon Connect may not use your microphone. Press the camera sign in the address bar, allow it, then call or answer again.";
const NETWORK = "Amazon Connect could not carry the sound. Look whether your network lets its calls through, then try again.";

/** @type {Record<string, string>} */
const SOFTPHONE = {
  unsupported_browser: "Amazon Connect cannot make calls in this browser. Use a current Chrome, Edge or Firefox.",
  microphone_not_shared: MICROPHONE,
  signalling_handshake_failure: NETWORK,
  signalling_connection_failure: NETWORK,
  ice_collection_timeout: NETWORK,
  webrtc_error: NETWORK,
  realtime_communication_error: NETWORK,
  user_busy_error: SERVICE.elsewhere.words ?? "",
};

/** @param {string | undefined} type */
export function softphoneWords(type) {
  return SOFTPHONE[type ?? ""] ?? "Amazon Connect could not carry the sound of the call. Try again; if it stays so, reload the page.";
}

/** @type {Record<string, string>} */
const STATES = {
  AfterCallWork: "Amazon Connect waits for you to finish wrapping up.",
  AgentHungUp: "The call ended here before it was connected.",
  BadAddressAgent: "Amazon Connect cannot reach your phone. Ask your administrator about your phone type.",
  BadAddressCustomer: "This number does not exist, or cannot be called. Check it.",
  FailedConnectAgent: "Amazon Connect could not connect you. Check your microphone and network.",
  FailedConnectCustomer: "The call could not be connected. Try again in a moment.",
  LineEngagedAgent: "Your phone was busy.",
  LineEngagedCustomer: "They are busy.",
  MissedCallAgent: "You missed a call, and Amazon Connect holds calls back. Press Available to go on.",
  MissedCallCustomer: "They did not answer.",
  MultipleCcpWindows: SERVICE.elsewhere.words ?? "",
  RealtimeCommunicationError: NETWORK,
  InvalidLocale: "Your language is not set at Amazon Connect. Ask your administrator.",
  Default: "Amazon Connect had a fault. Press Available to go on.",
  Error: "Amazon Connect had a fault. Press Available to go on.",
};

/** @param {string | undefined} name  of a state of the agent */
export const agentStateWords = (name) => STATES[name ?? ""] ?? null;

/** @type {Record<string, string>} */
const ENDPOINTS = { agent: "Colleague", queue: "Queue", phone_number: "Telephone" };

/** @param {string | undefined} type */
export const endpointWords = (type) => ENDPOINTS[type ?? ""] ?? "Quick connect";
