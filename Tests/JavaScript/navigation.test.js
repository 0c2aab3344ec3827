import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { addressOf, decide, isCustomerPath, isDeskPath, staysInside } from "../../Public/js/lib/navigation.js";

const HERE = "https://desk.example/dashboard?after=9";
const press = (href, changes = {}) => ({ href, modified: false, elsewhere: false, ...changes });

describe("a link on an agent's page", () => {
  const cases = [
    ["/dashboard/tickets/12", true],
    ["https://desk.example/dashboard", true],
    ["/dashboard/people#add", true],
    ["/dashboard?after=9#top", false],
    ["/", false],
    ["/dashboards", false],
    ["/sign-out", false],
    ["https://other.example/dashboard", false],
    ["http://desk.example/dashboard", false],
    ["tel:+14158675309", false],
  ];
  for (const [href, expected] of cases) {
    test(`${href} ${expected ? "stays inside" : "leaves the page"}`, () => {
      assert.equal(staysInside(press(href), HERE, isDeskPath), expected);
    });
  }

  test("opened in another window it is left alone", () => {
    assert.equal(staysInside(press("/dashboard/people", { modified: true }), HERE, isDeskPath), false);
    assert.equal(staysInside(press("/dashboard/people", { elsewhere: true }), HERE, isDeskPath), false);
  });
});

test("customers' pages are the start page, the form and their tickets", () => {
  assert.deepEqual(["/", "/tickets", "/t/abc", "/dashboard", "/t", "/sign-in"].map(isCustomerPath), [true, true, true, false, false, false]);
});

describe("a fetched page", () => {
  const good = { page: "dashboard", sameSkeleton: true, sameAssets: true };
  const cases = [
    ["one of ours is swapped in", good, false, "swap"],
    ["one of ours is swapped in during a call", good, true, "swap"],
    ["one of a newer desk is loaded whole", { ...good, sameAssets: false }, false, "load"],
    ["one of a newer desk never ends a call", { ...good, sameAssets: false }, true, "swap"],
    ["the sign-in page is loaded whole", { ...good, page: "sign-in", sameSkeleton: false }, false, "load"],
    ["the sign-in page never ends a call", { ...good, page: "sign-in", sameSkeleton: false }, true, "signed-out"],
    ["an error page is shown beside the call", { ...good, page: "error", sameSkeleton: false }, true, "swap"],
    ["what is no page of ours is loaded whole", { ...good, page: "" }, false, "load"],
    ["what is no page of ours never ends a call", { ...good, page: "" }, true, "unusable"],
  ];
  for (const [sentence, facts, inCall, expected] of cases) {
    test(sentence, () => assert.equal(decide(facts, inCall), expected));
  }
});

test("an address keeps its query and its anchor", () => {
  assert.equal(addressOf(new URL("https://desk.example/dashboard?after=9#top")), "/dashboard?after=9#top");
});
