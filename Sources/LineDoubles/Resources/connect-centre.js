// What the stand-in says to the hidden frames of agents, and what it makes go wrong where somebody asks for it.
"use strict";

class ConnectCentre {
  #say;
  #later;
  #waiting = new Set();
  #denied = new Set();
  /** Of the answers that come next: how many are lost, how many come twice, and how late they are. */
  mischief = { lose: 0, double: 0, delay: 0 };
  onChange = () => {};

  /**
   * @param {(message: object) => void} say to the frames of the agent it names in `to`
   * @param {(run: () => void, milliseconds: number) => void} later
   */
  constructor(say, later) {
    this.#say = say;
    this.#later = later;
    this.exchange = new ConnectExchange((login) => this.#changed(login), later);
  }

  /** What a frame says: `hello` as soon as it is signed in, `ask` for each call of the library, `mute`. */
  hear(message) {
    if (message.type === "hello") this.#hello(message);
    else if (message.type === "ask") this.#ask(message);
    else if (message.type === "mute") this.#say({ to: message.login, type: "muted", muted: message.muted });
  }

  /** The sign-in ends: of an hour, of a password, of an administrator. */
  endSignIn(login) {
    this.#say({ to: login, type: "authFail" });
  }

  deny(login, isDenied) {
    if (isDenied) this.#denied.add(login);
    else this.#denied.delete(login);
    if (isDenied) this.#say({ to: login, type: "accessDenied" });
  }

  failSound(login, errorType) {
    this.#say({ to: login, type: "softphoneError", error: { errorType, errorMessage: "from the stand-in" } });
  }

  #hello({ login, frame }) {
    if (this.#denied.has(login)) return this.#say({ to: login, frame, type: "accessDenied" });
    this.exchange.signIn(login);
    this.#say({ to: login, frame, type: "ack" });
    this.#say({ to: login, frame, type: "snapshot", snapshot: this.exchange.snapshot(login) });
  }

  #ask({ login, frame, id, method, values }) {
    const answer = { to: login, frame, type: "answer", id };
    try {
      answer.ok = this.exchange.ask(login, method, values);
      if (method === "acceptContact") this.#later(() => this.#say({ to: login, type: "accepted", contactId: values.contactId }), 20);
    } catch (error) {
      if (!error.type) throw error;
      answer.failure = error;
    }
    this.#answer(answer);
  }

  #answer(answer) {
    const { lose, double, delay } = this.mischief;
    if (lose > 0) this.mischief.lose -= 1;
    else this.#later(() => this.#say(answer), delay);
    if (lose > 0 || double <= 0) return;
    this.mischief.double -= 1;
    this.#later(() => this.#say(answer), delay + 50);
  }

  /** Several changes at once are one snapshot, as they are at Amazon. */
  #changed(login) {
    if (this.#waiting.has(login)) return;
    this.#waiting.add(login);
    this.#later(() => {
      this.#waiting.delete(login);
      this.#say({ to: login, type: "snapshot", snapshot: this.exchange.snapshot(login) });
      this.onChange();
    }, 10);
  }
}

globalThis.ConnectCentre = ConnectCentre;
