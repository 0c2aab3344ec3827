import { find, need, say, show } from "../lib/dom.js";
import { wordsOf } from "../voice/problem.js";
import { canChooseRinger, canChooseSpeaker } from "../voice/sound.js";
import { ROLES } from "../voice/devices.js";
import { LevelMeter } from "./level-meter.js";

/** @typedef {import("../voice/devices.js").Devices} Devices */
/** @typedef {import("../voice/devices.js").DeviceList} DeviceList */
/** @typedef {import("../voice/devices.js").Role} Role */

/**
 * @typedef {object} SoundSettingsParts
 * @property {Devices} devices
 * @property {import("../voice/sound.js").Sound} sound
 * @property {import("../voice/tones.js").Tones} tones
 */

/** Which microphone and speakers are used, and whether they work. */
export class SoundSettings {
  #root;
  #parts;
  #meter;

  /**
   * @param {HTMLElement} panel
   * @param {SoundSettingsParts} parts
   */
  constructor(panel, parts) {
    this.#root = need("[data-sound-settings]", HTMLDetailsElement, panel);
    this.#parts = parts;
    this.#meter = new LevelMeter(need("[data-level]", HTMLElement, this.#root), parts.sound);
    this.#root.addEventListener("toggle", () => void this.#toggled());
    need("[data-test-tone]", HTMLButtonElement, this.#root).addEventListener("click", () => this.#try("speaker"));
    for (const role of ROLES) this.#listen(role);
    parts.devices.watch((list, changed) => this.#show(list, changed));
  }

  /** @param {MediaStream | null} stream  the microphone in use by a call */
  use(stream) {
    this.#meter.use(stream);
    if (!stream && this.#root.open) void this.#toggled();
  }

  async #toggled() {
    say(need("[data-sound-problem]", HTMLElement, this.#root), null);
    if (!this.#root.open) return this.#meter.close();
    try {
      await this.#meter.open(() => this.#parts.devices.takeMicrophone("Sound settings"));
    } catch (problem) {
      say(need("[data-sound-problem]", HTMLElement, this.#root), wordsOf(problem));
    }
    await this.#parts.devices.refresh();
    if (!this.#root.open) this.#meter.close();
  }

  /** @param {Role} role */
  #listen(role) {
    const select = this.#select(role);
    select?.addEventListener("change", () => {
      this.#parts.devices.choose(role, select.value);
      if (role !== "microphone") this.#try(role);
    });
  }

  /** @param {"speaker" | "ringer"} role */
  #try(role) {
    const device = this.#parts.devices.chosen(role)?.id ?? "";
    void this.#parts.tones.sample(role === "ringer" ? "ring" : "test", device);
  }

  /** @param {Role} role */
  #select(role) {
    return find(`[data-device="${role}"]`, HTMLSelectElement, this.#root);
  }

  /**
   * @param {DeviceList} list
   * @param {Role[]} changed
   */
  #show(list, changed) {
    const possible = { microphone: true, speaker: canChooseSpeaker(), ringer: canChooseRinger() };
    for (const role of ROLES) {
      const select = this.#select(role);
      if (!select) continue;
      fill(select, list.roles[role], list.chosen[role]?.id ?? "");
      show(need(`[data-device-field="${role}"]`, HTMLElement, this.#root), possible[role]);
    }
    if (changed.includes("microphone") && this.#root.open) void this.#meter.change();
  }
}

/**
 * @param {HTMLSelectElement} select
 * @param {import("../voice/devices.js").Device[]} devices
 * @param {string} chosen  empty for the browser's own choice
 */
function fill(select, devices, chosen) {
  const wanted = [{ id: "", label: "System default" }, ...devices];
  const same = wanted.length === select.options.length && wanted.every(({ id, label }, i) => isSame(select.options[i], id, label));
  if (!same) select.replaceChildren(...wanted.map(({ id, label }, i) => new Option(label || `Device ${i}`, id)));
  select.value = chosen;
}

/**
 * @param {HTMLOptionElement | undefined} option
 * @param {string} id
 * @param {string} label
 */
const isSame = (option, id, label) => option?.value === id && (label === "" || option.label === label);
