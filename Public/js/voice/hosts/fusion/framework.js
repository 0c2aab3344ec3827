import { APPLICATION, CHANNEL, LIMITS, VERSION } from "./constants.js";
import { ask } from "./reading.js";
import { within } from "./within.js";

/** @typedef {import("../../../types.js").Clock} Clock */

/**
 * Loads Oracle's library and opens the telephone's channel. Outside of Fusion the library never answers: time decides.
 *
 * @param {object} parts
 * @param {string} parts.library  its address, which the desk has checked
 * @param {(url: string) => Promise<void>} parts.load
 * @param {Clock} parts.clock
 * @returns {Promise<{provider: any, channel: any}>}
 */
export async function openFramework({ library, load, clock }) {
  await within(clock, load(library), LIMITS.load, "loading the framework");
  const framework = /** @type {any} */ (globalThis).CX_SVC_UI_EVENTS_FRAMEWORK?.uiEventsFramework;
  if (!framework) throw new Error("The framework's script ran and left nothing behind.");
  const provider = await within(clock, framework.initialize(APPLICATION, VERSION), LIMITS.start, "initialize");
  const adaptor = await within(clock, provider.getMultiChannelAdaptorContext(), LIMITS.start, "the adaptor's context");
  const channel = await within(clock, adaptor.getCommunicationChannelContext(CHANNEL), LIMITS.start, "the phone's context");
  console.info("Fusion: connected", ask(provider, "getVersion"), ask(channel, "getSupportedActions"), ask(channel, "getSupportedEvents"));
  return { provider, channel };
}
