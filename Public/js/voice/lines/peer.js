import { sampleFrom } from "./hearing.js";

/** @typedef {import("../../types.js").SignalData} SignalData */

/**
 * @typedef {object} PeerParts
 * @property {MediaStream} stream  our microphone
 * @property {boolean} [paused]  nothing is sent yet
 * @property {RTCConfiguration} configuration
 * @property {boolean} offer  whether this page makes the offers; the other one gives way
 * @property {boolean} [fresh]  this page came back to a call it was in before: it offers first
 * @property {(data: SignalData) => void} send
 * @property {(stream: MediaStream) => void} heard
 * @property {(state: RTCPeerConnectionState) => void} changed
 */

/**
 * The fingerprint of the certificate in a description: another one means another connection.
 *
 * @param {string | undefined} sdp
 * @returns {string | null}
 */
export function fingerprintOf(sdp) {
  return /^a=fingerprint:(.+)$/m.exec(sdp ?? "")?.[1]?.trim() ?? null;
}

/** The audio between this page and one other, agreed on by perfect negotiation. */
export class Peer {
  #parts;
  #connection;
  #mayOffer;
  /** @type {MediaStreamTrack | null} the microphone to send now; null for silence */
  #track;
  #paused;
  #offering = false;
  #ignoring = false;
  /** Looks since the connection was as it should be. */
  #waits = 0;
  /** @type {Promise<void>} */
  #work = Promise.resolve();

  /** @param {PeerParts} parts */
  constructor(parts) {
    this.#parts = parts;
    this.#mayOffer = parts.offer || Boolean(parts.fresh);
    this.#track = parts.stream.getAudioTracks()[0] ?? null;
    this.#paused = parts.paused ?? false;
    this.#connection = this.#open();
  }

  /**
   * Signals are taken one after the other.
   *
   * @param {SignalData} data
   */
  receive(data) {
    this.#work = this.#work.then(() => this.#take(data)).catch((error) => console.warn("Signal not usable:", error));
  }

  /** @param {MediaStreamTrack} track  the microphone to send from now on */
  async send(track) {
    this.#track = track;
    await this.#feed(this.#connection);
  }

  /** @param {boolean} paused  nothing is sent, while the connection stays */
  async pause(paused) {
    this.#paused = paused;
    await this.#feed(this.#connection);
  }

  /** A new way through the network, after the old one broke. */
  mend() {
    if (this.#parts.offer && this.#connection.signalingState === "stable") this.#connection.restartIce();
  }

  /** Called now and then: signals may get lost while the other page has no socket, so an offer is said again. */
  look() {
    const { signalingState, connectionState } = this.#connection;
    const waitsForAnswer = signalingState === "have-local-offer";
    this.#waits = waitsForAnswer || connectionState !== "connected" ? this.#waits + 1 : 0;
    if (waitsForAnswer && this.#waits > 1) this.#describe(this.#connection);
    else if (this.#waits > 0 && this.#waits % 4 === 0) this.mend();
  }

  /**
   * What was heard so far.
   *
   * @param {number} at
   */
  async sample(at) {
    const reports = await this.#connection.getStats();
    return sampleFrom(reports.values(), at);
  }

  close() {
    this.#connection.onconnectionstatechange = null;
    this.#connection.ontrack = null;
    this.#connection.close();
  }

  #open() {
    const connection = new RTCPeerConnection(this.#parts.configuration);
    connection.ontrack = (event) => this.#parts.heard(event.streams[0] ?? new MediaStream([event.track]));
    connection.onicecandidate = (event) => this.#parts.send({ candidate: event.candidate?.toJSON() ?? null });
    connection.onnegotiationneeded = () => void this.#offer();
    connection.onconnectionstatechange = () => this.#parts.changed(connection.connectionState);
    if (this.#track) connection.addTrack(this.#track, this.#parts.stream);
    if (this.#paused) void this.#feed(connection);
    return connection;
  }

  /** @param {RTCPeerConnection} connection */
  async #feed(connection) {
    const track = this.#paused ? null : this.#track;
    for (const sender of connection.getSenders()) await sender.replaceTrack(track);
  }

  async #offer() {
    if (!this.#mayOffer) return;
    const connection = this.#connection;
    try {
      this.#offering = true;
      await connection.setLocalDescription();
      this.#describe(connection);
    } catch (error) {
      if (connection === this.#connection) console.warn("No offer:", error);
    } finally {
      this.#offering = false;
    }
  }

  /** @param {RTCPeerConnection} connection */
  #describe(connection) {
    const description = connection.localDescription;
    if (description && connection === this.#connection) this.#parts.send({ description: description.toJSON() });
  }

  /** @param {SignalData} data */
  async #take(data) {
    if ("description" in data) await this.#takeDescription(data.description);
    else await this.#takeCandidate(data.candidate);
  }

  /** @param {RTCSessionDescriptionInit} description */
  async #takeDescription(description) {
    const collision = description.type === "offer" && (this.#offering || this.#connection.signalingState !== "stable");
    const isAnotherPage = this.#isAnotherPage(description);
    this.#ignoring = collision && this.#parts.offer && !isAnotherPage;
    if (this.#ignoring) return;
    // Browsers roll a first offer back badly: a new connection takes the other page's.
    if (isAnotherPage || (collision && !this.#connection.remoteDescription)) this.#reopen();
    const connection = this.#connection;
    await connection.setRemoteDescription(description);
    this.#mayOffer = true;
    if (description.type !== "offer") return;
    await connection.setLocalDescription();
    this.#describe(connection);
  }

  /** @param {RTCSessionDescriptionInit} description */
  #isAnotherPage(description) {
    const known = fingerprintOf(this.#connection.remoteDescription?.sdp);
    return description.type === "offer" && known !== null && known !== fingerprintOf(description.sdp);
  }

  #reopen() {
    this.close();
    this.#offering = false;
    this.#mayOffer = false;
    this.#connection = this.#open();
  }

  /** @param {RTCIceCandidateInit | null} candidate */
  async #takeCandidate(candidate) {
    if (!this.#connection.remoteDescription) return;
    try {
      await this.#connection.addIceCandidate(candidate ?? undefined);
    } catch (error) {
      if (!this.#ignoring) throw error;
    }
  }
}
