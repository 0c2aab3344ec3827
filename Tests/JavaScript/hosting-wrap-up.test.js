import assert from "node:assert/strict";
import { test } from "node:test";
import { inbound, one, ROBERT, settle, Stage, talking } from "./hosting.js";

async function wrappingUp(stage, reason = "WRAPUP", more = {}) {
  await talking(stage);
  stage.recorded("c1");
  stage.tell("closeCommEvent", { eventId: "c1", reason, inData: more });
  await settle();
}

for (const reason of ["WRAPUP", "HANGUP"]) {
  test(`a call closed with ${reason} is wrapped up`, async () => {
    const stage = new Stage();
    await wrappingUp(stage, reason);
    assert.equal(stage.wrapUp.name, "Robert Kane");
    assert.equal(stage.view.engagement, null);
    assert.ok(stage.claimed.some(([key, isOurs]) => key === "key-c1" && isOurs));
  });
}

for (const reason of ["REJECT", "ABANDONED", "CANCELED", "MISSED", "TIMEOUT", "WRAPUP"]) {
  test(`a call that nobody answered, closed with ${reason}, leaves nothing to write`, async () => {
    const stage = new Stage();
    stage.tell("newCommEvent", { eventId: "c1", inData: inbound() });
    stage.tell("closeCommEvent", { eventId: "c1", reason });
    await settle();
    assert.equal(stage.view.offer, null);
    assert.equal(stage.wrapUp, null);
  });
}

test("what was chosen and written is saved with the call's record, and the toolbar hears it", async () => {
  const stage = new Stage();
  await wrappingUp(stage);
  stage.host.wrapUps.type({ outcome: "Resolved", reason: "Billing", note: "Sent a new one." });
  await stage.host.wrapUps.save();
  assert.deepEqual(stage.posted, [["key-c1", { outcome: "Resolved", note: "Reason: Billing\nSent a new one.", followUp: "none" }]]);
  assert.equal(stage.wrapUp, null);
  assert.deepEqual(stage.pushes("onWrapUpEvent").map(({ kind }) => kind), ["change", "change", "change", "beforeSave", "afterSave"]);
  assert.equal(stage.pushes("onDataUpdated")[0].outData.updateType, "WRAPUP_SAVED");
});

test("an outcome is asked for, and a refusal keeps the words", async () => {
  const stage = new Stage();
  await wrappingUp(stage);
  await stage.host.wrapUps.save();
  assert.equal(stage.wrapUp.problem, "Choose an outcome.");
  stage.answer = { status: 422, body: { error: "The note is too long." } };
  stage.host.wrapUps.type({ outcome: "Resolved", note: "words" });
  await stage.host.wrapUps.save();
  assert.equal(stage.wrapUp.problem, "The note is too long.");
  assert.equal(stage.wrapUp.values.note, "words");
});

test("a call without a record says so, and can be left", async () => {
  const stage = new Stage();
  await talking(stage);
  stage.tell("closeCommEvent", { eventId: "c1", reason: "WRAPUP" });
  await settle();
  stage.host.wrapUps.type({ outcome: "Resolved" });
  await stage.host.wrapUps.save();
  assert.ok(stage.wrapUp.canLeave);
  assert.deepEqual(stage.posted, []);
  stage.host.wrapUps.leave();
  assert.equal(stage.wrapUp, null);
});

test("ENDCOMMUNICATION closes the window: a chosen outcome is saved, a mere note stays with the desk", async () => {
  for (const outcome of ["Resolved", ""]) {
    const stage = new Stage();
    await wrappingUp(stage);
    stage.host.wrapUps.type({ outcome, note: "half" });
    stage.tell("closeCommEvent", { eventId: "c1", reason: "ENDCOMMUNICATION" });
    await settle();
    assert.equal(stage.wrapUp, null);
    assert.equal(stage.posted.length, outcome ? 1 : 0);
    assert.deepEqual(stage.claimed.at(-1), ["key-c1", outcome !== ""]);
    assert.deepEqual(stage.kept.at(-1), ["key-c1", "half"]);
  }
});

test("the time for a wrap-up runs where the toolbar gives one", async () => {
  const stage = new Stage();
  await wrappingUp(stage, "WRAPUP", { SVCMCA_WRAPUP_TIMEOUT: "30" });
  assert.equal(stage.wrapUp.until - stage.clock.time, 30_000);
  stage.clock.advance(30_001);
  assert.equal(stage.wrapUp, null);
});

test("the toolbar reads and sets the fields, by either name", async () => {
  const stage = new Stage();
  await wrappingUp(stage);
  const set = stage.tell("setWrapUpFields", { eventId: "c1", values: { "WrapUp.ResolutionCd": "Resolved", SVCMCA_WRAPUP_COMM_REASON: "Billing" } });
  assert.equal(stage.answersTo(set)[0].result, "success");
  assert.deepEqual(stage.wrapUp.values, { outcome: "Resolved", reason: "Billing", note: "" });
  const get = stage.tell("getWrapUpFields", { eventId: "c1", names: ["WrapUp.ResolutionCd", "WrapUp.Nothing"] });
  assert.deepEqual(stage.answersTo(get)[0].outData, { "WrapUp.ResolutionCd": "Resolved", "WrapUp.Nothing": null });
  const wrong = stage.tell("setWrapUpFields", { eventId: "c1", values: { "WrapUp.ResolutionCd": "Great" } });
  assert.equal(stage.answersTo(wrong)[0].error, "The outcome must be one of: Resolved, Left a message.");
});

test("a note that is typed during the call is kept, and is there afterwards", async () => {
  const stage = new Stage();
  await talking(stage);
  stage.recorded("c1");
  stage.host.note("Broken at the joint");
  assert.deepEqual(stage.kept, [["key-c1", "Broken at the joint"]]);
  stage.tell("closeCommEvent", { eventId: "c1", reason: "HANGUP" });
  await settle();
  assert.equal(stage.wrapUp.values.note, "Broken at the joint");
});

// Which page opens

test("a call about a ticket opens that, whoever calls", async () => {
  const stage = new Stage();
  stage.requests[9] = { contacts: [{ ...ROBERT, ticket: { ...ROBERT.ticket, id: 9, path: "/dashboard/tickets/9" } }], total: 1, number: null };
  stage.match = { contacts: [], total: 0, number: null };
  await talking(stage, { SVCMCA_SR_NUM: "9" });
  assert.deepEqual(stage.opened, ["/dashboard/tickets/9"]);
});

test("somebody unknown opens a new ticket with their number, by the call's record where there is one in time", async () => {
  for (const recorded of [true, false]) {
    const stage = new Stage();
    stage.match = { contacts: [], total: 0, number: one.number };
    await talking(stage);
    assert.deepEqual(stage.opened, []);
    if (recorded) stage.recorded("c1", { pop: "/dashboard/tickets/new?call=key-c1" });
    stage.clock.advance(2_500);
    assert.deepEqual(stage.opened, [recorded ? "/dashboard/tickets/new?call=key-c1" : "/dashboard/tickets/new?phone=%2B14158675309"]);
  }
});

test("somebody known opens their one ticket; with several the list; with none a new one in their name", async () => {
  for (const [unsolved, page] of [[1, "/dashboard/tickets/7"], [2, "/dashboard/calls/k/tickets"], [0, "/dashboard/tickets/new?phone=%2B14158675309&name=Robert%20Kane"]]) {
    const stage = new Stage();
    stage.match = { contacts: [{ ...ROBERT, unsolved }], total: 1, number: one.number };
    await talking(stage);
    if (unsolved === 2) stage.recorded("c1", { pop: "/dashboard/calls/k/tickets" });
    stage.clock.advance(2_500);
    assert.deepEqual(stage.opened, [page]);
  }
});

// Toolbars that do not keep to it

test("what is no message is ignored", () => {
  const stage = new Stage();
  for (const text of ["", "_adfShowBody", "{", "null", "[]", "{}", '{"method":1}', '{"method":""}', 7, null, { method: "newCommEvent" }, `{"method":"${"x".repeat(200)}"}`, `{"method":"initialize","data":"${"x".repeat(70_000)}"}`]) {
    stage.host.take(text);
  }
  stage.host.take('{"method":"initialize","toolbarName":"another","uuid":"u"}');
  assert.deepEqual(stage.said, []);
});

test("unknown methods, ids and reasons are answered with an error or survived", async () => {
  const stage = new Stage();
  for (const [method, data] of [["fly", {}], ["newCommEvent", { eventId: "" }], ["newCommEvent", { eventId: "a\nb" }], ["newCommEvent", {}], ["closeCommEvent", { eventId: "nobody" }], ["transferCommEvent", {}], ["setToolbarDimensions", { height: 900 }], ["getWrapUpFields", { eventId: "nobody" }]]) {
    const uuid = stage.tell(method, data);
    await settle();
    assert.equal(stage.answersTo(uuid)[0].result, "error", method);
  }
  await talking(stage);
  stage.tell("closeCommEvent", { eventId: "c1", reason: "BORED" });
  await settle();
  assert.ok(stage.wrapUp);
});

test("a call closed twice ends once", async () => {
  const stage = new Stage();
  await wrappingUp(stage);
  const again = stage.tell("closeCommEvent", { eventId: "c1", reason: "WRAPUP" });
  const late = stage.tell("startCommEvent", { eventId: "c1" });
  await settle();
  assert.equal(stage.answersTo(again)[0].result, "success");
  assert.equal(stage.answersTo(late)[0].result, "error");
  assert.deepEqual(stage.states("c1"), ["ringing", "live", "ended hangup"]);
});

test("a start without a beginning is taken as a call", async () => {
  const stage = new Stage();
  const uuid = stage.tell("startCommEvent", { eventId: "c9", inData: inbound() });
  await settle();
  assert.equal(stage.answersTo(uuid)[0].outData.SVCMCA_CONTACT_NAME, "Robert Kane");
  assert.equal(stage.view.engagement.name, "Robert Kane");
});

test("an answer to a command that nobody gave changes nothing", async () => {
  const stage = new Stage();
  await talking(stage);
  stage.host.take(JSON.stringify({ method: "tbInteractionCommandResponse", eventId: "c1", command: "hold", commandId: "x", result: "success" }));
  assert.equal(stage.view.engagement.kind, "In call");
});

test("registrations have no answer: an older toolbar would take it for the event", () => {
  const stage = new Stage();
  const uuids = ["onOutgoingEvent", "onDataUpdated", "onToolbarInteractionCommand", "onToolbarMessage"].map((method) => stage.tell(method, { channel: "PHONE" }));
  assert.deepEqual(uuids.flatMap((uuid) => stage.answersTo(uuid)), []);
});
