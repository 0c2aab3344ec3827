import Desk

@testable import Telephony

/// What pages ask of Genesys, and what Genesys tells: what is taken says the same when it is written and read again.
enum GenesysFuzz {
    private static let agent = GenesysAgent(id: AgentID(1), name: "a")

    static func take(_ bytes: [UInt8]) {
        guard let json = JSONValue(bytes.unrolled, maxDepth: 32) else { return }
        if let request = try? GenesysRequest(json) {
            expect((try? GenesysRequest(request.json(agent: agent))) == request, "a request is carried as it was read")
        }
        if let event = GenesysEvent(json) {
            expect(GenesysEvent(event.json(seq: 1, time: 1)) == event, "an event is carried as it was read")
        }
        guard let conversation = CloudConversation(json) else { return }
        var calls = CloudCalls(user: "u")
        _ = calls.take(conversation)
        expect(calls.take(conversation).isEmpty, "what was told is not told again")
    }
}
