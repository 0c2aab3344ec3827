// The objects that Amazon Connect Streams hands out: thin handles on the newest snapshot.
"use strict";

class StateError extends Error {
  name = "StateError";
}

/** What is heard by whom, until they leave. */
class ConnectEvents {
  #heard = new Map();

  on(name, run) {
    const all = this.#heard.get(name) ?? this.#heard.set(name, new Set()).get(name);
    const entry = { run };
    all.add(entry);
    return { unsubscribe: () => all.delete(entry) };
  }

  emit(name, ...values) {
    for (const { run } of [...(this.#heard.get(name) ?? [])]) {
      try {
        run(...values);
      } catch (error) {
        console.error(error);
      }
    }
  }

  clear() {
    this.#heard.clear();
  }
}

/** @param {object} centre what knows the newest snapshot and asks: {snapshot, ask, events(contact id), say} */
function connectHandles(centre) {
  const now = () => centre.snapshot() ?? failed("there is no agent yet");
  const failed = (why) => {
    throw new StateError(why);
  };
  const named = (name) => `on${name}`;

  class Connection {
    constructor(contactId, connectionId) {
      Object.assign(this, { contactId, connectionId });
    }

    #data() {
      const found = contactData(this.contactId).connections.find((each) => each.connectionId === this.connectionId);
      return found ?? failed(`no connection ${this.connectionId}`);
    }

    getConnectionId = () => this.connectionId;
    getContactId = () => this.contactId;
    getType = () => this.#data().type;
    getState = () => ({ type: this.#data().state });
    getStatus = () => this.getState();
    getStateDuration = () => 0;
    getEndpoint = () => this.#data().endpoint && new Endpoint(this.#data().endpoint);
    getQuickConnectName = () => this.#data().endpoint?.name ?? null;
    isInitialConnection = () => this.#data().isInitial;
    isActive = () => ["connecting", "connected", "hold"].includes(this.#data().state);
    isConnected = () => this.#data().state === "connected";
    isOnHold = () => this.#data().state === "hold";
    isMute = () => this.#data().muted;
    destroy = (answers) => this.#ask("destroyConnection", {}, answers);
    hold = (answers) => this.#ask("holdConnection", {}, answers);
    resume = (answers) => this.#ask("resumeConnection", {}, answers);
    sendDigits = (digits, answers) => this.#ask("sendDigits", { digits }, answers);
    muteParticipant = (answers) => this.#ask("muteParticipant", { muted: true }, answers);
    unmuteParticipant = (answers) => this.#ask("muteParticipant", { muted: false }, answers);

    #ask(method, values, answers) {
      centre.ask(method, { contactId: this.contactId, connectionId: this.connectionId, ...values }, answers);
    }
  }

  const contactData = (id) => now().contacts.find((each) => each.contactId === id) ?? failed(`no contact ${id}`);

  class Contact {
    constructor(contactId) {
      this.contactId = contactId;
      for (const event of CONNECT_EVENTS) this[named(event)] = (run) => centre.events(contactId).on(event, run);
    }

    #data = () => contactData(this.contactId);
    #connections = (fits) => this.#data().connections.filter(fits).map((each) => new Connection(this.contactId, each.connectionId));

    getContactId = () => this.contactId;
    getOriginalContactId = () => this.#data().parent ?? this.contactId;
    getInitialContactId = () => this.getOriginalContactId();
    getType = () => this.#data().type;
    getState = () => ({ type: this.#data().state });
    getStatus = () => this.getState();
    getStateDuration = () => 0;
    getAttributes = () => this.#data().attributes;
    getQueue = () => ({ queueARN: "arn:double:queue/support", name: "Support" });
    isInbound = () => this.#data().isInbound;
    isSoftphoneCall = () => true;
    isMultiPartyConferenceEnabled = () => false;
    isAutoAcceptEnabled = () => false;
    getConnections = () => this.#connections(() => true);
    getInitialConnection = () => this.#connections((each) => each.isInitial)[0] ?? null;
    getActiveInitialConnection = () => this.#connections((each) => each.isInitial && each.state !== "disconnected")[0] ?? null;
    getAgentConnection = () => this.#connections((each) => each.type === "agent")[0] ?? null;
    getThirdPartyConnections = () => this.#connections((each) => !each.isInitial && each.type !== "agent");
    getSingleActiveThirdPartyConnection = () => this.getThirdPartyConnections().filter((each) => each.isActive())[0] ?? null;
    accept = (answers) => this.#ask("acceptContact", {}, answers && { ...answers, failure: () => answers.failure?.("error") });
    reject = (answers) => this.#ask("rejectContact", {}, answers);
    clear = (answers) => this.#ask("clearContact", {}, answers);
    complete = (answers) => this.#ask("clearContact", {}, answers);
    addConnection = (endpoint, answers) => this.#ask("createAdditionalConnection", { endpoint }, answers);
    toggleActiveConnections = (answers) => this.#ask("toggleActiveConnections", {}, answers);
    conferenceConnections = (answers) => this.#ask("conferenceConnections", {}, answers);

    #ask(method, values, answers) {
      centre.ask(method, { contactId: this.contactId, ...values }, answers);
    }
  }

  class Agent {
    constructor() {
      for (const event of CONNECT_AGENT_EVENTS) this[named(event)] = (run) => centre.events("agent").on(event, run);
    }

    getState = () => now().agent.state;
    getStatus = () => this.getState();
    getAvailabilityState = () => ({ state: now().agent.availability.name });
    getNextState = () => now().agent.next;
    getAgentStates = () => now().agent.states;
    getContacts = (type) => now().contacts.filter((each) => !type || each.type === type).map((each) => new Contact(each.contactId));
    getAllQueueARNs = () => now().agent.queues;
    getEndpoints = (queueARNs, answers) => centre.ask("getEndpoints", { queueARNs }, answers);
    setState = (state, answers, { enqueueNextState = false } = {}) => centre.ask("putAgentState", { state, enqueueNextState }, answers);
    connect = (endpoint, options) => centre.ask("createOutboundContact", { endpoint }, options);
    mute = () => centre.say({ type: "mute", muted: true });
    unmute = () => centre.say({ type: "mute", muted: false });
  }

  class Endpoint {
    constructor(values) {
      Object.assign(this, values);
    }

    static byPhoneNumber = (phoneNumber) => new Endpoint({ type: "phone_number", phoneNumber, name: null });
    stripPhoneNumber = () => this.phoneNumber?.replace(/^sip:([^@]+)@.*$/, "$1") ?? "";
  }

  return { Agent, Contact, Endpoint };
}

const CONNECT_EVENTS = [
  ...["Refresh", "Incoming", "Pending", "Connecting", "Accepted", "Connected", "Missed", "ACW", "Ended", "Error", "Destroy"],
];
const CONNECT_AGENT_EVENTS = [
  ...["Refresh", "StateChange", "Routable", "NotRoutable", "Offline", "Error", "AfterCallWork", "SoftphoneError", "MuteToggle"],
  ...["EnqueuedNextState", "WebSocketConnectionLost", "WebSocketConnectionGained"],
];
