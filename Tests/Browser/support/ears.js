// Runs in every page before its own scripts: remembers which tones the page makes and which notices it shows.
(() => {
  const tones = [];
  const notices = [];
  const isHeard = ({ stopped, node }) => !stopped && node.context.state === "running";
  const start = OscillatorNode.prototype.start;
  const stop = OscillatorNode.prototype.stop;
  OscillatorNode.prototype.start = function (...when) {
    tones.push({ pitch: Math.round(this.frequency.value), node: this, stopped: false });
    return start.apply(this, when);
  };
  OscillatorNode.prototype.stop = function (...when) {
    for (const tone of tones) if (tone.node === this) tone.stopped = true;
    return stop.apply(this, when);
  };

  class Notice extends EventTarget {
    static permission = "default";
    static asked = 0;
    static async requestPermission() {
      Notice.asked += 1;
      Notice.permission = "granted";
      return "granted";
    }
    constructor(title, options = {}) {
      super();
      this.told = { title, body: options.body, tag: options.tag, closed: false };
      notices.push(this);
    }
    close() {
      this.told.closed = true;
    }
  }
  Object.defineProperty(window, "Notification", { value: Notice });

  let hidden = false;
  Object.defineProperty(document, "hidden", { get: () => hidden });
  Object.defineProperty(document, "visibilityState", { get: () => (hidden ? "hidden" : "visible") });

  const ears = {
    sounding: () => tones.filter(isHeard).map((tone) => tone.pitch),
    made: () => tones.map((tone) => tone.pitch),
    notices: () => notices.map((notice) => notice.told),
    click: (number) => notices[number].dispatchEvent(new Event("click")),
    asked: () => Notice.asked,
    hide: (now) => {
      hidden = now;
      document.dispatchEvent(new Event("visibilitychange"));
    },
  };
  Object.defineProperty(window, "ears", { value: ears });
})();
