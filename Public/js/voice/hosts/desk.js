import { Attention } from "../../elements/attention.js";
import { CallButtons } from "../../elements/call-buttons.js";
import { LeaveGuard } from "../../elements/leave-guard.js";
import { PhonePanel } from "../../elements/phone-panel.js";
import { RingingNotice } from "../../elements/ringing-notice.js";
import { soundBar } from "../../elements/sound-bar.js";
import { SoundSettings } from "../../elements/sound-settings.js";
import { browserClock } from "../../lib/clock.js";
import { Devices } from "../devices.js";
import { HoldMusic } from "../hold-music.js";
import { openLines } from "../lines/registry.js";
import { Ringing } from "../ringing.js";
import { Softphone } from "../softphone.js";
import { Sound } from "../sound.js";
import { MutedSpeaker } from "../speaking.js";
import { Tones } from "../tones.js";

/** @typedef {import("../../lib/live-socket.js").LiveSocket} LiveSocket */

const SPEAKING = "You are speaking, but you are muted. Press Unmute to be heard.";
const DEVICE_SHOWN = 10_000;

/**
 * The phone on our own pages: a line, a softphone, its panel, its tones and what a tab shows of it.
 *
 * @param {HTMLElement} panel
 * @param {LiveSocket} socket
 * @param {string} lock  pages that ring as one have the same
 * @param {import("../../types.js").Line[]} [vendors]  lines beside the desk's own
 * @param {(line: import("../../types.js").Line) => import("../../types.js").Line} [around]  puts something between
 */
export function startPhone(panel, socket, lock, vendors = [], around = (line) => line) {
  const devices = new Devices();
  const sound = new Sound();
  const tones = new Tones(sound, (tone) => devices.chosen(tone === "ring" ? "ringer" : "speaker")?.id ?? "");
  const ringing = new Ringing(sound, tones, lock);
  const settings = new SoundSettings(panel, { devices, sound, tones });
  const speaker = new MutedSpeaker(sound, (speaks) => phone.notice("speaking", speaks ? SPEAKING : null));
  const held = (/** @type {MediaStream | null} */ stream) => {
    speaker.use(stream);
    settings.use(stream);
  };
  const lines = openLines({ socket, devices, sound, held, vendors });
  const line = lines.desk;
  const phone = new Softphone(around(lines.line), browserClock);
  const attention = new Attention();
  const notice = new RingingNotice();
  const buttons = new CallButtons(phone);
  new PhonePanel(panel, phone);
  soundBar(panel, sound);
  followDevices(devices, lines, phone);
  const music = new HoldMusic(sound, panel.dataset.holdMusic ?? "");
  const guard = new LeaveGuard(() => phone.busy);
  phone.watch((view) => {
    attention.show(view);
    notice.show(view);
    ringing.show(view.tone);
    music.play(view.music);
    speaker.mute(view.muted && view.state === "live");
  });
  window.addEventListener("online", () => line.mend());
  return { phone, line, buttons, attention, guard };
}

/**
 * @param {Devices} devices
 * @param {ReturnType<typeof openLines>} lines
 * @param {Softphone} phone
 */
function followDevices(devices, lines, phone) {
  devices.watch((list, changed, lost) => {
    if (changed.includes("speaker")) lines.speakOn(list.chosen.speaker?.id ?? "");
    if (changed.includes("microphone")) void lines.desk.changeMicrophone().catch((problem) => console.warn(problem));
    const [device] = lost;
    if (!device) return;
    phone.notice("device", `${device.label} is not there any more: another device is used.`);
    browserClock.start(() => phone.notice("device", null), DEVICE_SHOWN);
  });
  void devices.refresh();
}
