import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ScreenPop } from "../../Public/js/elements/screen-pop.js";

function aPage(isBeingWritten = false) {
  const opened = [];
  const pop = new ScreenPop({ open: (path) => opened.push(path), isBeingWritten: () => isBeingWritten });
  const show = (state, path = null, callId = "c1") => pop.show({ state, callId, pop: path });
  return { opened, show };
}

describe("what a call is about", () => {
  test("opens once, when the call that rang here is answered", () => {
    const { opened, show } = aPage();
    show("ringing", "/dashboard/tickets/1");
    assert.deepEqual(opened, []);
    for (const path of [null, "/dashboard/tickets/1", "/dashboard/tickets/1"]) show("live", path);
    assert.deepEqual(opened, ["/dashboard/tickets/1"]);
  });

  test("opens for a call that was made here", () => {
    const { opened, show } = aPage();
    show("calling");
    show("live", "/dashboard/tickets/1");
    assert.equal(opened.length, 1);
  });

  test("leaves a page alone that was loaded during the call, or rejoins it", () => {
    const { opened, show } = aPage();
    show("away");
    show("live", "/dashboard/tickets/1");
    assert.deepEqual(opened, []);
  });

  test("opens for the next call", () => {
    const { opened, show } = aPage();
    for (const call of ["c1", "c2"]) {
      show("ringing", null, call);
      show("live", `/dashboard/tickets/${call}`, call);
    }
    assert.deepEqual(opened, ["/dashboard/tickets/c1", "/dashboard/tickets/c2"]);
  });

  test("is left to the link beside the call while somebody types", () => {
    const { opened, show } = aPage(true);
    show("ringing");
    show("live", "/dashboard/tickets/1");
    assert.deepEqual(opened, []);
  });
});
