import { browserClock } from "../../lib/clock.js";
import { microphonePermission, releaseMicrophone } from "../microphone.js";
import { DeskLine } from "./desk-calls.js";
import { EmbeddedCarrier } from "./embedded.js";
import { JoinedLines } from "./joined.js";
import { LineRecords } from "./line-records.js";
import { TwilioBridge } from "./twilio-bridge.js";
import { TwilioCarrier } from "./twilio-carrier.js";
import { openTelephone } from "./twilio-page.js";

/** @typedef {import("../../lib/live-socket.js").LiveSocket} LiveSocket */
/** @typedef {import("../../types.js").Line} Line */

/**
 * What opens a vendor's line.
 *
 * @typedef {object} VendorParts
 * @property {any} settings  as the desk rendered them
 * @property {LiveSocket} socket
 * @property {import("../../types.js").Clock} clock
 * @property {LineRecords} records
 * @typedef {{open: (parts: VendorParts) => Line}} Vendor
 */

/** @type {Record<string, () => Promise<Vendor>>} */
const VENDORS = {
  "amazon-connect": () => import("./amazon-connect.js"),
  genesys: () => import("./genesys.js"),
};

/**
 * The line that this agent has chosen, where a vendor keeps its calls.
 *
 * @param {DOMStringMap} data  of the page's body
 * @param {LiveSocket} socket
 * @returns {Promise<Line[]>}
 */
export async function openVendorLine({ line: name = "", lineSettings = "{}" }, socket) {
  const vendor = await VENDORS[name]?.();
  if (!vendor) return [];
  const records = new LineRecords({ socket, clock: browserClock, line: name });
  const line = vendor.open({ settings: JSON.parse(lineSettings), socket, clock: browserClock, records });
  followPresence(socket, line);
  return [line];
}

/**
 * Who becomes available at the desk does so on their own line, too.
 *
 * @param {LiveSocket} socket
 * @param {Line} line
 */
function followPresence(socket, line) {
  /** @type {import("../../types.js").Presence | null} */
  let last = null;
  socket.onMessage((message) => {
    if (message.type !== "ready" && message.type !== "presence") return;
    // A connection that comes back is no wish: a break that was taken at the vendor stays one.
    if (message.presence === null || message.presence === last) return;
    last = message.presence;
    if (last === "available") line.ready();
    else line.unavailable();
  });
}

/**
 * @typedef {object} LineParts
 * @property {LiveSocket} socket
 * @property {import("../devices.js").Devices} devices
 * @property {import("../sound.js").Sound} sound
 * @property {(stream: MediaStream | null) => void} held  the microphone in use is another one
 * @property {Line[]} vendors
 */

/**
 * Everything by which this page makes and takes calls.
 *
 * @param {LineParts} parts
 */
export function openLines({ socket, devices, sound, held, vendors }) {
  const telephone = openTelephone(socket);
  const desk = new DeskLine({
    socket,
    clock: browserClock,
    microphone: {
      take: (button) => devices.takeMicrophone(button),
      permission: microphonePermission,
      release: releaseMicrophone,
    },
    carriers: (told) => ({
      embedded: new EmbeddedCarrier(told, sound.play.bind(sound)),
      twilio: telephone && new TwilioCarrier(told, telephone),
    }),
    held,
    patience: () => (document.hidden ? 4_000 : 3_000),
  });
  const direct = telephone ? [new TwilioBridge(telephone, desk.microphone, browserClock)] : [];
  return {
    desk,
    line: new JoinedLines(desk, ...direct, ...vendors),
    /** @param {string} id  of the loudspeaker */
    speakOn(id) {
      sound.speakOn(id);
      telephone?.speakOn(id);
    },
  };
}
