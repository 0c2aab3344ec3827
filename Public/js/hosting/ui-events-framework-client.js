"use strict";
/**
 * The UI Events Framework's objects for a partner's toolbar in a frame of this desk. A classic script of its own: the
 * toolbar loads it by a script element, from the address in its `oraApiSource`. What it says to the desk is the wire
 * format of docs/partner-toolbar.md.
 */
(() => {
  const VERSION = "1.0";
  const PATIENCE = 15_000;
  const SVCMCA = `CONTACT_ID CONTACT_NAME CONTACT_FIRST_NAME CONTACT_LAST_NAME CONTACT_NUMBER CONTACT_PRIMARY_PHONE
    CONTACT_JOB_TITLE CONTACT_ORG_ID CONTACT_PRIM_ORG_NAME EMAIL DISPLAY_NAME ANI COMMUNICATION_DIRECTION OFFER_TIMEOUT_SEC
    WRAPUP_TIMEOUT BYPASS_IDENTIFY_CONTACT SR_ID SR_NUM SR_TITLE ORG_ID ORG_NAME INTERACTION_ID INTERACTION_REF_OBJ_TYPE
    INTERACTION_REF_OBJ_ID CALL_ID CHANNEL_ID UI_TYPE_CD WRAPUP_ID ENGAGEMENT_ID`.split(/\s+/);
  const PLAIN = `eventId appClassification callStatus callDirection notificationType lookupObject callSource callDestination
    channel channelId channelType phoneLineId comPanelMsg1 comPanelMsg2 comPanelQName1 comPanelQName2 comPanelQName3
    averageWaitTime numberOfCalls agentMsg2ComPanel chatTestMode WrapupStartTime updateType`.split(/\s+/);
  const ATTRIBUTES = [...PLAIN, ...SVCMCA.map((name) => `SVCMCA_${name}`)];

  /**
   * Operations: the method on the wire, and what the request's setters are called; behind a colon another field's name.
   *
   * @type {Record<string, [string, string]>}
   */
  const OPERATIONS = {
    getConfigurationOperation: ["getConfiguration", "ConfigType"],
    disableFeatureOperation: ["disableFeature", "Features"],
    readyForOperationOperation: ["readyForOperation", "Readiness"],
    agentStateEventOperation: ["agentStateEvent",
      "EventId IsAvailable IsLoggedIn State:stateCd StateDisplayString Reason:reasonCd ReasonDisplayString InData"],
    newCommEvent: ["newCommEvent", "AppClassification EventId LookupObject InputData:inData"],
    startCommEvent: ["startCommEvent", "AppClassification EventId InputData:inData"],
    closeCommEvent: ["closeCommEvent", "AppClassification EventId Reason InputData:inData"],
    outboundCommError: ["outboundCommError", "CommUuid ErrorCode ErrorMsg"],
    interactionControlStateChanged: ["interactionControlStateChanged", "EventId Action States InData"],
  };
  const EVENTS = ["onToolbarInteractionCommand", "onToolbarAgentCommand", "onOutgoingEvent", "onDataUpdated"];
  const COMMANDS = ["onToolbarInteractionCommand", "onToolbarAgentCommand"];

  /** @param {string} name */
  const capital = (name) => name.charAt(0).toUpperCase() + name.slice(1);

  /** @param {string} status @param {string} message @param {unknown} [details] */
  const problem = (status, message, details = null) =>
    Object.assign(new Error(message), { getStatus: () => status, getMessage: () => message, getErrorDetails: () => details });

  /** @param {any} values  typed getters over a map */
  function reading(values) {
    const getters = ATTRIBUTES.map((name) => [`get${capital(name)}`, () => values?.[name]]);
    return { ...Object.fromEntries(getters), getValueByAttribute: (/** @type {string} */ name) => values?.[name] };
  }

  /** @param {Record<string, any>} values  setters into a map */
  function writing(values) {
    const setters = ATTRIBUTES.map((name) => [`set${capital(name)}`, (/** @type {any} */ value) => void (values[name] = value)]);
    return {
      ...Object.fromEntries(setters),
      setInDataValueByAttribute: (/** @type {string} */ name, /** @type {any} */ value) => void (values[name] = value),
    };
  }

  /** The way to the desk: JSON texts between two windows, of which each checks the other. */
  class Wire {
    #page;
    /** @type {Map<string, (message: any) => void>} */
    #waiting = new Map();
    /** @type {Map<string, Set<(message: any) => void>>} */
    #listeners = new Map();

    /** @param {any} page */
    constructor(page) {
      const query = new URLSearchParams(page.location.search);
      this.#page = page;
      this.origin = new URL(query.get("oraParentFrame") ?? "").origin;
      this.name = (query.get("oraTbName") ?? "").toLowerCase();
      page.addEventListener("message", (/** @type {MessageEvent} */ event) => this.#received(event));
    }

    /** @param {Record<string, unknown>} message */
    send(message) {
      this.#page.parent.postMessage(JSON.stringify({ ...message, toolbarName: this.name }), this.origin);
    }

    /** @param {string} method @param {Record<string, unknown>} data @returns {Promise<any>} */
    call(method, data) {
      const uuid = this.#page.crypto.randomUUID();
      return new Promise((done, failed) => {
        const timer = this.#page.setTimeout(() => {
          this.#waiting.delete(uuid);
          failed(problem("timeout", `The desk did not answer ${method}.`));
        }, PATIENCE);
        this.#waiting.set(uuid, (message) => {
          this.#page.clearTimeout(timer);
          if (message.result === "error") failed(problem("error", String(message.error ?? "refused"), message));
          else done(message);
        });
        this.send({ method, version: VERSION, data, uuid });
      });
    }

    /** @param {string} method @param {Record<string, unknown> | null} data @param {(message: any) => void} listener */
    listen(method, data, listener) {
      const listeners = this.#listeners.get(method) ?? new Set();
      this.#listeners.set(method, listeners);
      listeners.add(listener);
      if (data && listeners.size === 1) this.send({ method, version: VERSION, data, uuid: this.#page.crypto.randomUUID() });
      return () => void listeners.delete(listener);
    }

    /** @param {MessageEvent} event */
    #received(event) {
      if (event.origin !== this.origin || event.source !== this.#page.parent || typeof event.data !== "string") return;
      const message = parsed(event.data);
      if (!message) return;
      const answered = this.#waiting.get(message.uuid);
      this.#waiting.delete(message.uuid);
      if (answered) return answered(message);
      for (const listener of this.#listeners.get(message.method) ?? []) listener(message);
    }
  }

  /** @param {string} text */
  function parsed(text) {
    try {
      const message = JSON.parse(text);
      return typeof message?.method === "string" ? message : null;
    } catch {
      return null;
    }
  }

  /** @param {string} operation @param {Record<string, any>} [data] */
  function createPublishRequest(operation, data = {}) {
    const setters = (OPERATIONS[operation]?.[1].split(" ") ?? []).map((word) => {
      const [name = "", field = name.charAt(0).toLowerCase() + name.slice(1)] = word.split(":");
      return [`set${name}`, (/** @type {any} */ value) => void (data[field] = value)];
    });
    return {
      ...Object.fromEntries(setters), getOperationName: () => operation, setPropagateToTabs: () => {}, data,
      getInData: () => writing((data.inData ??= {})),
      field: () => ({ setValue: (/** @type {string} */ name, /** @type {any} */ value) => void (data.values = { ...data.values, [name]: value }) }),
      setFields: (/** @type {string[]} */ names) => void (data.names = names),
    };
  }

  /** @param {string} event @param {Record<string, any>} [data] */
  function createSubscriptionRequest(event, data = {}) {
    return {
      getEventName: () => event, data,
      setAppClassification: (/** @type {string} */ value) => void (data.appClassification = value),
      setFields: (/** @type {string[]} */ names) => void (data.names = names),
    };
  }

  /** @param {Wire} wire @param {string} eventId  the record that is written after a call, kept in step with the desk's window */
  function wrapUpContext(wire, eventId) {
    const own = (/** @type {(message: any) => void} */ run) => (/** @type {any} */ message) => message.eventId === eventId && run(message);
    const context = {
      getType: () => "WrapUp",
      /** @param {any} request */
      async publish(request) {
        const operation = String(request.getOperationName());
        const { values, names } = request.data;
        const method = /save/i.test(operation) ? "saveWrapUp" : /set/i.test(operation) ? "setWrapUpFields" : "getWrapUpFields";
        const answer = await wire.call(method, { eventId, values: values ?? {}, names: names ?? Object.keys(values ?? {}) });
        const field = (/** @type {string} */ name) => ({ getFieldName: () => name, getValue: () => answer.outData?.[name] });
        return { getOperationName: () => operation, getContext: () => context, getResponseData: () => ({ getField: field, getData: () => answer.outData }) };
      },
      /** @param {any} request @param {(response: any) => any} callback */
      subscribe(request, callback) {
        const name = String(request.getEventName());
        const kind = /before/i.test(name) ? "beforeSave" : /after/i.test(name) ? "afterSave" : "change";
        const names = request.data.names;
        const end = wire.listen("onWrapUpEvent", null, own((message) => {
          if (message.kind !== kind || (names && !names.includes(message.field))) return;
          callback({ getEventName: () => name, getContext: () => context, getResponseData: () => ({
            getFieldName: () => message.field, getNewValue: () => message.value, getOldValue: () => message.oldValue, getData: () => message }) });
        }));
        return { dispose: end };
      },
    };
    return context;
  }

  /** @param {Wire} wire @param {any} context @param {string} operation @param {any} message */
  function operationResponse(wire, context, operation, message) {
    const outData = message.outData ?? {};
    const configuration = message.configuration ?? {};
    const settings = ["agentId", "agentPartyId", "features", "companionPanelUrl", "companionPanelTitle", "faTrustToken"];
    const engagement = {
      getEngagementId: () => message.engagementId ?? message.eventId, getTabContext: () => null,
      getEngagementData: () => ({ getData: () => message, getOutData: () => outData, getOutputData: () => reading(outData), getEngagementId: () => message.engagementId }),
      getChannel: context.getChannel, getChannelType: context.getChannelType,
      getWrapupContext: () => wrapUpContext(wire, message.eventId ?? outData.eventId),
    };
    const data = {
      isSuccess: () => message.result !== "error", getError: () => message.error ?? null, getData: () => message,
      getOutData: () => outData, getOutputData: () => reading(outData), getEngagementContext: () => engagement,
      getConfiguration: () => Object.fromEntries(settings.map((name) => [`get${capital(name)}`, () => configuration[name]])),
    };
    return { getOperationName: () => operation, getContext: () => context, getResponseData: () => data };
  }

  /** @param {Wire} wire @param {any} message @param {any} context @param {(response: any) => any} callback */
  async function runCommand(wire, message, context, callback) {
    const data = { ...message };
    const object = {
      getData: () => data, getCommand: () => data.command, getEventId: () => data.eventId, getSlot: () => data.slot,
      getInData: () => data.inData, getResult: () => data.result, getResultDisplayString: () => data.resultDisplayString,
      getOutdata: () => data.outData, getOutData: () => data.outData,
      setResult: (/** @type {string} */ result) => void (data.result = result),
      setResultDisplayString: (/** @type {string} */ words) => void (data.resultDisplayString = words),
      setOutdata: (/** @type {any} */ out) => void (data.outData = out), setOutData: (/** @type {any} */ out) => void (data.outData = out),
    };
    try {
      await callback({ getEventName: () => message.method, getContext: () => context, getResponseData: () => object });
      data.result ??= "success";
    } catch (error) {
      data.result = "error";
      data.resultDisplayString ??= String(/** @type {any} */ (error)?.message ?? error ?? "");
    }
    const method = message.method === "onToolbarAgentCommand" ? "tbAgentCommandResponse" : "tbInteractionCommandResponse";
    wire.send({ ...data, method });
  }

  /** @param {Wire} wire @param {string} channel */
  function channelContext(wire, channel) {
    const channelType = `ORA_SVC_${channel}`;
    /** @type {Set<() => void>} */
    const ends = new Set();
    const context = {
      getChannel: () => channel, getChannelType: () => channelType, getFrameOrigin: () => wire.origin,
      getToolbarName: () => wire.name, getVersion: () => VERSION, getEventSource: () => "toolbar",
      getSupportedEvents: () => [...EVENTS], getSupportedActions: () => Object.keys(OPERATIONS),
      /** @param {any} request */
      async publish(request) {
        const operation = request.getOperationName();
        const [method] = OPERATIONS[operation] ?? [];
        if (!method) throw problem("error", `This desk knows no operation ${operation}.`);
        const message = await wire.call(method, { ...request.data, channel, channelType });
        return operationResponse(wire, context, operation, message);
      },
      /** @param {any} request @param {(response: any) => any} callback @param {boolean} [once] */
      subscribe(request, callback, once = false) {
        const event = request.getEventName();
        if (!EVENTS.includes(event)) throw problem("error", `This desk knows no event ${event}.`);
        if (!COMMANDS.includes(event) && !request.data.appClassification) throw problem("error", "App Classification missing in the request.");
        const end = wire.listen(event, { ...request.data, channel, channelType }, (message) => {
          if (once) end();
          if (COMMANDS.includes(event)) return void runCommand(wire, message, context, callback);
          const outData = message.outData ?? {};
          const data = { getData: () => message, getOutData: () => outData, getOutputData: () => reading(outData), getEventId: () => message.eventId };
          callback({ getEventName: () => event, getContext: () => context, getResponseData: () => data });
        });
        ends.add(end);
        return { dispose: end };
      },
      /** @param {any} request @param {(response: any) => any} callback */
      subscribeOnce: (request, callback) => context.subscribe(request, callback, true),
      dispose: () => ends.forEach((end) => end()),
    };
    return context;
  }

  /** @param {Wire} wire @param {string} name */
  function provider(wire, name) {
    const missing = ["getGlobalContext", "getTabContext", "getCurrentBrowserTabContext", "getModalWindowContext",
      "getSidePaneContext", "getNotificationContext", "getActiveTab", "getAvailableTabs", "getAvailableRecords"];
    const absent = missing.map((method) => [method, async () => { throw problem("error", `This desk offers no ${method}.`); }]);
    const channels = new Map(["PHONE", "CHAT"].map((channel) => [channel, channelContext(wire, channel)]));
    const adaptor = {
      getActiveChannels: async () => ["PHONE"],
      getCommunicationChannelContext: async (/** @type {string} */ channel) => {
        const context = channels.get(String(channel).toUpperCase());
        if (!context) throw problem("error", `There is no channel ${channel}.`);
        return context;
      },
    };
    return {
      ...Object.fromEntries(absent), requestHelper: { createPublishRequest, createSubscriptionRequest },
      getVersion: () => VERSION, getApplicationName: () => name, getCurrentTabId: async () => "deskbell", getActiveTabId: async () => "deskbell",
      getMultiChannelAdaptorContext: async () => adaptor,
      dispose: () => channels.forEach((context) => context.dispose()),
    };
  }

  /** @type {Wire | null} */
  let wire = null;
  const page = /** @type {any} */ (globalThis);
  page.CX_SVC_UI_EVENTS_FRAMEWORK = {
    uiEventsFramework: {
      /** @param {string} appName @param {string} version */
      async initialize(appName, version) {
        if (version !== "v1") throw problem("error", `This desk knows no version ${version}.`);
        wire ??= new Wire(page);
        await wire.call("initialize", { appName });
        return provider(wire, appName);
      },
    },
  };
})();
