import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { callKey } from "../../Public/js/voice/call-key.js";
import { Drafts } from "../../Public/js/voice/drafts.js";
import { WrappingUp } from "../../Public/js/voice/wrapping-up.js";
import { FakeClock, FakeLive, settle } from "./fakes.js";

function aTab(kept = new Map()) {
  const socket = new FakeLive();
  const clock = new FakeClock();
  const storage = { getItem: (key) => kept.get(key) ?? null, setItem: (key, text) => kept.set(key, text), removeItem: (key) => kept.delete(key) };
  const drafts = new Drafts({ socket, clock, storage: () => storage });
  const desk = { posts: [], answer: { status: 204, body: null }, isGone: false };
  const post = async (call, answers) => {
    desk.posts.push({ call, ...answers });
    if (desk.isGone) throw new TypeError("Failed to fetch");
    return desk.answer;
  };
  const done = [];
  const wrappingUp = new WrappingUp({ drafts, clock, post, done: (call) => done.push(call) });
  socket.connect("open");
  const notes = () => socket.ofType("note").map(({ text }) => text);
  return { socket, clock, drafts, desk, wrappingUp, kept, notes, done };
}

const aWrapUp = (changes = {}) => ({
  ...{ call: "k1", with: "Robert Kane", until: 1_060_000, now: 1_000_000, outcomes: ["Resolved", "No answer"] },
  ...{ outcome: "", note: "", followUp: "none", ticket: true, ...changes },
});

describe("a note that is typed during a call", () => {
  test("is told to the desk at once, then at most every second", () => {
    const { drafts, clock, notes } = aTab();
    for (const note of ["B", "Br", "Bro"]) drafts.write("k1", { note });
    assert.deepEqual(notes(), ["B"]);
    clock.advance(1_000);
    assert.deepEqual(notes(), ["B", "Bro"]);
    clock.advance(5_000);
    assert.deepEqual(notes(), ["B", "Bro"]);
  });

  test("is one note for somebody who is asked into the call a second time", () => {
    assert.equal(callKey("AAAAAAAAAAAAAAAAAAAAAA-17"), callKey("AAAAAAAAAAAAAAAAAAAAAA"));
  });

  test("survives a reload, and what was not said yet is said", () => {
    const { drafts, kept } = aTab();
    drafts.write("k1", { note: "Bro" });
    drafts.write("k1", { note: "Broken mallet" });
    const after = aTab(kept);
    assert.equal(after.drafts.read("k1").note, "Broken mallet");
    assert.deepEqual(after.notes(), ["Broken mallet"]);
  });

  test("typed while the desk is away is said when it is back", () => {
    const { drafts, socket, notes } = aTab();
    socket.connect("lost");
    drafts.write("k1", { note: "Broken" });
    assert.deepEqual(notes(), []);
    assert.equal(drafts.isSafe("k1"), false);
    socket.connect("open");
    assert.deepEqual(notes(), ["Broken"]);
    socket.hear({ type: "noted", call: "k1", length: 6 });
    assert.equal(drafts.isSafe("k1"), true);
  });

  test("that the desk did not confirm before the connection broke is said again", () => {
    const { drafts, socket, clock, notes } = aTab();
    drafts.write("k1", { note: "Broken" });
    clock.advance(2_000);
    socket.connect("lost");
    socket.connect("open");
    assert.deepEqual(notes(), ["Broken", "Broken"]);
  });

  test("a tab that may keep nothing works all the same", () => {
    const clock = new FakeClock();
    const refuse = () => {
      throw new Error("SecurityError");
    };
    const drafts = new Drafts({ socket: new FakeLive(), clock, storage: refuse });
    drafts.write("k1", { note: "Broken" });
    assert.equal(drafts.read("k1").note, "Broken");
    drafts.forget("k1");
    assert.equal(drafts.read("k1"), null);
  });
});

describe("the wrap-up", () => {
  test("waits as long as people still talk in its call, and has then what was noted meanwhile", () => {
    const { wrappingUp, drafts } = aTab();
    wrappingUp.talk("k1");
    wrappingUp.take(aWrapUp({ note: "Bro", until: null }));
    assert.equal(wrappingUp.view.form, null);
    drafts.write("k1", { note: "Broken mallet" });
    wrappingUp.talk(null);
    assert.equal(wrappingUp.view.form?.call, "k1");
    assert.equal(wrappingUp.view.answers.note, "Broken mallet");
  });

  test("stays beside a talk about something else", () => {
    const { wrappingUp } = aTab();
    wrappingUp.take(aWrapUp());
    wrappingUp.talk("k2");
    assert.equal(wrappingUp.view.form?.call, "k1");
  });

  test("begins with what was typed during the call", () => {
    const { drafts, wrappingUp } = aTab();
    drafts.write("k1", { note: "Broken mallet" });
    wrappingUp.take(aWrapUp({ note: "Broken" }));
    assert.deepEqual(wrappingUp.view.answers, { outcome: "", note: "Broken mallet", followUp: "none" });
  });

  test("else with what the desk has, typed in another tab", () => {
    const { wrappingUp } = aTab();
    wrappingUp.take(aWrapUp({ note: "Broken", outcome: "Resolved", followUp: "solved" }));
    assert.deepEqual(wrappingUp.view.answers, { outcome: "Resolved", note: "Broken", followUp: "solved" });
  });

  test("runs by the server's clock", () => {
    const { wrappingUp, clock } = aTab();
    clock.time = 5_000_000;
    wrappingUp.take(aWrapUp());
    assert.equal(wrappingUp.view.until, 5_060_000);
    wrappingUp.take(aWrapUp({ until: null }));
    assert.equal(wrappingUp.view.until, null);
  });

  test("is saved, confirmed and forgotten", async () => {
    const { wrappingUp, desk, kept, clock } = aTab();
    wrappingUp.take(aWrapUp());
    wrappingUp.type({ note: "Sent a new one", outcome: "Resolved", followUp: "solved" });
    await wrappingUp.save();
    assert.deepEqual(desk.posts, [{ call: "k1", note: "Sent a new one", outcome: "Resolved", followUp: "solved" }]);
    assert.deepEqual([wrappingUp.view.form, wrappingUp.view.said, kept.size], [null, "Wrap-up saved.", 0]);
    wrappingUp.take(null);
    clock.advance(4_000);
    assert.equal(wrappingUp.view.said, null);
  });

  test("tells what is wrong at its field and keeps everything", async () => {
    const { wrappingUp, desk } = aTab();
    desk.answer = { status: 422, body: { field: "outcome", error: "Choose an outcome." } };
    wrappingUp.take(aWrapUp());
    wrappingUp.type({ note: "Sent a new one" });
    await wrappingUp.save();
    assert.deepEqual(wrappingUp.view.error, { field: "outcome", words: "Choose an outcome." });
    assert.equal(wrappingUp.view.answers.note, "Sent a new one");
  });

  test("that finds no desk is kept, says so, and is sent when the desk is back", async () => {
    const { wrappingUp, desk } = aTab();
    desk.isGone = true;
    wrappingUp.take(aWrapUp());
    wrappingUp.type({ note: "Sent a new one", outcome: "Resolved" });
    await wrappingUp.save();
    assert.match(wrappingUp.view.problem, /cannot be reached. Your words are kept/);
    assert.equal(wrappingUp.view.answers.note, "Sent a new one");
    desk.isGone = false;
    wrappingUp.connected();
    await settle();
    assert.equal(wrappingUp.view.said, "Wrap-up saved.");
    wrappingUp.connected();
    assert.equal(desk.posts.length, 2);
  });

  for (const [status, words] of [[404, /has closed this wrap-up/], [401, /signed out/], [500, /did not work/]]) {
    test(`an answer of ${status} loses no word`, async () => {
      const { wrappingUp, desk, kept } = aTab();
      desk.answer = { status, body: null };
      wrappingUp.take(aWrapUp());
      wrappingUp.type({ note: "Sent a new one" });
      await wrappingUp.save();
      assert.match(wrappingUp.view.problem, words);
      assert.equal(wrappingUp.view.answers.note, "Sent a new one");
      assert.equal(kept.size, 1);
    });
  }

  test("told again after a reconnect keeps what was typed meanwhile", () => {
    const { wrappingUp } = aTab();
    wrappingUp.take(aWrapUp());
    wrappingUp.type({ note: "Sent" });
    wrappingUp.take(aWrapUp({ note: "" }));
    assert.equal(wrappingUp.view.answers.note, "Sent");
  });

  test("whose time is over goes, when the desk has every word", () => {
    const { wrappingUp, socket } = aTab();
    wrappingUp.take(aWrapUp());
    wrappingUp.type({ note: "Sent" });
    socket.hear({ type: "noted", call: "k1", length: 4 });
    wrappingUp.take(null);
    assert.deepEqual([wrappingUp.view.form, wrappingUp.view.said], [null, "The time for the wrap-up is over. What you wrote is kept."]);
  });

  test("whose time is over stays, when it has not", () => {
    const { wrappingUp } = aTab();
    wrappingUp.take(aWrapUp());
    wrappingUp.type({ note: "Sent" });
    wrappingUp.take(null);
    assert.equal(wrappingUp.view.answers.note, "Sent");
    assert.match(wrappingUp.view.problem, /may not have arrived/);
  });

  test("pressed twice is sent once", async () => {
    const { wrappingUp, desk } = aTab();
    wrappingUp.take(aWrapUp());
    await Promise.all([wrappingUp.save(), wrappingUp.save()]);
    assert.equal(desk.posts.length, 1);
  });
});

test("a line that waits for the wrap-up hears that it is done: saved, or its time over", async () => {
  const { wrappingUp, done, desk } = aTab();
  wrappingUp.take(aWrapUp());
  desk.answer = { status: 422, body: { field: "outcome", error: "Choose how the call went." } };
  await wrappingUp.save();
  assert.deepEqual(done, []);
  desk.answer = { status: 204, body: null };
  await wrappingUp.save();
  wrappingUp.take(aWrapUp({ call: "k2" }));
  wrappingUp.take(null);
  assert.deepEqual(done, ["k1", "k2"]);
});
