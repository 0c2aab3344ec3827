import { randomName } from "../../lib/clock.js";
import { AgentState } from "./fusion/agent-state.js";
import { answerAgentCommands } from "./fusion/agent-commands.js";
import { Channel } from "./fusion/channel.js";
import { CommEvents } from "./fusion/comm-events.js";
import { InteractionCommands } from "./fusion/commands.js";
import { EVENTS, OPERATIONS } from "./fusion/constants.js";
import { openFramework } from "./fusion/framework.js";
import { Memory } from "./fusion/memory.js";
import { Outgoing } from "./fusion/outgoing.js";
import { WrapUpFields } from "./fusion/wrap-up-fields.js";

/** @typedef {import("../../types.js").Call} Call */
/** @typedef {import("../../types.js").LineEvent} LineEvent */
/** @typedef {import("../../types.js").Presence} Presence */
/** @typedef {import("./fusion/contact.js").Contact} Contact */

/**
 * What the desk rendered of the page around.
 *
 * @typedef {object} FusionSettings
 * @property {string} parent  its origin, which is on the desk's list
 * @property {string} name  of the toolbar's record
 * @property {string} library
 * @property {string} hangUpReason
 * @property {string[]} lookUp
 *
 * @typedef {object} FusionParts
 * @property {FusionSettings} settings
 * @property {(url: string) => Promise<void>} load  runs a script
 * @property {import("../softphone.js").Softphone} phone
 * @property {import("../wrapping-up.js").WrappingUp} wrappingUp
 * @property {import("../../types.js").Clock} clock
 * @property {() => import("../../lib/tab-storage.js").TabStorage} storage  of this tab
 * @property {(words: string | null) => void} say  how it stands between the two pages
 * @property {(call: Call, contact: Contact | null) => void} found
 * @property {() => string | null} whyNoSound
 * @property {() => void} wrapUpChanged
 */

const CONNECTING = "Connecting to the page around…";
const UNREACHABLE = "The page around does not answer. Calls work here; reload the page around to connect the two.";

/** The page around the phone, when that is Oracle Fusion: calls are told to it, and its buttons press ours. */
export class FusionHost {
  #parts;
  /** @type {CommEvents | null} */
  #comms = null;
  /** @type {AgentState | null} */
  #agent = null;
  /** @type {WrapUpFields | null} */
  #fields = null;
  /** @type {Presence | null} */
  #presence = null;
  /** @type {"available" | "unavailable" | "signedOut" | null} as the vendor whose line it is has the agent */
  #vendor = null;
  /** @type {Map<string, LineEvent>} calls that began before Fusion was there */
  #early = new Map();

  /** @param {FusionParts} parts */
  constructor(parts) {
    this.#parts = parts;
    parts.phone.hear((event) => this.#heard(event));
  }

  /** Settles once Fusion is there, or will not be. */
  async start() {
    const { settings, load, clock, say } = this.#parts;
    say(CONNECTING);
    try {
      const opened = await openFramework({ library: settings.library, load, clock });
      this.#connected(new Channel({ ...opened, clock }));
      say(null);
    } catch (error) {
      console.warn("Fusion:", error);
      say(UNREACHABLE);
    }
  }

  /** @param {Presence} presence */
  presence(presence) {
    this.#presence = presence;
    this.#showPresence();
  }

  /** Available is who is so at the desk and, where a vendor keeps the calls, there as well. */
  #showPresence() {
    const isAvailable = this.#presence === "available" && (this.#vendor ?? "available") === "available";
    this.#agent?.show(isAvailable ? "available" : "unavailable");
  }

  /** The agent's session is over, or the page goes away. */
  signedOut() {
    this.#agent?.show("signedOut");
  }

  /** Something was typed into our wrap-up form. */
  typed() {
    this.#fields?.typed();
  }

  /** @param {Channel} channel */
  #connected(channel) {
    const { phone, clock, settings, storage, found, whyNoSound, wrappingUp, wrapUpChanged } = this.#parts;
    /** @type {WrapUpFields} */
    const fields = new WrapUpFields({
      channel,
      wrappingUp,
      isTalk: (call) => phone.view.record === call,
      done: (call) => comms.wrappedUp(call),
      changed: wrapUpChanged,
    });
    /** @type {CommEvents} */
    const comms = new CommEvents({
      channel,
      clock,
      memory: new Memory(storage),
      hangUpReason: settings.hangUpReason,
      lookUp: settings.lookUp,
      found,
      engaged: (comm, response) => void fields.follow(comm, response),
    });
    const agent = new AgentState(channel, randomName);
    const commands = new InteractionCommands({ channel, comms, phone, whyNoSound });
    const outgoing = new Outgoing({ channel, phone, clock, whyNoSound });
    comms.comesOf((call) => outgoing.takeFor(call));
    answerAgentCommands({ channel, agent, comms, supported: () => commands.supported, setPresence: (presence) => phone.setPresence(presence) });
    channel.subscribe(EVENTS.dataUpdated, (response) => comms.updated(response));
    void channel.publish(OPERATIONS.configuration, { setConfigType: "TOOLBAR" });
    void channel.publish(OPERATIONS.ready, { setReadiness: true });
    [this.#comms, this.#agent, this.#fields] = [comms, agent, fields];
    if (this.#presence) this.presence(this.#presence);
    for (const event of this.#early.values()) comms.hear(event);
    this.#early.clear();
  }

  /** @param {LineEvent} event */
  #heard(event) {
    if (event.type === "agent") {
      this.#vendor = event.state;
      return this.#presence ? this.#showPresence() : undefined;
    }
    if (this.#comms) return this.#comms.hear(event);
    if (event.type === "ended") this.#early.delete(event.call.id);
    else if (event.type === "incoming" || event.type === "outgoing" || event.type === "ringing" || event.type === "accepted") {
      this.#early.set(event.call.id, event);
    }
  }
}

/**
 * @param {string | undefined} text  of the page's data-fusion
 * @returns {FusionSettings | null}
 */
export function readFusion(text) {
  try {
    const read = JSON.parse(text ?? "null");
    return typeof read?.parent === "string" && typeof read.library === "string" ? read : null;
  } catch {
    return null;
  }
}
