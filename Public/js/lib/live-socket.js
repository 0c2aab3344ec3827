import { NO_REFUSAL, refusalIn, refusalOf } from "./refusals.js";

/** @typedef {import("../types.js").Clock} Clock */
/** @typedef {import("../types.js").Connection} Connection */
/** @typedef {import("../types.js").ServerMessage} ServerMessage */
/** @typedef {{type: string, [field: string]: unknown}} ClientMessage */
/** @typedef {Pick<WebSocket, "send" | "close" | "onopen" | "onmessage" | "onclose">} Socket */

/**
 * @typedef {object} LiveSocketParts
 * @property {() => Socket} open  starts one connection
 * @property {() => Promise<ClientMessage>} hello  the first frame; rejects with a `refusal` where told
 * @property {Clock} clock
 * @property {() => number} random  0 up to 1
 * @property {(code: number) => void} [onRefused]  close codes of the 4400s
 */

const FIRST_DELAY = 250;
const LONGEST_DELAY = 8_000;
const QUIET = 15_000;
const PATIENCE = 10_000;
const HURRIED_PATIENCE = 3_000;
const KEPT = 60_000;
const QUEUE = 200;

/**
 * How long to wait before the next attempt: doubled each time, half of it left to chance.
 *
 * @param {number} attempt  0 for the first
 * @param {number} random  0 up to 1
 * @returns {number} milliseconds
 */
export function delayBefore(attempt, random) {
  const full = Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** Math.min(attempt, 10));
  return Math.round(full / 2 + (full / 2) * random);
}

/** The connection to the desk: it greets, notices silence, comes back by itself, and keeps what was to be said. */
export class LiveSocket {
  /** @type {Connection} */
  connection = "connecting";

  #parts;
  /** @type {Socket | null} */
  #socket = null;
  #attempt = 0;
  /** The desk does not want to be asked before. */
  #notBefore = 0;
  /** @type {number | null} */
  #timer = null;
  /** @type {{message: ClientMessage, at: number}[]} */
  #queue = [];
  /** @type {((message: ServerMessage) => void)[]} */
  #listeners = [];
  /** @type {((connection: Connection, words: string | null) => void)[]} */
  #watchers = [];

  /** @param {LiveSocketParts} parts */
  constructor(parts) {
    this.#parts = parts;
  }

  /** @param {(message: ServerMessage) => void} listener */
  onMessage(listener) {
    this.#listeners.push(listener);
  }

  /** @param {(connection: Connection, words: string | null) => void} watcher  words: why it is lost, where known */
  onConnection(watcher) {
    this.#watchers.push(watcher);
  }

  start() {
    if (!this.#socket) void this.#connect();
  }

  /** Connects anew at once, with a new greeting. */
  restart() {
    this.#drop();
    this.start();
  }

  /** After sleep or a change of network: tries at once, or asks whether the other end is still there. */
  hurry() {
    const wait = Math.max(0, this.#notBefore - this.#parts.clock.now());
    if (!this.#socket && this.#timer !== null) this.#after(wait, () => this.start());
    else if (this.#socket && this.connection === "open") this.#ask(this.#socket, HURRIED_PATIENCE);
  }

  stop() {
    this.#drop();
  }

  /**
   * Sends now, or as soon as the connection is there again (for a minute).
   *
   * @param {ClientMessage} message
   */
  send(message) {
    if (this.connection === "open" && this.#socket) this.#socket.send(JSON.stringify(message));
    else this.#queue = [...this.#queue, { message, at: this.#parts.clock.now() }].slice(-QUEUE);
  }

  async #connect() {
    const socket = this.#parts.open();
    this.#socket = socket;
    socket.onclose = (event) => this.#closed(socket, event.code);
    socket.onmessage = (event) => this.#received(socket, event.data);
    const opened = new Promise((resolve) => (socket.onopen = resolve));
    this.#after(PATIENCE, () => this.#lost(socket));
    await this.#greet(socket, opened);
  }

  /**
   * @param {Socket} socket
   * @param {Promise<unknown>} opened
   */
  async #greet(socket, opened) {
    try {
      const hello = await this.#parts.hello();
      await opened;
      if (this.#socket === socket) socket.send(JSON.stringify(hello));
    } catch (error) {
      if (this.#socket === socket) this.#lost(socket, refusalIn(error));
    }
  }

  /**
   * @param {Socket} socket
   * @param {string} data
   */
  #received(socket, data) {
    if (this.#socket !== socket) return;
    const message = parse(data);
    if (!message) return;
    this.#watchSilence(socket);
    if (message.type === "beat") return socket.send('{"type":"beat"}');
    if (message.type === "ready") this.#ready(socket);
    if (message.type !== "pong") for (const listener of this.#listeners) listener(message);
    if (message.type === "ready") this.#flush(socket);
  }

  /** @param {Socket} socket */
  #ready(socket) {
    this.#attempt = 0;
    this.connection = this.#socket === socket ? "open" : this.connection;
  }

  /** @param {Socket} socket */
  #flush(socket) {
    const oldest = this.#parts.clock.now() - KEPT;
    const kept = this.#queue.filter((entry) => entry.at >= oldest);
    this.#queue = [];
    for (const { message } of kept) socket.send(JSON.stringify(message));
    this.#tell("open", null);
  }

  /** @param {Socket} socket */
  #watchSilence(socket) {
    this.#after(QUIET, () => this.#ask(socket, PATIENCE));
  }

  /**
   * @param {Socket} socket
   * @param {number} patience
   */
  #ask(socket, patience) {
    socket.send('{"type":"ping"}');
    this.#after(patience, () => this.#lost(socket));
  }

  /**
   * @param {Socket} socket
   * @param {number} code
   */
  #closed(socket, code) {
    if (this.#socket !== socket) return;
    if (code >= 4400 && code < 4500) this.#parts.onRefused?.(code);
    if (this.#socket === socket) this.#lost(socket, refusalOf(code));
  }

  /**
   * @param {Socket} socket
   * @param {import("./refusals.js").Refusal} refusal
   */
  #lost(socket, { words, wait } = NO_REFUSAL) {
    if (this.#socket !== socket) return;
    this.#drop();
    this.#notBefore = this.#parts.clock.now() + wait;
    this.#tell("lost", words);
    const delay = wait + delayBefore(this.#attempt, this.#parts.random());
    this.#attempt += 1;
    this.#after(delay, () => this.start());
  }

  #drop() {
    const socket = this.#socket;
    this.#socket = null;
    if (this.#timer !== null) this.#parts.clock.stop(this.#timer);
    this.#timer = null;
    this.connection = "lost";
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }

  /**
   * @param {Connection} connection
   * @param {string | null} words
   */
  #tell(connection, words) {
    this.connection = connection;
    for (const watcher of this.#watchers) watcher(connection, words);
  }

  /**
   * One timer serves all waits: a new one replaces the old.
   *
   * @param {number} milliseconds
   * @param {() => void} run
   */
  #after(milliseconds, run) {
    if (this.#timer !== null) this.#parts.clock.stop(this.#timer);
    this.#timer = this.#parts.clock.start(() => {
      this.#timer = null;
      run();
    }, milliseconds);
  }
}

/**
 * @param {string} data
 * @returns {ServerMessage | null}
 */
function parse(data) {
  try {
    const message = JSON.parse(data);
    return typeof message?.type === "string" ? message : null;
  } catch {
    return null;
  }
}
