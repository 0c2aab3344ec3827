import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Softphone } from "../../Public/js/voice/softphone.js";
import { aCall, aSituation, FakeClock, FakeLine, settle } from "./fakes.js";

const inCall = (situation = {}, changes = {}) => aCall({ liveAt: 1, situation: aSituation(situation), ...changes });
const robert = { name: "Robert Kane", words: "on hold" };
const ben = { name: "Ben Okafor", words: "" };
const consult = (changes = {}) => ({ name: "Ben Okafor", state: "talking", role: "asking", words: null, ...changes });

/** A phone in a call in which everything is allowed. */
function aPhone(situation = {}) {
  const line = new FakeLine();
  const clock = new FakeClock();
  const phone = new Softphone(line, clock);
  const hear = (changes, call) => line.tell({ type: "accepted", call: inCall(changes, call) });
  line.tell({ type: "state", connection: "open", words: null });
  hear({ can: { hold: true, consult: true }, ...situation });
  return { line, clock, phone, hear };
}

describe("the words of a call", () => {
  const held = { heldSince: 5, parties: [robert] };
  const cases = [
    ["Robert Kane is on hold", held],
    ["Robert Kane is on hold", { heldSince: 5 }],
    ["Calling Ben Okafor…", { ...held, consult: consult({ state: "ringing" }) }],
    ["Talking with Ben Okafor, Robert Kane is on hold", { ...held, consult: consult(), parties: [robert, ben] }],
    ["Talking with Ana Diaz, Robert Kane is on hold", { ...held, consult: consult({ name: "Ana Diaz", role: "asked" }) }],
    ["In call with Robert Kane and Ben Okafor", { parties: [{ ...robert, words: "" }, ben] }],
    ["In call with Robert Kane and Ben Okafor", { parties: [ben, { ...robert, words: "" }] }],
    ["In call with Robert Kane", { parties: [ben] }],
    ["You are on hold. The music plays until your agent is back.", { held: true }],
    ["Your agent's connection was lost. We are ringing the others: please stay.", { held: true, reoffered: true }],
  ];
  for (const [words, situation] of cases) {
    test(`${words} (${JSON.stringify(situation).length} letters of facts)`, () => {
      assert.equal(aPhone(situation).phone.view.words, words);
    });
  }

  test("three agents and a customer are joined by commas", () => {
    const { phone } = aPhone({ parties: [{ name: "Robert Kane", words: "" }, ben, { name: "Pia", words: "" }] });
    assert.equal(phone.view.words, "In call with Robert Kane, Ben Okafor and Pia");
  });

  test("the time of the hold runs in the status, or beside it while somebody is asked", () => {
    const { phone, hear } = aPhone({ heldSince: 5 });
    assert.deepEqual([phone.view.heldSince, phone.view.held], [5, null]);
    hear({ heldSince: 5, consult: consult({ state: "ringing" }) });
    assert.deepEqual([phone.view.heldSince, phone.view.held, phone.view.consulting], [5, "Robert Kane is on hold", true]);
  });

  test("a call from a telephone shows its number, and that nobody vouches for it", () => {
    const { phone } = aPhone({ number: "+1 415 867 5309", unverified: true });
    assert.deepEqual(phone.view.number, { words: "+1 415 867 5309", unverified: true });
  });

  test("sound on the telephone is told, and muted there", () => {
    const { phone } = aPhone({ onPhone: true });
    assert.equal(phone.view.more, "The sound is on your telephone.");
    assert.equal(phone.view.can.mute, false);
  });

  test("a desk that tells nothing of all that has a plain call", () => {
    const line = new FakeLine();
    const phone = new Softphone(line, new FakeClock());
    line.tell({ type: "accepted", call: aCall({ liveAt: 1 }) });
    assert.equal(phone.view.words, "In call with Robert Kane");
    const { hold, resume, consult, keypad } = phone.view.can;
    assert.deepEqual([hold, resume, consult, keypad, phone.view.number], [false, false, false, false, null]);
  });
});

describe("a call that is handed over", () => {
  const rung = (situation) => {
    const line = new FakeLine();
    const phone = new Softphone(line, new FakeClock());
    line.tell({ type: "incoming", call: inCall(situation, { liveAt: null }) });
    return phone.view;
  };

  test("shows who hands over whom, why, and the ticket, before it is answered", () => {
    const { from, who, about, ticket } = rung({ from: "Ana Diaz hands over", consult: consult({ role: "asked", state: "ringing" }) });
    assert.deepEqual([from, who, about, ticket], ["Ana Diaz hands over", "Robert Kane", "The mallet broke", "/dashboard/tickets/12"]);
  });

  test("after its agent was lost says that the customer waits", () => {
    assert.equal(rung({ reoffered: true }).from, "The customer's agent was lost: they are waiting on hold.");
  });

  test("can be rung again after it ended for this agent", () => {
    const line = new FakeLine();
    const phone = new Softphone(line, new FakeClock());
    const call = inCall({}, { liveAt: null });
    line.tell({ type: "incoming", call });
    phone.reject();
    line.tell({ type: "incoming", call });
    assert.equal(phone.view.state, "ended");
    line.tell({ type: "ended", call, words: null });
    line.tell({ type: "incoming", call });
    assert.equal(phone.view.state, "ringing");
  });
});

describe("keys", () => {
  for (const command of ["hold", "resume", "handOver", "bringIn", "cancelConsult"]) {
    test(`${command} waits for the desk, and is said once`, () => {
      const { line, phone, hear } = aPhone({ can: { [command]: true } });
      phone[command]();
      phone[command]();
      assert.deepEqual(line.commands, [[command, "k1"]]);
      assert.equal(phone.view.pressed, command);
      assert.equal(phone.view.can[command], true);
      hear({});
      assert.equal(phone.view.pressed, null);
      assert.equal(phone.view.can[command], false);
    });
  }

  test("a refusal shows its words and gives the key back", () => {
    const { line, phone } = aPhone();
    phone.hold();
    line.tell({ type: "refused", call: "k1", words: "Ben Okafor is in another call." });
    assert.equal(phone.view.pressed, null);
    assert.deepEqual(phone.view.problem, { words: "Ben Okafor is in another call.", tone: "stop" });
  });

  test("what became of a question is shown, also when no key waits", () => {
    const { line, phone } = aPhone();
    line.tell({ type: "refused", call: "k1", words: "Ben Okafor did not answer." });
    assert.equal(phone.view.problem.words, "Ben Okafor did not answer.");
  });

  test("a refusal of nothing that was asked is not shown", () => {
    const { line, phone } = aPhone();
    line.tell({ type: "refused", call: null, words: "This message was not understood." });
    assert.equal(phone.view.problem, null);
  });

  test("a desk that does not answer within ten seconds gives the key back", () => {
    const { clock, phone } = aPhone();
    phone.hold();
    clock.advance(10_000);
    assert.equal(phone.view.pressed, null);
    assert.match(phone.view.problem.words, /does not answer/);
  });

  test("without a connection nothing is asked that would happen later by surprise", () => {
    const { line, phone } = aPhone();
    line.tell({ type: "state", connection: "lost", words: null });
    phone.hold();
    assert.deepEqual(line.commands, []);
    assert.match(phone.view.problem.words, /connection to the desk is lost/);
  });

  test("Hold that is off stays in sight and says why", () => {
    const { phone } = aPhone({ can: {}, holdProblem: "This call cannot be put on hold." });
    assert.equal(phone.view.can.hold, true);
    assert.equal(phone.view.holdProblem, "This call cannot be put on hold.");
  });

  test("the keypad belongs to calls that carry its keys", () => {
    const { line, phone, hear } = aPhone();
    assert.equal(phone.view.can.keypad, false);
    hear({ digits: true });
    assert.equal(phone.view.can.keypad, true);
    for (const digits of ["1", "*", "#", "x", ""]) phone.sendDigits(digits);
    assert.deepEqual(line.commands.map(([, , digits]) => digits), ["1", "*", "#"]);
  });
});

describe("hanging up while a colleague is asked", () => {
  const asking = () => aPhone({ heldSince: 5, consult: consult(), can: {} });

  test("is for the desk to decide, which keeps the call or ends it", () => {
    const { line, phone, hear } = asking();
    phone.hangUp();
    assert.deepEqual([line.commands, phone.view.state, phone.view.pressed], [[["hangUp", "k1"]], "live", "hangUp"]);
    hear({});
    assert.equal(phone.view.words, "In call with Robert Kane");
    line.tell({ type: "ended", call: inCall(), words: null });
    assert.equal(phone.view.words, "Call ended");
  });

  test("pressed again, or without a connection, ends it here at once", () => {
    const again = asking();
    again.phone.hangUp();
    again.phone.hangUp();
    assert.equal(again.phone.view.words, "Call ended");
    const alone = asking();
    alone.line.tell({ type: "state", connection: "lost", words: null });
    alone.phone.hangUp();
    assert.equal(alone.phone.view.words, "Call ended");
  });
});

describe("asking a colleague", () => {
  const colleague = { id: 7, name: "Ben Okafor", presence: "available", words: "Available", canBeRung: true };

  test("the list is asked for, shown, chosen from and closed", () => {
    const { line, phone } = aPhone();
    phone.openConsult();
    assert.deepEqual(phone.view.consultList, { colleagues: null });
    line.tell({ type: "colleagues", colleagues: [colleague] });
    assert.deepEqual(phone.view.consultList, { colleagues: [colleague] });
    phone.consult(7);
    assert.deepEqual(line.commands, [["askColleagues", "k1"], ["consult", "k1", 7]]);
    assert.deepEqual([phone.view.consultList, phone.view.pressed], [null, "consult"]);
  });

  test("an answer after the list was closed does not open it", () => {
    const { line, phone } = aPhone();
    phone.openConsult();
    phone.closeConsult();
    line.tell({ type: "colleagues", colleagues: [colleague] });
    assert.equal(phone.view.consultList, null);
  });

  test("the end of the call closes it", () => {
    const { line, phone, hear } = aPhone();
    phone.openConsult();
    line.tell({ type: "ended", call: inCall(), words: null });
    hear({ can: { consult: true } }, { id: "k2" });
    assert.equal(phone.view.consultList, null);
  });
});

describe("what an answered call opens", () => {
  test("is a link where there is no ticket", () => {
    const { phone, hear } = aPhone();
    hear({ pop: "/dashboard/tickets/new" }, { ticket: null });
    assert.equal(phone.view.ticket, "/dashboard/tickets/new");
  });

  const pop = "/dashboard/tickets/12";
  const incoming = (line) => line.tell({ type: "incoming", call: inCall({ pop }, { liveAt: null }) });

  test("is opened by the page that answered", async () => {
    const line = new FakeLine();
    const phone = new Softphone(line, new FakeClock());
    incoming(line);
    assert.equal(phone.view.pop, null);
    phone.answer();
    await settle();
    line.tell({ type: "accepted", call: inCall({ pop }) });
    assert.equal(phone.view.pop, pop);
  });

  test("and by no other, nor for a call one made", () => {
    const { phone, hear } = aPhone();
    hear({ pop });
    assert.equal(phone.view.pop, null);
  });
});

test("music plays on the page of who waits, where no telephone network plays it", () => {
  assert.equal(aPhone({ held: true }).phone.view.music, true);
  assert.equal(aPhone({ held: true, playsMusic: false }).phone.view.music, false);
  const { phone, hear } = aPhone({ held: true });
  hear({ held: true }, { mine: false });
  assert.equal(phone.view.music, false);
});
