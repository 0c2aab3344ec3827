import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { Press } from "../../Public/js/lib/press.js";
import { FakeClock } from "./fakes.js";

let clock;
let page;
let press;
let done;

beforeEach(() => {
  clock = new FakeClock();
  page = new EventTarget();
  press = new Press(page, clock);
  done = [];
});

const happens = (type) => page.dispatchEvent(new Event(type));
const change = (name) => press.afterwards(() => done.push(name));

describe("a change of the page", () => {
  test("is done at once while nobody presses", () => {
    change("one");
    assert.deepEqual(done, ["one"]);
  });

  test("waits for the end of a press and of its click, and keeps its turn", () => {
    happens("pointerdown");
    change("one");
    change("two");
    happens("pointerup");
    change("three");
    assert.deepEqual(done, []);
    clock.advance(0);
    assert.deepEqual(done, ["one", "two", "three"]);
    change("four");
    assert.deepEqual(done.at(-1), "four");
  });

  test("does not wait for somebody who never lets go", () => {
    happens("pointerdown");
    change("one");
    clock.advance(2_000);
    assert.deepEqual(done, ["one"]);
  });
});
