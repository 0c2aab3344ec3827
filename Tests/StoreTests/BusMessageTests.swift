import Desk
import Testing

@testable import Store

@Suite struct BusMessageTests {
    static let every: [BusEvent] = [
        .call(CallID(1)), .ticketFiled(TicketID(.max)), .ticketChanged(TicketID(3)), .presence(AgentID(4)),
        .availability, .sessionEnded([0, 255, 16]), .accessEnded(AgentID(5)), .missed,
        .signal(
            CallSignal(
                call: CallID(6), callKey: "k\"\\", from: LegID(7), to: LegID(8), data: #"{"sdp":"v=0\r\n \u0000é🎈"}"#)),
        .callWindow(AgentID(9), .opened), .callWindow(AgentID(9), .closed), .callWindow(AgentID(9), .asked),
        .callWindow(AgentID(9), .command(#"{"name":"ä"}"#)),
        .muted(.agent(AgentID(9)), callKey: "k", true), .muted(.ticket(TicketID(10)), callKey: "k", false),
        .muted(.visitor("visitor_ä"), callKey: "", true),
    ]

    private func assembled(_ pieces: [String]) -> [BusAssembler.Message] {
        var assembler = BusAssembler()
        return pieces.compactMap { assembler.take($0) }
    }

    @Test func `every event arrives as it was sent, in its order`() {
        let messages = assembled(BusMessage.pieces(Self.every, from: "server", changes: 3, sequence: 7))
        #expect(messages == [BusAssembler.Message(server: "server", changes: 3, sequence: 7, events: Self.every)])
    }

    @Test(arguments: [0, 1, 3_000, 3_700, 3_750, 3_800, 7_400, 65_536])
    func `a message of any length fits into notifications`(length: Int) {
        let data = String(repeating: "é🎈a", count: length / 3)
        let event = BusEvent.signal(
            CallSignal(call: CallID(1), callKey: "k", from: LegID(1), to: LegID(2), data: data))
        let pieces = BusMessage.pieces([event, .availability], from: "server", sequence: 1)
        #expect(pieces.allSatisfy { $0.utf8.count < 8_000 })
        #expect(assembled(pieces).map(\.events) == [[event, .availability]])
    }

    @Test func `the pieces of two servers do not mix`() {
        let data = String(repeating: "x", count: 10_000)
        let events = [1, 2].map { number in
            BusEvent.signal(CallSignal(call: CallID(number), callKey: "k", from: LegID(1), to: LegID(2), data: data))
        }
        let one = BusMessage.pieces([events[0]], from: "one", sequence: 1)
        let two = BusMessage.pieces([events[1]], from: "two", sequence: 1)
        let mixed = zip(one, two).flatMap { [$0, $1] }
        #expect(Set(assembled(mixed).flatMap(\.events)) == Set(events))
    }

    @Test(arguments: [
        "", " ", "a b c d e f", "a 0 1 0 1", "a 0 1 0 1 =", "a 0 1 0 1 =[", "a 0 1 0 1 ={}", "a 0 1 5 2 00",
        "a 0 1 -1 0 zz", "x 0 1 0 -9223372036854775808 =[]", "x 0 1 0 9223372036854775807 =",
    ])
    func `what no desk sent is nothing`(payload: String) {
        #expect(assembled([payload, payload]) == [])
    }

    @Test func `an event of a newer desk is passed over, the others are heard`() {
        let messages = assembled([#"s 0 1 0 1 =[{"type":"new","id":1},{"type":"call","id":2},{"type":"call"},7]"#])
        #expect(messages.map(\.events) == [[.call(CallID(2))]])
    }

    @Test func `what waits is told once, but every word of signalling`() {
        let relay = BusRelay()
        let signal = Self.every[8]
        for event in [.call(CallID(1)), signal, .call(CallID(1)), signal, .availability, .call(CallID(2))] {
            relay.send(event)
        }
        #expect(relay.take() == [.call(CallID(1)), signal, signal, .availability, .call(CallID(2))])
        #expect(relay.take() == [])
        relay.send(.availability)
        relay.putBack([.call(CallID(3))])
        #expect(relay.take() == [.call(CallID(3)), .availability])
    }

    @Test func `a mark holds on every server that knows no more`() {
        var here = PageMark(of: "here")
        var there = PageMark(of: "th-ere")
        here.heard(0, from: "th-ere")
        there.heard(0, from: "here")
        #expect(!there.isBeyond(here.text) && !here.isBeyond(there.text))
        there.countOne()
        #expect(there.isBeyond(here.text), "changed there, and not heard here")
        #expect(!here.isBeyond(there.text), "newer than what is known here")
        here.heard(1, from: "th-ere")
        #expect(!there.isBeyond(here.text))
        here.heard(5, from: "third")
        #expect(here.isBeyond(there.text))
    }

    @Test(arguments: [
        "", "x", "-", "here", "here-", "here-x", "here-1", "here-99999999999999999999", "other-0", ".", "here--0",
    ])
    func `what is no mark of ours is old`(text: String) {
        #expect(PageMark(of: "here").isBeyond(text))
    }
}
