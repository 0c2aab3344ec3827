import { Attention } from "../../elements/attention.js";
import { CallButtons } from "../../elements/call-buttons.js";
import { LeaveGuard } from "../../elements/leave-guard.js";
import { PhonePanel } from "../../elements/phone-panel.js";
import { soundBar } from "../../elements/sound-bar.js";
import { browserClock } from "../../lib/clock.js";
import { browserMicrophone } from "../lines/held-microphone.js";
import { EmbeddedLine } from "../lines/embedded.js";
import { Softphone } from "../softphone.js";
import { Sound } from "../sound.js";
import { Tones } from "../tones.js";

/**
 * The phone on our own pages: a line, a softphone, its panel, its tones and what a tab shows of it.
 *
 * @param {HTMLElement} panel
 * @param {import("../../lib/live-socket.js").LiveSocket} socket
 */
export function startPhone(panel, socket) {
  const sound = new Sound();
  const tones = new Tones(sound);
  const play = sound.play.bind(sound);
  const line = new EmbeddedLine({ socket, clock: browserClock, microphone: browserMicrophone, play });
  const phone = new Softphone(line, browserClock);
  const attention = new Attention();
  const buttons = new CallButtons(phone);
  new PhonePanel(panel, phone);
  soundBar(panel, sound);
  const guard = new LeaveGuard(() => phone.busy);
  phone.watch((view) => {
    attention.show(view);
    tones.play(view.tone);
  });
  return { phone, line, buttons, attention, guard };
}
