import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Problem } from "../../Public/js/voice/problem.js";
import { PLAIN } from "../../Public/js/voice/lines/situation.js";
import { Softphone } from "../../Public/js/voice/softphone.js";
import { aCall, FakeClock, FakeLine, settle, support } from "./fakes.js";

function aPhone(connection = "open") {
  const line = new FakeLine();
  const clock = new FakeClock();
  const phone = new Softphone(line, clock);
  if (connection !== "connecting") line.tell({ type: "state", connection, words: null });
  return { line, clock, phone };
}

const pending = () => new Promise(() => {});

describe("the phone tells its state", () => {
  test("connecting, then ready, then offline, then ready again", () => {
    const { line, phone } = aPhone("connecting");
    assert.equal(phone.view.words, "Connecting…");
    assert.equal(phone.view.callsBlocked, false);
    line.tell({ type: "state", connection: "open", words: null });
    assert.equal(phone.view.words, "Ready");
    line.tell({ type: "state", connection: "lost", words: null });
    assert.equal(phone.view.words, "Offline");
    assert.equal(phone.view.callsBlocked, true);
    line.tell({ type: "state", connection: "open", words: null });
    assert.equal(phone.view.words, "Ready");
  });

  test("watchers hear the present state at once and every change", () => {
    const { line, phone } = aPhone();
    const seen = [];
    phone.watch((view) => seen.push(view.state));
    line.tell({ type: "incoming", call: aCall() });
    assert.deepEqual(seen, ["ready", "ringing"]);
  });
});

describe("calling", () => {
  test("a call goes from calling over ringing to a call with somebody", async () => {
    const { line, phone } = aPhone();
    line.outcome = pending();
    phone.dial(support);
    assert.equal(phone.view.words, "Calling support…");
    assert.equal(phone.view.can.hangUp, true);
    assert.equal(phone.view.can.call, false);
    const call = aCall({ direction: "out", with: "support" });
    line.tell({ type: "outgoing", call });
    assert.equal(phone.view.words, "Calling support…");
    assert.equal(phone.view.tone, null);
    line.tell({ type: "ringing", call });
    assert.equal(phone.view.words, "Calling support… Ringing…");
    assert.equal(phone.view.tone, "ringBack");
    line.tell({ type: "accepted", call: { ...call, liveAt: 5 } });
    assert.equal(phone.view.words, "In call with support");
    assert.equal(phone.view.liveAt, 5);
    assert.equal(phone.view.can.mute, true);
    assert.equal(phone.busy, true);
  });

  test("a press before the connection stands counts once it does", () => {
    const { line, phone } = aPhone("connecting");
    phone.dial(support);
    assert.equal(phone.view.words, "Connecting…");
    assert.deepEqual(line.commands, []);
    line.tell({ type: "state", connection: "lost", words: null });
    assert.deepEqual(line.commands, []);
    line.tell({ type: "state", connection: "open", words: null });
    assert.deepEqual(line.commands, [["dial", "support"]]);
  });

  test("a press that waits for the connection can be taken back", () => {
    const { line, phone } = aPhone("connecting");
    phone.dial(support);
    phone.hangUp();
    line.tell({ type: "state", connection: "open", words: null });
    assert.deepEqual(line.commands, []);
    assert.equal(phone.view.words, "Ready");
  });

  test("a denied microphone is put into words and the phone is ready again", async () => {
    const { line, phone } = aPhone();
    line.outcome = Promise.reject(new Problem("Your microphone is blocked."));
    phone.dial(support);
    await settle();
    assert.equal(phone.view.words, "Ready");
    assert.deepEqual(phone.view.problem, { words: "Your microphone is blocked.", tone: "stop" });
  });

  test("a second press while calling changes nothing", () => {
    const { line, phone } = aPhone();
    line.outcome = pending();
    phone.dial(support);
    phone.dial(support);
    assert.equal(line.commands.length, 1);
  });

  test("hanging up before there is a call gives the dial up", () => {
    const { line, phone } = aPhone();
    line.outcome = pending();
    phone.dial(support);
    phone.hangUp();
    assert.deepEqual(line.commands, [["dial", "support"], ["cancel"]]);
    assert.equal(phone.view.words, "Call ended");
  });
});

describe("being called", () => {
  test("it rings with the caller's name and reason, and can be answered or rejected", () => {
    const { line, phone } = aPhone();
    line.tell({ type: "incoming", call: aCall() });
    const { words, who, about, tone, can } = phone.view;
    assert.deepEqual([words, who, about, tone], ["Ringing…", "Robert Kane", "The mallet broke", "ring"]);
    assert.deepEqual([can.answer, can.reject, can.hangUp], [true, true, false]);
    assert.equal(phone.busy, false);
  });

  test("the call is live when the line says so, not when Answer is pressed", () => {
    const { line, phone } = aPhone();
    line.outcome = pending();
    line.tell({ type: "incoming", call: aCall() });
    phone.answer();
    assert.equal(phone.view.words, "Ringing…");
    assert.equal(phone.view.tone, null);
    assert.equal(phone.view.can.answer, false);
    line.tell({ type: "accepted", call: aCall({ liveAt: 1 }) });
    assert.equal(phone.view.words, "In call with Robert Kane");
  });

  test("without a microphone it goes on ringing and Answer can be pressed again", async () => {
    const { line, phone } = aPhone();
    line.tell({ type: "incoming", call: aCall() });
    line.outcome = Promise.reject(new Problem("No microphone was found."));
    phone.answer();
    await settle();
    assert.equal(phone.view.words, "Ringing…");
    assert.equal(phone.view.problem?.words, "No microphone was found.");
    assert.equal(phone.view.can.answer, true);
    line.outcome = pending();
    phone.answer();
    assert.equal(phone.view.problem, null);
    assert.equal(line.commands.filter(([name]) => name === "accept").length, 2);
  });

  test("a rejected call stops ringing at once, also when old news about it arrive", () => {
    const { line, phone } = aPhone();
    line.tell({ type: "incoming", call: aCall() });
    phone.reject();
    assert.equal(phone.view.tone, null);
    line.tell({ type: "incoming", call: aCall() });
    assert.equal(phone.view.state, "ended");
    assert.deepEqual(line.commands, [["reject", "k1"]]);
  });

  test("several calls ring once; the next is shown when the first is gone", () => {
    const { line, phone } = aPhone();
    line.tell({ type: "incoming", call: aCall() });
    line.tell({ type: "incoming", call: aCall({ id: "k2", with: "Mika Sato" }) });
    line.tell({ type: "incoming", call: aCall({ id: "k3", with: "Pia" }) });
    assert.equal(phone.view.who, "Robert Kane");
    assert.equal(phone.view.more, "and 2 more are waiting");
    line.tell({ type: "ended", call: aCall(), words: "Ben Ito took the call." });
    assert.equal(phone.view.who, "Mika Sato");
    assert.equal(phone.view.more, "and 1 more is waiting");
    assert.equal(phone.view.tone, "ring");
  });

  test("a call answered in another tab shows here and is commanded from here", () => {
    const { line, phone } = aPhone();
    line.tell({ type: "accepted", call: aCall({ mine: false }) });
    assert.equal(phone.view.words, "In call with Robert Kane");
    assert.equal(phone.view.more, "The sound is in another tab.");
    assert.deepEqual([phone.view.can.hangUp, phone.view.can.mute], [true, true]);
    assert.equal(phone.busy, false);
  });
});

describe("the end", () => {
  test("says why, and the phone is ready within three seconds", () => {
    const { line, clock, phone } = aPhone();
    line.tell({ type: "accepted", call: aCall() });
    line.tell({ type: "ended", call: aCall(), words: "Robert Kane hung up." });
    assert.equal(phone.view.words, "Call ended · Robert Kane hung up.");
    assert.equal(phone.view.can.call, true);
    clock.advance(2_400);
    assert.equal(phone.view.state, "ended");
    clock.advance(599);
    assert.equal(phone.view.words, "Ready");
  });

  test("hanging up shows at once; the server's words join later without prolonging it", () => {
    const { line, clock, phone } = aPhone();
    line.tell({ type: "accepted", call: aCall() });
    phone.hangUp();
    assert.equal(phone.view.words, "Call ended");
    clock.advance(2_000);
    line.tell({ type: "ended", call: aCall(), words: "You hung up." });
    assert.equal(phone.view.words, "Call ended · You hung up.");
    clock.advance(600);
    assert.equal(phone.view.words, "Ready");
  });

  test("of a call this page never showed is not news", () => {
    const { line, phone } = aPhone();
    line.tell({ type: "ended", call: aCall(), words: "Missed." });
    assert.equal(phone.view.words, "Ready");
  });

  test("a new call takes the place of the old one's end", () => {
    const { line, clock, phone } = aPhone();
    line.tell({ type: "accepted", call: aCall() });
    phone.hangUp();
    line.outcome = pending();
    phone.dial(support);
    assert.equal(phone.view.words, "Calling support…");
    clock.advance(5_000);
    assert.equal(phone.view.words, "Calling support…");
  });
});

describe("during a call", () => {
  test("muting is told in words and ends with the call", () => {
    const { line, phone } = aPhone();
    line.tell({ type: "accepted", call: aCall() });
    phone.toggleMute();
    assert.equal(phone.view.muted, true);
    assert.equal(phone.view.more, "You are muted: nobody hears you.");
    phone.hangUp();
    assert.equal(phone.view.muted, false);
    assert.deepEqual(line.commands, [["mute", "k1", true], ["hangUp", "k1"]]);
  });

  test("the end of a call that only waited unmutes nobody", () => {
    const { line, phone } = aPhone();
    line.tell({ type: "accepted", call: aCall() });
    line.tell({ type: "incoming", call: aCall({ id: "k2" }) });
    phone.toggleMute();
    line.tell({ type: "ended", call: aCall({ id: "k2" }), words: null });
    assert.equal(phone.view.muted, true);
  });

  test("what matters most is told first", () => {
    const { line, phone } = aPhone();
    line.tell({ type: "accepted", call: aCall() });
    line.tell({ type: "notice", kind: "weak", words: "Weak network." });
    line.tell({ type: "notice", kind: "silent", words: "No sound arrives from Robert Kane." });
    assert.deepEqual(phone.view.problem, { words: "No sound arrives from Robert Kane.", tone: "wait" });
    line.tell({ type: "notice", kind: "silent", words: null });
    assert.equal(phone.view.problem?.words, "Weak network.");
  });

  test("the other page on its way back is told beside the name", () => {
    const { line, phone } = aPhone();
    line.tell({ type: "accepted", call: aCall({ otherAway: true, liveAt: 7 }) });
    assert.equal(phone.view.words, "In call with Robert Kane · reconnecting…");
    assert.equal(phone.view.liveAt, 7);
    line.tell({ type: "accepted", call: aCall({ liveAt: 7 }) });
    assert.equal(phone.view.words, "In call with Robert Kane");
  });

  test("a lost connection to the desk does not look like a lost call", () => {
    const { line, phone } = aPhone();
    line.tell({ type: "accepted", call: aCall() });
    line.tell({ type: "state", connection: "lost", words: null });
    assert.equal(phone.view.words, "In call with Robert Kane");
    assert.equal(phone.view.problem?.tone, "wait");
  });
});

describe("coming back", () => {
  test("by itself, it says so and offers no button", () => {
    const { line, phone } = aPhone();
    line.tell({ type: "accepted", call: aCall({ away: "returning" }) });
    assert.equal(phone.view.words, "In call with Robert Kane · reconnecting…");
    assert.deepEqual([phone.view.can.rejoin, phone.view.can.hangUp, phone.view.can.mute], [false, true, false]);
    assert.equal(phone.busy, false);
  });

  test("with Rejoin, which hides while it works and returns when the microphone is refused", async () => {
    const { line, phone } = aPhone();
    line.tell({ type: "accepted", call: aCall({ away: "asking" }) });
    assert.equal(phone.view.words, "Your call with Robert Kane is waiting");
    assert.deepEqual([phone.view.can.rejoin, phone.view.can.hangUp], [true, true]);
    line.outcome = Promise.reject(new Problem("Your microphone is blocked."));
    phone.rejoin();
    assert.equal(phone.view.can.rejoin, false);
    await settle();
    assert.equal(phone.view.problem?.words, "Your microphone is blocked.");
    assert.equal(phone.view.can.rejoin, true);
    line.outcome = pending();
    phone.rejoin();
    line.tell({ type: "accepted", call: aCall() });
    assert.equal(phone.view.words, "In call with Robert Kane");
    assert.equal(phone.view.problem, null);
    assert.equal(line.commands.filter(([name]) => name === "rejoin").length, 2);
  });

  test("a caller whose page was opened anew hears no ring-back until the line stands again", () => {
    const { line, phone } = aPhone();
    line.tell({ type: "ringing", call: aCall({ direction: "out", away: "asking" }) });
    assert.deepEqual([phone.view.tone, phone.view.can.rejoin], [null, true]);
  });
});

test("a desk that lets nobody in says why", () => {
  const { line, phone } = aPhone();
  line.tell({ type: "state", connection: "lost", words: "Too many pages are open." });
  assert.equal(phone.view.words, "Offline");
  assert.deepEqual(phone.view.problem, { words: "Too many pages are open.", tone: "wait" });
  line.tell({ type: "state", connection: "open", words: null });
  assert.equal(phone.view.problem, null);
});

describe("whoever looks after the phone's calls", () => {
  test("hears each word of the line after it is shown, and who ended a call", () => {
    const { line, phone } = aPhone();
    const heard = [];
    phone.hear((event) => heard.push([event.type, phone.view.state, event.by]));
    line.tell({ type: "incoming", call: aCall() });
    line.tell({ type: "accepted", call: aCall() });
    phone.hangUp();
    line.tell({ type: "ended", call: aCall(), words: null, reason: "hangup" });
    line.tell({ type: "incoming", call: aCall({ id: "k2" }) });
    line.tell({ type: "ended", call: aCall({ id: "k2" }), words: null, by: "them" });
    const [rings, talks, ourEnd, , theirEnd] = heard;
    assert.deepEqual([rings, talks], [["incoming", "ringing", undefined], ["accepted", "live", undefined]]);
    assert.deepEqual([ourEnd?.[2], theirEnd?.[2]], ["us", "them"]);
  });

  test("sees what the line says of itself, and presses its button", () => {
    const { line, phone } = aPhone();
    let presses = 0;
    line.act = () => (presses += 1);
    line.tell({ type: "service", service: { ready: false, words: "You are signed out.", action: "Sign in" } });
    phone.lineAct();
    assert.deepEqual(phone.view.service, { ready: false, words: "You are signed out.", action: "Sign in" });
    assert.equal(presses, 1);
  });

  test("sees no Reject where the line cannot, and no Mute", () => {
    const { line, phone } = aPhone();
    line.tell({ type: "incoming", call: aCall({ situation: { ...PLAIN, canReject: false } }) });
    assert.equal(phone.view.can.reject, false);
    line.tell({ type: "accepted", call: aCall({ situation: { ...PLAIN, canMute: false, elsewhere: "The sound is on your own phone.", record: "r1" } }) });
    assert.deepEqual([phone.view.can.mute, phone.view.more, phone.view.record], [false, "The sound is on your own phone.", "r1"]);
  });
});
