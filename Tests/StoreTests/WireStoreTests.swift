import Desk
import TestSupport
import Testing

@testable import Store

/// How legs stand at the carrier, whatever comes late, twice or from two servers at once.
@Suite struct WireStoreTests {
    private static let states: [Wire.State] = [.asked, .ringing, .joined, .gone]

    /// How many of so many attempts at once succeed.
    private func wins(of attempts: Int, _ attempt: @escaping @Sendable (Int) async throws -> Bool) async throws -> Int {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<attempts { group.addTask { try await attempt(number) } }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
    }

    // MARK: States

    @Test(arguments: states.permutations)
    func `a leg never moves backwards, and ends the same in every order`(order: [Wire.State]) async throws {
        let desk = try await TalkDesk()
        let call = try await desk.ringIn()
        let leg = try await desk.leg(of: .agent(desk.ana), in: call.id)
        var furthest = 0
        for state in order {
            let rank = try #require(Wire.State.allCases.firstIndex(of: state))
            #expect(try await desk.store.noteWire(state, of: leg, sid: "CA9") == (rank > furthest))
            #expect(try await !desk.store.noteWire(state, of: leg, sid: "CA9"), "twice is no news")
            furthest = max(furthest, rank)
            let wire = try await desk.wire(of: .agent(desk.ana), in: call.id)
            #expect(wire.state == Wire.State.allCases[furthest] && wire.sid == "CA9")
        }
        #expect(try await desk.wire(of: .agent(desk.ana), in: call.id).state == .gone)
    }

    @Test func `news of another call about the same leg changes nothing`() async throws {
        let desk = try await TalkDesk()
        let call = try await desk.ringIn()
        let leg = try #require(call.customer)
        #expect(try await !desk.store.noteWire(.joined, of: leg.id, sid: "CA2"))
        #expect(try await desk.wire(of: .customer, in: call.id) == leg.wire)
        #expect(try await desk.store.noteWire(.joined, of: leg.id, sid: nil))
        #expect(try await desk.wire(of: .customer, in: call.id).sid == "CA1")
    }

    @Test func `an id that comes behind its state is kept`() async throws {
        let desk = try await TalkDesk()
        let call = try await desk.ringIn()
        let leg = try await desk.leg(of: .agent(desk.ana), in: call.id)
        #expect(try await desk.store.claimWire(of: leg))
        #expect(try await desk.store.noteWire(.asked, of: leg, sid: "CA9"))
        #expect(try await desk.wire(of: .agent(desk.ana), in: call.id).sid == "CA9")
        #expect(try await !desk.store.noteWire(.asked, of: leg, sid: "CA9"))
    }

    // MARK: Claims

    @Test func `of twenty who would ask for a leg one does`() async throws {
        let desk = try await TalkDesk()
        let call = try await desk.ringIn()
        let leg = try await desk.leg(of: .agent(desk.ana), in: call.id)
        #expect(try await wins(of: 20) { _ in try await desk.store.claimWire(of: leg) } == 1)
        let rejecting = try await desk.leg(of: .agent(desk.ben), in: call.id)
        try await desk.store.apply(.rejected(rejecting), to: call.id)
        #expect(try await !desk.store.claimWire(of: rejecting), "who left is not called")
    }

    @Test func `of twenty who would send a caller to the recorder one does, until it gives up`() async throws {
        let desk = try await TalkDesk()
        let call = try await desk.ringIn().id
        #expect(try await wins(of: 20) { _ in try await desk.store.claimVoicemail(of: call) } == 1)
        try await desk.store.releaseVoicemail(of: call)
        #expect(try await desk.store.claimVoicemail(of: call))
    }

    // MARK: Keys

    @Test func `a page's key opens the room once, and again for the same call`() async throws {
        let desk = try await TalkDesk()
        let call = try await desk.talkByPhone()
        let leg = try await desk.leg(of: .agent(desk.ana), in: call.id)
        let key = try #require(try await desk.wire(of: .agent(desk.ana), in: call.id).joinKey)
        let joined = WiredLeg(call: call.id, leg: leg)
        #expect(try await desk.store.joinRoom(key: key, sid: "CA7") == joined)
        #expect(try await desk.store.joinRoom(key: key, sid: "CA7") == joined)
        #expect(try await desk.store.joinRoom(key: key, sid: "CA8") == nil)
        #expect(try await desk.wire(of: .agent(desk.ana), in: call.id).sid == "CA7")
        try await desk.store.noteWire(.joined, of: leg, sid: "CA7")
        #expect(try await desk.store.joinRoom(key: key, sid: "CA7") == joined)
        #expect(try await desk.wire(of: .agent(desk.ana), in: call.id).state == .joined, "asking again is no step back")
        for key in ["", "x", key.lowercased() + "x"] {
            #expect(try await desk.store.joinRoom(key: key, sid: "CA7") == nil)
        }
    }

    @Test func `of twenty calls with one key one gets in`() async throws {
        let desk = try await TalkDesk()
        let call = try await desk.talkByPhone()
        let key = try #require(try await desk.wire(of: .agent(desk.ana), in: call.id).joinKey)
        #expect(try await wins(of: 20) { try await desk.store.joinRoom(key: key, sid: "CA1\($0)") != nil } == 1)
    }

    @Test func `another page gets a key of its own, and the old one opens nothing`() async throws {
        let desk = try await TalkDesk()
        let call = try await desk.talkByPhone()
        let leg = try await desk.leg(of: .agent(desk.ana), in: call.id)
        let old = try #require(try await desk.wire(of: .agent(desk.ana), in: call.id).joinKey)
        _ = try await desk.store.joinRoom(key: old, sid: "CA7")
        try await desk.store.apply(.pageReopened(leg), to: call.id)
        try await desk.store.apply(.rejoined(leg, tab: "other"), to: call.id)
        let wire = try await desk.wire(of: .agent(desk.ana), in: call.id)
        #expect(wire.state == .none && wire.sid == nil && wire.joinKey != old)
        #expect(try await desk.store.joinRoom(key: old, sid: "CA7") == nil)
        #expect(try await desk.store.joinRoom(key: try #require(wire.joinKey), sid: "CA8") != nil)
    }

    @Test func `who left or is gone does not come in again`() async throws {
        let desk = try await TalkDesk()
        let call = try await desk.talkByPhone()
        let leg = try await desk.leg(of: .agent(desk.ana), in: call.id)
        let key = try #require(try await desk.wire(of: .agent(desk.ana), in: call.id).joinKey)
        _ = try await desk.store.joinRoom(key: key, sid: "CA7")
        try await desk.store.noteWire(.gone, of: leg, sid: "CA7")
        #expect(try await desk.store.joinRoom(key: key, sid: "CA7") == nil)
        let other = try await desk.talkByPhoneAfterwards(call)
        let second = try #require(try await desk.wire(of: .agent(desk.ana), in: other.id).joinKey)
        try await desk.store.apply(.hungUp(try await desk.leg(of: .customer, in: other.id)), to: other.id)
        #expect(try await desk.store.joinRoom(key: second, sid: "CA9") == nil)
    }

    // MARK: Webhooks

    @Test func `a webhook is kept once by its key and once by its token`() async throws {
        let desk = try await TalkDesk()
        func note(_ key: String, _ token: String?) async throws -> Bool {
            try await desk.store.noteWebhook(key, token: token, what: "webhook")
        }
        #expect(try await note("a", "one"))
        #expect(try await !note("a", "one"))
        #expect(try await !note("a", "two"), "the same event under another token")
        #expect(try await !note("b", "one"), "the same request about another event")
        #expect(try await note("b", "three"))
        #expect(try await note("c", nil))
        #expect(try await note("d", nil), "without a token the key counts")
        #expect(try await !note("d", nil))
    }

    @Test func `of twenty deliveries at once one is kept, for a day`() async throws {
        let desk = try await TalkDesk()
        #expect(
            try await wins(of: 20) { _ in try await desk.store.noteWebhook("a", token: "t", what: "webhook") } == 1)
        desk.test.clock.advance(seconds: 86_400)
        try await desk.store.forgetWebhooks()
        #expect(try await !desk.store.noteWebhook("a", token: "t", what: "webhook"))
        desk.test.clock.advance(seconds: 1)
        try await desk.store.forgetWebhooks()
        #expect(try await desk.store.noteWebhook("a", token: "t", what: "webhook"))
    }

    // MARK: Rooms

    @Test func `a room is noted once, and closes only by its own id`() async throws {
        let desk = try await TalkDesk()
        let call = try await desk.ringIn().id
        func room() async throws -> Room? { try await desk.store.call(call)?.room }
        #expect(try await room() == Room(name: "CA1"))
        #expect(try await desk.store.noteRoom("CF1", of: call))
        #expect(try await !desk.store.noteRoom("CF1", of: call))
        #expect(try await !desk.store.noteRoom("CF2", of: call))
        #expect(try await room() == Room(name: "CA1", sid: "CF1"))
        #expect(try await !desk.store.closeRoom("CF2", of: call))
        #expect(try await desk.store.noteRoom("CF2", of: call, isPresent: true))
        #expect(try await !desk.store.closeRoom("CF1", of: call), "the room before may close when it likes")
        #expect(try await desk.store.closeRoom("CF2", of: call))
        #expect(try await !desk.store.closeRoom("CF2", of: call))
        #expect(try await room() == Room(name: "CA1"))
    }

    @Test func `a call and a leg are found by what the carrier calls them`() async throws {
        let desk = try await TalkDesk()
        let call = try await desk.ringIn()
        #expect(try await desk.store.callID(room: "CA1") == call.id)
        #expect(try await desk.store.callID(room: "CA2") == nil)
        let customer = try #require(call.customer).id
        #expect(try await desk.store.wiredLeg(sid: "CA1") == WiredLeg(call: call.id, leg: customer))
        #expect(try await desk.store.wiredLeg(sid: "CA2") == nil)
    }

    // MARK: Looking again

    @Test func `calls are looked at until everybody is gone from the carrier`() async throws {
        let desk = try await TalkDesk()
        _ = try await desk.talk()
        #expect(try await desk.store.wiredCalls() == [], "browsers carry that one")
        let call = try await desk.ringIn()
        let customer = try #require(call.customer).id
        #expect(try await desk.store.wiredCalls() == [call.id])
        try await desk.store.apply(.hungUp(customer), to: call.id)
        #expect(try await desk.store.wiredCalls() == [call.id])
        try await desk.store.noteWire(.gone, of: customer, sid: "CA1")
        #expect(try await desk.store.wiredCalls() == [])
    }

    @Test func `a leg of which nothing is heard is asked for, until something is`() async throws {
        let desk = try await TalkDesk()
        let call = try await desk.ringIn()
        let customer = try #require(call.customer).id
        try await desk.store.noteWire(.joined, of: customer, sid: "CA1")
        #expect(try await desk.store.silentWires(for: 45, asked: 45).isEmpty)
        desk.test.clock.advance(seconds: 45)
        let silent = try await desk.store.silentWires(for: 45, asked: 45)
        #expect(silent.map(\.sid) == ["CA1"] && silent.map(\.leg.leg) == [customer])
        try await desk.store.noteWireSeen(customer)
        #expect(try await desk.store.silentWires(for: 45, asked: 45).isEmpty)
    }

    @Test func `a caller of whom nothing was ever heard again is asked for, too`() async throws {
        let desk = try await TalkDesk()
        try await desk.ringIn()
        desk.test.clock.advance(seconds: 45)
        #expect(try await desk.store.silentWires(for: 45, asked: 45).map(\.sid) == ["CA1"])
    }
}

extension TalkDesk {
    /// A second call from a telephone, after this one has ended.
    fileprivate func talkByPhoneAfterwards(_ call: Call) async throws -> Call {
        try await store.apply(.hungUp(try await leg(of: .customer, in: call.id)), to: call.id)
        return try await talkByPhone("CA2")
    }
}
