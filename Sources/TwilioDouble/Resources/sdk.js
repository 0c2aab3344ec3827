// Stands in for Twilio's Voice SDK 2.x: its names, events and errors, carried by the double.

const origin = new URL(document.currentScript.src).origin;

const ERRORS = {
  20101: ["AccessTokenInvalid", "Twilio was unable to validate your Access Token"],
  20104: ["AccessTokenExpired", "The Access Token provided to the Twilio API has expired"],
  20105: ["AccessTokenNotYetValid", "The Access Token is not yet valid"],
  20151: ["AuthenticationFailed", "The Authentication with the provided JWT failed"],
  20157: ["ExpirationTimeExceedsMaxTimeAllowed", "The expiration time exceeds the maximum time allowed"],
  31000: ["UnknownError", "An unknown error has occurred"],
  31002: ["ConnectionDeclined", "The connection was declined"],
  31005: ["ConnectionError", "A connection error occurred during the call"],
  31009: ["TransportError", "No transport available to send or receive messages"],
  31202: ["JWTSignatureValidationFailed", "The signature of the JWT could not be verified"],
  31401: ["PermissionDeniedError", "The browser or end-user denied permissions to user media"],
  31402: ["AcquisitionFailedError", "The browser and end-user allowed permissions, however getting the media failed"],
  31486: ["BusyHere", "The callee is busy"],
  53000: ["ConnectionError", "Raised whenever a signaling connection error occurs"],
  53405: ["ConnectionError", "Raised by the Client or Server whenever a media connection fails"],
};
// Without `enableImprovedSignalingErrorPrecision` these are told as others.
const ON_DEVICE = { 31202: 53000 };
const ON_CALL = { 31002: 31005, 31486: 31005, 31404: 31005, 31480: 31005, 31603: 31005 };

class TwilioError extends Error {
  constructor(code, original) {
    const [name, words] = ERRORS[code] ?? ["UnknownError", "An unknown error has occurred"];
    super(`${name} (${code}): ${words}`);
    Object.assign(this, {
      name, code, description: words, explanation: words, causes: [], solutions: [], originalError: original,
    });
  }
}

class InvalidStateError extends Error {
  constructor(message) {
    super(message);
    this.name = "InvalidStateError";
  }
}

/** Events as in Node, which is how the SDK has them. */
class Emitter {
  #listeners = new Map();

  on(event, listener) {
    this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), { listener, once: false }]);
    return this;
  }

  once(event, listener) {
    this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), { listener, once: true }]);
    return this;
  }

  off(event, listener) {
    const kept = (this.#listeners.get(event) ?? []).filter((each) => each.listener !== listener);
    this.#listeners.set(event, kept);
    return this;
  }

  addListener(event, listener) {
    return this.on(event, listener);
  }

  removeListener(event, listener) {
    return this.off(event, listener);
  }

  removeAllListeners(event) {
    if (event === undefined) this.#listeners.clear();
    else this.#listeners.delete(event);
    return this;
  }

  listenerCount(event) {
    return this.#listeners.get(event)?.length ?? 0;
  }

  emit(event, ...details) {
    const all = this.#listeners.get(event) ?? [];
    if (event === "error" && all.length === 0) console.error("Twilio's stand-in:", ...details);
    for (const { listener, once } of all) {
      if (once) this.off(event, listener);
      try {
        listener(...details);
      } catch (error) {
        reportError(error);
      }
    }
    return all.length > 0;
  }
}

/** The microphone, and which of the SDK's own sounds are made. */
class AudioHelper extends Emitter {
  #getUserMedia;
  #flags = { incoming: true, outgoing: true, disconnect: true };
  #chosen = null;
  #constraints = null;
  availableInputDevices = new Map();
  availableOutputDevices = new Map();
  inputDevice = null;
  inputStream = null;
  isOutputSelectionSupported = false;
  isVolumeSupported = false;
  speakerDevices = new OutputDevices();
  ringtoneDevices = new OutputDevices();

  constructor(getUserMedia) {
    super();
    this.#getUserMedia = getUserMedia;
    this.onStream = () => {};
    const update = () => this.#list();
    navigator.mediaDevices?.addEventListener("devicechange", update);
    this.stop = () => navigator.mediaDevices?.removeEventListener("devicechange", update);
    update();
  }

  incoming(on) {
    return this.#flag("incoming", on);
  }

  outgoing(on) {
    return this.#flag("outgoing", on);
  }

  disconnect(on) {
    return this.#flag("disconnect", on);
  }

  async setInputDevice(id) {
    this.#chosen = id;
    const stream = await this.#open();
    this.#release();
    this.inputStream = stream;
    this.inputDevice = this.availableInputDevices.get(id) ?? { deviceId: id };
    this.onStream(stream);
  }

  async unsetInputDevice() {
    this.#chosen = null;
    this.inputDevice = null;
    this.#release();
  }

  async setAudioConstraints(constraints) {
    this.#constraints = constraints;
    if (this.#chosen) await this.setInputDevice(this.#chosen);
  }

  async unsetAudioConstraints() {
    await this.setAudioConstraints(null);
  }

  /** The stream of a call: that of the chosen device, or one of its own. */
  async acquire() {
    if (this.inputStream) return { stream: this.inputStream, isOwn: false };
    return { stream: await this.#open(), isOwn: true };
  }

  #open() {
    const device = this.#chosen && this.#chosen !== "default" ? { deviceId: { exact: this.#chosen } } : {};
    const audio = { ...this.#constraints, ...device };
    return this.#getUserMedia({ audio: Object.keys(audio).length ? audio : true });
  }

  #release() {
    for (const track of this.inputStream?.getTracks() ?? []) track.stop();
    this.inputStream = null;
  }

  #flag(name, on) {
    if (typeof on === "boolean") this.#flags[name] = on;
    return this.#flags[name];
  }

  async #list() {
    const devices = (await navigator.mediaDevices?.enumerateDevices().catch(() => [])) ?? [];
    const lost = [...this.availableInputDevices.values()].filter(
      (known) => !devices.some((device) => device.deviceId === known.deviceId),
    );
    this.availableInputDevices = new Map(
      devices.filter(({ kind }) => kind === "audioinput").map((device) => [device.deviceId, device]),
    );
    this.availableOutputDevices = new Map(
      devices.filter(({ kind }) => kind === "audiooutput").map((device) => [device.deviceId, device]),
    );
    this.emit("deviceChange", lost);
  }
}

class OutputDevices {
  #devices = new Set();

  get() {
    return this.#devices;
  }

  async set(ids) {
    this.#devices = new Set([ids].flat().map((deviceId) => ({ deviceId })));
  }

  delete(device) {
    return this.#devices.delete(device);
  }

  async test() {}
}

class Call extends Emitter {
  static CallDirection = { Incoming: "INCOMING", Outgoing: "OUTGOING" };
  static State = {
    Closed: "closed", Connecting: "connecting", Open: "open", Pending: "pending", Reconnecting: "reconnecting",
    Ringing: "ringing",
  };
  static Codec = { Opus: "opus", PCMU: "pcmu" };

  #device;
  #status = Call.State.Pending;
  #muted = false;
  #media = null;
  #mesh = null;
  #early = [];
  #isOver = false;
  codec = null;
  callerInfo = null;
  parameters = {};
  customParameters = new Map();
  outboundConnectionId = undefined;
  sid = null;

  constructor(device, direction, details) {
    super();
    this.#device = device;
    this.direction = direction;
    Object.assign(this, details);
    if (direction === Call.CallDirection.Outgoing) this.#status = Call.State.Connecting;
  }

  status() {
    return this.#status;
  }

  isMuted() {
    return this.#muted;
  }

  getLocalStream() {
    return this.#media?.stream;
  }

  getRemoteStream() {
    return this.#mesh?.remote;
  }

  async accept() {
    if (this.#status !== Call.State.Pending) return;
    this.#status = Call.State.Connecting;
    this.#device.choose(this);
    if (!(await this.listen())) return;
    this.#device.send({ type: "accept", call: this.sid });
  }

  reject() {
    if (this.#status !== Call.State.Pending) return;
    this.#device.send({ type: "reject", call: this.sid });
    this.#finish();
    this.emit("reject");
  }

  ignore() {
    if (this.#status !== Call.State.Pending) return;
    this.#finish();
    this.emit("cancel");
  }

  disconnect() {
    if (this.#isOver) return;
    if (this.sid) this.#device.send({ type: "hangup", call: this.sid });
    this.#finish();
    this.emit("disconnect", this);
  }

  mute(muted = true) {
    if (this.#muted === muted) return;
    this.#muted = muted;
    this.#mesh?.setMuted(muted);
    this.#device.send({ type: "mute", call: this.sid, muted });
    this.emit("mute", muted, this);
  }

  sendDigits(digits) {
    if (/[^0-9*#w]/.test(digits)) throw new Error("Illegal character passed into sendDigits");
    this.#device.send({ type: "digits", call: this.sid, digits: digits.replaceAll("w", "") });
  }

  sendMessage() {
    throw new InvalidStateError("The double carries no messages between calls.");
  }

  async postFeedback() {}

  /** Opens the microphone; says whether it could. */
  async listen() {
    try {
      this.#media = await this.#device.audio.acquire();
    } catch (error) {
      const isDenied = ["NotAllowedError", "SecurityError"].includes(error?.name);
      if (this.sid) this.#device.send({ type: this.direction === "INCOMING" ? "reject" : "hangup", call: this.sid });
      this.#finish();
      this.emit("error", new TwilioError(isDenied ? 31401 : 31402, error));
      this.emit("disconnect", this);
      return false;
    }
    if (!this.#isOver) return true;
    this.#release();
    return false;
  }

  /** The device got another microphone. */
  useStream(stream) {
    if (!this.#media) return;
    this.#release();
    this.#media = { stream, isOwn: false };
    this.#mesh?.setMicrophone(stream);
  }

  /** What the double says about this call. */
  receive(message) {
    switch (message.type) {
      case "connecting":
        this.sid = message.call;
        if (this.#isOver) this.#device.send({ type: "hangup", call: this.sid });
        break;
      case "ringing":
        this.#learnSid();
        this.#status = Call.State.Ringing;
        this.emit("ringing", false);
        break;
      case "accepted":
        this.#open();
        break;
      case "peers":
        this.#openMesh().update(message.peers);
        break;
      case "signal":
        this.#mesh?.receive(message);
        break;
      case "cancel":
        this.#finish();
        this.emit("cancel");
        break;
      case "ended":
        this.#end(message.code);
        break;
    }
  }

  fail(code) {
    this.#end(code);
  }

  /** The socket is gone: the sound goes on, for a while. */
  lose() {
    if (this.#status !== Call.State.Open) return;
    this.#status = Call.State.Reconnecting;
    this.emit("reconnecting", new TwilioError(53000));
  }

  regain() {
    if (this.#status !== Call.State.Reconnecting) return;
    this.#status = Call.State.Open;
    this.emit("reconnected");
  }

  #open() {
    this.#learnSid();
    this.#status = Call.State.Open;
    this.#openMesh();
    this.codec = this.#device.codecs[0];
    this.emit("accept", this);
  }

  #openMesh() {
    if (this.#mesh || this.#isOver) return this.#mesh ?? new Mesh(null, "");
    this.#mesh = new Mesh(this.#device.wire, this.sid, {
      codecs: this.#device.codecs,
      onState: (state) => this.#noteSound(state),
    });
    this.#mesh.setMicrophone(this.#media?.stream ?? null);
    this.#mesh.setMuted(this.#muted);
    return this.#mesh;
  }

  #noteSound(state) {
    if (this.#isOver) return;
    if (state === "disconnected" || state === "failed") this.emit("warning", "ice-connectivity-lost", {});
    if (state === "connected") this.emit("warning-cleared", "ice-connectivity-lost");
  }

  #learnSid() {
    if (this.direction === Call.CallDirection.Outgoing) this.parameters = { CallSid: this.sid };
  }

  #end(code) {
    if (this.#isOver) return;
    this.#finish();
    if (code) this.emit("error", new TwilioError(this.#device.told(code, ON_CALL)));
    this.emit("disconnect", this);
  }

  #finish() {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#status = Call.State.Closed;
    this.#mesh?.close();
    this.#release();
    this.#device.forget(this);
  }

  #release() {
    if (this.#media?.isOwn) for (const track of this.#media.stream.getTracks()) track.stop();
    this.#media = null;
  }
}

class Device extends Emitter {
  static State = {
    Destroyed: "destroyed", Registered: "registered", Registering: "registering", Unregistered: "unregistered",
  };
  static EventName = {
    Error: "error", Incoming: "incoming", Destroyed: "destroyed", Unregistered: "unregistered",
    Registering: "registering", Registered: "registered", TokenWillExpire: "tokenWillExpire",
  };
  static isSupported = typeof RTCPeerConnection === "function" && typeof WebSocket === "function";
  static version = "2.18.3-double";
  static packageName = "@twilio/voice-sdk";
  static toString() {
    return "[Twilio.Device class]";
  }

  #options = { codecPreferences: ["pcmu", "opus"], tokenRefreshMs: 10000, sounds: {} };
  #state = Device.State.Unregistered;
  #waiting = [];
  #active = null;
  #outgoing = new Map();
  #reference = 0;
  #timer = 0;
  #isReady = false;
  #wantsRegistration = false;
  #guard = null;
  #leave = () => this.destroy();
  token;
  identity = null;
  edge = null;
  home = null;
  calls = [];

  constructor(token, options = {}) {
    super();
    if (typeof token !== "string") throw new TypeError("Parameter \"token\" must be a valid JWT string");
    this.token = token;
    this.updateOptions(options);
    const getUserMedia =
      this.#options.getUserMedia ?? ((constraints) => navigator.mediaDevices.getUserMedia(constraints));
    this.audio = new AudioHelper(getUserMedia);
    this.audio.onStream = (stream) => this.#active?.useStream(stream);
    this.wire = new Wire(origin, () => ({ calls: this.#sids() }));
    this.wire.addEventListener("open", () => this.#greet());
    this.wire.addEventListener("lost", () => this.#lose());
    this.wire.addEventListener("message", ({ detail }) => this.#receive(detail));
    addEventListener("pagehide", this.#leave);
  }

  get state() {
    return this.#state;
  }

  get isBusy() {
    return this.#active !== null;
  }

  get codecs() {
    return this.#options.codecPreferences;
  }

  updateOptions(options = {}) {
    this.#options = { ...this.#options, ...options };
    this.edge = [this.#options.edge ?? "roaming"].flat()[0];
    if (this.#guard) removeEventListener("beforeunload", this.#guard);
    const protection = this.#options.closeProtection;
    this.#guard = protection ? (event) => this.#protect(event, protection) : null;
    if (this.#guard) addEventListener("beforeunload", this.#guard);
  }

  updateToken(token) {
    if (this.#state === Device.State.Destroyed) throw new InvalidStateError("Attempt to use a destroyed device.");
    if (typeof token !== "string") throw new TypeError("Parameter \"token\" must be a valid JWT string");
    this.token = token;
    if (this.wire.isOpen) this.wire.send({ type: "token", token });
  }

  async register() {
    if (this.#state !== Device.State.Unregistered) {
      throw new InvalidStateError(`Attempt to register when device is in state "${this.#state}".`);
    }
    this.#state = Device.State.Registering;
    this.emit("registering");
    this.#wantsRegistration = true;
    const done = this.#expect("registered");
    if (this.wire.isOpen && this.#isReady) this.wire.send({ type: "register" });
    else this.#connectWire();
    await done;
  }

  async unregister() {
    if (this.#state !== Device.State.Registered) {
      throw new InvalidStateError(`Attempt to unregister when device is in state "${this.#state}".`);
    }
    this.#wantsRegistration = false;
    const done = this.#expect("unregistered");
    this.wire.send({ type: "unregister" });
    await done;
  }

  async connect({ params = {} } = {}) {
    if (this.#state === Device.State.Destroyed) throw new InvalidStateError("Attempt to use a destroyed device.");
    if (this.#active) throw new InvalidStateError("A Call is already active");
    const call = new Call(this, Call.CallDirection.Outgoing, {
      customParameters: new Map(Object.entries(params).map(([name, value]) => [name, String(value)])),
      outboundConnectionId: `TJS${crypto.randomUUID()}`,
    });
    this.#active = call;
    // The call is given out before the microphone is asked for, so that its errors find a listener.
    queueMicrotask(() => this.#dial(call));
    return call;
  }

  disconnectAll() {
    for (const call of [...this.calls]) call.reject();
    this.#active?.disconnect();
  }

  destroy() {
    if (this.#state === Device.State.Destroyed) return;
    this.disconnectAll();
    removeEventListener("pagehide", this.#leave);
    if (this.#guard) removeEventListener("beforeunload", this.#guard);
    clearTimeout(this.#timer);
    this.wire.close();
    this.audio.stop();
    const wasRegistered = this.#state === Device.State.Registered;
    this.#state = Device.State.Destroyed;
    if (wasRegistered) this.emit("unregistered");
    this.emit("destroyed");
  }

  toString() {
    return "[Twilio.Device instance]";
  }

  // What calls use

  send(message) {
    this.wire.send(message);
  }

  /** Accepting one call ends the other. */
  choose(call) {
    if (this.#active && this.#active !== call) this.#active.disconnect();
    this.#active = call;
    this.calls = this.calls.filter((each) => each !== call);
  }

  forget(call) {
    if (this.#active === call) this.#active = null;
    this.calls = this.calls.filter((each) => each !== call);
    for (const [reference, each] of this.#outgoing) if (each === call && call.sid) this.#outgoing.delete(reference);
  }

  told(code, flat) {
    return this.#options.enableImprovedSignalingErrorPrecision ? code : (flat[code] ?? code);
  }

  // What the double says

  async #dial(call) {
    if (!(await call.listen())) return;
    const reference = ++this.#reference;
    this.#outgoing.set(reference, call);
    this.#connectWire();
    const params = Object.fromEntries(call.customParameters);
    this.#whenReady(() => this.wire.send({ type: "connect", ref: reference, params }));
  }

  #connectWire() {
    if (!this.wire.isOpen) this.wire.open();
  }

  #whenReady(act) {
    if (this.#isReady && this.wire.isOpen) act();
    else this.#waiting.push(act);
  }

  #greet() {
    this.wire.send({ type: "token", token: this.token });
    this.#active?.regain();
  }

  #lose() {
    this.#isReady = false;
    this.#active?.lose();
    if (this.#state === Device.State.Destroyed) return;
    this.#fail(53000);
    if (this.#state === Device.State.Registered) {
      this.#state = Device.State.Unregistered;
      this.emit("unregistered");
    }
  }

  #receive(message) {
    switch (message.type) {
      case "ready":
        return this.#becomeReady(message);
      case "registered":
        this.#state = Device.State.Registered;
        this.emit("registered");
        return this.#settle("registered", true);
      case "unregistered":
        if (this.#state === Device.State.Destroyed) return undefined;
        this.#state = Device.State.Unregistered;
        this.emit("unregistered");
        return this.#settle("unregistered", true);
      case "error":
        return this.#refuse(message.code);
      case "refused":
        return this.#outgoing.get(message.ref)?.fail(message.code);
      case "connecting":
        return this.#outgoing.get(message.ref)?.receive(message);
      case "incoming":
        return this.#ring(message);
      default:
        return this.#find(message.call)?.receive(message);
    }
  }

  #becomeReady({ identity, ttl }) {
    this.identity = identity;
    this.edge ??= "double";
    this.home = "us1";
    this.#isReady = true;
    clearTimeout(this.#timer);
    const lead = Math.max(0, ttl * 1000 - this.#options.tokenRefreshMs);
    this.#timer = setTimeout(() => this.emit("tokenWillExpire", this), Math.min(lead, 2 ** 31 - 1));
    if (this.#wantsRegistration && this.#state !== Device.State.Registered) this.wire.send({ type: "register" });
    for (const act of this.#waiting.splice(0)) act();
  }

  /** The token was not accepted, or is no longer. */
  #refuse(code) {
    const told = this.told(code, ON_DEVICE);
    const wasRegistering = this.#state === Device.State.Registering;
    this.#isReady = false;
    this.#waiting = [];
    this.#fail(told);
    if (wasRegistering) {
      this.#state = Device.State.Unregistered;
      this.#wantsRegistration = false;
      this.emit("unregistered");
    }
    this.#settle("registered", false, new TwilioError(told));
    for (const call of [...this.#outgoing.values()]) if (!call.sid) call.fail(told);
  }

  #fail(code) {
    this.emit("error", new TwilioError(code), this.#active ?? undefined);
  }

  #ring({ call: sid, parameters, custom }) {
    // As the SDK does: whoever is in a call is not told of another.
    if (this.#active && !this.#options.allowIncomingWhileBusy) return;
    const call = new Call(this, Call.CallDirection.Incoming, {
      sid, parameters, customParameters: new Map(Object.entries(custom)),
    });
    this.calls.push(call);
    this.#playIncoming();
    this.emit("incoming", call);
  }

  /** The ring tone, where the page gave one; there is none of the double's own. */
  #playIncoming() {
    const sound = this.#options.sounds?.incoming;
    if (sound && this.audio.incoming()) new Audio(sound).play().catch(() => {});
  }

  #find(sid) {
    return [this.#active, ...this.calls].find((call) => call?.sid === sid);
  }

  #sids() {
    return [this.#active, ...this.calls].map((call) => call?.sid).filter(Boolean);
  }

  #protect(event, words) {
    if (!this.isBusy) return undefined;
    event.preventDefault();
    event.returnValue = typeof words === "string" ? words : "A call is in progress.";
    return event.returnValue;
  }

  #expectations = new Map();

  #expect(what) {
    const { promise, resolve, reject } = Promise.withResolvers();
    this.#expectations.set(what, { resolve, reject });
    return promise;
  }

  #settle(what, isDone, error) {
    const expectation = this.#expectations.get(what);
    this.#expectations.delete(what);
    if (isDone) expectation?.resolve();
    else expectation?.reject(error);
  }
}

class PreflightTest {}
class Logger {
  static levels = { TRACE: 0, DEBUG: 1, INFO: 2, WARN: 3, ERROR: 4, SILENT: 5 };
}

globalThis.Twilio = { Call, Device, PreflightTest, Logger };
