// The sound between an agent's frame and the page that plays everybody else. Real audio, page to page.
"use strict";

/** The agent's end: their microphone, and what they hear. */
class ConnectSound {
  #say;
  #peer = null;
  #track = null;
  #player = new Audio();
  #contact = null;
  #muted = false;

  /** @param {(signal: object) => void} say to the page that plays the others */
  constructor(say) {
    this.#say = say;
  }

  get contact() {
    return this.#contact;
  }

  async start(contact, frame) {
    this.stop();
    this.#contact = contact;
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    [this.#track] = stream.getTracks();
    if (this.#contact !== contact) return this.#release();
    this.#track.enabled = !this.#muted;
    const peer = (this.#peer = new RTCPeerConnection());
    peer.addTrack(this.#track, stream);
    peer.ontrack = ({ track }) => {
      this.#player.srcObject = new MediaStream([track]);
      void this.#player.play();
      globalThis.heard = this.#player.srcObject;
    };
    await peer.setLocalDescription();
    await gathered(peer);
    this.#say({ to: "centre", type: "signal", contact, frame, description: peer.localDescription.toJSON() });
  }

  async receive({ contact, description }) {
    if (contact === this.#contact) await this.#peer?.setRemoteDescription(description);
  }

  mute(muted) {
    this.#muted = muted;
    if (this.#track) this.#track.enabled = !muted;
  }

  stop() {
    this.#contact = null;
    this.#peer?.close();
    this.#peer = null;
    this.#release();
    this.#player.srcObject = null;
    this.#muted = false;
  }

  #release() {
    this.#track?.stop();
    this.#track = null;
  }
}

/** The other end: each agent hears what those say whom they are connected with. */
class ConnectMixer {
  #say;
  #context = null;
  #agents = new Map();
  #person = null;

  constructor(say) {
    this.#say = say;
  }

  /** The customer and whoever is asked speak by the microphone of this page. */
  async open() {
    this.#context ??= new AudioContext();
    void this.#context.resume();
    if (this.#person) return;
    this.#person = this.#context.createGain();
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true }).catch(() => null);
    if (stream) this.#context.createMediaStreamSource(stream).connect(this.#person);
  }

  async receive({ contact, from, description }, login) {
    await this.open();
    this.#agents.get(contact)?.peer.close();
    const peer = new RTCPeerConnection();
    const hears = this.#context.createMediaStreamDestination();
    const says = this.#context.createGain();
    peer.ontrack = ({ track }) => this.#listen(track, says);
    peer.addTrack(hears.stream.getTracks()[0], hears.stream);
    await peer.setRemoteDescription(description);
    await peer.setLocalDescription();
    await gathered(peer);
    this.#agents.set(contact, { peer, hears, says, heard: "" });
    this.#say({ to: login, frame: from, type: "signal", contact, description: peer.localDescription.toJSON() });
  }

  /**
   * @param {string} contact
   * @param {boolean} hearsPerson whether a customer or somebody outside is connected with this agent
   * @param {string[]} others contacts of other agents in the same talk
   */
  connect(contact, hearsPerson, others) {
    const agent = this.#agents.get(contact);
    if (!agent) return;
    const sources = [hearsPerson && this.#person, ...others.map((each) => this.#agents.get(each)?.says)].filter(Boolean);
    for (const source of [this.#person, ...[...this.#agents.values()].map((each) => each.says)]) {
      if (source && agent.sources?.includes(source)) source.disconnect(agent.hears);
    }
    for (const source of sources) source.connect(agent.hears);
    if (agent.isPlayed) agent.says.disconnect(this.#context.destination);
    if (hearsPerson) agent.says.connect(this.#context.destination);
    Object.assign(agent, { sources, isPlayed: hearsPerson });
  }

  drop(contact) {
    this.#agents.get(contact)?.peer.close();
    this.#agents.delete(contact);
  }

  #listen(track, says) {
    const stream = new MediaStream([track]);
    // A remote track flows into the graph only where an element plays it, too.
    const element = new Audio();
    element.muted = true;
    element.srcObject = stream;
    void element.play();
    this.#context.createMediaStreamSource(stream).connect(says);
  }
}

/** All addresses are in the one description: nothing else has to be passed on. */
function gathered(peer) {
  return new Promise((done) => {
    if (peer.iceGatheringState === "complete") return done();
    peer.onicegatheringstatechange = () => peer.iceGatheringState === "complete" && done();
    setTimeout(done, 1000);
  });
}
