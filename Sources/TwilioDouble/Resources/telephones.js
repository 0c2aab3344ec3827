// The page of simulated telephones: each one taken here speaks by this browser's microphone.
"use strict";

const make = (tag, options = {}, ...children) => {
  const { className, text, on, ...attributes } = options;
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  for (const [name, value] of Object.entries(attributes)) if (value !== false) element.setAttribute(name, value);
  for (const [event, listener] of Object.entries(on ?? {})) element.addEventListener(event, listener);
  element.append(...children);
  return element;
};
const part = (selector) => document.querySelector(selector);
const button = (text, className, act) =>
  make("button", { text, className: `button ${className}`, type: "button", on: { click: act } });

const order = async (method, path, body) => {
  const answer = await fetch(path, { method, body: body === undefined ? undefined : JSON.stringify(body) });
  return answer.headers.get("content-type") === "application/json" ? answer.json() : null;
};

/** One telephone that somebody has taken. */
class Telephone {
  #wire;
  #mesh = null;
  #call = null;
  #microphone = null;
  #tone = null;
  #shown = null;
  #isTrying = false;
  element = make("li", { className: "card" });
  words = make("p", { className: "state", role: "status" });
  buttons = make("div", { className: "row" });

  constructor(number, leave) {
    this.number = number;
    this.#wire = new Wire(location.origin, () => ({ calls: this.#call ? [this.#call.sid] : [] }));
    this.#wire.addEventListener("open", () => this.#wire.send({ type: "telephone", number }));
    this.#wire.addEventListener("message", ({ detail }) => this.#receive(detail));
    this.#wire.open();
    this.element.append(
      make("div", { className: "row" }, make("h3", { text: number }), button("Put back", "bare", () => leave(this))),
      this.words,
      this.buttons,
    );
  }

  /** The state of the double, seen from here. */
  show(calls) {
    const mine = calls.filter((call) => call.party === this.number && !call.ended && !call.party.startsWith("client:"));
    const call = mine.at(-1) ?? null;
    if (call?.sid !== this.#call?.sid) this.#drop();
    this.#call = call;
    if (call?.status === "in-progress") this.#listen();
    const isRung = call?.status === "ringing" && call.direction !== "inbound";
    const state = call ? `${call.status} ${call.direction} ${call.place} ${call.hears.length}` : "";
    this.words.textContent = this.#describe(call, isRung);
    this.words.className = `state ${call?.status === "in-progress" ? "live" : call ? "wait" : ""}`;
    this.element.classList.toggle("ringing", isRung);
    this.element.classList.toggle("live", call?.status === "in-progress");
    this.#ringTone(isRung);
    if (state === this.#shown) return;
    this.#shown = state;
    this.buttons.replaceChildren(...this.#choices(call, isRung));
  }

  close() {
    this.#drop();
    this.#ringTone(false);
    this.#wire.close();
    this.element.remove();
  }

  #describe(call, isRung) {
    if (!call) return "On the hook";
    if (isRung) return `Rings: ${call.from} calls`;
    if (call.status !== "in-progress") return "Dialled; waiting for an answer";
    const last = call.heard.at(-1);
    if (call.hears.length) return `In a call, hears ${call.hears.length === 1 ? "one other" : `${call.hears.length} others`}`;
    if (call.place === "recording") return "The recorder runs: speak, then hang up or press #";
    return last ? `Hears: ${last}` : "In a call, hears nobody";
  }

  #choices(call, isRung) {
    if (!call) return [button("Call the desk", "go", () => this.#do("dial"))];
    if (isRung) {
      return [button("Answer", "go", () => this.#do("answer")), button("Reject", "", () => this.#do("reject"))];
    }
    const hangUp = button("Hang up", "stop", () => this.#do("hangup"));
    if (call.status !== "in-progress") return [hangUp];
    const keys = [..."123456789*0#"].map((key) => button(key, "key", () => this.#do("digits", { digits: key })));
    const more = call.place === "recording"
      ? [button("Leave a message of 5 s", "", () => this.#do("message", { seconds: 5 }))] : [];
    return [hangUp, ...more, make("details", {}, make("summary", { text: "Keys" }), make("div", { className: "keys" }, ...keys))];
  }

  #do(action, body = {}) {
    return order("POST", `/double/phones/${encodeURIComponent(this.number)}/${action}`, body);
  }

  #receive(message) {
    if (message.type === "peers") {
      this.#mesh ??= new Mesh(this.#wire, message.call);
      this.#mesh.setMicrophone(this.#microphone);
      this.#mesh.update(message.peers);
    } else if (message.type === "signal") this.#mesh?.receive(message);
  }

  async #listen() {
    if (this.#microphone || this.#isTrying) return;
    this.#isTrying = true;
    try {
      this.#microphone = await navigator.mediaDevices.getUserMedia({ audio: true });
      this.#mesh?.setMicrophone(this.#microphone);
    } catch {
      part(".connection").textContent = "The microphone is blocked: you hear, but you cannot speak.";
    }
    this.#isTrying = false;
    if (!this.#call) this.#drop();
  }

  #drop() {
    this.#mesh?.close();
    this.#mesh = null;
    for (const track of this.#microphone?.getTracks() ?? []) track.stop();
    this.#microphone = null;
  }

  /** Two soft tones, as long as it rings. */
  #ringTone(on) {
    if (on === (this.#tone !== null)) return;
    if (!on) {
      this.#tone.close();
      this.#tone = null;
      return;
    }
    const context = new AudioContext();
    const gain = new GainNode(context, { gain: 0.04 });
    gain.connect(context.destination);
    for (const frequency of [400, 450]) {
      const tone = new OscillatorNode(context, { frequency });
      tone.connect(gain);
      tone.start();
    }
    this.#tone = context;
  }
}

/** The whole page. */
class Board {
  #phones = new Map();
  #wire = new Wire(location.origin, () => ({ watch: true }));
  #isAsking = false;
  #isStale = false;
  #openEntries = new Set();

  constructor() {
    this.#wire.addEventListener("message", () => this.refresh());
    this.#wire.addEventListener("open", () => this.#say("Connected.", true));
    this.#wire.addEventListener("lost", () => this.#say("The double is not there. Start it again.", false));
    this.#wire.open();
    part(".take").addEventListener("submit", (event) => {
      event.preventDefault();
      this.take(new FormData(event.target).get("number").trim());
    });
  }

  take(number) {
    if (this.#phones.has(number)) return;
    const phone = new Telephone(number, (gone) => {
      this.#phones.delete(gone.number);
      gone.close();
    });
    this.#phones.set(number, phone);
    part(".phones").prepend(phone.element);
    this.refresh();
  }

  /** One question at a time; what changes meanwhile is asked for behind it. */
  async refresh() {
    this.#isStale = true;
    if (this.#isAsking) return;
    this.#isAsking = true;
    try {
      while (this.#isStale) {
        this.#isStale = false;
        const [state, log] = await Promise.all([order("GET", "/double/state"), order("GET", "/double/log")]);
        this.#show(state, log);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    } finally {
      this.#isAsking = false;
    }
  }

  #say(words, isRight) {
    const line = part(".connection");
    line.textContent = words;
    line.className = `connection ${isRight ? "good" : "bad"}`;
  }

  #show(state, log) {
    part(".own-number").textContent = state.number;
    for (const phone of this.#phones.values()) phone.show(state.calls);
    const names = new Map(state.calls.map((call) => [call.sid, call.party]));
    const rooms = state.conferences.filter((room) => room.status !== "completed");
    const calls = state.calls.filter((call) => !call.ended);
    part(".none-rooms").hidden = rooms.length + calls.length > 0;
    part(".rooms").replaceChildren(...rooms.map((room) => this.#room(room)));
    part(".calls").replaceChildren(...calls.map((call) => this.#call(call, names)));
    part(".problems-part").hidden = state.problems.length === 0;
    part(".problems").replaceChildren(
      ...state.problems.slice(-10).map(({ code, words }) => make("li", { text: `${code}: ${words}` })),
    );
    this.#showLog(log);
  }

  #room(room) {
    const people = room.participants.map((person) => {
      const states = [
        person.connected ? "there" : "being called", person.held && "on hold", person.muted && "muted",
        person.coach && "coaching", person.endsOnExit && "ends the room",
      ];
      return make("li", { text: `${person.label ?? person.party}: ${states.filter(Boolean).join(", ")}` });
    });
    const words = room.status === "init" ? "waits for somebody who begins" : "goes on";
    return make(
      "li", { className: "card" }, make("h3", { text: `Room ${room.name}` }), make("p", { className: "soft", text: words }),
      make("ul", {}, ...people),
    );
  }

  #call(call, names) {
    const hears = call.hears.map((sid) => names.get(sid)).join(", ");
    const line = hears ? `hears ${hears}` : call.heard.length ? `hears: ${call.heard.at(-1)}` : "hears nobody";
    return make(
      "li", { className: "card" },
      make("div", { className: "row" }, make("b", { text: call.party }), make("span", { className: "soft", text: call.status })),
      make("p", { text: line }), make("small", { text: `${call.sid} · ${call.direction}` }),
    );
  }

  #showLog({ requests, webhooks }) {
    const entries = [
      ...requests.map((entry, index) => ({ ...entry, key: `r${index}`, kind: "REST", fields: entry.form, line: `${entry.method} ${entry.path.replace(/^.*\/Accounts\/AC[0-9a-f]+\//, "")}` })),
      ...webhooks.map((entry, index) => ({ ...entry, key: `w${index}`, kind: "Webhook", fields: entry.parameters, line: this.#title(entry) })),
    ].sort((one, other) => other.at - one.at).slice(0, 60);
    part(".none-log").hidden = entries.length > 0;
    part(".log").replaceChildren(...entries.map((entry) => this.#entry(entry)));
  }

  #title({ method, url, parameters }) {
    const fields = new Map(parameters);
    const what = fields.get("StatusCallbackEvent") ?? fields.get("DialCallStatus") ?? fields.get("CallStatus") ?? "";
    return `${method} ${url} ${what}`;
  }

  #entry(entry) {
    const isFine = entry.status >= 200 && entry.status < 300;
    const text = [...entry.fields.map(([name, value]) => `${name}=${value}`), "", entry.answer].join("\n");
    const details = make(
      "details", { open: this.#openEntries.has(entry.key) && "" },
      make(
        "summary", {}, make("time", { text: new Date(entry.at).toLocaleTimeString() }),
        make("span", { className: "kind", text: entry.kind }), make("span", { text: entry.line }),
        make("span", { className: isFine ? "good" : "bad", text: entry.remark ?? String(entry.status || "no answer") }),
      ),
      make("pre", { text }),
    );
    details.addEventListener("toggle", () => {
      if (details.open) this.#openEntries.add(entry.key);
      else this.#openEntries.delete(entry.key);
    });
    return make("li", {}, details);
  }
}

window.board = new Board();
