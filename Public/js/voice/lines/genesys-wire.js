import { randomName } from "../../lib/clock.js";
import { delayBefore } from "../../lib/live-socket.js";
import { Problem } from "../problem.js";
import { WORDS } from "./genesys-words.js";

/** @typedef {{eventName: string, seq: number, connectionId?: string, eventId?: string, [field: string]: any}} GenesysEvent */
/** @typedef {{type: string, [field: string]: unknown}} GenesysRequest */
/** @typedef {Pick<WebSocket, "close" | "onopen" | "onmessage" | "onclose" | "onerror">} EventSocket */

/**
 * @typedef {object} WireParts
 * @property {() => EventSocket} openSocket
 * @property {typeof fetch} fetch
 * @property {import("../../types.js").Clock} clock
 * @property {() => number} random  0 up to 1
 * @property {(event: GenesysEvent) => void} heard
 * @property {(words: string | null) => void} stands  whether the connection does; null: it does
 */

const LIMIT = 10_000;
const SIGNED_OUT = 4401;

/** The way to the desk's server: events on a socket, commands by POST. The socket comes first, then `initialize`. */
export class GenesysWire {
  #parts;
  /** @type {EventSocket | null} */
  #socket = null;
  #attempt = 0;
  /** @type {number | null} */
  #timer = null;
  /** @type {number | null} of the last event on this socket */
  #seq = null;
  #isOver = false;

  /** @param {WireParts} parts */
  constructor(parts) {
    this.#parts = parts;
  }

  start() {
    if (this.#socket || this.#isOver) return;
    const socket = this.#parts.openSocket();
    this.#socket = socket;
    this.#seq = null;
    socket.onopen = () => void this.#opened(socket);
    socket.onmessage = (event) => this.#received(socket, event.data);
    socket.onerror = () => this.#lost(socket);
    socket.onclose = (event) => this.#closed(socket, event.code);
  }

  /** Connects anew at once. */
  restart() {
    this.#drop();
    this.start();
  }

  stop() {
    this.#isOver = true;
    this.#drop();
  }

  /** Asks for everything that goes on, again. */
  async reread() {
    await this.send({ type: "initialize" }).catch(() => {});
  }

  /**
   * Resolves once the server has taken it on; what comes of it is an event.
   *
   * @param {GenesysRequest} request
   * @returns {Promise<void>}
   */
  async send(request) {
    const { clock, fetch } = this.#parts;
    const limit = new AbortController();
    const timer = clock.start(() => limit.abort(), LIMIT);
    try {
      const answer = await fetch("/genesys/events", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ requestId: randomName(), ...request }),
        signal: limit.signal,
      });
      if (!answer.ok) throw new Problem(await wordsIn(answer));
    } catch (error) {
      throw error instanceof Problem ? error : new Problem(limit.signal.aborted ? WORDS.late : WORDS.unsent);
    } finally {
      clock.stop(timer);
    }
  }

  /** @param {EventSocket} socket */
  async #opened(socket) {
    try {
      await this.send({ type: "initialize" });
    } catch (error) {
      if (this.#socket === socket) this.#lost(socket, error instanceof Problem ? error.message : WORDS.lost);
    }
  }

  /**
   * @param {EventSocket} socket
   * @param {string} data
   */
  #received(socket, data) {
    const event = parse(data);
    if (this.#socket !== socket || !event) return;
    if (this.#seq !== null && event.seq <= this.#seq) return;
    const isGap = this.#seq !== null && event.seq > this.#seq + 1;
    this.#seq = event.seq;
    this.#attempt = 0;
    if (isGap) void this.reread();
    if (event.eventName === "EventRegistered") this.#parts.stands(null);
    this.#parts.heard(event);
  }

  /**
   * @param {EventSocket} socket
   * @param {number} code
   */
  #closed(socket, code) {
    if (this.#socket !== socket) return;
    if (code === SIGNED_OUT) return this.stop();
    this.#lost(socket);
  }

  /**
   * @param {EventSocket} socket
   * @param {string} words
   */
  #lost(socket, words = WORDS.lost) {
    if (this.#socket !== socket) return;
    this.#drop();
    this.#parts.stands(words);
    const delay = delayBefore(this.#attempt, this.#parts.random());
    this.#attempt += 1;
    this.#timer = this.#parts.clock.start(() => {
      this.#timer = null;
      this.start();
    }, delay);
  }

  #drop() {
    const socket = this.#socket;
    this.#socket = null;
    if (this.#timer !== null) this.#parts.clock.stop(this.#timer);
    this.#timer = null;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = socket.onerror = null;
    socket.close();
  }
}

/**
 * @param {Response} answer
 * @returns {Promise<string>}
 */
async function wordsIn(answer) {
  const body = await answer.json().catch(() => null);
  return typeof body?.error === "string" ? body.error : WORDS.unsent;
}

/**
 * Names are `eventName`, or `eventType` with some microservices.
 *
 * @param {string} data
 * @returns {GenesysEvent | null}
 */
function parse(data) {
  try {
    const event = JSON.parse(data);
    const eventName = event?.eventName ?? event?.eventType;
    return typeof eventName === "string" && Number.isInteger(event.seq) ? { ...event, eventName } : null;
  } catch {
    return null;
  }
}

/** @returns {WebSocket} */
export function ownSocket() {
  const address = new URL("/genesysWs", location.href);
  address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
  return new WebSocket(address);
}
