import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";

import { FakeFusion } from "./fake-fusion.js";
import { CONTACT, call, settle, FusionDesk } from "./fusion-desk.js";

let desk;

beforeEach(() => {
  desk = new FusionDesk();
});

describe("A call in Fusion", () => {
  it("is offered with its number and direction, answered and wrapped up", async () => {
    desk.fusion.answers.set("newCommEvent", () => desk.fusion.answer(CONTACT));
    await desk.start();
    await desk.ring();
    await desk.answered();
    await desk.over({ reason: "hangup", by: "them" });
    assert.deepEqual(desk.fusion.story, ["newCommEvent", "startCommEvent", "closeCommEvent WRAPUP"]);
    const [offer] = desk.fusion.of("newCommEvent");
    assert.equal(offer.eventId, "call-1");
    assert.equal(offer.classification, "ORA_SERVICE");
    assert.deepEqual(offer.inData, { SVCMCA_ANI: "+14158675309", SVCMCA_COMMUNICATION_DIRECTION: "ORA_SVC_INBOUND" });
  });

  it("shows the contact that the look-up found, and gives it back with every later word", async () => {
    desk.fusion.answers.set("newCommEvent", () => desk.fusion.answer(CONTACT));
    await desk.start();
    await desk.ring();
    await desk.answered();
    assert.deepEqual(desk.found.at(-1), { label: "Jane Doe", more: "Birchwood · +14158675309", isKnown: true });
    assert.equal(desk.fusion.of("startCommEvent")[0].inData.SVCMCA_CONTACT_ID, "300");
  });

  it("reads answers that are plain objects", async () => {
    desk.fusion = new FakeFusion({ plain: true });
    desk.fusion.answers.set("newCommEvent", () => desk.fusion.answer(CONTACT, { eventId: "theirs" }));
    await desk.start();
    await desk.ring();
    await desk.answered();
    assert.equal(desk.found.at(-1)?.label, "Jane Doe");
    assert.equal(desk.fusion.of("startCommEvent")[0].eventId, "theirs");
  });

  it("goes on under the name that Fusion gives it", async () => {
    desk.fusion.answers.set("newCommEvent", () => desk.fusion.answer(CONTACT, { eventId: "theirs" }));
    await desk.start();
    await desk.ring();
    await desk.answered();
    await desk.over({ reason: "hangup" });
    assert.deepEqual([...desk.fusion.of("startCommEvent"), ...desk.fusion.of("closeCommEvent")].map((each) => each.eventId), ["theirs", "theirs"]);
  });

  it("is offered once, however often the line tells of it", async () => {
    await desk.start();
    await desk.ring();
    await desk.ring();
    await desk.answered();
    await desk.answered();
    await desk.over({});
    await desk.over({});
    assert.deepEqual(desk.fusion.story, ["newCommEvent", "startCommEvent", "closeCommEvent WRAPUP"]);
  });

  it("is not started before the offer was answered", async () => {
    let answer = () => {};
    desk.fusion.answers.set("newCommEvent", () => new Promise((done) => (answer = () => done(desk.fusion.answer(CONTACT)))));
    await desk.start();
    await desk.ring();
    await desk.answered();
    assert.deepEqual(desk.fusion.story, ["newCommEvent"]);
    answer();
    await settle();
    assert.deepEqual(desk.fusion.story, ["newCommEvent", "startCommEvent"]);
    assert.equal(desk.fusion.of("startCommEvent")[0].inData.SVCMCA_CONTACT_NAME, "Jane Doe");
  });

  it("is started without the offer's answer when that is lost, and takes it when it comes late", async () => {
    let answer = () => {};
    desk.fusion.answers.set("newCommEvent", () => new Promise((done) => (answer = () => done(desk.fusion.answer(CONTACT)))));
    await desk.start();
    await desk.ring();
    await desk.answered();
    desk.clock.advance(5_000);
    await settle();
    assert.deepEqual(desk.fusion.story, ["newCommEvent", "startCommEvent"]);
    answer();
    await settle();
    assert.equal(desk.found.at(-1)?.label, "Jane Doe");
    await desk.over({});
    assert.equal(desk.fusion.of("closeCommEvent")[0].inData.SVCMCA_CONTACT_NAME, "Jane Doe");
  });

  it("goes on when the offer is answered with an error", async () => {
    desk.fusion.answers.set("newCommEvent", () => Promise.reject(new Error("no")));
    await desk.start();
    await desk.ring();
    await desk.answered();
    await desk.over({});
    assert.deepEqual(desk.fusion.story, ["newCommEvent", "startCommEvent", "closeCommEvent WRAPUP"]);
  });

  it("is closed a second time when the first was answered with an error", async () => {
    let tries = 0;
    desk.fusion.answers.set("closeCommEvent", () => (++tries === 1 ? Promise.reject(new Error("no")) : undefined));
    await desk.start();
    await desk.ring();
    await desk.answered();
    await desk.over({});
    assert.deepEqual(desk.fusion.story.slice(2), ["closeCommEvent WRAPUP", "closeCommEvent WRAPUP"]);
  });

  it("is not told again by a page that was loaded anew", async () => {
    desk.fusion.answers.set("newCommEvent", () => desk.fusion.answer(CONTACT, { eventId: "theirs" }));
    await desk.start();
    await desk.ring();
    await desk.answered();
    desk.fusion = new FakeFusion();
    await desk.start();
    await desk.answered();
    await desk.over({});
    assert.deepEqual(desk.fusion.story, ["closeCommEvent WRAPUP"]);
    assert.equal(desk.fusion.of("closeCommEvent")[0].eventId, "theirs");
    assert.equal(desk.fusion.of("closeCommEvent")[0].inData.SVCMCA_CONTACT_ID, "300");
  });

  it("that rang before Fusion was there is offered once it is", async () => {
    let loaded = () => {};
    void desk.start({ load: () => new Promise((done) => (loaded = () => { desk.fusion.install(); done(); })) });
    await settle();
    await desk.ring();
    loaded();
    await settle();
    assert.deepEqual(desk.fusion.story, ["newCommEvent"]);
  });

  it("shows another contact that was chosen in Fusion, and gives it back from then on", async () => {
    desk.fusion.answers.set("newCommEvent", () => desk.fusion.answer(CONTACT));
    await desk.start();
    await desk.ring();
    desk.fusion.fire("onDataUpdated", { getEventId: () => "call-1", outData: { SVCMCA_CONTACT_ID: "301", SVCMCA_CONTACT_NAME: "Jon Doe", updateType: "CONTACT" } });
    assert.equal(desk.found.at(-1).label, "Jon Doe");
    desk.fusion.fire("onDataUpdated", { eventId: "another", outData: { SVCMCA_CONTACT_NAME: "Nobody" } });
    await desk.answered();
    const [started] = desk.fusion.of("startCommEvent");
    assert.deepEqual([started.inData.SVCMCA_CONTACT_ID, started.inData.SVCMCA_CONTACT_NAME], ["301", "Jon Doe"]);
    assert.equal(started.inData.updateType, undefined);
  });

  it("says by what else its caller can be found, where that is wanted", async () => {
    await desk.start({ lookUp: ["phone", "ticket", "name"] });
    await desk.ring({ ticket: "/dashboard/tickets/12" });
    const { inData } = desk.fusion.of("newCommEvent")[0];
    assert.equal(inData.DESKBELL_TICKET, "12");
    assert.equal(inData.SVCMCA_CONTACT_NAME, "Jane Doe");
  });
});

describe("The end of a call in Fusion", () => {
  const ends = async (ended, { isAnswered = false, direction = "in", hangUpReason } = {}) => {
    await desk.start({ hangUpReason });
    const theCall = call({ direction });
    desk.line.tell({ type: direction === "in" ? "incoming" : "outgoing", call: theCall });
    if (isAnswered) desk.line.tell({ type: "accepted", call: theCall });
    await desk.over(ended, theCall);
    return desk.fusion.of("closeCommEvent")[0].reason;
  };

  it("is REJECT when the agent rejects", async () => assert.equal(await ends({ reason: "rejected", by: "us" }), "REJECT"));
  it("is ABANDONED when the caller goes while it rings", async () => assert.equal(await ends({ reason: "cancelled" }), "ABANDONED"));
  it("is TIMEOUT when nobody answers in time", async () => assert.equal(await ends({ reason: "missed" }), "TIMEOUT"));
  it("is MISSED when somebody else answers", async () => assert.equal(await ends({ reason: "taken" }), "MISSED"));
  it("is CANCELED when the agent gives up", async () => assert.equal(await ends({ reason: "cancelled", by: "us" }, { direction: "out" }), "CANCELED"));
  it("is MISSED when the customer does not answer", async () => assert.equal(await ends({ reason: "missed" }, { direction: "out" }), "MISSED"));
  it("is WRAPUP when the customer hangs up", async () => assert.equal(await ends({ reason: "hangup", by: "them" }, { isAnswered: true }), "WRAPUP"));
  it("is what the operator set when the agent hangs up", async () =>
    assert.equal(await ends({ reason: "hangup", by: "us" }, { isAnswered: true, hangUpReason: "HANGUP" }), "HANGUP"));

  it("is ENDCOMMUNICATION once the wrap-up is saved, and said once", async () => {
    await desk.start();
    await desk.ring();
    await desk.answered();
    await desk.over({ reason: "hangup" });
    desk.wrappingUp.show({ call: "call-1" });
    desk.wrappingUp.show(null);
    desk.wrappingUp.show(null);
    await settle();
    assert.deepEqual(desk.fusion.story.slice(2), ["closeCommEvent WRAPUP", "closeCommEvent ENDCOMMUNICATION"]);
  });
});

describe("The wrap-up in Fusion", () => {
  const wrapUp = async () => {
    await desk.start();
    await desk.ring();
    await desk.answered();
    await desk.over({ reason: "hangup" });
    desk.wrappingUp.show({ call: "call-1" });
    await settle();
  };

  it("has what is typed here", async () => {
    await wrapUp();
    desk.wrappingUp.show({ call: "call-1" }, { note: "Sent a new mallet", outcome: "Resolved" });
    assert.deepEqual([...desk.fusion.fields], [["WrapUp.CallNotes", "Sent a new mallet"], ["WrapUp.ResolutionCd", "Resolved"]]);
  });

  it("gives what is typed there, and does not echo it", async () => {
    await wrapUp();
    desk.fusion.change("WrapUp.CallNotes", "Typed there");
    assert.deepEqual(desk.wrappingUp.typed, [{ note: "Typed there" }]);
    desk.wrappingUp.show({ call: "call-1" }, { note: "Typed there" });
    assert.equal(desk.fusion.fields.size, 0);
  });

  it("is saved here when it is saved there", async () => {
    await wrapUp();
    desk.fusion.recordSubscriptions.get("cxEventBusOnAfterSaveEvent")?.({});
    assert.equal(desk.wrappingUp.saves, 1);
  });
});
