import Desk
import Store
import TestSupport
import Testing

@testable import Web

/// R16: what Twilio tells may come twice, late, in any order or not at all.
@Suite(.timeLimit(.minutes(5))) struct CallStatusTests {
    /// How a call stands, as far as the order in which its end was told must not matter.
    private struct Outcome: Equatable {
        let state: Call.State
        let reason: CallEnd?
        let isEndedByCustomer: Bool
        let customer: Leg.Departure?
        let wires: [Wire.State]
        let moments: [Moment.What]
    }

    private func outcome(_ phone: PhoneDesk, _ id: CallID) async throws -> Outcome {
        let call = try await phone.call(id)
        var moments: [Moment.What] = []
        if let ticket = call.ticket {
            moments = try await phone.store.ticket(ticket).orThrow("no ticket").moments.map(\.what)
        }
        return Outcome(
            state: call.state, reason: call.reason, isEndedByCustomer: call.endedBy == call.customer?.id,
            customer: call.customer?.departure, wires: call.legs.map(\.wire.state), moments: moments)
    }

    // MARK: Calls

    /// Ana is in the room, and Robert's telephone was asked for.
    private func dialled(_ phone: PhoneDesk) async throws -> Call {
        let ticket = try await phone.desk.test.file()
        let call = try await phone.callRobert(ticket.id)
        _ = try await phone.join(phone.desk.ana, call, sid: "CAA")
        let ana = try phone.leg(of: phone.desk.ana, in: call)
        try await phone.tell("participant-join", room: call.key, sid: "CAA", leg: ana.id, number: 1)
        #expect(try await phone.store.claimWire(of: try call.customer.orThrow("no customer").id))
        return call
    }

    private func tell(_ phone: PhoneDesk, _ call: Call, _ statuses: [String]) async throws {
        let leg = try call.customer.orThrow("no customer").id
        for status in statuses {
            let number = ["initiated": 0, "ringing": 1, "in-progress": 2][status] ?? 3
            // Twice: the same request again, and the same event under another token.
            for token in ["\(status)-1", "\(status)-1", "\(status)-2"] {
                try await phone.post(
                    "/call/status?call=\(call.key)&leg=\(leg)",
                    ["CallSid": "CAR", "CallStatus": status, "SequenceNumber": String(number)], token: token
                ).expect(200)
            }
        }
    }

    @Test(arguments: ["initiated", "ringing", "in-progress", "completed"].permutations)
    func `R16 a call that was answered ends the same in every order`(order: [String]) async throws {
        let phone = try await PhoneDesk()
        let call = try await dialled(phone)
        try await tell(phone, call, order)
        let summary = CallSummary(placedBy: .agent, reason: .hangup, seconds: 0, agent: "Ana Diaz", endedBy: .customer)
        let wanted = Outcome(
            state: .ended, reason: .hangup, isEndedByCustomer: true, customer: .hangup, wires: [.joined, .gone],
            moments: [.filed, .call(summary)])
        #expect(try await outcome(phone, call.id) == wanted)
        try await tell(phone, call, order)
        #expect(try await outcome(phone, call.id) == wanted, "all of it again")
    }

    @Test(arguments: [
        [], ["initiated"], ["ringing"], ["in-progress"], ["initiated", "ringing"], ["ringing", "in-progress"],
    ])
    func `R16 what was lost on the way is no matter`(told: [String]) async throws {
        let phone = try await PhoneDesk()
        let call = try await dialled(phone)
        try await tell(phone, call, told + ["completed"])
        let outcome = try await outcome(phone, call.id)
        #expect(outcome.reason == .hangup && outcome.isEndedByCustomer && outcome.moments.count == 2)
    }

    @Test(arguments: [("busy", CallEnd.busy), ("no-answer", .missed), ("failed", .failed), ("canceled", .cancelled)])
    func `R16 a call that was not answered ends the same in every order`(status: String, reason: CallEnd) async throws {
        for order in ["initiated", "ringing", status].permutations {
            let phone = try await PhoneDesk()
            let call = try await dialled(phone)
            try await tell(phone, call, order)
            let summary = CallSummary(
                placedBy: .agent, reason: reason, seconds: nil, agent: "Ana Diaz", endedBy: .customer)
            let outcome = try await outcome(phone, call.id)
            #expect(outcome.reason == reason && outcome.wires == [.joined, .gone], "\(order)")
            #expect(outcome.moments == [.filed, .call(summary)], "\(order)")
        }
    }

    @Test func `news of no call, of no leg and of another call of the same leg changes nothing`() async throws {
        let phone = try await PhoneDesk()
        let call = try await dialled(phone)
        try await tell(phone, call, ["initiated", "ringing"])
        let leg = try call.customer.orThrow("no customer").id
        let before = try await phone.call(call.id)
        for (path, sid) in [
            ("/call/status", "CAR"), ("/call/status?call=x&leg=\(leg)", "CAR"),
            ("/call/status?call=\(call.key)", "CAR"),
            ("/call/status?call=\(call.key)&leg=999", "CAR"), ("/call/status?call=\(call.key)&leg=x", "CAR"),
            ("/call/status?call=\(call.key)&leg=\(leg)", "CAX"),
        ] {
            try await phone.post(path, ["CallSid": sid, "CallStatus": "completed"]).expect(200)
        }
        for status in ["", "exploded", "COMPLETED"] {
            try await phone.post(
                "/call/status?call=\(call.key)&leg=\(leg)", ["CallSid": "CAR", "CallStatus": status]
            ).expect(200)
        }
        #expect(try await phone.call(call.id) == before)
    }

    // MARK: Rooms

    private static let events = ["join 1", "join 2", "leave 1", "leave 2", "end"]

    private func tell(_ phone: PhoneDesk, _ call: Call, event: String, sids: [String]) async throws {
        let room = try call.room.orThrow("no room").name
        let number = (Self.events.firstIndex(of: event) ?? 0) + 1
        let words = event.split(separator: " ")
        guard let place = words.dropFirst().first.flatMap({ Int($0) }) else {
            return try await phone.tell("conference-end", room: room, conference: "CF" + room, number: number)
        }
        let leg = place == 1 ? try call.customer.orThrow("none") : try phone.leg(of: phone.desk.ana, in: call)
        try await phone.tell(
            "participant-\(words[0])", room: room, conference: "CF" + room, sid: sids[place - 1], leg: leg.id,
            number: number, more: words[0] == "leave" ? ["ParticipantCallStatus": "completed"] : [:])
    }

    @Test func `R16 a room's coming, going and end are the same in every order, also twice`() async throws {
        let phone = try await PhoneDesk()
        for (number, order) in Self.events.permutations.enumerated() {
            let sids = ["CA\(number)", "CB\(number)"]
            let call = try await phone.talk(sids[0])
            _ = try await phone.join(phone.desk.ana, call, sid: sids[1])
            for event in order {
                for _ in 0..<2 { try await tell(phone, call, event: event, sids: sids) }
            }
            let outcome = try await outcome(phone, call.id)
            #expect(outcome.state == .ended && outcome.reason == .hangup && outcome.isEndedByCustomer, "\(order)")
            let agent = try await phone.leg(of: phone.desk.ana, in: phone.call(call.id))
            #expect(outcome.wires.first == .gone && agent.wire.state == .gone, "\(order)")
        }
    }

    @Test func `news of a page's earlier leg does not spoil its next one`() async throws {
        let phone = try await PhoneDesk()
        let call = try await phone.talk()
        _ = try await phone.join(phone.desk.ana, call, sid: "CAA")
        let leg = try phone.leg(of: phone.desk.ana, in: call)
        try await phone.tell("participant-join", room: "CA1", sid: "CAA", leg: leg.id, number: 1)
        try await phone.store.apply(.pageReopened(leg.id), to: call.id)
        try await phone.switchboard.rejoin(call.key, by: .agent(phone.desk.ana), tab: "other")
        let rejoined = try await phone.call(call.id)
        for event in ["participant-leave", "participant-join"] {
            try await phone.tell(event, room: "CA1", sid: "CAA", leg: leg.id, number: 2)
        }
        #expect(try await phone.call(call.id) == rejoined)
        #expect(try await phone.join(phone.desk.ana, rejoined, sid: "CAB").contains("<Conference"))
        try await phone.tell("participant-leave", room: "CA1", sid: "CAA", leg: leg.id, number: 3)
        #expect(try await phone.call(call.id).leg(leg.id)?.state == .joined)
    }

    @Test func `a page whose leg the carrier lost is waited for, once`() async throws {
        let phone = try await PhoneDesk()
        let call = try await phone.talk()
        _ = try await phone.join(phone.desk.ana, call, sid: "CAA")
        let leg = try phone.leg(of: phone.desk.ana, in: call)
        for (number, event) in ["participant-join", "participant-leave", "participant-leave"].enumerated() {
            try await phone.tell(event, room: "CA1", sid: "CAA", leg: leg.id, number: number)
        }
        let away = try await phone.call(call.id)
        #expect(away.leg(leg.id)?.state == .away && away.state == .live)
        #expect(away.leg(leg.id)?.awayUntil == phone.desk.clock.now.adding(seconds: 10))
    }

    @Test func `a new room of the same name is the one in which people are held`() async throws {
        let phone = try await PhoneDesk()
        let ticket = try await phone.desk.test.file()
        let call = try await phone.callRobert(ticket.id)
        _ = try await phone.join(phone.desk.ana, call, sid: "CAA")
        let leg = try phone.leg(of: phone.desk.ana, in: call)
        try await phone.tell("participant-join", room: call.key, sid: "CAA", leg: leg.id, number: 1)
        try await phone.store.apply(.pageReopened(leg.id), to: call.id)
        try await phone.switchboard.rejoin(call.key, by: .agent(phone.desk.ana), tab: "other")
        _ = try await phone.join(phone.desk.ana, try await phone.call(call.id), sid: "CAB")
        try await phone.tell("participant-join", room: call.key, conference: "CF2", sid: "CAB", leg: leg.id, number: 1)
        try await phone.tell("conference-end", room: call.key, conference: "CF1", number: 3)
        try await phone.tell("participant-join", room: call.key, conference: "CF1", sid: "CAA", leg: leg.id, number: 1)
        #expect(try await phone.call(call.id).room?.sid == "CF2")
    }

    @Test func `each webhook is written down once`() async throws {
        let phone = try await PhoneDesk()
        let call = try await dialled(phone)
        try await tell(phone, call, ["initiated", "ringing", "in-progress", "completed"])
        let lines = try await phone.desk.test.database.read { session in
            try session.query("SELECT what FROM call_events WHERE what LIKE 'webhook %' ORDER BY id", []).count
        }
        #expect(lines == 5, "one join and four statuses")
    }
}
