import { open } from "../../Public/js/voice/lines/genesys.js";
import { FakeClock, FakeLive, FakeSocket, settle } from "./fakes.js";

/** A line to a Genesys that is the test; its answers are 202 unless told otherwise. */
export function aGenesys(settings = {}) {
  const clock = new FakeClock();
  const socket = new FakeLive();
  const sockets = [];
  const asked = [];
  const paths = [];
  const listeners = [];
  const world = { status: 202, error: "No.", isSilent: false };
  const answer = async (_path, { body, signal }) => {
    const request = JSON.parse(body);
    asked.push(request);
    if (world.isSilent) return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    if (world.status === 0) throw new TypeError("no network");
    return { ok: world.status < 300, status: world.status, json: async () => ({ error: world.error }) };
  };
  const line = open({
    settings,
    socket,
    clock,
    records: { know: (listener) => listeners.push(listener) },
    fetch: answer,
    openSocket: () => {
      sockets.push(new FakeSocket());
      return sockets.at(-1);
    },
    random: () => 0,
    leaveFor: (path) => paths.push(path),
  });
  const events = [];
  line.listen((event) => events.push(event));
  let seq = 0;
  const hear = (eventName, fields = {}) => sockets.at(-1).hear({ eventName, seq: ++seq, time: 0, ...fields });
  return {
    ...{ line, clock, socket, sockets, asked, paths, events, world, hear },
    know: (record) => listeners.forEach((listener) => listener(record)),
    skip: (count = 1) => (seq += count),
    restartSeq: () => (seq = 0),
    types: () => asked.map((request) => request.type),
    last: (type) => events.findLast((event) => event.type === type),
    async registered(fields = {}) {
      sockets.at(-1).onopen?.();
      await settle();
      hear("EventRegistered", fields);
    },
  };
}

export const ringing = (fields = {}) => ({ connectionId: "c1", eventId: "e1", ANI: "+14158675309", direction: "inbound", ...fields });
export const dialing = (fields = {}) => ({ connectionId: "c1", eventId: "e1", otherDN: "+14158675309", direction: "outbound", ...fields });
