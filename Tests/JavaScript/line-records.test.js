import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { LineRecords } from "../../Public/js/voice/lines/line-records.js";
import { FakeClock, FakeLive } from "./fakes.js";

function some() {
  const [socket, clock] = [new FakeLive(), new FakeClock()];
  const records = new LineRecords({ socket, clock, line: "vendor" });
  const known = [];
  records.know((record) => known.push(record));
  const states = () => socket.sent.map((message) => message.state);
  const answer = (state, call = "v1") => socket.hear({ type: "lineCall", line: "vendor", call, key: "k1", state });
  return { socket, clock, records, known, states, answer };
}

describe("calls that a vendor keeps", () => {
  test("are told to the desk whenever they change", () => {
    const { records, socket, states } = some();
    records.report("v1", { state: "ringing", direction: "in", number: "+14155550123" });
    records.report("v1", { state: "ringing" });
    records.report("v1", { state: "live" });
    assert.deepEqual(states(), ["ringing", "live"]);
    assert.deepEqual(socket.sent[1], { type: "lineCall", line: "vendor", call: "v1", state: "live", direction: "in", number: "+14155550123" });
  });

  test("are told again while they go on, and when the desk is back", () => {
    const { records, socket, clock, states, answer } = some();
    records.report("v1", { state: "live" });
    clock.advance(20_000);
    socket.hear({ type: "ready", presence: "available" });
    assert.deepEqual(states(), ["live", "live", "live"]);
    records.report("v1", { state: "ended", reason: "hangup" });
    answer("ended");
    clock.advance(60_000);
    assert.deepEqual(states().slice(3), ["ended"]);
  });

  test("stay ended, and are told until the desk has said so", () => {
    const { records, clock, states, answer } = some();
    records.report("v1", { state: "ended", reason: "missed" });
    records.report("v1", { state: "live" });
    clock.advance(20_000);
    answer("live");
    clock.advance(20_000);
    answer("ended");
    clock.advance(20_000);
    assert.deepEqual(states(), ["ended", "ended", "ended"]);
  });

  test("are made known with what the desk wrote down, other lines' calls not", () => {
    const { known, socket, answer } = some();
    answer("live");
    socket.hear({ type: "lineCall", line: "another", call: "v1", key: "k2", state: "live" });
    assert.deepEqual(known.map(({ key }) => key), ["k1"]);
  });
});
