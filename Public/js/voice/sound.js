/** Whether the browser could let this page be heard by now; where it does not say, trying is harmless. */
function hasBeenUsed() {
  const activation = /** @type {{userActivation?: {hasBeenActive: boolean}}} */ (navigator).userActivation;
  return activation?.hasBeenActive ?? true;
}

/** @typedef {HTMLAudioElement & {setSinkId?: (id: string) => Promise<void>}} Player */
/** @typedef {AudioContext & {setSinkId?: (id: string) => Promise<void>}} Context */

/** Whether people can choose where voices, and where tones are heard. */
export const canChooseSpeaker = () => "setSinkId" in HTMLMediaElement.prototype;
export const canChooseRinger = () => "setSinkId" in AudioContext.prototype;

/** Everything this page lets people hear, and whether the browser allows it yet. */
export class Sound {
  #context = /** @type {AudioContext | null} */ (null);
  /** @type {Set<Player>} */
  #players = new Set();
  /** @type {Set<Player>} */
  #silenced = new Set();
  #speaker = "";
  /** @type {((blocked: boolean) => void)[]} */
  #watchers = [];
  #wanted = false;
  /** @type {((running: boolean) => void)[]} */
  #runners = [];

  constructor() {
    for (const gesture of ["pointerdown", "keydown"]) document.addEventListener(gesture, () => void this.unlock(), { capture: true });
  }

  /** @param {(blocked: boolean) => void} watcher */
  watch(watcher) {
    this.#watchers.push(watcher);
  }

  /** @param {(running: boolean) => void} runner  told when the browser lets this page make tones, and when no more */
  onRunning(runner) {
    this.#runners.push(runner);
  }

  /** @returns {AudioContext} */
  get context() {
    this.#context ??= this.#makeContext();
    return this.#context;
  }

  /** @param {string} id  the speaker for voices, empty for the browser's own choice */
  speakOn(id) {
    this.#speaker = id;
    for (const player of this.#players) void sendTo(player, id);
  }

  /** @param {string} id  the speaker for tones */
  async toneOn(id) {
    await sendTo(/** @type {Context} */ (this.context), id);
  }

  /**
   * The other page's voice.
   *
   * @param {string} leg
   * @param {MediaStream} stream
   * @returns {() => void}  stops it
   */
  play(leg, stream) {
    const audio = /** @type {Player} */ (document.createElement("audio"));
    audio.dataset.peerAudio = leg;
    audio.srcObject = stream;
    return this.#add(audio);
  }

  /**
   * A file of ours, again and again.
   *
   * @param {string} url
   * @returns {() => void}  stops it
   */
  playFile(url) {
    const audio = /** @type {Player} */ (document.createElement("audio"));
    audio.loop = true;
    audio.dataset.holdMusic = "";
    audio.src = url;
    return this.#add(audio);
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

  /** @param {Player} audio */
  #add(audio) {
    audio.autoplay = true;
    document.body.append(audio);
    this.#players.add(audio);
    if (this.#speaker) void sendTo(audio, this.#speaker);
    void this.#start(audio);
    return () => this.#stop(audio);
  }

  #makeContext() {
    const context = new AudioContext();
    context.addEventListener("statechange", () => {
      for (const runner of this.#runners) runner(context.state === "running");
      this.#tell();
    });
    return context;
  }

  /** @param {Player} audio */
  async #start(audio) {
    try {
      await audio.play();
      this.#silenced.delete(audio);
    } catch (error) {
      if (error instanceof DOMException && error.name === "NotAllowedError") this.#silenced.add(audio);
    }
    this.#tell();
  }

  /** @param {Player} audio */
  #stop(audio) {
    this.#players.delete(audio);
    this.#silenced.delete(audio);
    audio.pause();
    audio.srcObject = null;
    audio.removeAttribute("src");
    audio.remove();
    this.#tell();
  }

  #tell() {
    const blocked = this.#silenced.size > 0 || (this.#wanted && this.context.state !== "running");
    for (const watcher of this.#watchers) watcher(blocked);
  }
}

/**
 * A speaker that is not there any more leaves the sound where it is.
 *
 * @param {{setSinkId?: (id: string) => Promise<void>, sinkId?: unknown}} player
 * @param {string} id
 */
async function sendTo(player, id) {
  if (!player.setSinkId || player.sinkId === id) return;
  await player.setSinkId(id).catch((error) => console.warn("This speaker cannot be used:", error));
}
