import { ask, readOr } from "./amazon-connect-ask.js";
import { NOT_MUTED, refusalWords } from "./amazon-connect-words.js";

/** @typedef {import("./amazon-connect-entry.js").Entry} Entry */
/** @typedef {import("./amazon-connect-reading.js").Reading} Reading */

const CONFIRMED_WITHIN = 5_000;

/** Whether the agent is heard: told as Amazon says it, never as it was pressed. */
export class ConnectMute {
  #clock;
  #calls;
  #tell;
  #press;
  #muted = false;
  /** @type {number | null} */
  #timer = null;

  /**
   * @param {import("../../types.js").Clock} clock
   * @param {import("./amazon-connect-calls.js").ConnectCalls} calls
   * @param {(event: import("../../types.js").LineEvent) => void} tell
   * @param {(muted: boolean) => void} press  the agent's own mute, which answers by an event alone
   */
  constructor(clock, calls, tell, press) {
    this.#clock = clock;
    this.#calls = calls;
    this.#tell = tell;
    this.#press = press;
  }

  /**
   * @param {string} id
   * @param {boolean} muted
   */
  want(id, muted) {
    const entry = this.#calls.entry(id);
    const reading = entry && this.#calls.read(entry);
    if (reading?.phase !== "live") return;
    this.#await();
    const own = reading.isConference ? reading.own : null;
    if (!own?.muteParticipant || !own.unmuteParticipant) return void readOr(() => this.#press(muted), null);
    const step = (/** @type {import("./amazon-connect-streams.js").Answers} */ answers) =>
      muted ? own.muteParticipant?.(answers) : own.unmuteParticipant?.(answers);
    void ask(this.#clock, step, CONFIRMED_WITHIN).then(() => this.#calls.look(id), (error) => this.#fail(refusalWords("mute", error)));
  }

  /** @param {boolean} muted */
  toggled(muted) {
    this.#muted = muted;
    this.#stop();
    for (const entry of this.#calls.live) this.#say(entry);
  }

  /**
   * @param {Entry} entry
   * @param {Reading} reading
   */
  looked(entry, { isConference, own, phase }) {
    if (phase !== "live") return;
    const muted = isConference ? readOr(() => own?.isMute?.(), undefined) : undefined;
    if (muted !== undefined && muted !== this.#muted) this.toggled(muted);
    else if (entry.mutedTold !== this.#muted) this.#say(entry);
  }

  /** @param {Entry} entry */
  #say(entry) {
    entry.mutedTold = this.#muted;
    this.#tell({ type: "muted", call: entry.id, muted: this.#muted });
  }

  #await() {
    this.#stop();
    this.#timer = this.#clock.start(() => this.#fail(NOT_MUTED), CONFIRMED_WITHIN);
  }

  /** @param {string} words */
  #fail(words) {
    this.#stop();
    this.#tell({ type: "error", words });
  }

  #stop() {
    if (this.#timer !== null) this.#clock.stop(this.#timer);
    this.#timer = null;
  }
}
