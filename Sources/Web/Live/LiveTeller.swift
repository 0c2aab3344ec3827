import Desk
import Logging
import Store
import Synchronization

/// Tells the pages what the bus says happened, from the state as the store has it now.
struct LiveTeller: Sendable {
    let store: Store
    let hub: LiveHub
    let bus: Bus
    let views: Views
    let wrapUps: WrapUps
    let ice: IceConfiguration
    let logger: Logger
    private let lastFreeAgents: FreeAgentCount
    private let isBehind = Flag()

    init(
        store: Store, hub: LiveHub, bus: Bus, views: Views, wrapUps: WrapUps, ice: IceConfiguration, logger: Logger
    ) {
        self.store = store
        self.hub = hub
        self.bus = bus
        self.views = views
        self.wrapUps = wrapUps
        self.ice = ice
        self.logger = logger
        lastFreeAgents = FreeAgentCount()
    }

    /// What is missed because storage failed is made good by `catchUp`.
    func tell(_ event: BusEvent) async {
        do {
            try await pass(event)
        } catch {
            isBehind.set()
            logger.error("live event not told", metadata: ["error": .string(String(reflecting: error))])
        }
    }

    /// After something could not be told: tells everything.
    func catchUp() async {
        if isBehind.take() { await tell(.missed) }
    }

    private func pass(_ event: BusEvent) async throws {
        switch event {
        case .call(let id): try await call(id)
        case .ticketFiled(let id): try await ticket(id, isNew: true)
        case .ticketChanged(let id): try await ticket(id, isNew: false)
        case .presence(let agent): try await presence(of: agent)
        case .availability: try await availability()
        case .sessionEnded(let hash): close(hub.agentSockets.filter { $0.sessionHash == hash })
        case .accessEnded(let agent): close(hub.sockets(of: .agent(agent)))
        case .signal(let signal): try await relay(signal)
        case .callWindow(let agent, let news): tellCallWindow(of: agent, news)
        case .missed: try await everything()
        case .muted(let person, let key, let isMuted):
            for socket in hub.sockets(of: person) { socket.send(.mute(call: key, muted: isMuted)) }
        }
    }

    // MARK: Calls

    private func call(_ id: CallID) async throws {
        guard let view = try await store.callView(id) else { return }
        if view.call.kept == nil { tellLegs(of: view) } else { tellLine(of: view) }
        for leg in view.currentLegs where leg.state == .left {
            if let agent = leg.agent { try await wrapUp(of: agent) }
        }
        if view.call.isOver, let ticket = view.call.ticket { try await self.ticket(ticket, isNew: false) }
    }

    private func tellLegs(of view: CallView) {
        for leg in view.currentLegs {
            for socket in view.sockets(of: leg, in: hub) {
                if ice.expires, !view.call.isOver { socket.send(fresh(for: socket.person)) }
                socket.send(.call(view.message(for: leg, tab: socket.tab, now: store.clock.now)))
            }
        }
    }

    /// The pages of its agents hear of a vendor's call in a message of its own: its sound is none of the desk's.
    private func tellLine(of view: CallView) {
        for leg in view.currentLegs {
            guard let message = LineCallView(view, leg: leg, now: store.clock.now) else { continue }
            for socket in view.sockets(of: leg, in: hub) { socket.send(.lineCall(message)) }
        }
    }

    private func fresh(for person: Person) -> ServerMessage {
        .ice(ice.servers(for: person), ice.policy(for: person))
    }

    private func relay(_ signal: CallSignal) async throws {
        guard let view = try await store.callView(signal.call), let leg = view.call.leg(signal.to),
            let data = JSONValue(Array(signal.data.utf8))
        else { return }
        let message = ServerMessage.SignalMessage(
            call: view.name(for: leg), from: signal.from.description, data: data)
        for socket in view.sockets(of: leg, in: hub) where socket.tab == leg.tab { socket.send(.signal(message)) }
    }

    /// Nobody knows what was missed: every page is brought up to date.
    private func everything() async throws {
        for socket in hub.allSockets { socket.send(.stale) }
        let running = try await store.runningCalls().map(\.id) + store.runningLineCalls()
        for call in running + (try await store.callsEnded(within: 120)) { try await self.call(call) }
        try await availability()
    }

    // MARK: Tickets

    private func ticket(_ id: TicketID, isNew: Bool) async throws {
        let now = store.clock.now
        try await tellRow(id, isNew: isNew, now: now)
        let watchers = hub.agentSockets.filter { $0.watched == id }
        let customers = hub.sockets(of: .ticket(id))
        guard !watchers.isEmpty || !customers.isEmpty, let detail = try await store.ticket(id) else { return }
        try send(
            DetailFragment(detail, now: now, byPhone: views.lines.reachesTelephones), id: "ticket-detail", to: watchers)
        try send(CustomerTicketFragment(detail, now: now), id: "ticket", to: customers)
    }

    private func tellRow(_ id: TicketID, isNew: Bool, now: Timestamp) async throws {
        let agents = hub.agentSockets
        guard !agents.isEmpty, let found = try await store.boardRow(id) else { return }
        try send(
            RowFragment(row: found.row, now: now, byPhone: views.lines.reachesTelephones), id: "ticket-\(id)",
            list: isNew ? "tickets" : nil, to: agents)
        try send(CountsFragment(counts: found.counts), id: "counts", to: agents)
    }

    // MARK: People

    private func presence(of id: AgentID) async throws {
        guard let agent = try await store.agents().first(where: { $0.id == id }) else { return }
        for socket in hub.sockets(of: .agent(id)) { socket.send(.presence(agent.presence)) }
        try await wrapUp(of: id)
    }

    /// What the agent still has to write about a call.
    private func wrapUp(of agent: AgentID) async throws {
        let sockets = hub.sockets(of: .agent(agent))
        guard !sockets.isEmpty else { return }
        let message = ServerMessage.wrapUp(try await wrapUps.wrapUpMessage(for: agent))
        for socket in sockets { socket.send(message) }
    }

    private func availability() async throws {
        let count = try await store.freeAgentCount()
        guard lastFreeAgents.changes(to: count) else { return }
        try send(DeskStateFragment(freeAgents: count), id: "desk-state", to: hub.customerSockets)
    }

    private func close(_ sockets: [LiveSocket]) {
        for socket in sockets { socket.close(.signedOut, reason: "signed out") }
    }

    private func send(_ page: some Page, id: String, list: String? = nil, to sockets: [LiveSocket]) throws {
        let message = ServerMessage.fragment(.init(id: id, html: try views.text(page), list: list))
        guard !sockets.isEmpty, let payload = message.payload else { return }
        for socket in sockets { socket.send(payload) }
    }
}

private final class Flag: Sendable {
    private let isSet = Mutex(false)

    func set() { isSet.withLock { $0 = true } }

    /// Whether it was set; it is not any more.
    func take() -> Bool {
        isSet.withLock { isSet in
            defer { isSet = false }
            return isSet
        }
    }
}

/// The number customers were told last, so that they are told only another one.
private final class FreeAgentCount: Sendable {
    private let last = Mutex<Int?>(nil)

    func changes(to count: Int) -> Bool {
        last.withLock { last in
            defer { last = count }
            return last != count
        }
    }
}
