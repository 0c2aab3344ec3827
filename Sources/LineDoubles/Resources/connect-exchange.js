// What Amazon Connect knows: agents, contacts, and who is connected with whom. It knows no page.
"use strict";

const CONNECT_STATES = [
  { agentStateARN: "arn:double:state/offline", type: "offline", name: "Offline" },
  { agentStateARN: "arn:double:state/lunch", type: "not_routable", name: "Lunch" },
  { agentStateARN: "arn:double:state/available", type: "routable", name: "Available" },
  { agentStateARN: "arn:double:state/break", type: "not_routable", name: "Break" },
];
const CONNECT_QUICK = [
  { endpointARN: "arn:double:quick/expert", type: "phone_number", name: "Outside expert", phoneNumber: "+14155550177" },
  { endpointARN: "arn:double:quick/billing", type: "queue", name: "Billing", phoneNumber: null },
];
/** The whole centre, told by one page and asked by all. */
class ConnectExchange extends ConnectRooms {
  // Agents

  signIn(login) {
    if (!this.agents.has(login)) {
      this.agents.set(login, { login, name: login[0].toUpperCase() + login.slice(1), choice: CONNECT_STATES[0], next: null, error: null });
    }
    for (const each of this.agents.keys()) this.changed(each);
    return this.agents.get(login);
  }

  snapshot(login) {
    const agent = this.agents.get(login);
    const contacts = this.of(login).map((contact) => structuredClone(contact));
    return {
      agent: { login, state: this.stateOf(agent), availability: agent.choice, next: agent.next, states: CONNECT_STATES, queues: ["arn:double:queue/support"] },
      contacts,
    };
  }

  of(login) {
    return [...this.contacts.values()].filter((contact) => contact.login === login && !contact.isCleared);
  }

  stateOf(agent) {
    const system = (name, type = "system") => ({ agentStateARN: null, type, name });
    const contact = this.of(agent.login).at(-1);
    if (agent.error) return system(agent.error, "error");
    if (!contact) return agent.choice;
    if (contact.state === "missed") return system("MissedCallAgent", "error");
    if (contact.state === "ended") return system("AfterCallWork");
    if (contact.state === "connecting") return system(contact.isInbound ? "PendingBusy" : "CallingCustomer");
    return system("Busy");
  }

  endpoints(login) {
    const others = [...this.agents.values()].filter((agent) => agent.login !== login);
    return [...CONNECT_QUICK, ...others.map((agent) => ({ endpointARN: `arn:double:agent/${agent.login}`, type: "agent", name: agent.name, phoneNumber: null, agentLogin: agent.login }))];
  }

  // What the library asks. Each answers at once, or refuses.

  ask(login, method, values) {
    const agent = this.agents.get(login) ?? refuse("UnauthorizedException", "not signed in");
    const contact = values.contactId === undefined ? null : this.contacts.get(values.contactId);
    if (contact === undefined || (contact && contact.isCleared)) refuse("InvalidStateException", "no such contact");
    const connection = values.connectionId === undefined ? null : contact?.connections.find((each) => each.connectionId === values.connectionId);
    const answer = this[`_${method}`]?.({ agent, contact, connection, ...values }) ?? {};
    this.tell(contact);
    this.changed(login);
    return answer;
  }

  _putAgentState({ agent, state, enqueueNextState }) {
    const found = CONNECT_STATES.find((each) => each.agentStateARN === state?.agentStateARN) ?? refuse("InvalidStateException", "no such state");
    const isBusy = this.of(agent.login).some((contact) => CONNECT_LIVE.includes(contact.state));
    if (isBusy && !enqueueNextState) refuse("InvalidStateException", "in a contact");
    agent.error = null;
    if (this.of(agent.login).length > 0) agent.next = found;
    else [agent.choice, agent.next] = [found, null];
  }

  _getEndpoints({ agent }) {
    return { endpoints: this.endpoints(agent.login) };
  }

  _createOutboundContact({ agent, endpoint }) {
    const number = endpoint?.phoneNumber ?? "";
    if (!/^\+[1-9]\d{4,14}$/.test(number) || number.endsWith("0004")) refuse("BadEndpointException", "no such number");
    if (this.of(agent.login).some((contact) => CONNECT_LIVE.includes(contact.state))) refuse("InvalidStateException", "in a contact");
    for (const old of this.of(agent.login)) old.isCleared = true;
    agent.error = null;
    const contact = this.add({ login: agent.login, isInbound: false, number, attributes: {} });
    if (number.endsWith("0001")) this.later(() => this.customerAnswers(contact.contactId), 400);
    if (number.endsWith("0002")) this.later(() => this.customerRefuses(contact.contactId, "LineEngagedCustomer"), 400);
    if (number.endsWith("0003")) this.later(() => this.customerRefuses(contact.contactId, "MissedCallCustomer"), 4000);
  }

  _acceptContact({ agent, contact }) {
    if (contact.state !== "connecting" || !contact.isInbound) refuse("InvalidStateException", "not ringing");
    if (contact.accepted) refuse("InvalidStateException", "answered already");
    contact.accepted = true;
    // The sound takes its time, and now and then fails.
    if (agent.mediaFails) return;
    this.later(() => this.connect(contact), 30);
  }

  _rejectContact({ contact }) {
    if (contact.state !== "connecting" || !contact.isInbound) refuse("InvalidStateException", "not ringing");
    this.miss(contact, "rejected");
  }

  _clearContact({ agent, contact }) {
    if (CONNECT_LIVE.includes(contact.state)) refuse("InvalidStateException", "still going on");
    contact.isCleared = true;
    if (agent.next) [agent.choice, agent.next] = [agent.next, null];
  }

  _destroyConnection({ contact, connection }) {
    if (!connection || connection.state === "disconnected") refuse("InvalidStateException", "no such connection");
    if (connection.type === "agent") this.leave(contact);
    else if (connection.isInitial) this.customerGone(contact);
    else this.thirdGone(contact, connection);
  }

  _holdConnection({ contact, connection }) {
    if (contact.state !== "connected" || connection?.state !== "connected") refuse("InvalidStateException", "not connected");
    connection.state = "hold";
  }

  _resumeConnection({ connection }) {
    if (connection?.state !== "hold") refuse("InvalidStateException", "not on hold");
    connection.state = "connected";
  }

  _sendDigits({ contact, connection, digits }) {
    if (connection?.state !== "connected") refuse("InvalidStateException", "not connected");
    contact.digits = (contact.digits ?? "") + digits;
  }

  _muteParticipant({ connection, muted }) {
    connection.muted = muted;
  }

  _createAdditionalConnection({ contact, endpoint }) {
    const known = this.endpoints(contact.login).find((each) => each.endpointARN === endpoint?.endpointARN) ?? refuse("BadEndpointException", "no quick connect");
    if (contact.state !== "connected" || this.third(contact)) refuse("InvalidStateException", "cannot ask now");
    const customer = this.customer(contact);
    if (!customer) refuse("InvalidStateException", "the customer is gone");
    if (known.type === "agent" && this.of(known.agentLogin).length > 0) refuse("InvalidStateException", "they are busy");
    customer.state = "hold";
    // Of agents it is said at once that they are connected.
    const state = known.type === "agent" ? "connected" : "connecting";
    const third = this.joinIn(contact, { type: "outbound", isInitial: false, state, endpoint: known });
    if (known.type === "agent") this.ringColleague(contact, third, known.agentLogin);
  }

  _toggleActiveConnections({ contact }) {
    const [customer, third] = this.both(contact);
    if (customer.state === third.state) refuse("InvalidStateException", "nobody is on hold");
    [customer.state, third.state] = [third.state, customer.state];
  }

  _conferenceConnections({ contact }) {
    for (const each of this.both(contact)) each.state = "connected";
  }

  // What the customer, the one who is asked, and the person before the stand-in do.

  /** @returns {string | null} the contact, where somebody can take it */
  ring(number, attributes = {}, login = null) {
    const free = [...this.agents.values()].find((agent) => (login === null || agent.login === login) && agent.choice.type === "routable" && this.of(agent.login).length === 0);
    if (!free) return null;
    const contact = this.add({ login: free.login, isInbound: true, number, attributes });
    this.later(() => contact.accepted || this.letMiss(contact.contactId), 20_000);
    this.later(() => this.letMiss(contact.contactId), 60_000);
    this.changed(free.login);
    return contact.contactId;
  }

  letMiss(id) {
    const contact = this.contacts.get(id);
    if (contact?.state === "connecting" && contact.isInbound) this.miss(contact, contact.accepted ? "error" : "missed");
  }

  customerAnswers(id) {
    const contact = this.contacts.get(id);
    if (contact?.state === "connecting" && !contact.isInbound) this.connect(contact);
  }

  customerRefuses(id, name) {
    const contact = this.contacts.get(id);
    if (contact?.state !== "connecting") return;
    this.agents.get(contact.login).error = name;
    this.miss(contact, "error");
  }

  customerHangsUp(id) {
    const contact = this.contacts.get(id);
    if (contact?.state === "connecting") this.miss(contact, contact.isInbound ? "missed" : "error");
    else if (contact?.state === "connected") this.customerGone(contact);
    this.tell(contact);
  }

  thirdAnswers(id) {
    const contact = this.contacts.get(id);
    const third = contact && this.third(contact);
    if (third?.state === "connecting") third.state = "connected";
    this.tell(contact);
  }

  thirdHangsUp(id) {
    const contact = this.contacts.get(id);
    const third = contact && this.third(contact);
    if (third) this.thirdGone(contact, third);
    this.tell(contact);
  }
}

globalThis.ConnectExchange = ConnectExchange;
