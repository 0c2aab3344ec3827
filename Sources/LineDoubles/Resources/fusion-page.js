// The page around the toolbar. Tests speak to it by window.fusion.

const find = (selector) => document.querySelector(selector);
const query = new URLSearchParams(location.search);
const desk = query.get("desk") ?? "DESK";
const LATE = 1_500;

const fusion = (window.fusion = {
  mischief: { microphone: true, late: false, doubled: false, lost: false, errors: false, plain: false, renames: false, missing: false },
  log: [],
  agent: null,
  errors: [],
  answers: [],
  subscriptions: new Set(),
  engagements: new Engagements(() => show()),
  open,
  command,
  ask,
  click,
  setField,
  save,
});

for (const name of Object.keys(fusion.mischief)) {
  if (query.has(name)) fusion.mischief[name] = query.get(name) !== "off";
  const box = find(`[name=${name}]`);
  box.checked = fusion.mischief[name];
  box.addEventListener("change", () => (fusion.mischief[name] = box.checked));
}

/** Frames the desk's toolbar as the real page does. */
function open() {
  const address = new URL("/toolbar", desk);
  address.search = new URLSearchParams({
    oraParentFrame: query.get("parent") ?? location.origin,
    oraTbName: "deskbell",
    oraApiSource: query.get("source") ?? `${location.origin}/ui-events-framework-client.js`,
  }).toString();
  const frame = document.createElement("iframe");
  frame.title = "Toolbar";
  if (fusion.mischief.microphone) frame.allow = "microphone; autoplay; clipboard-write";
  frame.src = address.href;
  frame.style.width = query.has("width") ? `${query.get("width")}px` : "";
  find("[data-frame]").replaceChildren(frame);
  fusion.subscriptions.clear();
}

function say(message) {
  find("iframe").contentWindow.postMessage({ fusion: true, ...message }, new URL(desk).origin);
}

window.addEventListener("message", (event) => {
  if (event.origin !== new URL(desk).origin || !event.data?.deskbellFusion) return;
  const { kind, id } = event.data;
  note("←", event.data);
  if (kind === "hello") say({ kind: "hello", mischief: fusion.mischief });
  else if (kind === "subscribe") fusion.subscriptions.add(event.data.event);
  else if (kind === "answer") fusion.answers.push(event.data);
  else if (kind === "publish") void answer(id, event.data);
});

async function answer(id, message) {
  const { late, doubled, lost, errors } = fusion.mischief;
  const isNew = message.operation === "newCommEvent";
  if (late) await new Promise((done) => setTimeout(done, LATE));
  const told = isNew && errors ? { error: "the look-up failed" } : done(message);
  if (isNew && lost) return;
  for (let time = 0; time < (doubled ? 2 : 1); time += 1) {
    say({ kind: "answered", id, ...told });
    note("→", { kind: "answered", operation: message.operation, ...told });
  }
}

function done({ operation, request }) {
  try {
    return { payload: obey(operation, request) ?? {} };
  } catch (error) {
    return { error: String(error.message) };
  }
}

function obey(operation, request) {
  const { engagements, mischief } = fusion;
  switch (operation) {
    case "newCommEvent":
      return engagements.newComm(request, mischief.renames);
    case "startCommEvent":
      pop(request);
      return engagements.startComm(request);
    case "closeCommEvent":
      return engagements.closeComm(request);
    case "agentStateEventOperation":
      fusion.agent = request;
      return show();
    case "outboundCommError":
      fusion.errors.push(request);
      return show();
    case "cxEventBusSetFieldValueOperation":
      fusion.engagements.fields[request.field] = request.value;
      return show();
    case "getConfigurationOperation":
      return { configuration: { agentId: "100", agentPartyId: "200", features: ["INBOUND_CALL", "OUTBOUND_CALL"] } };
  }
}

/** A button of this page; the toolbar's answer comes back as one of `answers`. */
function command(name, eventId = fusion.engagements.shown?.eventId ?? "") {
  const times = fusion.mischief.doubled ? 2 : 1;
  const commandId = crypto.randomUUID();
  for (let time = 0; time < times; time += 1) {
    push("onToolbarInteractionCommand", { command: name, commandId, eventId, slot: "1", target: "toolbar", timeStamp: Date.now() });
  }
  return commandId;
}

function ask(name) {
  const commandId = crypto.randomUUID();
  push("onToolbarAgentCommand", { command: name, commandId, channel: "PHONE", channelType: "ORA_SVC_PHONE" });
  return commandId;
}

/** Somebody clicks on a number. */
function click(number, contact = {}) {
  const uuid = crypto.randomUUID();
  const outData = { SVCMCA_ANI: number, SVCMCA_COMMUNICATION_DIRECTION: "ORA_SVC_OUTBOUND", ...contact };
  for (let time = 0; time < (fusion.mischief.doubled ? 2 : 1); time += 1) push("onOutgoingEvent", { uuid, origin: location.origin, outData });
  return uuid;
}

function push(event, data) {
  note("→", { kind: event, ...data });
  say({ kind: "event", event, data });
}

function setField(field, value) {
  fusion.engagements.fields[field] = value;
  say({ kind: "record", event: "cxEventBusOnFieldValueChangeEvent", data: { fieldName: field, newValue: value } });
  show();
}

function save() {
  for (const field of find("[data-wrap-up]").querySelectorAll("[name]")) {
    if (fusion.engagements.fields[field.name] !== field.value) setField(field.name, field.value);
  }
  say({ kind: "record", event: "cxEventBusOnAfterSaveEvent", data: {} });
}

/** The contact of the call opens, or a new one where nobody is known. */
function pop({ inData }) {
  const known = CONTACTS.find(({ id }) => id === inData.SVCMCA_CONTACT_ID);
  find("[data-page-title]").textContent = known ? known.name : "New contact";
  fusion.page = known ? `contact ${known.id}` : "new contact";
}

function note(arrow, message) {
  const entry = JSON.parse(JSON.stringify(message));
  fusion.log.push({ arrow, ...entry });
  const line = document.createElement("li");
  const { deskbellFusion, kind, id, operation, event, ...rest } = entry;
  line.textContent = `${arrow} ${operation ?? event ?? kind} ${JSON.stringify(rest)}`;
  find("[data-log]").prepend(line);
}

// What is to be seen.

function show() {
  const { engagements, agent, errors } = fusion;
  const { shown } = engagements;
  const phone = find("[data-phone]");
  const state = agent?.isLoggedIn ? (agent.isAvailable ? "available" : "unavailable") : "off";
  [phone.dataset.state, phone.textContent] = [state, `Phone: ${state}`];
  const name = shown?.outData.SVCMCA_DISPLAY_NAME ?? shown?.outData.SVCMCA_CONTACT_NAME ?? "Unknown caller";
  const isInbound = shown?.inData.SVCMCA_COMMUNICATION_DIRECTION === "ORA_SVC_INBOUND";
  part("offer", shown?.state === "offered" && isInbound, { name, number: shown?.inData.SVCMCA_ANI || "No number" });
  const words = shown?.state === "started" ? "In call" : "Calling…";
  part("engagement", shown?.state === "started" || (shown?.state === "offered" && !isInbound), { name, words });
  part("wrap-up", shown?.state === "wrap-up", { reason: `Closed with ${shown?.reason}` });
  for (const field of find("[data-wrap-up]").querySelectorAll("[name]")) {
    if (document.activeElement !== field) field.value = engagements.fields[field.name] ?? "";
  }
  const problem = find("[data-problem]");
  [problem.hidden, problem.textContent] = [errors.length === 0, errors.at(-1)?.errorMsg ?? ""];
}

function part(name, visible, texts) {
  find(`[data-${name}]`).hidden = !visible;
  for (const [key, text] of Object.entries(texts)) find(`[data-${name}-${key}]`).textContent = text;
}

for (const contact of CONTACTS) {
  const line = document.createElement("li");
  const [person, link] = [document.createElement("span"), document.createElement("a")];
  [person.className, person.textContent] = ["name", `${contact.name}, ${contact.organisation}`];
  [link.href, link.textContent] = [`tel:${contact.number}`, contact.number];
  link.addEventListener("click", (event) => {
    event.preventDefault();
    click(contact.number, { SVCMCA_CALL_ID: crypto.randomUUID(), SVCMCA_CONTACT_ID: contact.id, SVCMCA_DISPLAY_NAME: contact.name });
  });
  line.append(person, link);
  find("[data-contacts]").append(line);
}

for (const name of ["disconnect", "hold", "unhold", "mute", "unmute", "transfer"]) {
  const key = document.createElement("button");
  [key.type, key.textContent] = ["button", name];
  key.addEventListener("click", () => command(name));
  find("[data-engagement-keys]").append(key);
}

find("[data-accept]").addEventListener("click", () => command("accept"));
find("[data-reject]").addEventListener("click", () => command("reject"));
find("[data-phone]").addEventListener("click", () => ask(fusion.agent?.isAvailable ? "makeUnavailable" : "makeAvailable"));
find("[data-open-toolbar]").addEventListener("click", open);
find("[data-wrap-up]").addEventListener("input", (event) => setField(event.target.name, event.target.value));
find("[data-wrap-up]").addEventListener("submit", (event) => {
  event.preventDefault();
  save();
});
if (!query.has("closed")) open();
