import { DeskLine } from "../../Public/js/voice/lines/desk-calls.js";
import { EmbeddedCarrier } from "../../Public/js/voice/lines/embedded.js";
import { FakeClock, FakeLive } from "./fakes.js";

function aStream() {
  const track = { enabled: true, isStopped: false, stop: () => (track.isStopped = true) };
  return { track, getTracks: () => [track], getAudioTracks: () => [track] };
}

/** A line between a fake desk and fake microphones, and what it said to its softphone; `twilio` makes a second carrier. */
export function aLine(twilio) {
  const socket = new FakeLive();
  const clock = new FakeClock();
  const streams = [];
  const microphone = {
    refusal: null,
    state: "granted",
    permission: async () => microphone.state,
    take: async () => {
      if (microphone.refusal) throw microphone.refusal;
      streams.push(aStream());
      return streams.at(-1);
    },
    release: (stream) => stream?.track.stop(),
  };
  const carriers = (told) => ({ embedded: new EmbeddedCarrier(told, () => () => {}), twilio: twilio?.(told) ?? null });
  const line = new DeskLine({ socket, clock, microphone, patience: () => 3_000, carriers });
  const events = [];
  line.listen((event) => events.push(event));
  return { line, socket, clock, microphone, streams, events };
}
