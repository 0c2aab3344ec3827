/** Oracle's framework, in memory: it writes down what is published, and answers as a test wants. */
export class FakeFusion {
  published = [];
  subscriptions = new Map();
  /** By operation: what comes back, or a function that makes it; a rejected promise is an error answer. */
  answers = new Map();
  fields = new Map();
  unknownEvents = new Set();

  constructor({ plain = false } = {}) {
    this.plain = plain;
    this.recordSubscriptions = new Map();
    const context = {
      publish: (request) => this.#publish(request),
      subscribe: (request, callback) => this.#subscribe(this.subscriptions, request, callback),
      getSupportedActions: () => [],
      getSupportedEvents: () => [],
    };
    this.channel = context;
    this.provider = {
      requestHelper: { createPublishRequest: (operation) => publishRequest(operation), createSubscriptionRequest: (event) => subscriptionRequest(event) },
      getMultiChannelAdaptorContext: async () => ({ getCommunicationChannelContext: async () => context }),
      getVersion: () => "v1",
    };
    this.record = {
      publish: async (request) => void this.fields.set(request.name, request.value),
      subscribe: (request, callback) => this.#subscribe(this.recordSubscriptions, request, callback),
    };
  }

  /** Puts the library where its script would. */
  install() {
    globalThis.CX_SVC_UI_EVENTS_FRAMEWORK = { uiEventsFramework: { initialize: async () => this.provider } };
  }

  of(operation) {
    return this.published.filter((request) => request.operation === operation);
  }

  get story() {
    return this.published.filter(({ operation }) => /Comm/.test(operation)).map(({ operation, reason }) => (reason ? `${operation} ${reason}` : operation));
  }

  /** Fires an event; resolves with what the toolbar answers. */
  fire(event, data) {
    const callback = this.subscriptions.get(event);
    return callback?.({ getResponseData: () => data });
  }

  change(fieldName, newValue) {
    this.recordSubscriptions.get("cxEventBusOnFieldValueChangeEvent")?.({ getResponseData: () => ({ getFieldName: () => fieldName, getNewValue: () => newValue }) });
  }

  async #publish(request) {
    this.published.push(request);
    const answer = this.answers.get(request.operation);
    const given = await (typeof answer === "function" ? answer(request) : answer);
    return given ?? this.answer({});
  }

  /** An answer with the documented getters, or the plain object that some builds give. */
  answer(out, { eventId } = {}) {
    if (this.plain) return { responseDetails: { data: { payload: { eventId, outData: out } } } };
    const outData = { getValueByAttribute: (name) => out[name] };
    const data = {
      getOutData: () => outData,
      getEventId: () => eventId,
      getEngagementContext: () => ({ getWrapupContext: () => this.record }),
    };
    return { getResponseData: () => data };
  }

  #subscribe(place, request, callback) {
    if (this.unknownEvents.has(request.event)) throw new Error(`no ${request.event} here`);
    if (["onOutgoingEvent", "onDataUpdated"].includes(request.event) && !request.classification) throw new Error("App Classification missing");
    place.set(request.event, callback);
    return { dispose: () => place.delete(request.event) };
  }
}

function publishRequest(operation) {
  const request = { operation, inData: {} };
  const setter = (name) => (value) => void (request[name] = value);
  Object.assign(request, {
    setEventId: setter("eventId"), setAppClassification: setter("classification"), setReason: setter("reason"),
    setIsAvailable: setter("isAvailable"), setIsLoggedIn: setter("isLoggedIn"), setState: setter("state"),
    setCommUuid: setter("commUuid"), setErrorCode: setter("errorCode"), setErrorMsg: setter("errorMsg"), setReadiness: setter("readiness"),
    getInData: () => ({ setInDataValueByAttribute: (name, value) => void (request.inData[name] = value) }),
    field: () => ({ setValue: (name, value) => Object.assign(request, { name, value }) }),
  });
  return request;
}

function subscriptionRequest(event) {
  const request = { event, classification: null };
  request.setAppClassification = (value) => void (request.classification = value);
  return request;
}

/** A command as the newest builds hand it over. */
export function command(name, { eventId, commandId } = {}) {
  const told = { getCommand: () => name, getEventId: () => eventId, commandId };
  told.setResult = (result) => void (told.result = result);
  told.setResultDisplayString = (words) => void (told.words = words);
  told.setOutdata = (out) => void (told.out = out);
  return told;
}
