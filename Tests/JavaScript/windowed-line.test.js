import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";

import { WindowedLine } from "../../Public/js/voice/windowed-line.js";
import { FakeClock, FakeLine } from "./fakes.js";

const call = { id: "call-1", direction: "in", with: "Jane", situation: { onPhone: false } };

let inner, clock, sent, sound, line, heard;

beforeEach(() => {
  [inner, clock, sent, sound, heard] = [new FakeLine(), new FakeClock(), [], "window", []];
  line = new WindowedLine({ line: inner, clock, send: (message) => sent.push(message), sound: () => sound });
  line.listen((event) => heard.push(event.type));
});

describe("A page whose sound is in a window", () => {
  it("answers there, and has answered once the call is on", async () => {
    const answered = line.accept(call);
    assert.deepEqual(sent, [{ type: "window", command: "answer", call: "call-1" }]);
    inner.tell({ type: "accepted", call });
    await answered;
    assert.deepEqual(heard, ["accepted"]);
    assert.deepEqual(inner.commands, []);
  });

  it("says where to look when the window does nothing", async () => {
    const answered = line.accept(call);
    clock.advance(15_000);
    await assert.rejects(answered, /Look there/);
  });

  it("calls from there", async () => {
    const placed = line.dial({ name: "Jane", ticket: 12, phone: null, button: "Call" });
    assert.deepEqual(sent, [{ type: "window", command: "dial", name: "Jane", ticket: 12 }]);
    inner.tell({ type: "outgoing", call });
    await placed;
  });

  it("sends keys from there, and hangs up from here", () => {
    line.sendDigits(call, "12");
    line.hangUp(call);
    assert.deepEqual(sent, [{ type: "window", command: "digits", call: "call-1", digits: "12" }]);
    assert.deepEqual(inner.commands, [["hangUp", "call-1"]]);
  });
});

describe("A page without sound and without a window", () => {
  it("says what to do", async () => {
    sound = "nowhere";
    await assert.rejects(line.accept(call), /Open the call window/);
    assert.deepEqual([sent, inner.commands], [[], []]);
  });

  it("still lets an agent answer on their own telephone", async () => {
    sound = "nowhere";
    await line.accept({ ...call, situation: { onPhone: true } });
    assert.deepEqual(inner.commands, [["accept", "call-1"]]);
  });
});

describe("A page with a microphone", () => {
  it("does everything by itself", async () => {
    sound = "here";
    await line.accept(call);
    assert.deepEqual(inner.commands, [["accept", "call-1"]]);
    assert.deepEqual(sent, []);
  });
});
