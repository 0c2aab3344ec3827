// Put into a page: notes when a button was pressed, when the page showed that it rings, and when sound first came in.
// Times are milliseconds on the clock that all pages of one browser share.
(() => {
  const now = () => performance.timeOrigin + performance.now();
  const times = { pressed: 0, rang: 0, heard: 0 };

  addEventListener("click", (event) => { times.pressed = performance.timeOrigin + event.timeStamp; }, { capture: true });

  // A change of the document is seen by people with the next frame.
  const showsRinging = () => document.querySelector("[data-answer]:not([hidden])") !== null;
  new MutationObserver(() => {
    if (times.rang || !showsRinging()) return;
    times.rang = -1;
    requestAnimationFrame(() => { times.rang = now(); });
  }).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ["hidden"] });

  const lookForSound = async () => {
    const { packets } = await window.instruments.heard();
    if (!times.heard && packets > 0) times.heard = now();
  };
  const listen = () => {
    const timer = setInterval(() => (times.heard ? clearInterval(timer) : lookForSound()), 10);
  };

  const reset = () => Object.assign(times, { pressed: 0, rang: 0, heard: 0 });
  window.stopwatch = { times, listen, reset };
})();
