import { Problem } from "./problem.js";

const WANTED = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };

/**
 * Why there is no microphone and what to do about it.
 *
 * @param {string} name  the error's name
 * @param {string} message  the error's message
 * @param {string} button  the words on the button to press again
 * @returns {string}
 */
export function microphoneWords(name, message, button) {
  const again = `then press ${button} again`;
  switch (name) {
    case "InsecureContext":
      return "Calls need a secure address. Open this page with https:// in front, or on this machine as localhost.";
    case "NotAllowedError":
    case "PermissionDeniedError":
      return /dismiss/i.test(message)
        ? `The question about your microphone was closed. Press ${button} again and allow it.`
        : `Your microphone is blocked. Press the sign in the address bar, allow the microphone, ${again}.`;
    case "SecurityError":
      return "This browser does not let this page use a microphone. Ask whoever manages it, or use another browser.";
    case "NotFoundError":
    case "DevicesNotFoundError":
    case "OverconstrainedError":
      return `No microphone was found. Plug one in, ${again}.`;
    case "NotReadableError":
    case "TrackStartError":
      return `Your microphone is in use by another program. Close that program, ${again}.`;
    case "AbortError":
      return `Your microphone did not start. Unplug it, plug it in again, ${again}.`;
    default:
      return `Your microphone could not be used. Check that it is plugged in and allowed, ${again}.`;
  }
}

/**
 * Whether the browser lets this page use a microphone, as far as it says.
 *
 * @returns {Promise<PermissionState | "unknown">}
 */
export async function microphonePermission() {
  try {
    const name = /** @type {PermissionName} */ ("microphone");
    return (await navigator.permissions.query({ name })).state;
  } catch {
    return "unknown";
  }
}

/**
 * Opens the microphone.
 *
 * @param {string} button  the words on the button that was pressed
 * @param {string | null} [device]  the one that was chosen; the browser's own choice where it does not start
 * @returns {Promise<MediaStream>}  rejects with a Problem
 */
export async function takeMicrophone(button, device = null) {
  if (!navigator.mediaDevices) throw new Problem(microphoneWords("InsecureContext", "", button));
  try {
    return await open(device);
  } catch (error) {
    if (device && !isRefusal(error)) return takeMicrophone(button);
    const { name, message } = error instanceof Error ? error : new Error();
    throw new Problem(microphoneWords(name, message, button));
  }
}

/** @param {string | null} device */
function open(device) {
  const audio = device ? { ...WANTED, deviceId: { exact: device } } : WANTED;
  return navigator.mediaDevices.getUserMedia({ audio, video: false });
}

/** @param {unknown} error */
const isRefusal = (error) => error instanceof Error && error.name === "NotAllowedError";

/** @param {MediaStream | null} stream */
export function releaseMicrophone(stream) {
  for (const track of stream?.getTracks() ?? []) track.stop();
}
