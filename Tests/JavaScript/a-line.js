import { EmbeddedLine } from "../../Public/js/voice/lines/embedded.js";
import { FakeClock, FakeLive } from "./fakes.js";

function aStream() {
  const track = { enabled: true, isStopped: false, stop: () => (track.isStopped = true) };
  return { track, getTracks: () => [track], getAudioTracks: () => [track] };
}

/** A line between a fake desk and fake microphones, and what it said to its softphone. */
export function aLine() {
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
  const line = new EmbeddedLine({ socket, clock, microphone, patience: () => 3_000, play: () => () => {} });
  const events = [];
  line.listen((event) => events.push(event));
  return { line, socket, clock, microphone, streams, events };
}
