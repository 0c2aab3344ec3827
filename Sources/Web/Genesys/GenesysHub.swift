import Desk
import Logging
import Telephony
import WebSocketUpgrade

/// The agents at Genesys: one session for each, whose events go to that agent's pages and into the desk's records.
actor GenesysHub {
    struct Timing: Sendable {
        /// An agent whose pages are all gone stays signed in for so long.
        var grace: Duration = .seconds(30)
        /// A call of which Genesys says nothing for so long, once the connection is back, is over.
        var resync: Duration = .seconds(5)
        /// How often calls that go on are reported.
        var report: Duration = .seconds(20)
        var now: @Sendable () -> ContinuousClock.Instant = { .now }
    }

    struct Session: Sendable {
        let agent: GenesysAgent
        /// Tells it from the agent's sessions before and after.
        let number: Int
        let stop: AsyncStream<Void>
    }

    nonisolated let upstream: any GenesysUpstream
    /// Sessions to be kept, for the service.
    nonisolated let sessions: AsyncStream<Session>
    /// What the desk's records are to be told, in order.
    nonisolated let reports: AsyncStream<(GenesysReport, AgentID)>
    private let newSession: AsyncStream<Session>.Continuation
    private let newReport: AsyncStream<(GenesysReport, AgentID)>.Continuation
    private let clock: WallClock
    private let timing: Timing
    private var seats: [AgentID: GenesysSeat] = [:]

    init(upstream: any GenesysUpstream, clock: WallClock, timing: Timing = Timing()) {
        self.upstream = upstream
        self.clock = clock
        self.timing = timing
        (sessions, newSession) = AsyncStream.makeStream()
        (reports, newReport) = AsyncStream.makeStream()
    }

    private var time: Int64 { clock.now.milliseconds }

    /// Until a page comes the time for leaving runs.
    private func seat(of agent: GenesysAgent) -> GenesysSeat {
        if let seat = seats[agent.id] { return seat }
        var seat = GenesysSeat(agent)
        seat.emptySince = timing.now()
        return seat
    }

    // MARK: Pages

    func attach(_ connection: WebSocketConnection, sessionHash: [UInt8], of agent: GenesysAgent) {
        var seat = seat(of: agent)
        seat.sockets[connection.id] = .init(connection: connection, sessionHash: sessionHash)
        (seat.emptySince, seat.isLeaving) = (nil, false)
        seats[agent.id] = seat
    }

    func detach(_ connection: WebSocketConnection, of agent: AgentID) {
        seats[agent]?.sockets[connection.id] = nil
        if seats[agent]?.sockets.isEmpty == true { seats[agent]?.emptySince = timing.now() }
    }

    /// The sessions by which sockets are open, each with its sockets.
    var openSessions: [[UInt8]: [WebSocketConnection]] {
        Dictionary(grouping: seats.values.flatMap(\.sockets.values), by: \.sessionHash)
            .mapValues { $0.map(\.connection) }
    }

    // MARK: Requests

    func perform(_ request: GenesysRequest, by agent: GenesysAgent) async -> GenesysReply {
        seats[agent.id] = seat(of: agent)
        guard let id = request.requestID else { return await carryOut(request, agent) }
        switch seats[agent.id]?.answers[id] {
        case .known(let reply): return reply
        case .pending:
            return await withCheckedContinuation { waiter in
                guard seats[agent.id] != nil else { return waiter.resume(returning: .accepted(id)) }
                seats[agent.id]?.answers.wait(id, waiter)
            }
        case nil:
            seats[agent.id]?.answers.begin(id)
            let reply = await carryOut(request, agent)
            seats[agent.id]?.answers.finish(id, reply)
            return reply
        }
    }

    private func carryOut(_ request: GenesysRequest, _ agent: GenesysAgent) async -> GenesysReply {
        switch request.kind {
        case .initialize:
            initialize(agent)
            return .accepted(request.requestID)
        case .terminate: return await terminate(request, agent)
        default: break
        }
        if let refusal = refusal(of: request, agent) { return GenesysReply(refusal, requestID: request.requestID) }
        note(request, agent.id)
        do throws(GenesysError) {
            try await upstream.perform(request, for: agent)
            return .accepted(request.requestID)
        } catch {
            takeBack(request, agent.id, after: error)
            return GenesysReply(error, requestID: request.requestID)
        }
    }

    private func initialize(_ agent: GenesysAgent) {
        guard let seat = seats[agent.id], seat.hasSession else { return open(agent) }
        if seat.isRegistered { seats[agent.id]?.tellPicture(upstream.abilities, time: time) }
    }

    private func refusal(of request: GenesysRequest, _ agent: GenesysAgent) -> GenesysError? {
        guard let seat = seats[agent.id], seat.hasSession, seat.isRegistered else { return .unreachable }
        guard let connection = request.connectionID, request.kind != .makeCall else { return nil }
        guard let call = seat.calls.all[connection] else { return .unknownCall }
        return call.allows(request.kind) ? nil : .wrongState
    }

    private func note(_ request: GenesysRequest, _ agent: AgentID) {
        if let connection = request.connectionID { seats[agent]?.calls.note(request.kind, of: connection) }
        guard request.kind == .makeCall, let number = request.toNumber else { return }
        let dial = GenesysSeat.Dial(requestID: request.requestID, number: number, userData: request.userData)
        seats[agent]?.expect(dial)
    }

    private func takeBack(_ request: GenesysRequest, _ agent: AgentID, after error: GenesysError) {
        // It may have happened all the same.
        if error == .late { return }
        if let connection = request.connectionID { seats[agent]?.calls.note(nil, of: connection) }
        if request.kind == .makeCall { seats[agent]?.dials.removeAll { $0.requestID == request.requestID } }
    }

    private func terminate(_ request: GenesysRequest, _ agent: GenesysAgent) async -> GenesysReply {
        guard seats[agent.id]?.hasSession == true else { return .accepted(request.requestID) }
        try? await upstream.perform(request, for: agent)
        close(agent.id)
        return .accepted(request.requestID)
    }

    // MARK: Sessions

    /// Begins the agent's session; one that runs already begins anew.
    func open(_ agent: GenesysAgent) {
        var seat = seat(of: agent)
        seat.stop?.finish()
        let (stopped, stop) = AsyncStream.makeStream(of: Void.self)
        (seat.stop, seat.isRegistered, seat.session) = (stop, false, seat.session + 1)
        seats[agent.id] = seat
        newSession.yield(Session(agent: agent, number: seat.session, stop: stopped))
    }

    private func close(_ agent: AgentID) {
        guard var seat = seats[agent] else { return }
        seat.stop?.finish()
        (seat.stop, seat.isRegistered, seat.readiness, seat.doubtSince) = (nil, false, nil, nil)
        seat.calls.doubtAll()
        let news = seat.calls.endDoubtful()
        seats[agent] = seat
        for each in news { take(each, agent) }
        seats[agent]?.tell(GenesysEvent(.unregistered), time: time)
        if seats[agent]?.sockets.isEmpty == true { remove(agent) }
    }

    private func remove(_ agent: AgentID) {
        seats[agent]?.answers.giveUp()
        seats[agent] = nil
    }

    /// The session ended by itself: it cannot go on as things are.
    func ended(_ session: Session) {
        guard seats[session.agent.id]?.session == session.number else { return }
        seats[session.agent.id]?.stop = nil
        seats[session.agent.id]?.isRegistered = false
    }

    // MARK: Events

    func hear(_ event: GenesysEvent, of agent: AgentID) {
        guard let seat = seats[agent], seat.hasSession else { return }
        switch event.name {
        case .registered: registered(agent)
        case .unregistered, .agentLogout:
            seats[agent]?.isRegistered = false
            seats[agent]?.tell(event, time: time)
        case .agentReady, .agentNotReady:
            seats[agent]?.readiness = event
            seats[agent]?.tell(event, time: time)
        case .error: failed(agent, event)
        default: hearOfCall(event, agent)
        }
    }

    private func registered(_ agent: AgentID) {
        seats[agent]?.isRegistered = true
        seats[agent]?.calls.doubtAll()
        seats[agent]?.doubtSince = timing.now()
        seats[agent]?.tellPicture(upstream.abilities, time: time)
    }

    private func failed(_ agent: AgentID, _ event: GenesysEvent) {
        if ["connection", "sign-in"].contains(event.errorCode) {
            seats[agent]?.isRegistered = false
            // What goes on is not known before the connection stands again.
            seats[agent]?.doubtSince = nil
        }
        if let connection = event.connectionID { seats[agent]?.calls.note(nil, of: connection) }
        if let request = event.requestID { seats[agent]?.dials.removeAll { $0.requestID == request } }
        seats[agent]?.tell(event, time: time)
    }

    private func hearOfCall(_ event: GenesysEvent, _ agent: AgentID) {
        guard var seat = seats[agent] else { return }
        let whole = seat.attachDial(to: event)
        let news = seat.calls.take(whole)
        seats[agent] = seat
        if let news { take(news, agent) }
    }

    private func take(_ news: GenesysCalls.News, _ agent: AgentID) {
        let (event, call, report) =
            switch news {
            case .told(let event, let call): (event, call, GenesysReport(call))
            case .over(let event, let call): (event, call, GenesysReport(call, endedBy: event))
            }
        seats[agent]?.tell(event, time: time)
        // A question to a colleague is no call of a customer's.
        if !call.isConsult { newReport.yield((report, agent)) }
    }

    // MARK: Time

    /// Does what is due.
    func tick() async {
        let now = timing.now()
        for (agent, seat) in seats {
            if let since = seat.doubtSince, now - since >= timing.resync { endDoubtful(agent) }
            if now - seat.reportedAt >= timing.report { reportAgain(agent, now) }
            if let since = seat.emptySince, now - since >= timing.grace { await leave(agent) }
        }
    }

    private func endDoubtful(_ agent: AgentID) {
        guard var seat = seats[agent] else { return }
        seat.doubtSince = nil
        let news = seat.calls.endDoubtful()
        seats[agent] = seat
        for each in news { take(each, agent) }
    }

    private func reportAgain(_ agent: AgentID, _ now: ContinuousClock.Instant) {
        seats[agent]?.reportedAt = now
        guard let seat = seats[agent], seat.isRegistered else { return }
        for call in seat.calls.ordered where !call.isConsult { newReport.yield((GenesysReport(call), agent)) }
    }

    /// Nobody is at a page: no more calls are offered, and once none goes on the agent is signed out.
    private func leave(_ agent: AgentID) async {
        guard let seat = seats[agent], seat.sockets.isEmpty else { return }
        guard seat.hasSession else { return remove(agent) }
        if !seat.isLeaving {
            seats[agent]?.isLeaving = true
            try? await upstream.perform(GenesysRequest(.unavailable), for: seat.agent)
        }
        guard let still = seats[agent], still.isLeaving, still.calls.all.isEmpty else { return }
        try? await upstream.perform(GenesysRequest(.terminate), for: seat.agent)
        if seats[agent]?.isLeaving == true { close(agent) }
    }
}
