// What the Voice SDK and the telephones of the double have in common: the socket, and the sound between pages.

/** The socket to the double. It comes back by itself and says then which calls it is in. */
class Wire extends EventTarget {
  #address;
  #hello;
  #socket = null;
  #page = crypto.randomUUID();
  #queue = [];
  #tries = 0;
  #timer = 0;
  #closed = false;

  /**
   * @param {string} origin of the double, such as http://localhost:9099
   * @param {() => object} hello more of what is said first, each time anew
   */
  constructor(origin, hello = () => ({})) {
    super();
    this.#address = `${origin.replace(/^http/, "ws")}/double/socket`;
    this.#hello = hello;
  }

  get isOpen() {
    return this.#socket?.readyState === 1;
  }

  open() {
    if (this.#socket || this.#closed) return;
    const socket = new WebSocket(this.#address);
    this.#socket = socket;
    socket.onopen = () => {
      this.#tries = 0;
      socket.send(JSON.stringify({ type: "hello", page: this.#page, ...this.#hello() }));
      this.#tell("open");
      for (const text of this.#queue.splice(0)) socket.send(text);
    };
    socket.onmessage = ({ data }) => this.#tell("message", JSON.parse(data));
    socket.onclose = () => {
      if (this.#socket !== socket) return;
      this.#socket = null;
      this.#tell("lost");
      if (this.#closed) return;
      this.#timer = setTimeout(() => this.open(), Math.min(200 * 2 ** this.#tries++, 5000));
    };
  }

  /** Sent now, or when the socket is open. */
  send(message) {
    const text = JSON.stringify(message);
    if (this.isOpen) this.#socket.send(text);
    else this.#queue.push(text);
  }

  close() {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#socket?.close();
    this.#socket = null;
  }

  #tell(type, detail = null) {
    this.dispatchEvent(Object.assign(new Event(type), { detail }));
  }
}

/** The sound between one leg and the other legs of its room, page to page. */
class Mesh {
  #wire;
  #call;
  #options;
  #microphone = null;
  #muted = false;
  #links = new Map();
  /** What all others say. */
  remote = new MediaStream();

  /**
   * @param {Wire} wire
   * @param {string} call the sid of this leg
   * @param {{codecs?: string[], onState?: (state: string) => void}} options
   */
  constructor(wire, call, options = {}) {
    this.#wire = wire;
    this.#call = call;
    this.#options = options;
  }

  /** @param {MediaStream | null} stream */
  setMicrophone(stream) {
    this.#microphone = stream;
    for (const link of this.#links.values()) link.setTrack(this.#track());
  }

  setMuted(muted) {
    this.#muted = muted;
    for (const link of this.#links.values()) link.setMuted(muted);
  }

  /** @param {{leg: string, link: number, offers: boolean, sends: boolean, hears: boolean}[]} peers */
  update(peers) {
    const wanted = new Map(peers.map((peer) => [peer.leg, peer]));
    for (const [leg, link] of this.#links) {
      if (wanted.get(leg)?.link !== link.number) this.#drop(leg);
    }
    for (const peer of peers) this.#link(peer).allow(peer.sends, peer.hears);
  }

  /** @param {{from: string, link: number, data: object}} signal */
  receive({ from, link, data }) {
    const known = this.#links.get(from);
    if (known?.number === link) known.receive(data);
  }

  close() {
    for (const leg of [...this.#links.keys()]) this.#drop(leg);
  }

  #link(peer) {
    const known = this.#links.get(peer.leg);
    if (known) return known;
    const link = new Link({
      number: peer.link,
      offers: peer.offers,
      track: this.#track(),
      muted: this.#muted,
      codecs: this.#options.codecs,
      send: (data) => this.#wire.send({ type: "signal", call: this.#call, to: peer.leg, link: peer.link, data }),
      onTrack: (track) => this.remote.addTrack(track),
      onState: this.#options.onState,
    });
    this.#links.set(peer.leg, link);
    return link;
  }

  #drop(leg) {
    const link = this.#links.get(leg);
    this.#links.delete(leg);
    link?.close();
    for (const track of this.remote.getTracks()) if (track.readyState === "ended") this.remote.removeTrack(track);
  }

  #track() {
    return this.#microphone?.getAudioTracks()[0] ?? null;
  }
}

/** One connection to one other leg. One of the two makes the offers, so that they never meet halfway. */
class Link {
  #settings;
  #peer;
  #sender = null;
  #player = new Audio();
  #own = null;
  #sends = false;
  #muted;
  #candidates = [];

  constructor(settings) {
    this.number = settings.number;
    this.#settings = settings;
    this.#muted = settings.muted;
    this.#peer = new RTCPeerConnection();
    this.#peer.onicecandidate = ({ candidate }) => candidate && settings.send({ candidate: candidate.toJSON() });
    this.#peer.ontrack = ({ track }) => {
      this.#player.srcObject = new MediaStream([track]);
      this.#player.play().catch(() => {});
      settings.onTrack(track);
    };
    this.#peer.onconnectionstatechange = () => this.#noteState();
    if (settings.offers) {
      this.#sender = this.#peer.addTransceiver("audio", { direction: "sendrecv" });
      this.#preferCodecs();
      this.setTrack(settings.track);
      this.#offer();
    }
  }

  /** Whether the other one may hear us, and we the other one. */
  allow(sends, hears) {
    this.#sends = sends;
    this.#player.muted = !hears;
    this.#applySilence();
  }

  setMuted(muted) {
    this.#muted = muted;
    this.#applySilence();
  }

  /** A copy of the microphone's track for each connection: each is silent for itself. */
  setTrack(track) {
    this.#settings.track = track;
    this.#own?.stop();
    this.#own = track?.clone() ?? null;
    this.#applySilence();
    this.#sender?.sender.replaceTrack(this.#own).catch(() => {});
  }

  async receive({ description, candidate }) {
    try {
      if (description) await this.#describe(description);
      else if (this.#peer.remoteDescription) await this.#peer.addIceCandidate(candidate);
      else this.#candidates.push(candidate);
    } catch (error) {
      if (this.#peer.signalingState !== "closed") console.warn("The double's sound:", error);
    }
  }

  close() {
    this.#own?.stop();
    this.#player.srcObject = null;
    for (const receiver of this.#peer.getReceivers()) receiver.track?.stop();
    this.#peer.close();
  }

  async #describe(description) {
    await this.#peer.setRemoteDescription(description);
    for (const candidate of this.#candidates.splice(0)) await this.#peer.addIceCandidate(candidate);
    if (description.type !== "offer") return;
    if (!this.#sender) {
      this.#sender = this.#peer.getTransceivers()[0] ?? null;
      if (this.#sender) this.#sender.direction = "sendrecv";
      this.setTrack(this.#settings.track);
    }
    await this.#peer.setLocalDescription();
    this.#settings.send({ description: this.#peer.localDescription });
  }

  async #offer(options = {}) {
    try {
      await this.#peer.setLocalDescription(await this.#peer.createOffer(options));
      this.#settings.send({ description: this.#peer.localDescription });
    } catch (error) {
      if (this.#peer.signalingState !== "closed") console.warn("The double's sound:", error);
    }
  }

  #noteState() {
    const state = this.#peer.connectionState;
    if (state === "failed" && this.#settings.offers) this.#offer({ iceRestart: true });
    this.#settings.onState?.(state);
  }

  #applySilence() {
    if (this.#own) this.#own.enabled = this.#sends && !this.#muted;
  }

  #preferCodecs() {
    const wanted = this.#settings.codecs;
    const able = RTCRtpReceiver.getCapabilities?.("audio")?.codecs;
    if (!wanted?.length || !able) return;
    const rank = ({ mimeType }) => {
      const place = wanted.indexOf(mimeType.split("/")[1].toLowerCase());
      return place < 0 ? wanted.length : place;
    };
    this.#sender.setCodecPreferences?.(able.toSorted((one, other) => rank(one) - rank(other)));
  }
}
