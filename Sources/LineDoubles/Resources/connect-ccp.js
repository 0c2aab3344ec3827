// The panel in the hidden frame: it passes on what the page and the centre say, and carries the sound. Opened in a
// window it is the sign-in.
"use strict";

const FRAME = crypto.randomUUID();
const isFramed = window.parent !== window;
const login = () => localStorage.getItem("connect-login");
const toPage = (message) => window.parent.postMessage(message, "*");

if (isFramed) servePage();
else serveSignIn();

function serveSignIn() {
  const form = document.querySelector(".sign-in");
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    localStorage.setItem("connect-login", new FormData(form).get("login"));
    form.hidden = true;
    document.querySelector(".words").textContent = "You are signed in. The desk notices it within ten seconds; this window may be closed.";
  });
}

function servePage() {
  const sound = new ConnectSound((signal) => relay.say({ ...signal, from: FRAME }));
  let isAcknowledged = false;
  const relay = openRelay((message) => {
    if (message.type === "open" && login()) return hello();
    if (message.to !== login() || (message.frame && message.frame !== FRAME)) return;
    hear(message, sound);
  });
  const hello = () => relay.say({ type: "hello", login: login(), frame: FRAME });

  function hear({ to: _to, frame: _frame, ...message }, sound) {
    if (message.type === "signal") return void sound.receive(message);
    if (message.type === "ack") isAcknowledged = true;
    if (message.type === "authFail") localStorage.removeItem("connect-login");
    if (message.type === "muted") sound.mute(message.muted);
    if (message.type === "snapshot") follow(message.snapshot, sound);
    toPage(message);
  }

  // Like Amazon's, the first of an agent's tabs has the sound.
  let isFirst = false;
  void navigator.locks.request("connect-sound", () => {
    isFirst = true;
    return new Promise(() => {});
  });

  function follow({ contacts }, sound) {
    const talks = contacts.find((contact) => contact.state === "connected");
    if (!talks) return sound.stop();
    if (!isFirst || sound.contact === talks.contactId) return;
    sound.start(talks.contactId, FRAME).catch(() => {
      toPage({ type: "softphoneError", error: { errorType: "microphone_not_shared", errorMessage: "blocked" } });
    });
  }

  window.addEventListener("message", ({ source, data }) => {
    if (source !== window.parent) return;
    if (data.type === "syn") return void (login() && !isAcknowledged && hello());
    relay.say({ ...data, login: login(), frame: FRAME });
  });
}
