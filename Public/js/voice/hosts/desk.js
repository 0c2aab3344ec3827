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
import { DeskLine } from "../lines/desk-calls.js";
import { EmbeddedCarrier } from "../lines/embedded.js";
import { JoinedLines } from "../lines/joined.js";
import { TwilioBridge } from "../lines/twilio-bridge.js";
import { TwilioCarrier } from "../lines/twilio-carrier.js";
import { microphonePermission, releaseMicrophone } from "../microphone.js";
import { Ringing } from "../ringing.js";
import { Softphone } from "../softphone.js";
import { Sound } from "../sound.js";
import { MutedSpeaker } from "../speaking.js";
import { Tones } from "../tones.js";
import { openTelephone } from "./telephone.js";

/** @typedef {import("../../lib/live-socket.js").LiveSocket} LiveSocket */
/** @typedef {import("../lines/twilio.js").TwilioPhone | null} Telephone */

const SPEAKING = "You are speaking, but you are muted. Press Unmute to be heard.";
const DEVICE_SHOWN = 10_000;

/**
 * The phone on our own pages: a line, a softphone, its panel, its tones and what a tab shows of it.
 *
 * @param {HTMLElement} panel
 * @param {LiveSocket} socket
 * @param {string} lock  pages that ring as one have the same
 */
export function startPhone(panel, socket, lock) {
  const devices = new Devices();
  const sound = new Sound();
  const tones = new Tones(sound, (tone) => devices.chosen(tone === "ring" ? "ringer" : "speaker")?.id ?? "");
  const ringing = new Ringing(sound, tones, lock);
  const settings = new SoundSettings(panel, { devices, sound, tones });
  const speaker = new MutedSpeaker(sound, (speaks) => phone.notice("speaking", speaks ? SPEAKING : null));
  const telephone = openTelephone(socket);
  const line = makeLine(socket, devices, sound, telephone, (stream) => {
    speaker.use(stream);
    settings.use(stream);
  });
  const direct = telephone ? [new TwilioBridge(telephone, line.microphone, browserClock)] : [];
  const phone = new Softphone(new JoinedLines(line, ...direct), browserClock);
  const attention = new Attention();
  const notice = new RingingNotice();
  const buttons = new CallButtons(phone);
  new PhonePanel(panel, phone);
  soundBar(panel, sound);
  followDevices(devices, sound, line, telephone, phone);
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
 * @param {LiveSocket} socket
 * @param {Devices} devices
 * @param {Sound} sound
 * @param {Telephone} telephone
 * @param {(stream: MediaStream | null) => void} held
 */
function makeLine(socket, devices, sound, telephone, held) {
  return new DeskLine({
    socket,
    clock: browserClock,
    microphone: {
      take: (button) => devices.takeMicrophone(button),
      permission: microphonePermission,
      release: releaseMicrophone,
    },
    carriers: (told) => ({
      embedded: new EmbeddedCarrier(told, sound.play.bind(sound)),
      twilio: telephone && new TwilioCarrier(told, telephone),
    }),
    held,
    patience: () => (document.hidden ? 4_000 : 3_000),
  });
}

/**
 * @param {Devices} devices
 * @param {Sound} sound
 * @param {DeskLine} line
 * @param {Telephone} telephone
 * @param {Softphone} phone
 */
function followDevices(devices, sound, line, telephone, phone) {
  devices.watch((list, changed, lost) => {
    if (changed.includes("speaker")) {
      sound.speakOn(list.chosen.speaker?.id ?? "");
      telephone?.speakOn(list.chosen.speaker?.id ?? "");
    }
    if (changed.includes("microphone")) void line.changeMicrophone().catch((problem) => console.warn(problem));
    const [device] = lost;
    if (!device) return;
    phone.notice("device", `${device.label} is not there any more: another device is used.`);
    browserClock.start(() => phone.notice("device", null), DEVICE_SHOWN);
  });
  void devices.refresh();
}
