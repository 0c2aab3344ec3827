/** Things that tell what happens to them. */
class Emitter {
  #listeners = {};

  on(name, run) {
    (this.#listeners[name] ??= []).push(run);
  }

  emit(name, ...values) {
    for (const run of this.#listeners[name] ?? []) run(...values);
  }
}

export class FakeSdkCall extends Emitter {
  did = [];
  state = "open";
  callerInfo = null;

  constructor(parameters = {}, custom = {}) {
    super();
    this.parameters = parameters;
    this.customParameters = new Map(Object.entries(custom));
  }

  accept = () => this.did.push("accept");
  reject = () => this.did.push("reject");
  mute = (muted) => this.did.push(muted ? "mute" : "unmute");
  sendDigits = (digits) => this.did.push(`digits ${digits}`);
  status = () => this.state;

  disconnect() {
    this.did.push("disconnect");
    this.state = "closed";
    this.emit("disconnect", this);
  }
}

/** Behaves as Twilio's SDK does towards whoever uses it; the test is the network. */
export function fakeSdk() {
  const devices = [];
  class Device extends Emitter {
    static isSupported = true;
    state = "unregistered";
    did = [];
    calls = [];
    audio = { setInputDevice: async () => {}, unsetInputDevice: async () => {}, speakerDevices: { set: async () => {} }, isOutputSelectionSupported: true };

    constructor(token, options) {
      super();
      Object.assign(this, { token, options });
      devices.push(this);
    }

    async register() {
      this.#refuse("register", "unregistered");
      this.become("registering");
    }

    async unregister() {
      this.#refuse("unregister", "registered");
      this.become("unregistered");
    }

    updateToken(token) {
      if (this.state === "registering") throw new Error("InvalidStateError");
      this.did.push(`token ${token}`);
      this.token = token;
    }

    async connect({ params }) {
      this.did.push(`connect ${JSON.stringify(params)}`);
      if (this.outcome) return this.outcome;
      const call = new FakeSdkCall();
      this.calls.push(call);
      return call;
    }

    become(state) {
      this.state = state;
      this.emit(state);
    }

    #refuse(what, needed) {
      if (this.state !== needed) throw new Error("InvalidStateError");
      this.did.push(what);
    }
  }
  return { sdk: { Device }, devices };
}
