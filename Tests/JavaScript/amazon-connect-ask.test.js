import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ask, normaliseError } from "../../Public/js/voice/lines/amazon-connect-ask.js";
import { agentStateWords, refusalWords, SERVICE, softphoneWords } from "../../Public/js/voice/lines/amazon-connect-words.js";
import { readContact } from "../../Public/js/voice/lines/amazon-connect-reading.js";
import { FakeClock } from "./fakes.js";

const TYPES = [
  ...["AccessDeniedException", "InvalidStateException", "BadEndpointException", "InvalidAgentARNException", "InvalidConfigurationException"],
  ...["InvalidContactTypeException", "PaginationException", "RefreshTokenExpiredException", "SendDataFailedException"],
  ...["UnauthorizedException", "QuotaExceededException", "NoAnswer", "Unknown"],
];
const ERROR_STATES = [
  ...["AgentHungUp", "BadAddressAgent", "BadAddressCustomer", "FailedConnectAgent", "FailedConnectCustomer", "LineEngagedAgent"],
  ...["LineEngagedCustomer", "MissedCallAgent", "MissedCallCustomer", "MultipleCcpWindows", "RealtimeCommunicationError"],
  ...["InvalidLocale", "Default", "Error"],
];
const SOUND = [
  ...["unsupported_browser", "microphone_not_shared", "signalling_handshake_failure", "signalling_connection_failure"],
  ...["ice_collection_timeout", "user_busy_error", "webrtc_error", "realtime_communication_error", "other", undefined],
];

describe("asking Amazon Connect's library", () => {
  test("has a time limit", async () => {
    const clock = new FakeClock();
    const asked = ask(clock, () => {}, 5_000);
    clock.advance(5_000);
    await assert.rejects(asked, { type: "NoAnswer" });
  });

  test("takes the first answer, and leaves no timer behind", async () => {
    const clock = new FakeClock();
    const asked = ask(clock, ({ success, failure }) => {
      success(1);
      success(2);
      failure("error");
    });
    assert.equal(await asked, 1);
    assert.equal(clock.waiting, 0);
  });

  test("that comes after the time limit changes nothing", async () => {
    const clock = new FakeClock();
    let answers;
    const asked = ask(clock, (given) => (answers = given), 5_000);
    clock.advance(5_000);
    answers.success("late");
    await assert.rejects(asked, { type: "NoAnswer" });
  });

  test("that throws has failed", async () => {
    const asked = ask(new FakeClock(), () => {
      throw Object.assign(new Error("no client"), { name: "StateError" });
    });
    await assert.rejects(asked, { type: "StateError" });
  });

  for (const [error, type] of [
    ['{"type":"BadEndpointException","message":"no","stack":[]}', "BadEndpointException"],
    ["error", "Unknown"],
    [new TypeError("x"), "TypeError"],
    [{ type: "QuotaExceededException" }, "QuotaExceededException"],
    [undefined, "Unknown"],
    ["null", "Unknown"],
    ["[1", "Unknown"],
  ]) {
    test(`that fails with ${JSON.stringify(error) ?? error} is ${type}`, () => assert.equal(normaliseError(error).type, type));
  }
});

describe("words about Amazon Connect", () => {
  const isSentence = (words) => assert.match(words, /^[A-Z].*\.$/);

  test("say for every refusal what did not happen and what to do", () => {
    for (const type of TYPES) isSentence(refusalWords("hold", { type }));
    for (const what of ["accept", "reject", "dial", "resume", "consult", "swap", "bringIn", "handOver", "cancelConsult", "digits", "mute", "state", "colleagues", "?"]) {
      isSentence(refusalWords(what, { type: "NoAnswer" }));
    }
  });

  test("say it for every state of trouble, and for every trouble with the sound", () => {
    for (const name of ERROR_STATES) isSentence(agentStateWords(name));
    for (const type of SOUND) isSentence(softphoneWords(type));
    assert.equal(agentStateWords("Busy"), null);
  });

  test("come with a button wherever a press helps", () => {
    for (const [name, { ready, action }] of Object.entries(SERVICE)) assert.equal(action === null, ready || name === "loading", name);
  });
});

describe("reading a contact", () => {
  const connection = (endpoint, type = "connected") => ({ getState: () => ({ type }), getEndpoint: () => endpoint, getConnectionId: () => "1" });
  const aContact = (changes = {}) => ({
    getState: () => ({ type: "connecting" }), getType: () => "voice", isInbound: () => true, getAttributes: () => ({}),
    getInitialConnection: () => connection({ type: "phone_number", phoneNumber: "+14155550100" }), getAgentConnection: () => null,
    getThirdPartyConnections: () => [], ...changes,
  });
  const gone = () => {
    throw new Error("StateError");
  };

  for (const [number, e164] of [
    ["+14155550100", "+14155550100"], ["sip:+14155550100@10.0.0.1;transport=udp", "+14155550100"], ["anonymous", null],
    ["INTERNAL-TRANSFER", null], ["", null], [null, null], ["+0123", null], [`+1${"2".repeat(40)}`, null],
  ]) {
    test(`finds ${e164} in ${number}`, () => {
      assert.equal(readContact(aContact({ getInitialConnection: () => connection({ phoneNumber: number }) }), false).e164, e164);
    });
  }

  for (const [value, ticket] of [["12", 12], [" 12 ", 12], ["0", null], ["-1", null], ["1e3", null], ["12; drop", null], ["9".repeat(30), null], [12, null]]) {
    test(`takes ${JSON.stringify(value)} for ticket ${ticket}`, () => {
      assert.equal(readContact(aContact({ getAttributes: () => ({ ticket_id: { name: "ticket_id", value } }) }), false).ticket, ticket);
    });
  }

  test("that is gone is nothing", () => assert.equal(readContact(aContact({ getState: gone }), false), null));

  test("whose customer is gone has no customer", () => {
    assert.equal(readContact(aContact({ getInitialConnection: () => null }), false).customer, null);
    assert.equal(readContact(aContact({ getInitialConnection: gone }), false).customer, null);
  });

  for (const [type, state, isInbound, accepted, phase] of [
    ["voice", "connecting", true, false, "incoming"], ["voice", "connecting", false, false, "outgoing"], ["voice", "connected", true, true, "live"],
    ["voice", "pending", true, false, "incoming"], ["voice", "missed", true, false, "over"], ["voice", "error", true, true, "over"],
    ["voice", "rejected", true, false, "over"], ["voice", "ended", true, true, "over"], ["voice", "init", true, false, null], ["voice", "paused", true, true, null],
    ["queue_callback", "incoming", false, false, "incoming"], ["queue_callback", "connecting", false, true, "outgoing"], ["queue_callback", "connected", false, true, "live"],
  ]) {
    test(`${type} ${state}${isInbound ? " in" : " out"}${accepted ? " accepted" : ""} is ${phase}`, () => {
      const contact = aContact({ getType: () => type, getState: () => ({ type: state }), isInbound: () => isInbound });
      assert.equal(readContact(contact, accepted).phase, phase);
    });
  }
});
