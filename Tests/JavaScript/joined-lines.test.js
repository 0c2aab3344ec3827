import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { JoinedLines } from "../../Public/js/voice/lines/joined.js";
import { aCall, FakeLine, support } from "./fakes.js";

function both() {
  const [desk, direct] = [new FakeLine(), new FakeLine()];
  const line = new JoinedLines(desk, direct);
  const events = [];
  line.listen((event) => events.push(event));
  return { desk, direct, line, events };
}

describe("several lines as one", () => {
  test("each keeps the calls that it told of", () => {
    const { desk, direct, line } = both();
    desk.tell({ type: "incoming", call: aCall() });
    direct.tell({ type: "incoming", call: aCall({ id: "d1" }) });
    line.accept({ id: "k1" });
    line.accept({ id: "d1" });
    line.mute({ id: "d1" }, true);
    line.sendDigits({ id: "d1" }, "1");
    line.command({ id: "k1" }, "hold");
    line.hangUp({ id: "d1" });
    assert.deepEqual(desk.commands, [["accept", "k1"], ["hold", "k1"]]);
    assert.deepEqual(direct.commands, [["accept", "d1"], ["mute", "d1", true], ["sendDigits", "d1", "1"], ["hangUp", "d1"]]);
  });

  test("the first makes calls, and says whether the phone is connected", () => {
    const { desk, direct, line, events } = both();
    void line.dial(support);
    direct.tell({ type: "state", connection: "lost", words: null });
    desk.tell({ type: "state", connection: "open", words: null });
    assert.deepEqual(desk.commands, [["dial", "support"]]);
    assert.deepEqual(direct.commands, []);
    assert.deepEqual(events.map((event) => event.connection), ["open"]);
  });

  test("a line that reaches telephones makes the calls that it takes", () => {
    const { desk, direct, line } = both();
    direct.takes = (target) => target.phone !== null && target.by !== "page";
    void line.dial({ ...support, phone: "+14155550123" });
    line.cancel();
    void line.dial({ ...support, phone: "+14155550123", by: "page" });
    assert.deepEqual([desk.commands.length, direct.commands.length], [1, 2]);
  });

  test("all hear whether somebody takes calls", () => {
    const { desk, direct, line } = both();
    line.ready();
    line.unavailable();
    assert.deepEqual([desk.commands, direct.commands], [[["ready"], ["unavailable"]], [["ready"], ["unavailable"]]]);
  });

  test("words about a call by its name belong to nobody new", () => {
    const { desk, direct, line } = both();
    direct.tell({ type: "muted", call: "k1", muted: true });
    direct.tell({ type: "refused", call: null, words: "x" });
    line.reject({ id: "k1" });
    assert.deepEqual(desk.commands, [["reject", "k1"]]);
  });
});
