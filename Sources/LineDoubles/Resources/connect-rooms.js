// Who is connected with whom in the stand-in for Amazon Connect.
"use strict";

const CONNECT_LIVE = ["incoming", "pending", "connecting", "connected"];

const refuse = (type, message) => {
  throw { type, message, stack: [] };
};

/** Agents and contacts, and what one that goes does to the others. */
class ConnectRooms {
  next = 1;
  /** A desk keeps calls of earlier runs: their names must not come back. */
  run = Math.random().toString(36).slice(2, 10);
  agents = new Map();
  contacts = new Map();

  /**
   * @param {(login: string) => void} changed
   * @param {(run: () => void, milliseconds: number) => void} later
   */
  constructor(changed, later) {
    this.changed = changed;
    this.later = later;
  }

  customer(contact) {
    return contact.connections.find((each) => each.isInitial && each.state !== "disconnected") ?? null;
  }

  third(contact) {
    return contact.connections.find((each) => !each.isInitial && each.type !== "agent" && each.state !== "disconnected") ?? null;
  }

  both(contact) {
    const [customer, third] = [this.customer(contact), this.third(contact)];
    if (!customer || !third || third.state === "connecting") refuse("InvalidStateException", "needs two others");
    return [customer, third];
  }

  add({ login, isInbound, number, attributes, parent = null }) {
    const contactId = `contact-${this.run}-${(this.next += 1)}`;
    const named = Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, { name, value: String(value) }]));
    const contact = { contactId, login, isInbound, type: "voice", state: "connecting", attributes: named, parent, connections: [], isCleared: false };
    this.contacts.set(contactId, contact);
    this.joinIn(contact, { type: "agent", isInitial: false, state: "connecting", endpoint: null });
    this.joinIn(contact, { type: isInbound ? "inbound" : "outbound", isInitial: true, state: isInbound ? "connected" : "connecting", endpoint: { type: "phone_number", name: null, phoneNumber: number } });
    return contact;
  }

  joinIn(contact, values) {
    const connection = { connectionId: `connection-${(this.next += 1)}`, muted: false, ...values };
    contact.connections.push(connection);
    return connection;
  }

  ringColleague(contact, third, login) {
    const number = this.customer(contact)?.endpoint.phoneNumber ?? "anonymous";
    const attributes = Object.fromEntries(Object.values(contact.attributes).map(({ name, value }) => [name, value]));
    const other = this.add({ login, isInbound: true, number, attributes, parent: contact.contactId });
    third.child = other.contactId;
    this.changed(login);
  }

  connect(contact) {
    if (contact.state !== "connecting") return;
    contact.state = "connected";
    for (const each of contact.connections) each.state = "connected";
    this.tell(contact);
  }

  miss(contact, state) {
    contact.state = state;
    for (const each of contact.connections) each.state = "disconnected";
    this.gone(contact);
  }

  end(contact) {
    contact.state = "ended";
    for (const each of contact.connections) each.state = "disconnected";
    this.gone(contact);
  }

  /** Whoever asked its agent sees them leave. */
  gone(contact) {
    const parent = contact.parent && this.contacts.get(contact.parent);
    const third = parent?.connections.find((each) => each.child === contact.contactId && each.state !== "disconnected");
    if (third && parent.state === "connected") this.thirdGone(parent, third);
    this.tell(contact);
  }

  leave(contact) {
    const third = this.third(contact);
    const wasLive = contact.state === "connected";
    const child = third?.child && this.contacts.get(third.child);
    if (!wasLive) return this.miss(contact, contact.isInbound ? "rejected" : "error");
    // The two others go on; nobody stays alone.
    if (child && CONNECT_LIVE.includes(child.state) && this.customer(contact)) child.parent = null;
    else if (child && CONNECT_LIVE.includes(child.state)) this.end(child);
    this.end(contact);
  }

  customerGone(contact) {
    const customer = this.customer(contact);
    if (customer) customer.state = "disconnected";
    if (!this.third(contact)) this.end(contact);
    else if (this.third(contact).state === "hold") this.third(contact).state = "connected";
  }

  thirdGone(contact, third) {
    third.state = "disconnected";
    const child = third.child && this.contacts.get(third.child);
    if (child?.state === "connected") this.end(child);
    else if (child && CONNECT_LIVE.includes(child.state)) this.miss(child, "missed");
    if (!this.customer(contact) && contact.state === "connected") this.end(contact);
    this.tell(contact);
  }

  tell(contact) {
    if (contact) this.changed(contact.login);
  }
}
