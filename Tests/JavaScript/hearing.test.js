import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { CallAudio } from "../../Public/js/voice/lines/call-audio.js";
import { Hearing, sampleFrom } from "../../Public/js/voice/lines/hearing.js";
import { FakeClock, settle } from "./fakes.js";

const sample = (seconds, changes = {}) => ({ at: seconds * 1000, packets: seconds * 50, lost: 0, jitter: 0.01, roundTrip: 0.05, ...changes });

describe("how well somebody is heard", () => {
  test("nothing for four seconds is silence, and one packet ends it", () => {
    const hearing = new Hearing();
    for (const seconds of [0, 2]) hearing.take(sample(seconds));
    hearing.take(sample(4, { packets: 100 }));
    assert.equal(hearing.silent, false);
    hearing.take(sample(6, { packets: 100 }));
    assert.equal(hearing.silent, true);
    assert.equal(hearing.take(sample(8, { packets: 101 })), true);
    assert.equal(hearing.silent, false);
  });

  test("where nothing ever arrived it is silent, too", () => {
    const hearing = new Hearing();
    for (const seconds of [0, 2, 4]) assert.equal(hearing.take(sample(seconds, { packets: 0 })), false);
    assert.equal(hearing.silent, true);
  });

  const bad = [["loss", (s) => ({ lost: s * 10 })], ["delay", () => ({ roundTrip: 0.7 })], ["jitter", () => ({ jitter: 0.09 })]];
  for (const [what, changes] of bad) {
    test(`six seconds of ${what} are a weak network, six good ones end it`, () => {
      const hearing = new Hearing();
      for (const seconds of [0, 2, 4]) hearing.take(sample(seconds, changes(seconds)));
      assert.equal(hearing.weak, false);
      hearing.take(sample(6, changes(6)));
      assert.equal(hearing.weak, true);
      const { lost = 0 } = changes(6);
      for (const seconds of [8, 10]) hearing.take(sample(seconds, { lost }));
      assert.equal(hearing.weak, true);
      hearing.take(sample(12, { lost }));
      assert.equal(hearing.weak, false);
    });
  }

  test("a moment of trouble is not told", () => {
    const hearing = new Hearing();
    for (const [seconds, roundTrip] of [[0, 0.05], [2, 0.9], [4, 0.05], [6, 0.9], [8, 0.05]]) hearing.take(sample(seconds, { roundTrip }));
    assert.equal(hearing.weak, false);
  });

  test("between good and bad it stays as it was", () => {
    const hearing = new Hearing();
    for (const seconds of [0, 2, 4, 6]) hearing.take(sample(seconds, { roundTrip: 0.7 }));
    for (const seconds of [8, 10, 12, 14, 16]) hearing.take(sample(seconds, { roundTrip: 0.5 }));
    assert.equal(hearing.weak, true);
  });

  test("is read from the browser's reports", () => {
    const reports = [
      { type: "inbound-rtp", kind: "audio", packetsReceived: 7, packetsLost: 1, jitter: 0.02 },
      { type: "candidate-pair", nominated: true, state: "succeeded", currentRoundTripTime: 0.3 },
    ];
    assert.deepEqual(sampleFrom(reports, 5), { at: 5, packets: 7, lost: 1, jitter: 0.02, roundTrip: 0.3 });
    assert.deepEqual(sampleFrom([], 5), { at: 5, packets: 0, lost: 0, jitter: 0, roundTrip: 0 });
  });
});

function aCallAudio() {
  const clock = new FakeClock();
  const seen = { hears: 0, failed: 0, mended: 0, notices: {} };
  const peers = [];
  let packets = 0;
  const connect = (parts) => {
    const peer = {
      parts,
      receive: () => {},
      send: async () => {},
      mend: () => (seen.mended += 1),
      look: () => {},
      sample: async (at) => ({ at, packets: (packets += seen.isMute ? 0 : 100), lost: 0, jitter: 0, roundTrip: 0 }),
      close: () => {},
    };
    peers.push(peer);
    return peer;
  };
  const audio = new CallAudio({
    clock,
    connect,
    stream: null,
    configuration: {},
    fresh: false,
    send: () => {},
    play: () => () => {},
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

const talk = (otherAway = false) => ({ with: "Robert Kane", otherAway, peers: [{ leg: "40", offer: true }] });

describe("the sound of a call", () => {
  test("while the other page is gone and still heard, the desk is told every four seconds", async () => {
    const { audio, peers, seen, pass } = aCallAudio();
    audio.update(talk());
    peers[0].parts.changed("connected");
    await pass(8);
    assert.equal(seen.hears, 0);
    audio.update(talk(true));
    await pass(12);
    assert.equal(seen.hears, 3);
    seen.isMute = true;
    await pass(12);
    assert.equal(seen.hears, 3);
  });

  test("silence is told by name, but not of somebody who is on the way back", async () => {
    const { audio, peers, seen, pass } = aCallAudio();
    audio.update(talk());
    peers[0].parts.changed("connected");
    seen.isMute = true;
    await pass(8);
    assert.equal(seen.notices.silent, "No sound arrives from Robert Kane.");
    audio.update(talk(true));
    assert.equal(seen.notices.silent, null);
  });

  test("a broken way is mended at once and given up after twenty seconds", () => {
    const { audio, clock, peers, seen } = aCallAudio();
    audio.update(talk());
    peers[0].parts.changed("connected");
    clock.advance(60_000);
    assert.equal(seen.failed, 0);
    peers[0].parts.changed("disconnected");
    assert.equal(seen.mended, 1);
    assert.match(seen.notices.broken, /interrupted/);
    clock.advance(20_000);
    assert.equal(seen.failed, 1);
  });

  test("who is away is waited for, and has all the time of a new call when back", () => {
    const { audio, clock, peers, seen } = aCallAudio();
    audio.update(talk(true));
    peers[0].parts.changed("disconnected");
    clock.advance(59_000);
    audio.update(talk());
    clock.advance(19_000);
    assert.equal(seen.failed, 0);
    clock.advance(1_000);
    assert.equal(seen.failed, 1);
  });
});
