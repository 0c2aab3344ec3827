// A stand-in for Amazon Connect Streams, as far as its surface is used. The page's side of the hidden frame.
"use strict";

const CONNECT_RELOADS = 10;

/**
 * @param {object} host the browser: {frame(container, url, hear), window(url, name, features), later(run, ms), never(timer)}
 */
function makeConnectStreams(host) {
  let frame = null;
  let options = {};
  let newest = null;
  let timer = null;
  let popup = null;
  let isAcknowledged = false;
  let next = 1;
  const asked = new Map();
  const listeners = new Map();
  const events = (name) => listeners.get(name) ?? listeners.set(name, new ConnectEvents()).get(name);
  const bus = events("bus");
  const fail = (answers, type, message) => answers?.failure?.(JSON.stringify({ type, message, stack: [] }));

  const centre = {
    snapshot: () => newest,
    events,
    say: (message) => frame?.post(message),
    ask(method, values, answers) {
      // Before the first sign of life the library's client is not there at all.
      if (!isAcknowledged) throw new StateError("The API client is not there yet.");
      const id = (next += 1);
      asked.set(id, answers);
      frame.post({ type: "ask", id, method, values: JSON.parse(JSON.stringify(values)) });
    },
  };
  const { Agent, Contact, Endpoint } = connectHandles(centre);

  // The frame

  function hear(message) {
    if (message.type === "ack") acknowledged();
    else if (message.type === "snapshot") isAcknowledged && compare(message.snapshot);
    else if (message.type === "answer") answered(message);
    else if (message.type === "muted") events("agent").emit("MuteToggle", { muted: message.muted });
    else if (message.type === "accepted") events(message.contactId).emit("Accepted", new Contact(message.contactId));
    else if (message.type === "softphoneError") events("agent").emit("SoftphoneError", message.error);
    else if (message.type === "authFail") bus.emit("authFail");
    else if (message.type === "accessDenied") bus.emit("accessDenied");
    else if (message.type === "terminated") bus.emit("terminated");
  }

  function acknowledged() {
    host.never(timer);
    isAcknowledged = true;
    if (options.loginOptions?.autoClose) popup?.close();
    popup = null;
    bus.emit("acknowledge");
  }

  /** An answer may come twice, and both are passed on: the library does not look. */
  function answered({ id, ok, failure }) {
    const answers = asked.get(id);
    if (failure) fail(answers, failure.type, failure.message);
    else answers?.success?.(ok);
  }

  function waitForFrame(reloads) {
    timer = host.later(() => {
      bus.emit("ackTimeout");
      if (options.loginPopup !== false && !popup) popup = host.window(options.loginUrl ?? options.ccpUrl, "connect::loginPopup", "");
      if (reloads >= CONNECT_RELOADS) return bus.emit("iframeRetriesExhausted");
      frame.reload();
      waitForFrame(reloads + 1);
    }, options.ccpLoadTimeout ?? 5000);
  }

  // What changed from one snapshot to the next

  function compare(snapshot) {
    const before = newest;
    newest = snapshot;
    if (!before) bus.emit("agent", new Agent());
    compareAgent(before?.agent, snapshot.agent);
    for (const contact of snapshot.contacts) compareContact(before?.contacts.find((each) => each.contactId === contact.contactId), contact);
    for (const old of before?.contacts ?? []) {
      if (snapshot.contacts.some((each) => each.contactId === old.contactId)) continue;
      events(old.contactId).emit("Destroy", { ...old });
      listeners.delete(old.contactId);
    }
  }

  function compareAgent(old, agent) {
    const all = events("agent");
    if (old && old.state.name !== agent.state.name) {
      all.emit("StateChange", { agent: new Agent(), oldState: old.state.name, newState: agent.state.name });
      if (agent.state.type === "error") all.emit("Error", new Agent());
      if (agent.state.name === "AfterCallWork") all.emit("AfterCallWork", new Agent());
      const named = { routable: "Routable", not_routable: "NotRoutable", offline: "Offline" }[agent.state.type];
      if (named) all.emit(named, new Agent());
    }
    all.emit("Refresh", new Agent());
  }

  function compareContact(old, data) {
    const contact = new Contact(data.contactId);
    const all = events(data.contactId);
    const wasActive = old && ["connecting", "connected", "incoming", "pending"].includes(old.state);
    if (!old) bus.emit("contact", contact);
    if (old?.state !== data.state) {
      if (data.state === "ended") all.emit("ACW", contact);
      if (wasActive && ["ended", "missed", "error", "rejected"].includes(data.state)) all.emit("Ended", contact);
      const named = { incoming: "Incoming", pending: "Pending", connecting: "Connecting", connected: "Connected", error: "Error" }[data.state];
      if (named) all.emit(named, contact);
      if (wasActive && ["missed", "error", "rejected"].includes(data.state)) all.emit("Missed", contact);
    }
    all.emit("Refresh", contact);
  }

  const core = {
    initCCP(container, given) {
      if (frame) return console.error("Attempted to call initCCP when an iframe generated by initCCP already exists");
      options = given;
      frame = host.frame(container, given.ccpUrl, hear);
      waitForFrame(0);
    },
    /** The frame's element stays: whoever begins anew removes it. */
    terminate() {
      host.never(timer);
      for (const all of listeners.values()) all.clear();
      asked.clear();
      frame?.leave();
      frame = newest = null;
      isAcknowledged = false;
    },
    getEventBus: () => ({ subscribe: (name, run) => bus.on(name, run) }),
    onInitialized: (run) => bus.on("acknowledge", run),
    onAuthFail: (run) => bus.on("authFail", run),
    onAccessDenied: (run) => bus.on("accessDenied", run),
    onAuthorizeRetriesExhausted: (run) => bus.on("authorizeRetriesExhausted", run),
    onCTIAuthorizeRetriesExhausted: (run) => bus.on("ctiAuthorizeRetriesExhausted", run),
    onIframeRetriesExhausted: (run) => bus.on("iframeRetriesExhausted", run),
  };
  return {
    core,
    Endpoint,
    Contact,
    EventType: { ACK_TIMEOUT: "ackTimeout", TERMINATED: "terminated", AUTH_FAIL: "authFail", ACKNOWLEDGE: "acknowledge" },
    version: "double",
    agent(run) {
      const subscription = bus.on("agent", run);
      if (newest) run(new Agent());
      return subscription;
    },
    contact: (run) => bus.on("contact", run),
  };
}

globalThis.makeConnectStreams = makeConnectStreams;
