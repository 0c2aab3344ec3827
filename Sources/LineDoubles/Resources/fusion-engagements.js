// What the page around does with the toolbar's words: offers, engagements and wrap-up windows, by event id.

class Engagements {
  /** @type {Map<string, {eventId: string, state: string, inData: object, outData: object, reason: string | null, starts: number}>} */
  all = new Map();
  fields = {};
  #changed;

  constructor(changed) {
    this.#changed = changed;
  }

  get shown() {
    return [...this.all.values()].reverse().find(({ state }) => state !== "over") ?? null;
  }

  newComm({ eventId, inData }, renames) {
    const name = renames ? `fusion-${eventId}` : eventId;
    const outData = { ...outDataOf(inData), eventId: name };
    const known = this.all.get(name);
    if (!known) this.all.set(name, { eventId: name, state: "offered", inData, outData, reason: null, starts: 0 });
    this.#changed();
    return { eventId: name, outData };
  }

  startComm({ eventId, inData }) {
    const engagement = this.all.get(eventId);
    if (!engagement || engagement.state === "over" || engagement.state === "wrap-up") throw new Error(`no engagement ${eventId}`);
    Object.assign(engagement, { state: "started", startData: inData, starts: engagement.starts + 1 });
    this.#changed();
    return { eventId, outData: engagement.outData, wrapupId: `wrap-up-${eventId}`, screenPopMode: "SCREENPOP" };
  }

  closeComm({ eventId, reason, inData }) {
    const engagement = this.all.get(eventId);
    if (!engagement) throw new Error(`no engagement ${eventId}`);
    const hasWrapUp = engagement.starts > 0 && (reason === "WRAPUP" || reason === "HANGUP");
    if (engagement.state !== "over") {
      if (hasWrapUp && engagement.state !== "wrap-up") this.fields = {};
      Object.assign(engagement, { state: hasWrapUp ? "wrap-up" : "over", closeData: inData });
    }
    (engagement.reasons ??= []).push(reason);
    engagement.reason = reason;
    this.#changed();
    return { eventId, outData: engagement.outData, wrapupId: `wrap-up-${eventId}` };
  }
}
