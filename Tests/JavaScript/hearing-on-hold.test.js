import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { CallAudio } from "../../Public/js/voice/lines/call-audio.js";
import { Peer } from "../../Public/js/voice/lines/peer.js";
import { FakeClock, settle } from "./fakes.js";

function aCallAudio() {
  const clock = new FakeClock();
  const seen = { failed: 0, hears: 0, playing: [], notices: {}, mended: 0 };
  const peers = [];
  const connect = (parts) => {
    const peer = { parts, pauses: [], samples: 0, closed: false };
    Object.assign(peer, {
      receive: () => {},
      send: async () => {},
      pause: async (paused) => void peer.pauses.push(paused),
      mend: () => (seen.mended += 1),
      look: () => {},
      sample: async (at) => ((peer.samples += 1), { at, packets: 0, lost: 0, jitter: 0, roundTrip: 0 }),
      close: () => (peer.closed = true),
    });
    peers.push(peer);
    return peer;
  };
  const play = (leg) => {
    seen.playing.push(leg);
    return () => (seen.playing = seen.playing.filter((each) => each !== leg));
  };
  const audio = new CallAudio({
    ...{ clock, connect, play, stream: null, configuration: {}, fresh: false, send: () => {} },
    notice: (kind, words) => (seen.notices[kind] = words),
    hears: () => (seen.hears += 1),
    failed: () => (seen.failed += 1),
  });
  const pass = async (seconds) => {
    for (let i = 0; i < seconds; i += 2) {
      clock.advance(2_000);
      await settle();
    }
  };
  return { audio, clock, peers, seen, pass };
}

const call = (hears, others = []) => ({ with: "Robert Kane", otherAway: false, peers: [{ leg: "40", offer: true, hears }, ...others] });

describe("somebody on hold", () => {
  test("is sent nothing and not heard, on the connection that stays", () => {
    const { audio, peers, seen } = aCallAudio();
    audio.update(call(undefined));
    peers[0].parts.heard("sound");
    assert.deepEqual(seen.playing, ["40"]);
    audio.update(call(false));
    assert.deepEqual([peers.length, peers[0].closed, peers[0].pauses, seen.playing], [1, false, [true], []]);
    audio.update(call(false));
    audio.update(call(true));
    assert.deepEqual([peers[0].pauses, seen.playing], [[true, false], ["40"]]);
  });

  test("is not heard either when the sound arrives only then", () => {
    const { audio, peers, seen } = aCallAudio();
    audio.update(call(false));
    assert.equal(peers[0].parts.paused, true);
    peers[0].parts.heard("sound");
    assert.deepEqual(seen.playing, []);
    audio.update(call(true));
    assert.deepEqual(seen.playing, ["40"]);
  });

  test("is not missed: silence and broken ways mean nothing", async () => {
    const { audio, clock, peers, seen, pass } = aCallAudio();
    audio.update(call(true));
    peers[0].parts.changed("connected");
    audio.update(call(false));
    await pass(20);
    assert.equal(peers[0].samples, 0);
    assert.equal(seen.notices.silent, null);
    peers[0].parts.changed("failed");
    assert.equal(seen.notices.broken, null);
    assert.equal(seen.mended, 1);
    clock.advance(60_000);
    assert.equal(seen.failed, 0);
  });

  test("has all the time of a new call when back", () => {
    const { audio, clock, peers, seen } = aCallAudio();
    audio.update(call(false));
    peers[0].parts.changed("failed");
    clock.advance(60_000);
    audio.update(call(true));
    clock.advance(19_999);
    assert.equal(seen.failed, 0);
    clock.advance(1);
    assert.equal(seen.failed, 1);
  });

  test("leaves the two others talking", () => {
    const { audio, peers, seen } = aCallAudio();
    audio.update(call(false, [{ leg: "41", offer: true, hears: true }]));
    for (const [i, peer] of peers.entries()) peer.parts.heard(`sound ${i}`);
    assert.deepEqual(seen.playing, ["41"]);
    assert.deepEqual(peers.map((peer) => peer.parts.paused), [true, false]);
  });
});

describe("a connection on hold", () => {
  /** @type {{replaced: unknown[]}[]} */
  let senders;

  beforeEach(() => {
    senders = [];
    globalThis.RTCPeerConnection = class {
      signalingState = "stable";
      getSenders = () => senders;
      addTrack(track) {
        const sender = { replaced: [track], replaceTrack: async (next) => void sender.replaced.push(next) };
        senders.push(sender);
      }
      close() {}
    };
  });

  const aPeer = (paused) => new Peer({ stream: { getAudioTracks: () => ["voice"] }, configuration: {}, offer: true, paused });

  test("sends nothing, then the microphone again", async () => {
    const peer = aPeer(false);
    await peer.pause(true);
    await peer.pause(false);
    assert.deepEqual(senders[0].replaced, ["voice", null, "voice"]);
  });

  test("sends nothing from its first moment on", async () => {
    aPeer(true);
    await settle();
    assert.deepEqual(senders[0].replaced, ["voice", null]);
  });

  test("takes another microphone, for later", async () => {
    const peer = aPeer(true);
    await peer.send("other voice");
    await peer.pause(false);
    assert.deepEqual(senders[0].replaced.filter(Boolean), ["voice", "other voice"]);
    assert.equal(senders[0].replaced.at(-1), "other voice");
  });
});
