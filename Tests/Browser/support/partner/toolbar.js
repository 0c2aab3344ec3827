"use strict";
/* A toolbar as a partner would write it, with either face of the API; tests drive it through `bar`. */

const query = new URLSearchParams(location.search);
const isOlder = query.get("face") === "older";
const library = query.get("oraApiSource") ?? "";
const DIRECTIONS = { in: "ORA_SVC_INBOUND", out: "ORA_SVC_OUTBOUND" };

const bar = {
  commands: [],
  dialled: [],
  updates: [],
  changes: [],
  answers: {},
  /** What this toolbar can do with a call. */
  can: ["hold", "unhold", "mute", "unmute"],
  /** Why it refuses what it is asked. */
  refuses: null,
  number: (ani, more = {}, direction = "in") => ({ SVCMCA_ANI: ani, SVCMCA_COMMUNICATION_DIRECTION: DIRECTIONS[direction], ...more }),
  raw(message) {
    parent.postMessage(typeof message === "string" ? message : JSON.stringify(message), query.get("oraParentFrame"));
  },
};

function load(source) {
  return new Promise((done, failed) => {
    const script = document.createElement("script");
    script.crossOrigin = "anonymous";
    script.src = source;
    script.onload = () => done();
    script.onerror = () => failed(new Error(`no library at ${source}`));
    document.head.append(script);
  });
}

function obey(command, eventId) {
  bar.commands.push([command, eventId]);
  return bar.refuses;
}

async function newer() {
  await load(library);
  const provider = await CX_SVC_UI_EVENTS_FRAMEWORK.uiEventsFramework.initialize("partner", "v1");
  const adaptor = await provider.getMultiChannelAdaptorContext();
  const phone = await adaptor.getCommunicationChannelContext("PHONE");
  const publish = async (operation, fill) => {
    const request = provider.requestHelper.createPublishRequest(operation);
    fill(request);
    return (await phone.publish(request)).getResponseData();
  };
  const subscribe = (event, callback) => {
    const request = provider.requestHelper.createSubscriptionRequest(event);
    request.setAppClassification("ORA_SERVICE");
    phone.subscribe(request, callback);
  };
  const call = (operation, id, inData, reason) =>
    publish(operation, (request) => {
      request.setAppClassification("ORA_SERVICE");
      request.setEventId(id);
      if (reason) request.setReason(reason);
      for (const [name, value] of Object.entries(inData)) request.getInData().setInDataValueByAttribute(name, value);
    });
  subscribe("onToolbarInteractionCommand", async (response) => {
    const data = response.getResponseData();
    const refused = obey(data.getCommand(), data.getEventId());
    if (refused) throw new Error(refused);
    data.setResult("success");
    return data;
  });
  subscribe("onToolbarAgentCommand", async (response) => {
    const data = response.getResponseData();
    if (data.getCommand() === "getActiveInteractionCommands") data.setOutdata({ supportedCommands: bar.can, supportedFeatures: [] });
    data.setResult("success");
    return data;
  });
  subscribe("onOutgoingEvent", (response) => bar.dialled.push(response.getResponseData().getOutData()));
  subscribe("onDataUpdated", (response) => bar.updates.push(response.getResponseData().getOutData()));
  bar.state = (isAvailable, isLoggedIn, words) =>
    publish("agentStateEventOperation", (request) => {
      request.setEventId("1");
      request.setIsAvailable(isAvailable);
      request.setIsLoggedIn(isLoggedIn);
      request.setState(isAvailable ? "AVAILABLE" : "UNAVAILABLE");
      request.setStateDisplayString(words);
    }).then(() => {});
  bar.ring = async (id, inData) => (bar.answers[id] = (await call("newCommEvent", id, inData)).getOutData());
  bar.start = async (id, inData = bar.answers[id]) => {
    const data = await call("startCommEvent", id, inData);
    bar.wrapUp = data.getEngagementContext().getWrapupContext();
    const request = provider.requestHelper.createSubscriptionRequest("cxEventBusFieldValueChangeEvent");
    bar.wrapUp.subscribe(request, (response) => bar.changes.push([response.getResponseData().getFieldName(), response.getResponseData().getNewValue()]));
    return data.getOutData();
  };
  bar.close = async (id, reason, inData = {}) => (await call("closeCommEvent", id, inData, reason)).getOutData();
  bar.write = (name, value) => {
    const request = provider.requestHelper.createPublishRequest("cxEventBusSetFieldValueOperation");
    request.field().setValue(name, value);
    return bar.wrapUp.publish(request).then(() => {});
  };
  bar.fail = (id, code, words) =>
    publish("outboundCommError", (request) => {
      request.setCommUuid(id);
      request.setErrorCode(code);
      request.setErrorMsg(words);
    }).then(() => {});
}

async function older() {
  await load(library.replace("ui-events-framework-client.js", "mca-interaction.js"));
  const { api } = svcMca.tlb;
  const ask = (method, ...values) => new Promise((done) => api[method](...values, done));
  const checked = (answer) => {
    if (answer.result === "error") throw new Error(answer.error);
    return answer.outData;
  };
  api.onToolbarInteractionCommand((command) => {
    const refused = obey(command.command, command.eventId);
    command.result = refused ? "error" : "success";
    command.resultDisplayString = refused ?? "";
    command.sendResponse(command);
  });
  api.onToolbarAgentCommand("PHONE", "ORA_SVC_PHONE", (command) => {
    if (command.command === "getActiveInteractionCommands") command.outData = { supportedCommands: bar.can };
    command.result = "success";
    command.sendResponse(command);
  });
  api.onOutgoingEvent("PHONE", "ORA_SERVICE", (event) => bar.dialled.push(event.outData));
  api.onDataUpdated("PHONE", "ORA_SERVICE", (event) => bar.updates.push(event.outData));
  bar.state = (isAvailable, isLoggedIn, words) =>
    ask("agentStateEvent", "PHONE", "1", isAvailable, isLoggedIn, isAvailable ? "AVAILABLE" : "UNAVAILABLE", words, "", "", {});
  bar.ring = async (id, inData) => (bar.answers[id] = checked(await ask("newCommEvent", "PHONE", "ORA_SERVICE", id, inData)));
  bar.start = async (id, inData = bar.answers[id]) => checked(await ask("startCommEvent", "PHONE", "ORA_SERVICE", id, inData));
  bar.close = async (id, reason, inData = {}) => checked(await ask("closeCommEvent", "PHONE", "ORA_SERVICE", id, inData, reason));
  bar.fail = (id, code, words) => ask("outboundCommError", "PHONE", id, code, words);
}

window.bar = bar;
addEventListener("DOMContentLoaded", async () => {
  const words = document.querySelector("#state");
  try {
    await (isOlder ? older() : newer());
    words.textContent = "Ready";
    document.querySelector("#toggle").onclick = () => bar.state(true, true, "Idle");
    bar.isReady = true;
  } catch (error) {
    words.textContent = String(error?.message ?? error);
    throw error;
  }
});
