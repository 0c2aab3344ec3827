/** Whether the browser could let this page be heard by now; where it does not say, trying is harmless. */
function hasBeenUsed() {
  const activation = /** @type {{userActivation?: {hasBeenActive: boolean}}} */ (navigator).userActivation;
  return activation?.hasBeenActive ?? true;
}

/** Everything this page lets people hear, and whether the browser allows it yet. */
export class Sound {
  #context = /** @type {AudioContext | null} */ (null);
  /** @type {Set<HTMLAudioElement>} */
  #silenced = new Set();
  /** @type {((blocked: boolean) => void)[]} */
  #watchers = [];
  #wanted = false;

  constructor() {
    for (const gesture of ["pointerdown", "keydown"]) document.addEventListener(gesture, () => void this.unlock(), { capture: true });
  }

  /** @param {(blocked: boolean) => void} watcher */
  watch(watcher) {
    this.#watchers.push(watcher);
  }

  /** @returns {AudioContext} */
  get context() {
    this.#context ??= this.#makeContext();
    return this.#context;
  }

  /**
   * The other page's voice.
   *
   * @param {string} leg
   * @param {MediaStream} stream
   * @returns {() => void}  stops it
   */
  play(leg, stream) {
    const audio = document.createElement("audio");
    audio.autoplay = true;
    audio.dataset.peerAudio = leg;
    audio.srcObject = stream;
    document.body.append(audio);
    void this.#start(audio);
    return () => this.#stop(audio);
  }

  /** @param {boolean} wanted  whether a tone ought to be heard now */
  want(wanted) {
    this.#wanted = wanted;
    this.#tell();
  }

  /** Tries again, which works once somebody has pressed a button or a key on this page. */
  async unlock() {
    if (this.context.state === "suspended" && hasBeenUsed()) await this.context.resume().catch(() => {});
    await Promise.all([...this.#silenced].map((audio) => this.#start(audio)));
    this.#tell();
  }

  #makeContext() {
    const context = new AudioContext();
    context.addEventListener("statechange", () => this.#tell());
    return context;
  }

  /** @param {HTMLAudioElement} audio */
  async #start(audio) {
    try {
      await audio.play();
      this.#silenced.delete(audio);
    } catch (error) {
      if (error instanceof DOMException && error.name === "NotAllowedError") this.#silenced.add(audio);
    }
    this.#tell();
  }

  /** @param {HTMLAudioElement} audio */
  #stop(audio) {
    this.#silenced.delete(audio);
    audio.srcObject = null;
    audio.remove();
    this.#tell();
  }

  #tell() {
    const blocked = this.#silenced.size > 0 || (this.#wanted && this.context.state !== "running");
    for (const watcher of this.#watchers) watcher(blocked);
  }
}
