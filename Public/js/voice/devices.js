import { takeMicrophone } from "./microphone.js";

/** @typedef {"microphone" | "speaker" | "ringer"} Role */
/** @typedef {{id: string, label: string}} Device */
/** @typedef {{roles: Record<Role, Device[]>, chosen: Record<Role, Device | null>}} DeviceList  chosen: null for the browser's choice */
/**
 * @callback DeviceWatcher
 * @param {DeviceList} list
 * @param {Role[]} changed  where another device is in use than before
 * @param {Device[]} lost  chosen, in use before, and gone now
 */

/** @type {Role[]} */
export const ROLES = ["microphone", "speaker", "ringer"];
const KEY = "sound-devices";

/**
 * A browser may give a device another id on another day; its label stays.
 *
 * @param {Device[]} present
 * @param {Device | null} wanted
 * @returns {Device | null}
 */
export function findDevice(present, wanted) {
  if (!wanted) return null;
  const sameLabel = (/** @type {Device} */ device) => wanted.label !== "" && device.label === wanted.label;
  return present.find((device) => device.id === wanted.id) ?? present.find(sameLabel) ?? null;
}

/**
 * @param {string | null} text  as kept in this browser
 * @returns {Record<Role, Device | null>}
 */
export function readChoice(text) {
  /** @type {Record<Role, Device | null>} */
  const choice = { microphone: null, speaker: null, ringer: null };
  for (const role of ROLES) choice[role] = deviceFrom(parse(text)?.[role]);
  return choice;
}

/** Which microphone, speaker and ringer people chose in this browser, and which of them are there. */
export class Devices {
  #wanted = readChoice(load());
  /** @type {DeviceList} */
  #list = { roles: { microphone: [], speaker: [], ringer: [] }, chosen: { microphone: null, speaker: null, ringer: null } };
  /** @type {DeviceWatcher[]} */
  #watchers = [];

  constructor() {
    navigator.mediaDevices?.addEventListener("devicechange", () => void this.refresh());
  }

  /** @param {DeviceWatcher} watcher */
  watch(watcher) {
    this.#watchers.push(watcher);
  }

  /** @param {Role} role */
  chosen(role) {
    return this.#list.chosen[role];
  }

  /**
   * Opens the microphone that was chosen, or the browser's choice where it is not there.
   *
   * @param {string} button
   */
  async takeMicrophone(button) {
    if (this.#wanted.microphone) await this.refresh();
    const stream = await takeMicrophone(button, this.chosen("microphone")?.id);
    void this.refresh();
    return stream;
  }

  /** Looks again which devices there are. */
  async refresh() {
    const found = (await navigator.mediaDevices?.enumerateDevices().catch(() => [])) ?? [];
    const inputs = devicesOf(found, "audioinput");
    const outputs = devicesOf(found, "audiooutput");
    this.#show({ microphone: inputs, speaker: outputs, ringer: outputs });
  }

  /**
   * @param {Role} role
   * @param {string} id  empty for the browser's own choice
   */
  choose(role, id) {
    this.#wanted[role] = this.#list.roles[role].find((device) => device.id === id) ?? null;
    save(this.#wanted);
    this.#show(this.#list.roles);
  }

  /** @param {Record<Role, Device[]>} roles */
  #show(roles) {
    const before = this.#list.chosen;
    const chosen = { ...before };
    for (const role of ROLES) chosen[role] = findDevice(roles[role], this.#wanted[role]);
    this.#list = { roles, chosen };
    const changed = ROLES.filter((role) => before[role]?.id !== chosen[role]?.id);
    const gone = changed.filter((role) => this.#wanted[role] && !chosen[role]);
    const lost = gone.flatMap((role) => before[role] ?? []);
    for (const watcher of this.#watchers) watcher(this.#list, changed, lost);
  }
}

/**
 * The devices people can tell apart; the browser's aliases for one of them are its own choice.
 *
 * @param {MediaDeviceInfo[]} found
 * @param {MediaDeviceKind} kind
 * @returns {Device[]}
 */
function devicesOf(found, kind) {
  const own = found.filter((device) => device.kind === kind && !["", "default", "communications"].includes(device.deviceId));
  return own.map(({ deviceId, label }) => ({ id: deviceId, label }));
}

/**
 * @param {unknown} value
 * @returns {Device | null}
 */
function deviceFrom(value) {
  const { id, label } = /** @type {{id?: unknown, label?: unknown}} */ (value ?? {});
  return typeof id === "string" && typeof label === "string" ? { id, label } : null;
}

/** @param {string | null} text */
function parse(text) {
  try {
    return JSON.parse(text ?? "null");
  } catch {
    return null;
  }
}

function load() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

/** @param {Record<Role, Device | null>} choice */
function save(choice) {
  try {
    localStorage.setItem(KEY, JSON.stringify(choice));
  } catch {
    // Kept for this page only.
  }
}
