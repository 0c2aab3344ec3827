import { microphonePermission } from "./microphone.js";

/**
 * Whether the page around lets this frame ask for a microphone at all. Nobody can allow it in the frame where it does not.
 *
 * @returns {Promise<boolean>}
 */
export async function mayAskForMicrophone() {
  if (window.parent === window) return true;
  const { permissionsPolicy, featurePolicy } = /** @type {any} */ (document);
  const policy = permissionsPolicy ?? featurePolicy;
  if (typeof policy?.allowsFeature === "function") return policy.allowsFeature("microphone");
  return (await microphonePermission()) !== "denied";
}
