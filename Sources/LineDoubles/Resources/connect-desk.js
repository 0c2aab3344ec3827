// The contact centre itself, and whoever plays the customer, the one who is asked, and bad luck.
"use strict";

const relay = openRelay((message) => {
  if (message.to === "centre" && message.type === "signal") void hearSignal(message);
  else if (message.to === undefined) centre.hear(message);
});
const centre = new ConnectCentre((message) => relay.say(message), (run, milliseconds) => setTimeout(run, milliseconds));
const mixer = new ConnectMixer((message) => relay.say(message));
const { exchange } = centre;
globalThis.centre = centre;
centre.onChange = show;
// Frames that were there before this page say hello once more.
relay.say({ type: "open" });

const part = (selector) => document.querySelector(selector);
const make = (tag, text, className = "") => Object.assign(document.createElement(tag), { textContent: text, className });

function button(words, act, className = "") {
  const element = make("button", words, className);
  element.type = "button";
  element.addEventListener("click", () => {
    act();
    show();
  });
  return element;
}

async function hearSignal(message) {
  const contact = exchange.contacts.get(message.contact);
  if (!contact) return;
  await mixer.receive(message, contact.login);
  connectSound();
}

/** Who hears whom follows from who is connected and not on hold. */
function connectSound() {
  for (const contact of exchange.contacts.values()) {
    if (contact.state !== "connected") {
      mixer.drop(contact.contactId);
      continue;
    }
    const [customer, third] = [exchange.customer(contact), exchange.third(contact)];
    const parent = contact.parent && exchange.contacts.get(contact.parent);
    const isAsked = parent?.state === "connected";
    const theirs = isAsked ? exchange.third(parent) : null;
    const others = [third?.state === "connected" && third.child, theirs?.state === "connected" && contact.parent].filter(Boolean);
    // Whoever is asked hears the customer when they are brought in.
    const caller = isAsked ? exchange.customer(parent) : customer;
    const isOutside = third?.state === "connected" && !third.child;
    mixer.connect(contact.contactId, isOutside || caller?.state === "connected", others);
  }
}

function show() {
  connectSound();
  const contacts = [...exchange.contacts.values()].filter((contact) => !contact.isCleared);
  part(".none-contacts").hidden = contacts.length > 0;
  part(".contacts").replaceChildren(...contacts.map(showContact));
  part(".none-agents").hidden = exchange.agents.size > 0;
  part(".agents").replaceChildren(...[...exchange.agents.values()].map(showAgent));
}

function showContact(contact) {
  const { contactId: id, state } = contact;
  const [customer, third] = [exchange.customer(contact), exchange.third(contact)];
  const number = contact.connections.find((each) => each.isInitial)?.endpoint.phoneNumber;
  const card = make("li", "", "card");
  const sides = [`${number}: ${customer?.state ?? "gone"}`, third && `${third.endpoint.name}: ${third.state}`].filter(Boolean).join(" · ");
  card.dataset.contact = id;
  card.append(make("p", `${contact.login}, ${state} · ${sides}${contact.digits ? ` · keys ${contact.digits}` : ""}`));
  const keys = make("div", "", "row");
  if (state === "connecting" && contact.isInbound) keys.append(button("Let it be missed", () => exchange.letMiss(id)));
  if (state === "connecting" && !contact.isInbound) {
    keys.append(button("Answer as the customer", () => answer(id), "go"));
    keys.append(button("Be busy", () => exchange.customerRefuses(id, "LineEngagedCustomer")));
    keys.append(button("Do not answer", () => exchange.customerRefuses(id, "MissedCallCustomer")));
  }
  if (customer && ["connecting", "connected"].includes(state)) keys.append(button("Hang up as the customer", () => exchange.customerHangsUp(id), "stop"));
  if (third?.state === "connecting") keys.append(button(`Answer as ${third.endpoint.name}`, () => exchange.thirdAnswers(id), "go"));
  if (third && !third.child) keys.append(button(`Hang up as ${third.endpoint.name}`, () => exchange.thirdHangsUp(id), "stop"));
  card.append(keys);
  return card;
}

function answer(id) {
  void mixer.open();
  exchange.customerAnswers(id);
}

function showAgent(agent) {
  const { login } = agent;
  const card = make("li", "", "card");
  card.dataset.agent = login;
  card.append(make("p", `${agent.name} · ${exchange.stateOf(agent).name}${agent.next ? ` · then ${agent.next.name}` : ""}`));
  const keys = make("div", "", "row");
  keys.append(
    button("End the sign-in", () => centre.endSignIn(login)),
    button(agent.isDenied ? "Allow access" : "Deny access", () => centre.deny(login, (agent.isDenied = !agent.isDenied))),
    button("Open a second browser", () => centre.failSound(login, "user_busy_error")),
    button(agent.mediaFails ? "Let sound connect" : "Let no sound connect", () => (agent.mediaFails = !agent.mediaFails)),
    button("Block the microphone", () => centre.failSound(login, "microphone_not_shared")),
  );
  card.append(keys);
  return card;
}

part(".ring").addEventListener("submit", (event) => {
  event.preventDefault();
  void mixer.open();
  const { number, ...attributes } = Object.fromEntries(new FormData(event.target));
  const given = Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== ""));
  const contact = exchange.ring(number, given);
  part(".ring-words").textContent = contact ? "It rings." : "Nobody is available: sign in at the desk and go available.";
  show();
});

part(".trouble").addEventListener("submit", (event) => {
  event.preventDefault();
  centre.mischief = Object.fromEntries([...new FormData(event.target)].map(([name, value]) => [name, Number(value)]));
});
