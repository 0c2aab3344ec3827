import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";

import { readFusion } from "../../Public/js/voice/hosts/fusion.js";
import { command } from "./fake-fusion.js";
import { call, settle, FusionDesk } from "./fusion-desk.js";

let desk;

beforeEach(() => {
  desk = new FusionDesk();
});

describe("Fusion's buttons", () => {
  const press = async (name, more = {}) => {
    const told = command(name, { eventId: "call-1", ...more });
    await desk.fusion.fire("onToolbarInteractionCommand", told);
    await settle();
    return told;
  };

  it("answer, and the answer is confirmed", async () => {
    await desk.start();
    await desk.ring();
    const told = await press("accept");
    assert.equal(told.result, "success");
    assert.deepEqual(desk.line.commands.at(-1), ["accept", "call-1"]);
  });

  it("reject the call, which is then closed as REJECT", async () => {
    await desk.start();
    await desk.ring();
    assert.equal((await press("reject")).result, "success");
    await desk.over({ reason: "rejected" });
    assert.deepEqual(desk.fusion.story, ["newCommEvent", "closeCommEvent REJECT"]);
  });

  it("end the call", async () => {
    await desk.start();
    await desk.ring();
    await desk.answered();
    assert.equal((await press("disconnect")).result, "success");
    assert.deepEqual(desk.line.commands.at(-1), ["hangUp", "call-1"]);
  });

  it("that are pressed twice do it once", async () => {
    await desk.start();
    await desk.ring();
    await desk.answered();
    await press("mute", { commandId: "c1" });
    const again = await press("mute", { commandId: "c1" });
    assert.equal(again.result, "success");
    assert.equal(desk.line.commands.filter(([name]) => name === "mute").length, 1);
  });

  it("hold and mute", async () => {
    await desk.start();
    await desk.ring();
    await desk.answered();
    for (const name of ["hold", "mute", "unmute"]) assert.equal((await press(name)).result, "success");
    assert.deepEqual(desk.line.commands.filter(([name]) => name === "mute").map((each) => each[2]), [true, false]);
  });

  it("open the list of colleagues for a transfer, where the call can be handed over", async () => {
    await desk.start();
    await desk.ring();
    assert.deepEqual([(await press("transfer")).result, desk.line.commands.some(([name]) => name === "askColleagues")], ["failure", false]);
    await desk.answered();
    assert.equal((await press("transfer")).result, "success");
    assert.deepEqual(desk.line.commands.at(-1), ["askColleagues", "call-1"]);
  });

  it("are listed as the call is now, and those that are not listed do nothing", async () => {
    const listed = async () => {
      const told = command("getActiveInteractionCommands");
      await desk.fusion.fire("onToolbarAgentCommand", told);
      return told.out.supportedCommands;
    };
    await desk.start();
    await desk.ring();
    await desk.answered();
    assert.deepEqual(await listed(), ["disconnect", "hold", "mute", "unmute", "transfer", "setActive"]);
    const before = desk.line.commands.length;
    for (const name of ["record", "stopRecord", "unhold"]) assert.equal((await press(name)).result, "failure", name);
    assert.equal(desk.line.commands.length, before);
  });

  it("bring the call forward that is in front, and no other", async () => {
    await desk.start();
    await desk.ring();
    await desk.answered();
    assert.equal((await press("setActive", { slot: "1" })).result, "success");
    assert.equal((await press("setActive", { eventId: "another" })).result, "failure");
    assert.equal(desk.phone.front.id, "call-1");
  });

  it("say why they do nothing: the call is over", async () => {
    await desk.start();
    const told = await press("accept", { eventId: "another" });
    assert.equal(told.result, "failure");
    assert.equal(told.words, "This call is over.");
  });

  it("say why they do nothing: there is no microphone in this frame", async () => {
    desk.silence = "Open the call window.";
    await desk.start();
    await desk.ring();
    const told = await press("accept");
    assert.deepEqual([told.result, told.words], ["failure", "Open the call window."]);
    assert.equal(desk.line.commands.some(([name]) => name === "accept"), false);
  });

  it("let an offer time out for this agent alone", async () => {
    await desk.start();
    await desk.ring();
    assert.equal((await press("NOTIFICATION_TIMER_EXP")).result, "success");
    await desk.over({ reason: "rejected" });
    assert.deepEqual(desk.fusion.story, ["newCommEvent", "closeCommEvent TIMEOUT"]);
  });

  it("name the call as Fusion does", async () => {
    desk.fusion.answers.set("newCommEvent", () => desk.fusion.answer({}, { eventId: "theirs" }));
    await desk.start();
    await desk.ring();
    assert.equal((await press("accept", { eventId: "theirs" })).result, "success");
  });

  it("of builds without setters are answered in the plain object", async () => {
    await desk.start();
    await desk.ring();
    const told = await desk.fusion.fire("onToolbarInteractionCommand", { command: "accept", eventId: "call-1" });
    assert.equal(told.result, "success");
  });
});

describe("A click on a number in Fusion", () => {
  const click = (out, uuid = "message-1") => desk.fusion.fire("onOutgoingEvent", { uuid, outData: out });

  it("calls it, and the call keeps the click's name and data", async () => {
    await desk.start();
    click({ SVCMCA_ANI: "+1 415-867-5309", SVCMCA_CALL_ID: "click-9", SVCMCA_CONTACT_ID: "300", SVCMCA_DISPLAY_NAME: "Jane" });
    assert.deepEqual(desk.line.commands.at(-1), ["dial", "Jane"]);
    desk.line.tell({ type: "outgoing", call: call({ direction: "out" }) });
    desk.line.tell({ type: "accepted", call: call({ direction: "out" }) });
    await settle();
    assert.deepEqual(desk.fusion.story, ["newCommEvent", "startCommEvent"]);
    const [offer] = desk.fusion.of("newCommEvent");
    assert.deepEqual([offer.eventId, offer.inData.SVCMCA_CONTACT_ID], ["click-9", "300"]);
    assert.equal(offer.inData.SVCMCA_COMMUNICATION_DIRECTION, "ORA_SVC_OUTBOUND");
  });

  it("goes by the message's name where it has no other, and counts once", async () => {
    await desk.start();
    click({ SVCMCA_ANI: "+14158675309" });
    click({ SVCMCA_ANI: "+14158675309" });
    assert.equal(desk.line.commands.filter(([name]) => name === "dial").length, 1);
    desk.line.tell({ type: "outgoing", call: call({ direction: "out" }) });
    await settle();
    assert.equal(desk.fusion.of("newCommEvent")[0].eventId, "message-1");
  });

  it("on what is no number is answered with an error", async () => {
    await desk.start();
    click({ SVCMCA_ANI: "ask at the bar" });
    const [error] = desk.fusion.of("outboundCommError");
    assert.deepEqual([error.commUuid, error.errorCode], ["message-1", "INVALID_NUMBER"]);
  });

  it("that the line refuses is answered with its words", async () => {
    await desk.start();
    desk.line.outcome = Promise.reject(Object.assign(new Error("No open ticket has this number."), { name: "Problem" }));
    click({ SVCMCA_ANI: "+14158675309" });
    await settle();
    assert.equal(desk.fusion.of("outboundCommError").length, 1);
  });

  it("of which no call comes is answered with an error after a while", async () => {
    await desk.start();
    click({ SVCMCA_ANI: "+14158675309" });
    desk.clock.advance(20_000);
    assert.equal(desk.fusion.of("outboundCommError").length, 1);
  });

  it("during a call is refused", async () => {
    await desk.start();
    await desk.ring();
    await desk.answered();
    click({ SVCMCA_ANI: "+14158675309" });
    assert.equal(desk.fusion.of("outboundCommError")[0].errorCode, "AGENT_BUSY");
  });
});

describe("The agent in Fusion", () => {
  const asks = async (name) => {
    const told = command(name);
    await desk.fusion.fire("onToolbarAgentCommand", told);
    return told;
  };

  it("is available, away and signed out there as here", async () => {
    await desk.start();
    desk.host.presence("available");
    desk.host.presence("available");
    desk.host.presence("away");
    desk.host.signedOut();
    const states = desk.fusion.of("agentStateEventOperation").map(({ isAvailable, isLoggedIn, state }) => [isAvailable, isLoggedIn, state]);
    assert.deepEqual(states, [[true, true, "AVAILABLE"], [false, true, "UNAVAILABLE"], [false, false, "DISCONNECTED"]]);
  });

  it("is told when Fusion asks", async () => {
    await desk.start();
    desk.host.presence("available");
    assert.equal((await asks("getCurrentAgentState")).out.state, "AVAILABLE");
  });

  it("goes available and away by Fusion's button", async () => {
    await desk.start();
    await asks("makeAvailable");
    await asks("makeUnavailable");
    assert.deepEqual(desk.line.commands, [["ready"], ["unavailable"]]);
  });

  it("has these calls and these buttons", async () => {
    await desk.start();
    assert.deepEqual((await asks("getActiveEngagements")).out, { activeCount: 0, engagements: [] });
    await desk.ring();
    assert.deepEqual((await asks("getActiveEngagements")).out, { activeCount: 1, engagements: [{ eventId: "call-1" }] });
    assert.deepEqual((await asks("getActiveInteractionCommands")).out.supportedCommands, ["accept", "reject", "setActive"]);
  });

  it("is asked nothing that it does not know", async () => assert.equal((await desk.start(), await asks("dance")).result, "failure"));
});

describe("A page around that is not what it should be", () => {
  it("never answers: the phone says so, and works alone", async () => {
    globalThis.CX_SVC_UI_EVENTS_FRAMEWORK = { uiEventsFramework: { initialize: () => new Promise(() => {}) } };
    void desk.start({ load: async () => {} });
    await settle();
    desk.clock.advance(8_000);
    await settle();
    assert.match(desk.said.at(-1), /does not answer/);
    await desk.ring();
    desk.phone.answer();
    assert.deepEqual(desk.line.commands.at(-1), ["accept", "call-1"]);
  });

  it("lacks an event, and still tells of the others", async () => {
    desk.fusion.unknownEvents.add("onOutgoingEvent").add("onDataUpdated");
    await desk.start();
    assert.ok(desk.fusion.subscriptions.has("onToolbarInteractionCommand"));
    assert.ok(desk.fusion.subscriptions.has("onToolbarAgentCommand"));
  });

  it("gives settings that are none", () => {
    assert.equal(readFusion(undefined), null);
    assert.equal(readFusion("{"), null);
    assert.equal(readFusion('{"parent": 1}'), null);
  });
});
