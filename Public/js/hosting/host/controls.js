/** @typedef {import("./engagements.js").Engagement} Engagement */

/**
 * What can be done with a call, and how it stands afterwards. Hanging up needs no naming: every toolbar does it.
 *
 * @type {{command: string, words: string, when: (engagement: Engagement) => boolean, done: (engagement: Engagement) => void}[]}
 */
const CONTROLS = [
  { command: "mute", words: "Mute", when: (one) => !one.muted, done: (one) => void (one.muted = true) },
  { command: "unmute", words: "Unmute", when: (one) => one.muted, done: (one) => void (one.muted = false) },
  { command: "hold", words: "Hold", when: (one) => !one.held, done: (one) => void (one.held = true) },
  { command: "unhold", words: "Resume", when: (one) => one.held, done: (one) => void (one.held = false) },
  { command: "record", words: "Record", when: (one) => !one.recording, done: (one) => void (one.recording = true) },
  { command: "stopRecord", words: "Stop recording", when: (one) => one.recording, done: (one) => void (one.recording = false) },
  { command: "transfer", words: "Transfer", when: () => true, done: () => {} },
];

/**
 * The keys of a call: what the toolbar lists, as the call stands now.
 *
 * @param {Engagement} engagement
 * @returns {import("../types.js").EngagementView["keys"]}
 */
export function keysFor(engagement) {
  const isLive = engagement.state === "live";
  const listed = CONTROLS.filter(({ command, when }) => isLive && engagement.commands.includes(command) && when(engagement));
  const keys = listed.map(({ command, words }) => ({ command, words, stop: false, pressed: engagement.pressed === command }));
  const end = { command: "disconnect", words: isLive ? "Hang up" : "Cancel", stop: true, pressed: engagement.pressed === "disconnect" };
  return [...keys, end];
}

/**
 * A command was done, by a key here or in the toolbar itself.
 *
 * @param {Engagement} engagement
 * @param {string} command
 * @returns {boolean}  whether the call stands differently now
 */
export function wasDone(engagement, command) {
  const control = CONTROLS.find((one) => one.command === command);
  if (!control?.when(engagement)) return false;
  control.done(engagement);
  return true;
}

/**
 * Whoever can hold a call can take it back.
 *
 * @param {unknown} commands
 * @returns {string[]}
 */
export function listed(commands) {
  const named = Array.isArray(commands) ? commands.map(String) : [];
  const pairs = [["hold", "unhold"], ["mute", "unmute"], ["record", "stopRecord"]];
  return [...new Set([...named, ...pairs.filter((pair) => pair.some((name) => named.includes(name))).flat()])];
}
