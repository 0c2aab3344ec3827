import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { wokenWords } from "../../Public/js/elements/woken-notice.js";
import { refusalIn, refusalOf, refusalOfToken } from "../../Public/js/lib/refusals.js";
import { findDevice, readChoice } from "../../Public/js/voice/devices.js";
import { meterOf } from "../../Public/js/voice/level.js";
import { Speech } from "../../Public/js/voice/speaking.js";

const headset = { id: "1", label: "Headset" };

describe("a chosen device", () => {
  const cases = [
    ["is found by its id", [{ id: "1", label: "Renamed" }], headset, "1"],
    ["is found by its label when its id changed", [{ id: "9", label: "Headset" }], headset, "9"],
    ["that is gone is nobody else", [{ id: "9", label: "Speakers" }], headset, undefined],
    ["without a label is found by its id alone", [{ id: "9", label: "" }], { id: "1", label: "" }, undefined],
    ["is the browser's where none was chosen", [headset], null, undefined],
  ];
  for (const [what, present, wanted, expected] of cases) {
    test(what, () => assert.equal(findDevice(present, wanted)?.id, expected));
  }

  for (const text of [null, "", "{", "7", "null", "[]", '{"microphone":7}', '{"microphone":{"id":7,"label":""}}']) {
    test(`is none where ${text ?? "nothing"} was kept`, () => {
      assert.deepEqual(readChoice(text), { microphone: null, speaker: null, ringer: null });
    });
  }

  test("is read as it was kept", () => {
    assert.deepEqual(readChoice(JSON.stringify({ ringer: headset })).ringer, headset);
  });
});

describe("speaking while muted", () => {
  test("a cough is not speech; words are, for some seconds after the last", () => {
    const speech = new Speech();
    assert.equal(speech.hear(0.5, 0), false);
    assert.equal(speech.hear(0.5, 150), false);
    assert.equal(speech.hear(0.001, 2_000), false);
    for (const at of [3_000, 3_150, 3_300]) assert.equal(speech.hear(0.1, at), false);
    assert.equal(speech.hear(0.1, 3_450), true);
    assert.equal(speech.hear(0, 7_000), true);
    assert.equal(speech.hear(0, 7_500), false);
  });

  test("the level is shown as ears hear it", () => {
    assert.equal(meterOf(0), 0);
    assert.equal(meterOf(1), 1);
    assert.equal(meterOf(0.0316).toFixed(2), "0.50");
  });
});

describe("being refused", () => {
  test("too many pages are told in words and waited for", () => {
    assert.equal(refusalOf(4429).words, "Too many pages are open from your network. Try again in a minute.");
    assert.deepEqual(refusalOf(1006), { words: null, wait: 0 });
    assert.equal(refusalOfToken(429, null).wait, 30_000);
    assert.equal(refusalOfToken(429, "90").wait, 90_000);
    assert.deepEqual(refusalOfToken(503, "soon"), { words: null, wait: 0 });
    assert.equal(refusalIn(new Error("no network")).wait, 0);
  });
});

test("a tab that slept says from when to when", () => {
  const from = new Date(2026, 10, 20, 10, 2).getTime();
  assert.equal(wokenWords({ from, to: from + 180_000 }, "en-GB"), "This tab was asleep from 10:02 to 10:05. Calls were not offered to you.");
  assert.equal(wokenWords({ from, to: from }, "en-GB"), "This tab was asleep at 10:02. Calls were not offered to you.");
});
