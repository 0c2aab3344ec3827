"use strict";
/**
 * The older media-toolbar calls (`svcMca.tlb.api`) for a partner's toolbar in a frame of this desk: functions with
 * positional arguments and callbacks, over the wire format of docs/partner-toolbar.md. A classic script of its own.
 */
(() => {
  const VERSION = "1.0";
  const CHANNEL_TYPES = /** @type {Record<string, string>} */ ({ PHONE: "ORA_SVC_PHONE", CHAT: "ORA_SVC_CHAT" });

  /**
   * The arguments of each call, in order; "callback" is the function that hears the answer.
   *
   * @type {Record<string, string>}
   */
  const CALLS = {
    disableFeature: "features callback",
    readyForOperation: "readiness callback",
    setToolbarDimensions: "barType height width callback",
    getDisplayState: "barType callback",
    startCommEvent: "channel appClassification eventId inData callback channelType",
    closeCommEvent: "channel appClassification eventId inData reason callback channelType",
    invokeScreenPop: "channel appClassification eventId pageCode inData callback channelType",
    transferCommEvent: "channel appClassification eventId inData callback channelType",
    conferenceCommEvent: "channel appClassification eventId inData callback channelType",
    setCommEventTranscript: "channel appClassification eventId inData callback channelType",
    upgradeCommEvent: "channel eventId channelType upgradeChannel upgradeChannelType upgradeEventId inData callback",
    downgradeCommEvent: "channel eventId channelType downgradeChannel downgradeChannelType downgradeEventId inData callback",
    focusCommEvent: "eventId channel channelType inData callback",
    outboundCommError: "channel commUuid errorCode errorMsg callback channelType",
    agentStateEvent:
      "channel eventId isAvailable isLoggedIn stateCd stateDisplayString reasonCd reasonDisplayString inData callback channelType",
    openFloatingToolbar: "barType url height width inData callback",
    isFloatingToolbarOpen: "barType callback",
    closeFloatingToolbar: "barType callback",
    openCompanionPanel: "panelType url title inData callback",
    isCompanionPanelOpen: "panelType callback",
    closeCompanionPanel: "panelType callback",
    postToolbarMessage: "messagePayload callback",
    interactionControlStateChanged: "eventId action states timestamp inData callback",
  };

  const page = /** @type {any} */ (globalThis);
  const query = new URLSearchParams(page.location.search);
  const origin = originOf(query.get("oraParentFrame"));
  const toolbarName = (query.get("oraTbName") ?? "").toLowerCase();
  if (toolbarName === "") throw new Error("The address of this page has no oraTbName: is it in a frame of the desk?");

  /** @type {Map<string, (answer: any) => void>} */
  const waiting = new Map();
  /** @type {Map<string, string>} the answers to a start go on until its close */
  const started = new Map();
  /** @type {Map<string, (message: any) => void>} */
  const listeners = new Map();

  /** @param {string | null} address */
  function originOf(address) {
    if (!address) throw new Error("The address of this page has no oraParentFrame: is it in a frame of the desk?");
    return new URL(address).origin;
  }

  /** @param {Record<string, unknown>} message */
  function send(message) {
    page.parent.postMessage(JSON.stringify({ ...message, toolbarName }), origin);
  }

  /**
   * @param {string} method
   * @param {Record<string, any>} data
   * @param {((answer: any) => void) | undefined} callback
   */
  function call(method, data, callback) {
    const uuid = page.crypto.randomUUID();
    if (data.channel && !data.channelType) data.channelType = CHANNEL_TYPES[data.channel];
    if (callback) waiting.set(uuid, callback);
    if (method === "startCommEvent") started.set(data.eventId, uuid);
    if (method === "closeCommEvent") {
      waiting.delete(started.get(data.eventId) ?? "");
      started.delete(data.eventId);
    }
    send({ method, version: VERSION, data, uuid });
  }

  /**
   * @param {string} method
   * @param {string} key  beside the method, what a listener is known by
   * @param {Record<string, unknown>} data
   * @param {unknown} listener
   */
  function listen(method, key, data, listener) {
    if (typeof listener !== "function") throw new Error(`${method} needs a function.`);
    listeners.set(method + key, /** @type {(message: any) => void} */ (listener));
    call(method, data, undefined);
  }

  /** @param {MessageEvent} event */
  function received(event) {
    if (event.origin !== origin || event.source !== page.parent || typeof event.data !== "string") return;
    const message = parsed(event.data);
    if (message === null) return;
    const callback = waiting.get(message.uuid);
    if (callback) {
      if (message.method !== "startCommEvent") waiting.delete(message.uuid);
      return callback(message);
    }
    const isCommand = message.method === "onToolbarInteractionCommand" || message.method === "onToolbarAgentCommand";
    const key = message.method === "onToolbarInteractionCommand" || message.method === "onToolbarMessage" ? "" : message.channel;
    listeners.get(message.method + key)?.(isCommand ? commandOf(message) : message);
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

  /**
   * What an executor gets: it sets the result, then calls `sendResponse`, with the command or without.
   *
   * @param {any} message
   */
  function commandOf(message) {
    const method = message.method === "onToolbarAgentCommand" ? "tbAgentCommandResponse" : "tbInteractionCommandResponse";
    const { eventId, command, slot, commandId, channel, channelType, params, inData } = message;
    /** @type {Record<string, any>} */
    const made = {
      eventId, command, slot, commandId, channel, channelType, inData: params ?? inData ?? {},
      result: "", resultDisplayString: "", outData: {},
      sendResponse(/** @type {any} */ answered = made) {
        const { sendResponse: _, ...fields } = answered;
        send({ ...fields, method });
      },
    };
    return made;
  }

  /** @param {string} method @param {string} names */
  function positional(method, names) {
    return (/** @type {any[]} */ ...values) => {
      const data = Object.fromEntries(names.split(" ").map((name, place) => [name, values[place]]));
      const { callback, ...fields } = data;
      call(method, fields, callback);
    };
  }

  /**
   * Both can be called without a lookup object.
   *
   * @param {string} method
   */
  function looking(method) {
    return (/** @type {any[]} */ ...values) => {
      const [channel, appClassification, eventId, inData] = values;
      const [lookupObject, callback, channelType] = typeof values[4] === "function" ? [null, ...values.slice(4)] : values.slice(4);
      const marked = method === "newCommEvent" ? { ...inData, mcaOrigEventSource: "toolbar" } : inData;
      call(method, { channel, appClassification, eventId, inData: marked, lookupObject, channelType }, callback);
    };
  }

  const api = {
    ...Object.fromEntries(Object.entries(CALLS).map(([method, names]) => [method, positional(method, names)])),
    newCommEvent: looking("newCommEvent"),
    getCustomerData: looking("getCustomerData"),
    /** @param {any} type @param {any} [callback] */
    getConfiguration(type, callback) {
      const [configType, heard] = typeof type === "function" ? [null, type] : [type, callback];
      call("getConfiguration", { configType }, heard);
    },
    /** @param {string} channel @param {string} appClassification @param {any} callback @param {string} [channelType] */
    onOutgoingEvent(channel, appClassification, callback, channelType) {
      listen("onOutgoingEvent", channel, { channel, appClassification, channelType }, callback);
    },
    /** @param {string} channel @param {string} appClassification @param {any} callback @param {string} [channelType] */
    onDataUpdated(channel, appClassification, callback, channelType) {
      listen("onDataUpdated", channel, { channel, appClassification, channelType }, callback);
    },
    /** @param {any} callback */
    onToolbarMessage: (callback) => listen("onToolbarMessage", "", {}, callback),
    /** @param {any} executor */
    onToolbarInteractionCommand: (executor) => listen("onToolbarInteractionCommand", "", {}, executor),
    /** @param {string} channel @param {string} channelType @param {any} executor */
    onToolbarAgentCommand(channel, channelType, executor) {
      listen("onToolbarAgentCommand", channel, { channel, channelType }, executor);
    },
  };

  page.addEventListener("message", received);
  page.svcMca = { tlb: { api } };
})();
