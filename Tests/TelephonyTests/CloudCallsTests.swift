import Desk
import Testing

@testable import Telephony

@Suite struct CloudCallsTests {
    private static let user = "me"

    private func conversation(_ participants: String...) -> CloudConversation {
        let json = #"{"id":"conv","participants":[\#(participants.joined(separator: ","))]}"#
        return CloudConversation(JSONValue(Array(json.utf8)) ?? .null) ?? Self.none
    }

    private static let none: CloudConversation = {
        guard let empty = CloudConversation(.object(["id": .string("x"), "participants": .array([])])) else {
            preconditionFailure("an empty conversation is one")
        }
        return empty
    }()

    private func own(_ state: String, _ more: String = "", id: String = "p1") -> String {
        #"{"id":"\#(id)","purpose":"agent","state":"\#(state)","user":{"id":"me"},"direction":"inbound"\#(more)}"#
    }

    private let customer =
        #"{"id":"p0","purpose":"customer","state":"connected","address":"tel:+14158675309","name":"Robert Kane"}"#

    @Test func `states become events, each once`() {
        var calls = CloudCalls(user: Self.user)
        var names: [[GenesysEvent.Name]] = []
        for participant in [
            own("alerting"), own("alerting"), own("connected"), own("connected", #","held":true"#), own("connected"),
            own("connected", #","muted":true"#), own("disconnected", #","disconnectType":"peer""#),
            own("terminated"),
        ] {
            names.append(calls.take(conversation(customer, participant)).map(\.name))
        }
        #expect(names == [[.ringing], [], [.established], [.held], [.retrieved], [.muteOn], [.released], []])
    }

    @Test func `the caller is who the customer is`() throws {
        var calls = CloudCalls(user: Self.user)
        let event = try #require(calls.take(conversation(customer, own("alerting"))).first)
        #expect(event.ani == "+14158675309")
        #expect(event.userData["name"] == "Robert Kane")
        #expect(event.connectionID == "conv:p1")
    }

    @Test func `whoever is in the conversation is in the same call, each by a connection of their own`() {
        let asked = own("alerting", id: "p9").replacing("me", with: "you")
        let waiting = String(customer.dropLast() + #","consultParticipantId":"p9"}"#)
        var (mine, yours) = (CloudCalls(user: "me"), CloudCalls(user: "you"))
        let first = mine.take(conversation(customer, own("connected")))
        let question = mine.take(conversation(waiting, own("connected"), asked)).filter { $0.callType == "Consult" }
        let second = yours.take(conversation(waiting, own("connected"), asked))
        #expect(first.map(\.eventID) == ["conv"] && second.map(\.eventID) == ["conv"])
        #expect(first.map(\.connectionID) == ["conv:p1"] && second.map(\.connectionID) == ["conv:p9"])
        #expect(question.map(\.eventID) == ["conv:p9"])
    }

    @Test func `of several places of an agent the last one counts`() {
        var calls = CloudCalls(user: Self.user)
        _ = calls.take(conversation(customer, own("connected")))
        let events = calls.take(conversation(customer, own("disconnected"), own("alerting", id: "p2")))
        #expect(events.map(\.name) == [.released, .ringing])
        #expect(events.map(\.connectionID) == ["conv:p1", "conv:p2"])
    }

    @Test func `what is told of one participant twice counts once, as it was told last`() {
        var calls = CloudCalls(user: Self.user)
        let twice = conversation(customer, own("alerting"), own("connected"))
        #expect(calls.take(twice).map(\.name) == [.established])
        #expect(calls.take(twice).isEmpty)
    }

    @Test func `a conversation of others is nobody's here`() {
        var calls = CloudCalls(user: "somebody else")
        #expect(calls.take(conversation(customer, own("alerting"))).isEmpty)
    }

    @Test func `a consultation that nothing is said of any more is over`() {
        var calls = CloudCalls(user: Self.user)
        let waiting = customer.dropLast() + #","consultParticipantId":"p9"}"#
        let asked = #"{"id":"p9","purpose":"external","state":"contacting","address":"tel:+14155550001"}"#
        _ = calls.take(conversation(String(waiting), own("connected"), asked))
        let events = calls.take(conversation(customer, own("connected")))
        #expect(events.map(\.name) == [.retrieved, .released])
        #expect(events.last?.connectionID == "conv:p9")
    }

    @Test func `who asks keeps the customer waiting, and gets them back`() {
        var calls = CloudCalls(user: Self.user)
        let waiting = customer.dropLast() + #","consultParticipantId":"p9"}"#
        let asked = #"{"id":"p9","purpose":"external","state":"contacting","address":"tel:+14155550001"}"#
        let answered = asked.replacing("contacting", with: "connected")
        let gone = asked.replacing("contacting", with: "disconnected")
        _ = calls.take(conversation(customer, own("connected")))
        #expect(calls.take(conversation(String(waiting), own("connected"), asked)).map(\.name) == [.held, .dialing])
        let talking = calls.take(conversation(String(waiting), own("connected"), answered))
        #expect(talking.map(\.name) == [.established])
        #expect(talking.first?.parentConnectionID == "conv:p1")
        #expect(
            calls.take(conversation(String(waiting), own("connected"), gone)).map(\.name) == [.retrieved, .released])
    }
}
