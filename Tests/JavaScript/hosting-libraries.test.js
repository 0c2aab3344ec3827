import assert from "node:assert/strict";
import { test } from "node:test";
import { inbound, settle, Stage } from "./hosting.js";

async function framework(stage) {
  const page = stage.load("ui-events-framework-client.js");
  const provider = await page.CX_SVC_UI_EVENTS_FRAMEWORK.uiEventsFramework.initialize("bar", "v1");
  const adaptor = await provider.getMultiChannelAdaptorContext();
  const phone = await adaptor.getCommunicationChannelContext("PHONE");
  const publish = (operation, fill = () => {}) => {
    const request = provider.requestHelper.createPublishRequest(operation);
    fill(request);
    return phone.publish(request);
  };
  const subscribe = (event, callback) => {
    const request = provider.requestHelper.createSubscriptionRequest(event);
    request.setAppClassification?.("ORA_SERVICE");
    return phone.subscribe(request, callback);
  };
  return { provider, phone, publish, subscribe };
}

/** The same for anything a library of another realm made. */
const plain = (value) => JSON.parse(JSON.stringify(value));

const fillCall = (id) => (request) => {
  request.setAppClassification("ORA_SERVICE");
  request.setEventId(id);
  request.getInData().setSVCMCA_ANI("+14158675309");
  request.getInData().setInDataValueByAttribute("SVCMCA_COMMUNICATION_DIRECTION", "ORA_SVC_INBOUND");
};

test("the framework's objects carry a call from its offer to its wrap-up", async () => {
  const stage = new Stage();
  const { phone, publish, subscribe, provider } = await framework(stage);
  await publish("agentStateEventOperation", (request) => {
    request.setEventId("1");
    request.setIsAvailable(true);
    request.setIsLoggedIn(true);
    request.setState("AVAILABLE");
    request.setStateDisplayString("Idle");
  });
  assert.equal(stage.view.agent.stand, "available");
  const commands = [];
  subscribe("onToolbarInteractionCommand", async (response) => {
    const data = response.getResponseData();
    commands.push([data.getCommand(), data.getEventId()]);
    data.setResult("success");
    return data;
  });
  const begun = await publish("newCommEvent", fillCall("c1"));
  const found = begun.getResponseData();
  assert.equal(found.getOutputData().getSVCMCA_CONTACT_NAME(), "Robert Kane");
  assert.equal(found.getOutputData().getValueByAttribute("SVCMCA_SR_NUM"), "7");
  assert.equal(found.getOutData().SVCMCA_CONTACT_ID, "3");
  assert.equal(found.getData().result, "success");
  await stage.host.answerOffer(true);
  assert.deepEqual(commands, [["accept", "c1"]]);
  const started = await publish("startCommEvent", (request) => {
    fillCall("c1")(request);
    request.setInputData(found.getOutData());
  });
  assert.equal(stage.view.engagement.kind, "In call");
  const engagement = started.getResponseData().getEngagementContext();
  assert.equal(engagement.getEngagementId(), "c1");
  const wrapUp = engagement.getWrapupContext();
  stage.recorded("c1");
  await publish("closeCommEvent", (request) => {
    fillCall("c1")(request);
    request.setReason("WRAPUP");
  });
  const changes = [];
  wrapUp.subscribe(provider.requestHelper.createSubscriptionRequest("cxEventBusFieldValueChangeEvent"), (response) => {
    changes.push([response.getResponseData().getFieldName(), response.getResponseData().getNewValue()]);
  });
  const set = provider.requestHelper.createPublishRequest("cxEventBusSetFieldValueOperation");
  set.field().setValue("WrapUp.ResolutionCd", "Resolved");
  await wrapUp.publish(set);
  assert.equal(stage.wrapUp.values.outcome, "Resolved");
  stage.host.wrapUps.type({ note: "typed here" });
  await settle();
  assert.deepEqual(changes, [["WrapUp.CallNotes", "typed here"]]);
  const get = provider.requestHelper.createPublishRequest("cxEventBusGetFieldValueOperation");
  get.setFields(["WrapUp.CallNotes"]);
  assert.equal((await wrapUp.publish(get)).getResponseData().getField("WrapUp.CallNotes").getValue(), "typed here");
  await wrapUp.publish(provider.requestHelper.createPublishRequest("cxEventBusSaveRecordOperation"));
  assert.equal(stage.posted[0][1].note, "typed here");
  assert.equal(stage.wrapUp, null);
  phone.dispose();
});

test("the framework says what it has, and refuses what it has not", async () => {
  const stage = new Stage();
  const { phone, publish, provider } = await framework(stage);
  assert.ok(phone.getSupportedEvents().includes("onOutgoingEvent"));
  assert.ok(phone.getSupportedActions().includes("newCommEvent"));
  assert.equal(phone.getChannelType(), "ORA_SVC_PHONE");
  assert.equal(phone.getToolbarName(), "deskbell");
  await assert.rejects(publish("flyOperation"), (problem) => problem.getStatus() === "error" && problem.getMessage().includes("flyOperation"));
  await assert.rejects(publish("closeCommEvent", fillCall("nobody")), (problem) => problem.getMessage() === "There is no such communication.");
  await assert.rejects(provider.getGlobalContext());
  const request = provider.requestHelper.createSubscriptionRequest("onOutgoingEvent");
  assert.throws(() => phone.subscribe(request, () => {}), /App Classification missing/);
  const page = stage.load("ui-events-framework-client.js");
  await assert.rejects(page.CX_SVC_UI_EVENTS_FRAMEWORK.uiEventsFramework.initialize("bar", "v2"));
});

test("the framework reads the configuration, and a dial reaches its subscriber", async () => {
  const stage = new Stage();
  const { publish, subscribe } = await framework(stage);
  const answer = await publish("getConfigurationOperation", (request) => request.setConfigType("TOOLBAR"));
  assert.equal(answer.getResponseData().getConfiguration().getAgentId(), "1");
  assert.deepEqual(plain(answer.getResponseData().getConfiguration().getFeatures()), ["INBOUND_CALL", "OUTBOUND_CALL"]);
  const dialled = [];
  const subscription = subscribe("onOutgoingEvent", (response) => dialled.push(response.getResponseData().getOutputData().getSVCMCA_ANI()));
  stage.host.dials.dial({ number: "+14158675309", name: null, ticket: null });
  await settle();
  subscription.dispose();
  stage.host.dials.dial({ number: "+1", name: null, ticket: null });
  await settle();
  assert.deepEqual(dialled, ["+14158675309"]);
});

test("a command that the framework's subscriber rejects is one that failed", async () => {
  const stage = new Stage();
  const { publish, subscribe } = await framework(stage);
  subscribe("onToolbarInteractionCommand", () => Promise.reject(new Error("The line is busy.")));
  await publish("newCommEvent", fillCall("c1"));
  await stage.host.answerOffer(true);
  assert.equal(stage.view.problem, "The line is busy.");
});

test("a library hears its parent alone, from the desk's origin", async () => {
  const stage = new Stage();
  const { subscribe } = await framework(stage);
  const heard = [];
  subscribe("onDataUpdated", () => heard.push(1));
  const text = '{"method":"onDataUpdated","channel":"PHONE","outData":{}}';
  stage.hear(text, { origin: "https://desk.example.evil" });
  stage.hear(text, { source: {} });
  stage.hear("{");
  assert.deepEqual(heard, []);
  stage.hear(text);
  assert.deepEqual(heard, [1]);
});

test("the older calls carry a call from its offer to its end", async () => {
  const stage = new Stage();
  const { api } = stage.load("mca-interaction.js").svcMca.tlb;
  const ask = (method, ...values) => new Promise((done) => api[method](...values, done));
  const configuration = await new Promise((done) => api.getConfiguration(done));
  assert.equal(configuration.configuration.agentId, "1");
  await ask("agentStateEvent", "PHONE", "1", true, true, "AVAILABLE", "Idle", "", "", {});
  assert.deepEqual(stage.view.agent, { stand: "available", words: "Idle" });
  const commands = [];
  api.onToolbarInteractionCommand((command) => {
    commands.push(command.command);
    command.result = "success";
    command.sendResponse(command);
  });
  api.onToolbarAgentCommand("PHONE", "ORA_SVC_PHONE", (command) => {
    command.result = "success";
    command.outData = { supportedCommands: ["mute"] };
    command.sendResponse(command);
  });
  await settle();
  const begun = await ask("newCommEvent", "PHONE", "ORA_SERVICE", "c1", inbound());
  assert.equal(begun.outData.SVCMCA_CONTACT_NAME, "Robert Kane");
  assert.equal(begun.method, "newCommEvent");
  await stage.host.answerOffer(true);
  const started = await ask("startCommEvent", "PHONE", "ORA_SERVICE", "c1", begun.outData);
  assert.equal(started.screenPopMode, "SCREENPOP");
  await settle();
  assert.deepEqual(stage.view.engagement.keys.map(({ words }) => words), ["Mute", "Hang up"]);
  await stage.host.press("mute");
  assert.deepEqual(commands, ["accept", "mute"]);
  assert.equal(stage.view.engagement.kind, "In call · muted");
  const closed = await ask("closeCommEvent", "PHONE", "ORA_SERVICE", "c1", {}, "WRAPUP");
  assert.equal(closed.wrapupId, "c1");
  assert.equal(stage.wrapUp.name, "Robert Kane");
});

test("the older look-up object may be left out or given", async () => {
  const stage = new Stage();
  const { api } = stage.load("mca-interaction.js").svcMca.tlb;
  await new Promise((done) => api.newCommEvent("PHONE", "ORA_SERVICE", "c1", inbound(), "CONTACT", done, "ORA_SVC_PHONE"));
  await new Promise((done) => api.newCommEvent("PHONE", "ORA_SERVICE", "c2", inbound(), done));
  const customer = await new Promise((done) => api.getCustomerData("PHONE", "ORA_SERVICE", "c3", inbound(), done));
  assert.equal(customer.outData.SVCMCA_CONTACT_ID, "3");
  assert.equal(stage.view.offer.name, "Robert Kane");
});

test("the older calls need their page's address", () => {
  const stage = new Stage();
  assert.throws(() => stage.load("mca-interaction.js", { frame: "" }), /oraParentFrame/);
});
