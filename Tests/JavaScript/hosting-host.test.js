import assert from "node:assert/strict";
import { test } from "node:test";
import { addressOf, isFrom } from "../../Public/js/hosting/host/frame.js";
import { inbound, none, outbound, settle, several, Stage, talking } from "./hosting.js";

test("a toolbar's address gets what every toolbar reads from it", () => {
  const parts = { address: "https://partner.example/bar?team=1", library: "/assets/d/js/hosting/x.js", name: "deskbell" };
  const url = addressOf(parts, "https://desk.example:443/dashboard?x=1");
  assert.equal(url.searchParams.get("oraParentFrame"), "https://desk.example");
  assert.equal(url.searchParams.get("oraTbName"), "deskbell");
  assert.equal(url.searchParams.get("oraApiSource"), "https://desk.example/assets/d/js/hosting/x.js");
  assert.equal(url.searchParams.get("team"), "1");
});

test("only the frame's own window is heard, and only from the partner's own origin", () => {
  const source = {};
  assert.ok(isFrom({ origin: "https://partner.example", source }, "https://partner.example", source));
  for (const origin of ["https://partner.example:8443", "http://partner.example", "https://partner.example.evil", "null"]) {
    assert.ok(!isFrom({ origin, source }, "https://partner.example", source), origin);
  }
  assert.ok(!isFrom({ origin: "https://partner.example", source: {} }, "https://partner.example", source));
  assert.ok(!isFrom({ origin: "https://partner.example", source: null }, "https://partner.example", null));
});

test("the icon says where the toolbar's agent stands", () => {
  const stage = new Stage();
  assert.deepEqual(stage.view.agent, { stand: "disabled", words: "Not signed in" });
  stage.tell("agentStateEvent", { isAvailable: true, isLoggedIn: true, stateCd: "AVAILABLE", stateDisplayString: "Idle" });
  assert.deepEqual(stage.view.agent, { stand: "available", words: "Idle" });
  stage.tell("agentStateEvent", { isAvailable: false, isLoggedIn: true, reasonDisplayString: "Lunch" });
  assert.deepEqual(stage.view.agent, { stand: "break", words: "Lunch" });
  stage.tell("agentStateEvent", { isAvailable: false, isLoggedIn: false, stateDisplayString: "Logged Out" });
  assert.deepEqual(stage.view.agent, { stand: "disabled", words: "Not signed in" });
});

test("an inbound call is looked up, offered and answered with the contact", async () => {
  const stage = new Stage();
  const uuid = stage.tell("newCommEvent", { eventId: "c1", inData: inbound() });
  assert.equal(stage.view.offer.name, "+14158675309");
  await settle();
  assert.equal(stage.view.offer.name, "Robert Kane");
  assert.equal(stage.view.offer.number, "+1 415-867-5309");
  assert.equal(stage.view.offer.words, "The mallet broke");
  const [answer] = stage.answersTo(uuid);
  assert.equal(answer.result, "success");
  assert.equal(answer.outData.SVCMCA_CONTACT_ID, "3");
  assert.equal(answer.outData.SVCMCA_CONTACT_FIRST_NAME, "Robert");
  assert.equal(answer.outData.SVCMCA_SR_NUM, "7");
  assert.equal(answer.outData.SVCMCA_ANI, "+14158675309");
  assert.equal(answer.outData.eventId, "c1");
  assert.deepEqual(stage.states("c1"), ["ringing"]);
});

test("nobody is found: only what the toolbar said goes back", async () => {
  const stage = new Stage();
  stage.match = none;
  const uuid = stage.tell("newCommEvent", { eventId: "c1", inData: inbound() });
  await settle();
  const { outData } = stage.answersTo(uuid)[0];
  assert.equal(outData.SVCMCA_ANI, "+14158675309");
  assert.ok(!("SVCMCA_CONTACT_ID" in outData) && !("SVCMCA_SR_NUM" in outData));
  assert.equal(stage.view.offer.words, "Nobody the desk knows.");
});

test("several are found: the agent says who it is, and the toolbar hears it", async () => {
  const stage = new Stage();
  stage.match = several;
  const uuid = stage.tell("newCommEvent", { eventId: "c1", inData: inbound() });
  await settle();
  assert.ok(!("SVCMCA_CONTACT_ID" in stage.answersTo(uuid)[0].outData));
  assert.deepEqual(stage.view.offer.choices.map(({ name }) => name), ["Robert Kane", "Mika Sato"]);
  stage.tell("startCommEvent", { eventId: "c1" });
  await settle();
  assert.deepEqual(stage.opened, []);
  stage.host.choose("c1", "4");
  assert.deepEqual(stage.opened, ["/dashboard/tickets/8"]);
  assert.equal(stage.pushes("onDataUpdated")[0].outData.SVCMCA_CONTACT_NAME, "Mika Sato");
});

test("a call told twice rings once, and each telling has its answer", async () => {
  const stage = new Stage();
  const [first, second] = [1, 2].map(() => stage.tell("newCommEvent", { eventId: "c1", inData: inbound() }));
  await settle();
  assert.equal(stage.answersTo(first).length, 1);
  assert.equal(stage.answersTo(second).length, 1);
  assert.deepEqual(stage.states("c1"), ["ringing"]);
});

test("a start that comes before the answer waits for it, and neither answer is lost", async () => {
  const stage = new Stage();
  const begun = stage.tell("newCommEvent", { eventId: "c1", inData: inbound() });
  const started = stage.tell("startCommEvent", { eventId: "c1", inData: {} });
  const closed = stage.tell("closeCommEvent", { eventId: "c1", reason: "WRAPUP" });
  await settle();
  const answers = stage.said.filter(({ uuid }) => [begun, started, closed].includes(uuid)).map(({ uuid }) => uuid);
  assert.deepEqual(answers, [begun, started, closed]);
  assert.deepEqual(stage.states("c1"), ["ringing", "live", "ended hangup"]);
});

test("Answer and Decline are asked of the toolbar, whose start and close decide", async () => {
  const stage = new Stage();
  stage.tell("newCommEvent", { eventId: "c1", inData: inbound() });
  await settle();
  const answering = stage.host.answerOffer(true);
  assert.ok(stage.view.offer.waiting);
  assert.equal(stage.obey(), "accept");
  await answering;
  assert.ok(stage.view.offer, "until it starts");
  stage.tell("startCommEvent", { eventId: "c1" });
  await settle();
  assert.equal(stage.view.offer, null);
  assert.equal(stage.view.engagement.kind, "In call");
  stage.tell("newCommEvent", { eventId: "c2", inData: inbound() });
  await settle();
  void stage.host.answerOffer(false);
  assert.equal(stage.obey(), "reject");
  await settle();
  assert.equal(stage.view.offer, null);
  stage.tell("closeCommEvent", { eventId: "c2", reason: "REJECT" });
  await settle();
  assert.deepEqual(stage.states("c2"), ["ringing", "ended rejected agent"]);
  assert.equal(stage.wrapUp, null);
});

test("a toolbar that cannot answer says why, and the key can be pressed again", async () => {
  const stage = new Stage();
  stage.tell("newCommEvent", { eventId: "c1", inData: inbound() });
  await settle();
  const answering = stage.host.answerOffer(true);
  stage.obey("error", { resultDisplayString: "The headset is gone." });
  await answering;
  assert.equal(stage.view.problem, "The headset is gone.");
  assert.ok(!stage.view.offer.waiting);
});

test("an offer ends after its seconds, and the toolbar is told", async () => {
  const stage = new Stage();
  stage.tell("newCommEvent", { eventId: "c1", inData: inbound({ SVCMCA_OFFER_TIMEOUT_SEC: "5" }) });
  await settle();
  stage.clock.advance(4_900);
  assert.ok(stage.view.offer);
  stage.clock.advance(200);
  assert.equal(stage.view.offer, null);
  assert.equal(stage.pushes("onToolbarInteractionCommand").at(-1).command, "NOTIFICATION_TIMER_EXP");
  stage.tell("closeCommEvent", { eventId: "c1", reason: "TIMEOUT" });
  await settle();
  assert.deepEqual(stage.states("c1"), ["ringing", "ended missed"]);
});

test("without a time of its own an offer has twenty seconds", async () => {
  const stage = new Stage();
  stage.tell("newCommEvent", { eventId: "c1", inData: inbound({ SVCMCA_OFFER_TIMEOUT_SEC: "soon" }) });
  assert.equal(stage.view.offer.until - stage.clock.time, 20_000);
});

test("a call that accepts itself is accepted after its answer", async () => {
  const stage = new Stage();
  const uuid = stage.tell("newCommEvent", { eventId: "c1", inData: inbound({ AUTO_ACCEPT: "true" }) });
  await settle();
  const order = stage.said.map(({ uuid: id, command }) => (id === uuid ? "answer" : command));
  assert.deepEqual(order, ["answer", "accept"]);
});

test("the keys are those that the toolbar lists, and follow how the call stands", async () => {
  const stage = new Stage();
  stage.tell("onToolbarAgentCommand", { channel: "PHONE" });
  stage.obey("success", { outData: { isLoggedIn: true, isAvailable: true } });
  await talking(stage);
  stage.obey("success", { outData: { supportedCommands: ["hold", "mute", "fly"] } });
  await settle();
  const keys = () => stage.view.engagement.keys.map(({ words }) => words);
  assert.deepEqual(keys(), ["Mute", "Hold", "Hang up"]);
  const pressed = stage.host.press("hold");
  assert.equal(stage.obey(), "hold");
  await pressed;
  assert.deepEqual(keys(), ["Mute", "Resume", "Hang up"]);
  assert.equal(stage.view.engagement.kind, "On hold");
  stage.tell("interactionControlStateChanged", { eventId: "c1", action: "unhold" });
  assert.deepEqual(keys(), ["Mute", "Hold", "Hang up"]);
  assert.deepEqual(stage.states("c1"), ["ringing", "live", "held", "live"]);
});

test("a number that is pressed is dialled by the toolbar, and the call knows its ticket", async () => {
  const stage = new Stage();
  assert.ok(!stage.host.dialsNumbers);
  stage.tell("agentStateEvent", { isAvailable: true, isLoggedIn: true });
  stage.tell("onOutgoingEvent", { channel: "PHONE", appClassification: "ORA_SERVICE" });
  assert.ok(stage.host.dialsNumbers);
  stage.host.dials.dial({ number: "+14158675309", name: "Robert Kane", ticket: 7 });
  assert.equal(stage.view.engagement.kind, "Asking the partner phone to call");
  const [push] = stage.pushes("onOutgoingEvent");
  assert.equal(push.outData.SVCMCA_ANI, "+14158675309");
  assert.equal(push.outData.SVCMCA_CALL_ID, push.uuid);
  stage.tell("newCommEvent", { eventId: push.uuid, inData: outbound() });
  await settle();
  assert.equal(stage.view.engagement.kind, "Calling");
  assert.equal(stage.view.offer, null);
  stage.tell("startCommEvent", { eventId: push.uuid });
  await settle();
  assert.deepEqual(stage.opened, ["/dashboard/tickets/7"]);
});

test("a dial that fails says so in the toolbar's words", async () => {
  const stage = new Stage();
  stage.host.dials.dial({ number: "+1415", name: null, ticket: null });
  stage.tell("outboundCommError", { commUuid: "name-1", errorCode: "INVALID_NUMBER", errorMsg: "No such number." });
  assert.equal(stage.view.problem, "The call could not be made: No such number (INVALID_NUMBER).");
  assert.equal(stage.view.engagement, null);
  stage.host.dials.dial({ number: "+1415", name: null, ticket: null });
  stage.clock.advance(15_000);
  assert.equal(stage.view.problem, "The partner phone did not start the call. Try again there.");
});

test("a toolbar's page that is loaded anew has lost its calls", async () => {
  const stage = new Stage();
  await talking(stage);
  stage.host.restarted();
  assert.equal(stage.view.engagement, null);
  assert.deepEqual(stage.states("c1"), ["ringing", "live", "ended lost"]);
  assert.deepEqual(stage.view.agent, { stand: "disabled", words: "Not signed in" });
});

test("a page that spoke before it was whole still dials what is pressed", async () => {
  const stage = new Stage();
  const speaks = () => {
    for (const method of ["onOutgoingEvent", "onToolbarAgentCommand"]) stage.tell(method);
    stage.tell("agentStateEvent", { isAvailable: true, isLoggedIn: true });
  };
  speaks();
  speaks();
  stage.host.restarted();
  assert.ok(!stage.host.dialsNumbers);
  stage.obey("success", { outData: { isAvailable: true, isLoggedIn: true } });
  await settle();
  assert.ok(stage.host.dialsNumbers);
});

test("what another page had told is forgotten when the new one does not answer", async () => {
  const stage = new Stage();
  for (const method of ["onOutgoingEvent", "onToolbarAgentCommand"]) stage.tell(method);
  stage.tell("disableFeature", { features: ["OUTBOUND_CALL"] });
  stage.host.restarted();
  stage.clock.advance(11_000);
  await settle();
  stage.tell("agentStateEvent", { isAvailable: true, isLoggedIn: true });
  assert.ok(!stage.host.dialsNumbers);
  stage.tell("onOutgoingEvent");
  assert.ok(stage.host.dialsNumbers);
});
