// The page of the double: it shows what goes on, and does what people at telephones do.

/** @type {(path: string, body?: object) => Promise<void>} */
async function post(path, body = {}) {
  const answer = await fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  const words = answer.ok ? "" : (await answer.json().catch(() => ({}))).message;
  document.querySelector(".said").textContent = words ?? "";
  await show();
}

/** @type {(name: string, ...children: (Node | string)[]) => HTMLElement} */
function make(name, ...children) {
  const element = document.createElement(name);
  element.append(...children);
  return element;
}

/** @type {(words: string, path: string, body: object) => HTMLElement} */
function key(words, path, body) {
  const button = make("button", words);
  button.addEventListener("click", () => void post(path, body));
  return button;
}

/** @type {(leg: any) => HTMLElement} */
function legRow(leg) {
  const on = { connectionId: leg.connectionId };
  const keys = {
    alerting: [["Answer on the desk phone", "/double/phone/answer"], ["Hang up as the customer", "/double/customer/hangup"]],
    dialing: [["Customer answers", "/double/customer/answer"], ["Customer is busy", "/double/customer/busy"]],
    connected: [["Hang up on the desk phone", "/double/phone/hangup"], ["Hang up as the customer", "/double/customer/hangup"]],
  }[leg.state] ?? [];
  const row = make("div", make("b", leg.agent), ` ${leg.state}${leg.held ? ", on hold" : ""}${leg.muted ? ", muted" : ""}`);
  const buttons = make("p", ...keys.map(([words, path]) => key(words, path, on)));
  buttons.className = "keys";
  row.append(buttons);
  return row;
}

/** @type {(call: any) => HTMLElement} */
function callRow(call) {
  const row = make("li", make("span", `${call.direction === "inbound" ? "From" : "To"} ${call.number} · customer ${call.customer}`));
  row.append(...call.legs.filter((leg) => leg.state !== "over").map(legRow));
  const { consulted } = call;
  if (consulted) row.append(make("span", `Asks ${consulted.number}: ${consulted.state} `, key("They answer", "/double/customer/answer", { connectionId: consulted.connectionId })));
  return row;
}

let shown = "";

async function show() {
  const answer = await fetch("/double/state").catch(() => null);
  if (!answer?.ok) return;
  const text = await answer.text();
  if (text === shown) return;
  shown = text;
  const state = JSON.parse(text);
  const calls = state.calls.filter((call) => call.legs.some((leg) => leg.state !== "over"));
  document.querySelector(".none").hidden = calls.length > 0;
  document.querySelector(".calls").replaceChildren(...calls.reverse().map(callRow));
  const agents = Object.entries(state.agents).map(([name, isReady]) => make("li", `${name}: ${isReady ? "takes calls" : "takes no calls"}`));
  document.querySelector(".agents").replaceChildren(...agents);
}

function begin() {
  document.querySelector(".ring").addEventListener("submit", (event) => {
    event.preventDefault();
    const { agent, number, name } = Object.fromEntries(new FormData(event.target));
    void post("/double/ring", { agent, number, ...(name ? { name } : {}) });
  });
  document.querySelector(".mischief").addEventListener("change", ({ target }) => void post("/double/mischief", { [target.name]: target.checked }));
  for (const button of document.querySelectorAll("[data-mischief]")) button.addEventListener("click", () => void post("/double/mischief", JSON.parse(button.dataset.mischief)));
  for (const button of document.querySelectorAll("[data-post]")) button.addEventListener("click", () => void post(button.dataset.post));
  void show();
  setInterval(() => void show(), 1000);
}

// Who signs in goes on with everything else that was asked for.
const login = document.querySelector(".login");
if (login) {
  for (const [name, value] of new URLSearchParams(location.search)) {
    if (name === "user") continue;
    const field = document.createElement("input");
    [field.type, field.name, field.value] = ["hidden", name, value];
    login.append(field);
  }
} else begin();
