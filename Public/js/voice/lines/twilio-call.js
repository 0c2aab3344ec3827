import { twilioWords } from "./twilio-errors.js";

/** @typedef {import("../../types.js").LineEvent} LineEvent */
/** @typedef {import("./twilio-sdk.js").SdkCall} SdkCall */

const BROKEN = "The sound is interrupted. We are mending it: please wait.";
const WEAK = "Weak network: words may get lost. Move closer to your router, or use a cable.";
const WARNINGS = ["high-rtt", "high-jitter", "high-packet-loss", "high-packets-lost-fraction", "low-mos"];

/**
 * Tells how well a call goes, and once when it is over.
 *
 * @param {SdkCall} call
 * @param {(event: LineEvent) => void} tell
 * @param {(how: "cancel" | "disconnect") => void} over
 */
export function followCall(call, tell, over) {
  const notice = (/** @type {"broken" | "weak"} */ kind, /** @type {string | null} */ words) => tell({ type: "notice", kind, words });
  /** @type {Set<string>} */
  const warnings = new Set();
  const warn = () => notice("weak", warnings.size > 0 ? WEAK : null);
  let isOver = false;

  const end = (/** @type {"cancel" | "disconnect"} */ how) => {
    if (isOver) return;
    isOver = true;
    notice("broken", null);
    notice("weak", null);
    over(how);
  };

  call.on("cancel", () => end("cancel"));
  call.on("disconnect", () => end("disconnect"));
  call.on("reject", () => end("disconnect"));
  call.on("reconnecting", () => notice("broken", BROKEN));
  call.on("reconnected", () => notice("broken", null));
  call.on("warning", (name) => {
    if (WARNINGS.includes(name)) warnings.add(name);
    warn();
  });
  call.on("warning-cleared", (name) => {
    warnings.delete(name);
    warn();
  });
  call.on("error", (error) => {
    if (!isOver) tell({ type: "error", words: twilioWords(error) });
    if (call.status() === "closed") end("disconnect");
  });
}
