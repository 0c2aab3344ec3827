import Desk
import Logging
import Store
import Telephony

/// Makes Twilio's rooms what the desk's calls are: works out what is missing from the saved state, asks for it, notes
/// what came of it. Whatever was not done now is done at the next look.
struct TwilioCarrier: Sendable {
    let store: Store
    let hub: LiveHub
    let client: TwilioClient
    let switchboard: Switchboard
    /// The desk's own number.
    let number: PhoneNumber
    /// Scheme and authority under which Twilio reaches the desk.
    let base: String
    /// Longest call in seconds.
    let longest: Int64
    let policy: DialPolicy
    let logger: Logger

    /// How long a telephone is rung, in seconds.
    static let ringSeconds = 30
    /// The same for an agent's: shorter than it takes most mailboxes to answer in their place.
    static let agentRingSeconds = 20
    /// Each round may make a next one possible; more than that is a loop.
    private static let mostRounds = 8

    func settle(_ id: CallID) async {
        do {
            for _ in 0..<Self.mostRounds {
                guard let call = try await store.call(id), try await carryOut(call.roomOrders, call) else { return }
            }
        } catch {
            logger.error("call not settled", metadata: ["error": .string(String(reflecting: error))])
        }
    }

    /// Ends a leg that nobody carries any more; the room goes on.
    func drop(_ sid: String, endsRoom: String?) async {
        do {
            if let endsRoom {
                try await client.updateParticipant(sid, in: endsRoom, TwilioParticipantChange(endOnExit: false))
            }
            try await client.updateCall(sid, .complete)
        } catch {
            logger.warning("leg not ended", metadata: ["error": .string(String(reflecting: error))])
        }
    }

    func announceLoss(_ id: CallID) async {
        do {
            guard let call = try await store.call(id), let room = call.room?.sid, let customer = call.customer?.wire.sid
            else { return }
            try await client.updateParticipant(
                customer, in: room, TwilioParticipantChange(announceURL: base + Paths.conferenceLost))
        } catch {
            logger.warning("loss not announced", metadata: ["error": .string(String(reflecting: error))])
        }
    }

    /// - Returns: whether anything was done, so that there may be more to do.
    private func carryOut(_ orders: [RoomOrder], _ call: Call) async throws -> Bool {
        var isDone = false
        for order in orders {
            let log = ExchangeLog()
            let didThis = try await ExchangeLog.$current.withValue(log) { try await carryOut(order, call) }
            for line in log.all { try await store.record(line, leg: order.leg, of: call.id) }
            isDone = isDone || didThis
        }
        return isDone
    }

    private func carryOut(_ order: RoomOrder, _ call: Call) async throws -> Bool {
        switch order {
        case .dial(let leg, let phone): try await dial(leg, phone, call)
        case .ring(let leg, let phone): try await ring(leg, phone, call)
        case .hold(let leg): try await hold(leg, call)
        case .takeOffHold(let leg): try await takeOffHold(leg, call)
        case .endWith(let leg): try await setEnding(true, with: leg, call)
        case .goOnWithout(let leg): try await setEnding(false, with: leg, call)
        case .hangUp(let leg): try await hangUp(leg, call)
        case .takeMessage(let leg): try await takeMessage(leg, call)
        }
    }
}

// MARK: - Telephones

extension TwilioCarrier {
    private func dial(_ leg: LegID, _ phone: PhoneNumber, _ call: Call) async throws -> Bool {
        guard let room = call.room, try await store.claimWire(of: leg) else { return false }
        do {
            var customer = NewTwilioParticipant(
                to: phone.e164, from: number.e164, label: RoomTwiML.label(leg), endOnExit: true,
                timeout: Self.ringSeconds, timeLimit: Int(longest), statusCallback: status(leg, call))
            customer.conferenceCallback = base + Paths.conferenceStatus
            let made = try await client.addParticipant(to: room.sid ?? room.name, customer)
            try await store.noteRoom(made.conferenceSid, of: call.id)
            try await store.noteWire(.asked, of: leg, sid: made.callSid)
            return true
        } catch let error as TwilioError {
            return try await notReached(leg, call, error)
        }
    }

    private func ring(_ leg: LegID, _ phone: PhoneNumber, _ call: Call) async throws -> Bool {
        guard let agent = call.leg(leg)?.agent, try await store.claimWire(of: leg) else { return false }
        if let refusal = policy.refusal(of: phone) {
            return try await notReached(leg, call, .refused(code: nil, status: 0, message: refusal.sentence))
        }
        do {
            let made = try await client.createCall(
                NewTwilioCall(
                    to: phone.e164, from: number.e164, url: base + Paths.connect(agent: agent, toCall: call.key),
                    statusCallback: status(leg, call), timeout: Self.agentRingSeconds, timeLimit: Int(longest)))
            try await store.noteWire(.asked, of: leg, sid: made.sid)
            return true
        } catch let error as TwilioError {
            return try await notReached(leg, call, error)
        }
    }

    private func status(_ leg: LegID, _ call: Call) -> String { base + Paths.callStatus(call: call.key, leg: leg) }

    /// What may have been dialled is looked for later, by the leg's label; anything else has failed.
    private func notReached(_ leg: LegID, _ call: Call, _ error: TwilioError) async throws -> Bool {
        if error == .uncertain {
            tell(call, error.words)
            return false
        }
        try await store.noteWire(.gone, of: leg, sid: nil)
        tell(call, error.words)
        try await switchboard.apply(.unreached(leg, .failed), to: call.id)
        return true
    }

    /// Says on the agents' pages what went wrong.
    private func tell(_ call: Call, _ words: String) {
        for agent in call.agentsIn.compactMap(\.agent) {
            for socket in hub.sockets(of: .agent(agent)) { socket.send(.error(code: "phone", words: words)) }
        }
    }
}

// MARK: - Rooms

extension TwilioCarrier {
    private func hold(_ leg: LegID, _ call: Call) async throws -> Bool {
        guard let (room, sid) = place(of: leg, call) else { return false }
        do {
            try await client.updateParticipant(
                sid, in: room, TwilioParticipantChange(hold: true, holdURL: base + Paths.conferenceHold))
            try await store.noteHold(true, of: leg)
            return true
        } catch let error as TwilioError where !error.isNotFound {
            // Nobody may believe that the customer does not hear them.
            tell(call, "\(error.words) The customer still hears you.")
            try await takeBack(call)
            // Who may be on hold all the same is taken off it.
            if error.isDoubtful { try await store.noteHold(true, of: leg) }
            return error.isDoubtful
        } catch is TwilioError {
            return false
        }
    }

    /// The agents' talk with each other is over, too: the customer would hear it.
    private func takeBack(_ call: Call) async throws {
        if let asking = call.consulted?.consultedBy {
            try await switchboard.apply(.consultCancelled(asking), to: call.id)
        } else if let agent = call.agentsIn.first {
            try await switchboard.apply(.unheld(agent.id), to: call.id)
        }
    }

    private func takeOffHold(_ leg: LegID, _ call: Call) async throws -> Bool {
        guard let (room, sid) = place(of: leg, call) else { return false }
        do {
            try await client.updateParticipant(sid, in: room, TwilioParticipantChange(hold: false))
            try await store.noteHold(false, of: leg)
            return true
        } catch let error as TwilioError {
            tell(call, "\(error.words) The customer still hears music; we keep trying.")
            return false
        }
    }

    private func setEnding(_ endsRoom: Bool, with leg: LegID, _ call: Call) async throws -> Bool {
        guard let (room, sid) = place(of: leg, call) else { return false }
        do {
            try await client.updateParticipant(sid, in: room, TwilioParticipantChange(endOnExit: endsRoom))
        } catch let error where error.isDoubtful && endsRoom {
            // Better to believe it: what is noted is taken back in time.
        } catch let error where error.isNotFound && !endsRoom {
            // Who is gone takes nothing along.
        } catch {
            return false
        }
        try await store.noteEndsRoom(endsRoom, with: leg)
        return true
    }

    private func place(of leg: LegID, _ call: Call) -> (room: String, sid: String)? {
        guard let room = call.room?.sid, let sid = call.leg(leg)?.wire.sid else { return nil }
        return (room, sid)
    }

    private func hangUp(_ leg: LegID, _ call: Call) async throws -> Bool {
        guard let sid = call.leg(leg)?.wire.sid else { return false }
        do {
            try await client.updateCall(sid, .complete)
        } catch let error where error.isOver {
            // As it was to be.
        } catch {
            logger.warning("leg not hung up", metadata: ["error": .string(error.words)])
            return false
        }
        return try await store.noteWire(.gone, of: leg, sid: sid)
    }

    private func takeMessage(_ leg: LegID, _ call: Call) async throws -> Bool {
        guard let sid = call.leg(leg)?.wire.sid, try await store.claimVoicemail(of: call.id) else { return false }
        do {
            try await client.updateCall(sid, .redirect(base + Paths.voicemail))
        } catch let error where error.isOver {
            // The caller has hung up.
        } catch {
            // Nobody is left alone with the music: the next look tries again.
            logger.warning("caller not sent to the recorder", metadata: ["error": .string(error.words)])
            try await store.releaseVoicemail(of: call.id)
            return false
        }
        // The telephone itself goes on, outside the room.
        return try await store.noteWire(.gone, of: leg, sid: sid)
    }
}

extension RoomOrder {
    var leg: LegID {
        switch self {
        case .dial(let leg, _), .ring(let leg, _), .hold(let leg), .takeOffHold(let leg), .endWith(let leg),
            .goOnWithout(let leg), .hangUp(let leg), .takeMessage(let leg):
            leg
        }
    }
}
