import AsyncAlgorithms
import Desk
import Logging
import ServiceLifecycle
import Store
import Telephony

/// Makes good what webhooks and answers that never came would have said: asks for legs that went silent, looks for legs
/// that may have been made, settles calls anew.
struct CallReconciler: Service {
    let store: Store
    let client: TwilioClient
    let news: LegNews
    let phones: PhoneLine
    let switchboard: Switchboard
    /// The desk's own number.
    let number: PhoneNumber
    let logger: Logger

    private static let interval: Duration = .seconds(10)
    /// How long nothing may be heard of a leg, in seconds.
    private static let silence: Int64 = 45
    /// The same for a leg on which others wait: nobody is dialled before the agent's page is in the room.
    private static let askedSilence: Int64 = 6
    /// How long a page may take to come into its room, in seconds.
    private static let soundless: Int64 = 25
    private static let looksAnHour = 360
    /// How long an answer may be on its way, in seconds.
    private static let doubt: Int64 = 12

    func run() async throws {
        var looks = 0
        for await _ in AsyncTimerSequence(interval: Self.interval, clock: .continuous).cancelOnGracefulShutdown() {
            do {
                try await look()
                if looks.isMultiple(of: Self.looksAnHour) { try await store.forgetWebhooks() }
                looks += 1
            } catch {
                logger.error("calls not reconciled", metadata: ["error": .string(String(reflecting: error))])
            }
        }
    }

    func look() async throws {
        // An open circuit closes only when something is asked.
        if !client.isReachable { _ = try? await client.account() }
        guard client.isReachable else { return }
        for call in try await store.wiredCalls() {
            try await findUncertain(call)
            phones.settle(call)
        }
        for silent in try await store.silentWires(for: Self.silence, asked: Self.askedSilence) {
            try await ask(silent.leg, silent.sid)
        }
        for silent in try await store.pagesWithoutSound(for: Self.soundless) {
            try await switchboard.apply(.pageLost(silent.leg), to: silent.call)
        }
    }

    private func ask(_ wired: WiredLeg, _ sid: String) async throws {
        do {
            let status = try await client.call(sid).status
            try await store.noteWireSeen(wired.leg)
            if let status { try await news.status(status.rawValue, of: wired, sid: sid) }
        } catch let error as TwilioError {
            if error.isNotFound { try await news.gone(wired, sid: sid, .failed) }
        }
    }

    /// Legs for which a request went out and no answer came: they are there under their label, or were not made.
    private func findUncertain(_ id: CallID) async throws {
        guard let call = try await store.call(id), let room = call.room else { return }
        if room.sid == nil { try await findRoom(room, of: call) }
        let since = store.clock.now.adding(seconds: -Self.doubt)
        for leg in call.legs where leg.wire.isUncertain(since: since) && leg.phone != nil {
            do {
                if let sid = try await find(leg, room) {
                    try await store.noteWire(.asked, of: leg.id, sid: sid)
                } else {
                    try await wasNotMade(leg, in: id)
                }
            } catch let error as TwilioError where error.isNotFound {
                try await wasNotMade(leg, in: id)
            } catch is TwilioError {
                continue
            }
        }
    }

    private func wasNotMade(_ leg: Leg, in call: CallID) async throws {
        try await store.noteWire(.gone, of: leg.id, sid: nil)
        try await switchboard.apply(.unreached(leg.id, .failed), to: call)
    }

    /// Nobody can be put on hold in a room whose id is not known.
    private func findRoom(_ room: Room, of call: Call) async throws {
        guard call.legs.contains(where: { $0.wire.state == .joined }),
            let sid = try? await client.conference(named: room.name)
        else { return }
        try await store.noteRoom(sid, of: call.id)
    }

    /// A customer is in the room; an agent's telephone is called outside of it.
    private func find(_ leg: Leg, _ room: Room) async throws -> String? {
        if leg.isCustomer {
            return try await client.participant(label: RoomTwiML.label(leg.id), in: room.sid ?? room.name)?.callSid
        }
        guard let phone = leg.phone else { return nil }
        return try await client.calls(to: phone.e164, from: number.e164).first { $0.status?.isOver == false }?.sid
    }
}
