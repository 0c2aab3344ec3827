import Testing

@testable import Telephony

@Suite struct GenesysCallsTests {
    private static func event(
        _ name: GenesysEvent.Name, _ connection: String = "c1", _ change: (inout GenesysEvent) -> Void = { _ in }
    ) -> GenesysEvent {
        var event = GenesysEvent(name, connectionID: connection)
        event.eventID = "e-" + connection
        change(&event)
        return event
    }

    private static func calls(_ names: GenesysEvent.Name...) -> GenesysCalls {
        var calls = GenesysCalls()
        for name in names { _ = calls.take(event(name)) }
        return calls
    }

    private static let conversations: [(String?, String?, GenesysEvent.Direction, String, String)] = [
        ("e1", "u1", .inbound, "Inbound", "u1"), ("e1", "u1", .inbound, "Consult", "u1"),
        ("e1", "u1", .outbound, "Consult", "e1"), ("e1", nil, .inbound, "Inbound", "e1"),
        ("e1", "no id", .inbound, "Inbound", "e1"), (nil, nil, .inbound, "Inbound", "c1"),
    ]

    @Test(arguments: conversations)
    func `all who talk with a customer are in one conversation, a question to a colleague is not`(
        event: String?, uuid: String?, direction: GenesysEvent.Direction, type: String, conversation: String
    ) {
        var ringing = GenesysEvent(.ringing, connectionID: "c1")
        (ringing.eventID, ringing.callUUID, ringing.direction, ringing.callType) = (event, uuid, direction, type)
        var calls = GenesysCalls()
        _ = calls.take(ringing)
        #expect(calls.all["c1"]?.conversationID == conversation)
    }

    @Test func `a call rings, is answered, held, taken back and over`() {
        var calls = GenesysCalls()
        var states: [GenesysCalls.State?] = []
        for name in [GenesysEvent.Name.ringing, .established, .held, .retrieved, .released] {
            _ = calls.take(Self.event(name))
            states.append(calls.all["c1"]?.state)
        }
        #expect(states == [.ringing, .established, .held, .established, nil])
    }

    @Test(arguments: [GenesysEvent.Name.established, .held, .ringing, .dialing, .retrieved])
    func `an event of an unknown connection makes it known`(name: GenesysEvent.Name) {
        #expect(Self.calls(name).all.count == 1)
    }

    @Test func `what was told twice is news once`() {
        var calls = Self.calls(.ringing)
        #expect(calls.take(Self.event(.ringing)) == nil)
        #expect(calls.take(Self.event(.established)) != nil)
        #expect(calls.take(Self.event(.established)) == nil)
    }

    @Test(arguments: [GenesysEvent.Name.ringing, .dialing, .established, .held, .partyChanged])
    func `nothing brings back what is over`(name: GenesysEvent.Name) {
        var calls = Self.calls(.ringing, .released)
        #expect(calls.take(Self.event(name)) == nil)
        #expect(calls.all.isEmpty)
    }

    @Test func `an end that comes first keeps the call from beginning`() {
        #expect(Self.calls(.released, .ringing).all.isEmpty)
    }

    @Test func `ringing that comes late does not take an answer back`() {
        #expect(Self.calls(.established, .ringing).all["c1"]?.state == .established)
    }

    @Test func `a new id is the same call`() {
        var calls = Self.calls(.ringing, .established)
        _ = calls.take(Self.event(.partyChanged, "c2") { $0.previousConnectionID = "c1" })
        #expect(calls.all.keys.sorted() == ["c2"])
        #expect(calls.all["c2"]?.eventID == "e-c1")
        #expect(calls.take(Self.event(.released)) == nil)
        #expect(calls.take(Self.event(.released, "c2")) != nil)
    }

    @Test func `a consultation does not rename the call it is about`() {
        var calls = Self.calls(.established)
        _ = calls.take(Self.event(.dialing, "c2") { $0.previousConnectionID = "c1" })
        #expect(calls.all.keys.sorted() == ["c1", "c2"])
    }

    @Test func `without a number there is a call all the same`() {
        #expect(Self.calls(.ringing).all["c1"]?.number == nil)
    }

    @Test func `after the connection was new, what is not told again is over`() {
        var calls = Self.calls(.established)
        _ = calls.take(Self.event(.ringing, "c2"))
        calls.doubtAll()
        _ = calls.take(Self.event(.ringing, "c2"))
        let ended = calls.endDoubtful()
        #expect(ended.count == 1)
        #expect(calls.all.keys.sorted() == ["c2"])
    }

    @Test func `commands fit the state`() throws {
        let ringing = try #require(Self.calls(.ringing).all["c1"])
        let talking = try #require(Self.calls(.established).all["c1"])
        let held = try #require(Self.calls(.held).all["c1"])
        #expect(ringing.allows(.accept) && !talking.allows(.accept) && !held.allows(.accept))
        #expect(!ringing.allows(.hold) && talking.allows(.hold) && !held.allows(.hold))
        #expect(!talking.allows(.retrieve) && held.allows(.retrieve))
    }

    /// Whatever comes in whatever order: a call that is over stays so, and there is one entry for each connection.
    @Test(arguments: 0..<200) func `no order of events breaks the rules`(seed: UInt64) {
        var dice = seed &* 2_862_933_555_777_941_757 &+ 3_037_000_493
        func roll(_ sides: Int) -> Int {
            dice = dice &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(dice >> 33) % sides
        }
        let names = GenesysEvent.Name.allCases
        var (calls, over) = (GenesysCalls(), Set<String>())
        for _ in 0..<120 {
            let id = "c\(roll(5))"
            let event = Self.event(names[roll(names.count)], id) { event in
                if roll(6) == 0 { event.previousConnectionID = "c\(roll(5))" }
            }
            if case .over(_, let call) = calls.take(event) { over.insert(call.connectionID) }
            #expect(over.isDisjoint(with: calls.all.keys))
            for (key, call) in calls.all { #expect(key == call.connectionID) }
        }
    }
}
