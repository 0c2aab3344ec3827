// Stands in for Oracle's UI Events Framework in the frame: the same global and objects, written anew, over messages to the
// page around. With its mischief on it gives plain objects where the real one, now and then, gives those.

(() => {
  const parent = new URLSearchParams(location.search).get("oraParentFrame");
  const waiting = new Map();
  const subscriptions = new Map();
  const records = new Map();
  let mischief = {};
  let next = 1;

  const say = (message) => window.parent.postMessage({ deskbellFusion: true, ...message }, parent);

  window.addEventListener("message", (event) => {
    if (event.origin !== parent || !event.data?.fusion) return;
    const { kind, id, event: name, data } = event.data;
    if (kind === "hello") waiting.get("hello")?.resolve(event.data.mischief);
    if (kind === "answered") answered(id, event.data);
    if (kind === "event") void fire(name, data);
    if (kind === "record") records.get(name)?.({ getEventName: () => name, getResponseData: () => recordData(data) });
  });

  function answered(id, { payload, error }) {
    const request = waiting.get(id);
    waiting.delete(id);
    if (error) return request?.reject({ getStatus: () => "error", getMessage: () => error, getErrorDetails: () => null });
    request?.resolve(answer(request.operation, payload));
  }

  function answer(operation, payload) {
    const engagement = { getEngagementId: () => payload.eventId, getWrapupContext: () => record, getChannel: () => "PHONE" };
    if (mischief.plain) return { operationName: operation, responseDetails: { data: { payload }, engagementContext: engagement } };
    const data = { isSuccess: () => true, getError: () => null, getData: () => ({ payload }), getConfiguration: () => payload.configuration };
    if (!mischief.missing && payload.outData) {
      data.getOutData = () => ({ getValueByAttribute: (name) => payload.outData[name] });
      data.getEventId = () => payload.eventId;
    }
    if (operation === "startCommEvent" || operation === "closeCommEvent") data.getEngagementContext = () => engagement;
    return { getOperationName: () => operation, getContext: () => phone, getResponseData: () => data };
  }

  async function fire(name, raw) {
    const callback = subscriptions.get(name);
    if (!callback) return;
    const data = mischief.plain ? { ...raw } : commandData({ ...raw });
    const event = mischief.plain ? { eventName: name, responseDetails: data } : { getEventName: () => name, getResponseData: () => data };
    try {
      const told = await callback(event);
      if (name.startsWith("onToolbar")) say({ kind: "answer", commandId: raw.commandId, command: raw.command, result: told?.result, words: told?.resultDisplayString, outData: told?.outData });
    } catch (error) {
      say({ kind: "answer", commandId: raw.commandId, command: raw.command, result: "cancelled", words: String(error) });
    }
  }

  function commandData(data) {
    return Object.assign(data, {
      getCommand: () => data.command,
      getEventId: () => data.eventId,
      getSlot: () => data.slot,
      getInData: () => data.inData ?? {},
      getResult: () => data.result,
      setResult: (result) => void (data.result = result),
      setResultDisplayString: (words) => void (data.resultDisplayString = words),
      setOutdata: (out) => void (data.outData = out),
    });
  }

  const recordData = (data) => ({ getFieldName: () => data.fieldName, getNewValue: () => data.newValue });

  function publish(request) {
    const id = next++;
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject, operation: request.operation });
      say({ kind: "publish", id, operation: request.operation, request: request.said });
    });
  }

  function createPublishRequest(operation) {
    const said = { inData: {} };
    const request = { operation, said, getInData: () => builder(said), setInputData: (inData) => void (said.inData = inData) };
    for (const name of SETTERS) {
      const key = name.slice(3, 4).toLowerCase() + name.slice(4);
      request[name] = (value) => void (said[key] = value);
    }
    request.field = () => ({ setValue: (field, value) => Object.assign(said, { field, value }) });
    return request;
  }

  const builder = (said) => ({ setInDataValueByAttribute: (name, value) => void (said.inData[name] = value) });

  const SETTERS = [
    ...["setAppClassification", "setEventId", "setReason", "setConfigType", "setReadiness", "setFeatures", "setIsAvailable"],
    ...["setIsLoggedIn", "setState", "setStateDisplayString", "setReasonDisplayString", "setCommUuid", "setErrorCode", "setErrorMsg"],
    "setPropagateToTabs",
  ];

  function createSubscriptionRequest(event) {
    const request = { event, classification: null };
    if (event === "onOutgoingEvent" || event === "onDataUpdated") request.setAppClassification = (value) => void (request.classification = value);
    return request;
  }

  function subscribe(request, callback) {
    const needs = request.event === "onOutgoingEvent" || request.event === "onDataUpdated";
    if (needs && !request.classification) throw new Error("App Classification missing");
    if (mischief.missing && request.event === "onDataUpdated") throw new Error("This event is not supported");
    subscriptions.set(request.event, callback);
    say({ kind: "subscribe", event: request.event });
    return { dispose: () => subscriptions.delete(request.event) };
  }

  const record = {
    publish,
    subscribe(request, callback) {
      if (!request.event.startsWith("cxEventBusOn")) throw new Error("This event is not supported");
      records.set(request.event, callback);
      return { dispose: () => records.delete(request.event) };
    },
  };

  const phone = {
    publish,
    subscribe,
    subscribeOnce: subscribe,
    dispose() {},
    getSupportedEvents: () => ["onToolbarInteractionCommand", "onToolbarAgentCommand", "onOutgoingEvent", "onDataUpdated"],
    getSupportedActions: () => ["newCommEvent", "startCommEvent", "closeCommEvent"],
    getChannel: () => "PHONE",
    getChannelType: () => "ORA_SVC_PHONE",
    getFrameOrigin: () => parent,
    getToolbarName: () => new URLSearchParams(location.search).get("oraTbName"),
    getVersion: () => "v1",
  };

  const provider = {
    requestHelper: { createPublishRequest, createSubscriptionRequest },
    getVersion: () => "v1",
    getApplicationName: () => "double",
    getMultiChannelAdaptorContext: async () => ({ getActiveChannels: () => ["PHONE"], getCommunicationChannelContext: async () => phone }),
    dispose() {},
  };

  // As the real one does, it asks the page around first, and never settles where nobody answers.
  window.CX_SVC_UI_EVENTS_FRAMEWORK = {
    uiEventsFramework: {
      initialize: () =>
        new Promise((resolve) => {
          waiting.set("hello", {
            resolve: (told) => {
              mischief = told;
              resolve(provider);
            },
          });
          say({ kind: "hello" });
        }),
    },
  };
})();
