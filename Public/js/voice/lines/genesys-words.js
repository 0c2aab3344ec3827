/** What people read of a line to Genesys. */
export const WORDS = {
  elsewhere: "The sound is on your own phone.",
  signIn: "Sign in to Genesys to take calls.",
  signInAction: "Sign in to Genesys",
  again: "Try again",
  lost: "Genesys cannot be reached. It is tried again by itself.",
  late: "Genesys did not answer within 10 seconds. Look at your own phone; this page asks how things stand.",
  unsent: "The desk could not be reached. Try again in a moment.",
  lostCall: "Genesys does not know this call any more.",
  unknown: "Unknown number",
  colleague: "A colleague",
};

/** @type {Record<string, string>} */
const ENDINGS = {
  cancelled: "They hung up.",
  missed: "It was not answered.",
  busy: "The line is busy.",
  failed: "The call did not go through.",
  lost: WORDS.lostCall,
};

/**
 * @param {string | null} reason
 * @param {"in" | "out"} direction
 */
export function endWords(reason, direction) {
  if (reason === "missed") return direction === "out" ? "Nobody answered." : ENDINGS.missed ?? null;
  return ENDINGS[reason ?? ""] ?? null;
}
