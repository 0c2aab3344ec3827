import { readFileSync } from "node:fs";
import { open } from "../../../Public/js/voice/lines/amazon-connect.js";
import { Softphone } from "../../../Public/js/voice/softphone.js";
import { FakeClock, FakeLive } from "../fakes.js";

const FOLDER = new URL("../../../Sources/LineDoubles/Resources/", import.meta.url);
const PARTS = ["connect-rooms.js", "connect-exchange.js", "connect-centre.js", "connect-handles.js", "connect-streams.js"];
const text = PARTS.map((name) => readFileSync(new URL(name, FOLDER), "utf8")).join("\n");

/** The stand-in's own parts, which pages load, in a world without pages. */
const { ConnectCentre, makeConnectStreams } = new Function(`${text}; return { ConnectCentre, makeConnectStreams };`)();

export const SETTINGS = { panel: "https://shop.my.connect.aws/ccp-v2/", region: "us-east-1", streams: "/vendor/streams.js" };
export const CUSTOMER = "+14158675309";

/** A centre, agents whose pages are open, and a clock that only the test moves. */
export class ConnectWorld {
  clock = new FakeClock();
  frames = new Set();

  constructor() {
    const later = (run, milliseconds) => this.clock.start(run, milliseconds);
    this.centre = new ConnectCentre((message) => this.#pass(message), later);
    this.exchange = this.centre.exchange;
  }

  /** A page of an agent: the real line under a real softphone. */
  open(login, { isSignedIn = true, ...more } = {}) {
    return new AgentPage(this, login, isSignedIn, more);
  }

  /** Lets time pass, and in between everything that only waits for promises. */
  async pass(milliseconds = 1_000) {
    for (let left = milliseconds; left > 0; left -= 250) {
      await rest();
      this.clock.advance(Math.min(250, left));
    }
    await rest();
  }

  #pass(message) {
    const copy = structuredClone(message);
    for (const frame of [...this.frames]) frame.receive(copy);
  }
}

export class AgentPage {
  windows = [];
  windowIsBlocked = false;
  events = [];
  reports = new Map();
  told = () => {};
  desk = new FakeLive();
  reloads = 0;

  constructor(world, login, isSignedIn, { container = aContainer(), channel = null, library = null } = {}) {
    Object.assign(this, { world, login, isSignedIn, container });
    this.line = open({
      settings: SETTINGS,
      clock: world.clock,
      connectLibrary: library ?? makeConnectStreams(this.#host()),
      container,
      channel,
      socket: this.desk,
      openWindow: (url, name, features) => this.#openWindow(url, name, features),
      records: { report: (id, fields) => this.#report(id, fields), know: (told) => (this.told = told) },
    });
    this.phone = new Softphone(withDesk(this.line), world.clock);
    this.phone.hear((event) => this.events.push(event));
  }

  get view() {
    return this.phone.view;
  }

  get service() {
    return this.view.service;
  }

  ofType(type) {
    return this.events.filter((event) => event.type === type);
  }

  /** The newest of all reports. */
  get report() {
    return [...this.reports.values()].at(-1);
  }

  #report(id, fields) {
    this.reports.set(id, { ...this.reports.get(id), ...fields });
  }

  #openWindow(url, name, features) {
    const window = { url, name, features, closed: false, close: () => (window.closed = true) };
    this.windows.push(window);
    return this.windowIsBlocked ? null : window;
  }

  #host() {
    const { world } = this;
    return {
      frame: (container, url, hear) => this.#frame(container, hear),
      window: () => assert("the library opened a window"),
      later: world.clock.start,
      never: world.clock.stop,
    };
  }

  #frame(container, hear) {
    const { world, login } = this;
    if (container.children.length > 0) throw new Error("the old frame is still there");
    container.children.push(this);
    const id = Symbol(login);
    const names = new Map();
    const frame = { receive: ({ to, frame: only, ...message }) => to === login && (!only || only === String(names.get(id))) && this.isSignedIn && hear(message) };
    names.set(id, `${login}-${(frameCount += 1)}`);
    const name = names.get(id);
    const hello = () => this.isSignedIn && world.frames.has(frame) && world.centre.hear({ type: "hello", login, frame: name });
    world.frames.add(frame);
    world.clock.start(hello, 30);
    return {
      post: (message) => world.clock.start(() => this.isSignedIn && world.centre.hear({ ...message, login, frame: name }), 5),
      reload: () => {
        this.reloads += 1;
        world.clock.start(hello, 30);
      },
      leave: () => world.frames.delete(frame),
    };
  }
}

let frameCount = 0;

const assert = (what) => {
  throw new Error(what);
};

const rest = () => new Promise((resolve) => setImmediate(resolve));

const aContainer = () => ({
  children: [],
  replaceChildren() {
    this.children = [];
  },
});

/** The desk's own line tells whether the page is connected; here it always is. */
function withDesk(line) {
  const listen = line.listen.bind(line);
  line.listen = (listener) => {
    listener({ type: "state", connection: "open", words: null });
    listen(listener);
  };
  return line;
}

export const robert = { name: "Robert Kane", ticket: 12, phone: CUSTOMER, button: "Call Customer" };

/** Ana talks with a customer, Ben is available, too. */
export async function talking() {
  const world = new ConnectWorld();
  const page = world.open("ana");
  const ben = world.open("ben");
  await world.pass(500);
  page.phone.setPresence("available");
  await world.pass(500);
  const id = world.exchange.ring(CUSTOMER, {}, "ana");
  await world.pass(300);
  page.phone.answer();
  ben.phone.setPresence("available");
  await world.pass(500);
  const contact = world.exchange.contacts.get(id);
  return { world, page, ben, phone: page.phone, exchange: world.exchange, centre: world.centre, id, contact };
}
