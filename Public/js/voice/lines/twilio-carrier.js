import { wordsOf } from "../problem.js";
import { followCall } from "./twilio-call.js";

/** @typedef {import("../../types.js").CallMessage} CallMessage */
/** @typedef {import("../../types.js").Carrier} Carrier */
/** @typedef {import("../../types.js").CarrierTold} CarrierTold */
/** @typedef {import("../../types.js").Join} Join */
/** @typedef {import("./twilio-sdk.js").SdkCall} SdkCall */
/** @typedef {{id: string, key: string, isOpen: boolean, call: SdkCall | null, timer: number | null}} Room  key: with which it was entered */

/** In which the desk may say that the call is over anyhow. */
const GRACE = 1_000;

/**
 * The sound of a call that the desk keeps in a room of the telephone network.
 *
 * @implements {Carrier}
 */
export class TwilioCarrier {
  #told;
  #phone;
  #muted = false;
  /** @type {Room | null} */
  #room = null;

  /**
   * @param {CarrierTold} told
   * @param {Pick<import("./twilio.js").TwilioPhone, "connect" | "use" | "release">} phone
   */
  constructor(told, phone) {
    this.#told = told;
    this.#phone = phone;
  }

  hear() {}

  mend() {}

  /**
   * A key opens the room once; who fell out of it needs another one.
   *
   * @param {CallMessage} message
   * @param {MediaStream} stream
   */
  connect({ id, join }, stream) {
    if (!join) return;
    // Not the whole of it as text: the order of its members is no news.
    const key = `${join.call} ${join.leg}`;
    const known = this.#room?.id === id ? this.#room : null;
    if (known && known.key === key) return;
    if (this.#room) this.close(this.#room.id);
    const room = { id, key, isOpen: true, call: null, timer: null };
    this.#room = room;
    void this.#enter(room, join, stream);
  }

  /** @param {MediaStreamTrack} track */
  use(track) {
    this.#phone.use(track);
  }

  /** @param {boolean} muted */
  mute(muted) {
    this.#muted = muted;
    this.#room?.call?.mute(muted);
  }

  /** @param {string} digits */
  sendDigits(digits) {
    this.#room?.call?.sendDigits(digits);
  }

  /** @param {string} id */
  close(id) {
    const room = this.#room;
    if (room?.id !== id) return;
    this.#room = null;
    this.#muted = false;
    if (room.timer !== null) this.#told.clock.stop(room.timer);
    room.call?.disconnect();
    this.#phone.release();
  }

  /**
   * @param {Room} room
   * @param {Join} join
   * @param {MediaStream} stream
   */
  async #enter(room, join, stream) {
    try {
      const call = await this.#phone.connect(textsOf(join), stream);
      if (room !== this.#room) return call.disconnect();
      room.call = call;
      call.mute(this.#muted);
      followCall(call, this.#told.tell, () => this.#fellOut(room));
    } catch (problem) {
      if (room !== this.#room) return;
      this.#told.tell({ type: "error", words: wordsOf(problem) });
      this.#fellOut(room);
    }
  }

  /** @param {Room} room */
  #fellOut(room) {
    if (room !== this.#room) return;
    room.isOpen = false;
    room.call = null;
    room.timer = this.#told.clock.start(() => this.#told.lost(room.id), GRACE);
  }
}

/**
 * The SDK passes texts on, and nothing else.
 *
 * @param {Join} join
 * @returns {Record<string, string>}
 */
const textsOf = (join) =>
  Object.fromEntries(Object.entries(join).flatMap(([name, value]) => (value == null ? [] : [[name, String(value)]])));
