import { runScript } from "../../lib/html.js";
import { Problem } from "../problem.js";

/**
 * The parts of Twilio's Voice SDK 2.x that are used here.
 *
 * @typedef {object} SdkCall
 * @property {Record<string, string>} parameters
 * @property {Map<string, string>} customParameters
 * @property {{isVerified: boolean} | null} [callerInfo]
 * @property {(event: string, run: (...values: any[]) => void) => unknown} on
 * @property {() => void} accept
 * @property {() => void} reject
 * @property {() => void} disconnect
 * @property {(muted: boolean) => void} mute
 * @property {(digits: string) => void} sendDigits
 * @property {() => string} status
 *
 * @typedef {object} SdkAudio
 * @property {(id: string) => Promise<void>} setInputDevice
 * @property {() => Promise<void>} unsetInputDevice
 * @property {{set: (ids: string | string[]) => Promise<void>} | undefined} speakerDevices
 * @property {boolean} isOutputSelectionSupported
 *
 * @typedef {object} SdkDevice
 * @property {"unregistered" | "registering" | "registered" | "destroyed"} state
 * @property {SdkAudio | null} audio
 * @property {(event: string, run: (...values: any[]) => void) => unknown} on
 * @property {() => Promise<void>} register
 * @property {() => Promise<void>} unregister
 * @property {(token: string) => void} updateToken
 * @property {(options: {params: Record<string, string>}) => Promise<SdkCall>} connect
 *
 * @typedef {{Device: {new (token: string, options: object): SdkDevice, isSupported: boolean}}} Sdk
 *
 * What a page is told about the account.
 * @typedef {{sdk: string, edge: string | null, region: string | null, insights: boolean}} TwilioConfiguration
 */

const MISSING =
  "The phone line is off: its program could not be loaded. Ask the operator to place twilio.min.js, then reload. Calls between browsers work.";
const UNSUPPORTED = "This browser cannot make telephone calls. Use another one. Calls between browsers work.";

/**
 * @param {string | undefined} text  of the page's data-twilio
 * @returns {TwilioConfiguration | null}
 */
export function readConfiguration(text) {
  try {
    const { sdk, edge, region, insights } = JSON.parse(text ?? "null") ?? {};
    if (typeof sdk !== "string" || sdk === "") return null;
    return { sdk, edge: edge || null, region: region || null, insights: insights === true };
  } catch {
    return null;
  }
}

/**
 * @param {string} url
 * @returns {Promise<Sdk>}
 */
export async function loadSdk(url) {
  await runScript(url).catch((error) => console.warn(error));
  const sdk = /** @type {{Twilio?: Sdk}} */ (/** @type {unknown} */ (globalThis)).Twilio;
  if (!sdk?.Device) throw new Problem(MISSING);
  if (!sdk.Device.isSupported) throw new Problem(UNSUPPORTED);
  return sdk;
}
