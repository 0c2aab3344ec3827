import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { targetOf } from "../../Public/js/elements/call-buttons.js";
import { newsWords } from "../../Public/js/elements/new-rows.js";
import { exactWords, relativeWords, timerWords } from "../../Public/js/lib/time.js";
import { microphoneWords } from "../../Public/js/voice/microphone.js";
import { loudness } from "../../Public/js/voice/tones.js";

describe("times", () => {
  const now = new Date("2026-11-20T18:00:00");
  const ago = (seconds) => relativeWords(new Date(now.getTime() - seconds * 1000), now, "en-GB");
  const cases = [
    [-5, "just now"], [0, "just now"], [59, "just now"], [60, "1 min"], [119, "1 min"], [3599, "59 min"],
    [3600, "1 h"], [86_399, "23 h"], [86_400, "19 Nov"], [400 * 86_400, "16 Oct 2025"],
  ];
  for (const [seconds, expected] of cases) {
    test(`${seconds} s ago reads ${expected}`, () => assert.equal(ago(seconds), expected));
  }

  test("exact times follow the reader's habits", () => {
    assert.match(exactWords(now, "en-GB"), /20 Nov 2026, 18:00/);
    assert.match(exactWords(now, "ja-JP"), /2026\/11\/20/);
  });

  for (const [milliseconds, expected] of [[-1, "0:00"], [7_999, "0:07"], [60_000, "1:00"], [750_000, "12:30"], [3_725_000, "1:02:05"]]) {
    test(`a timer at ${milliseconds} ms reads ${expected}`, () => assert.equal(timerWords(milliseconds), expected));
  }
});

describe("a missing microphone", () => {
  const cases = [
    ["NotAllowedError", "Permission denied", /is blocked.*address bar.*press Answer again/],
    ["NotAllowedError", "Permission dismissed", /was closed. Press Answer again/],
    ["NotFoundError", "", /No microphone was found. Plug one in, then press Answer again/],
    ["NotReadableError", "", /in use by another program/],
    ["InsecureContext", "", /https:\/\//],
    ["SecurityError", "", /does not let this page/],
    ["AbortError", "", /did not start/],
    ["Whatever", "", /could not be used/],
  ];
  for (const [name, message, expected] of cases) {
    test(`${name} ${message} says what to do`, () => assert.match(microphoneWords(name, message, "Answer"), expected));
  }
});

describe("buttons", () => {
  test("Call support calls the desk", () => {
    assert.deepEqual(targetOf({ callSupport: "" }, "Call support"), { name: "support", ticket: null, phone: null, button: "Call support" });
  });

  test("Call Customer carries its ticket, number and name", () => {
    const target = targetOf({ ticket: "12", phone: "+14158675309", name: "Robert Kane" }, "Call Customer");
    assert.deepEqual(target, { name: "Robert Kane", ticket: 12, phone: "+14158675309", button: "Call Customer" });
  });

  test("a button says whether it rings the telephone or the page", () => {
    assert.equal(targetOf({ ticket: "12", by: "phone" }, "Call Customer").by, "phone");
    assert.equal(targetOf({ ticket: "12", by: "page" }, "Ring their page").by, "page");
    assert.equal(targetOf({ ticket: "12", by: "pigeon" }, "").by, undefined);
  });

  test("without a name the number says who", () => {
    assert.equal(targetOf({ ticket: "12", phone: "+14158675309" }, "").name, "+14158675309");
  });

  for (const ticket of ["", "0", "-1", "1.5", "x", "99999999999999999999"]) {
    test(`ticket "${ticket}" is none`, () => assert.equal(targetOf({ ticket }, "").ticket, null));
  }

  test("new rows are counted in words", () => {
    assert.equal(newsWords(1), "1 new ticket");
    assert.equal(newsWords(3), "3 new tickets");
  });
});

test("a tone is silent between its beats and starts and stops softly", () => {
  const tone = { pitches: [440], beats: [[0, 1], [2, 3]], cycle: 4, volume: 0.5 };
  assert.equal(loudness(tone, 0), 0);
  assert.equal(loudness(tone, 0.5), 0.5);
  assert.equal(loudness(tone, 1.5), 0);
  assert.equal(loudness(tone, 2.5), 0.5);
  assert.equal(loudness(tone, 3.5), 0);
});
