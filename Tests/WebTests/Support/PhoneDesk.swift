import Desk
import HTTPTypes
import Secrets
import Store
import Telephony
import TestSupport
import Testing

@testable import Web

/// A desk with a telephone account, and the carrier that asks and tells it things, rightly signed.
struct PhoneDesk: Sendable {
    let desk: TestDesk
    private static let token = "12345678901234567890123456789012"
    static let robert = Cast.robert.e164

    /// Ana and Ben are there.
    init(_ change: (inout DeskSettings) -> Void = { _ in }) async throws {
        let number = try PhoneNumber(e164: "+14155550100").orThrow("no number")
        desk = try await TestDesk { settings in
            settings.wrapUpSeconds = 0
            settings.twilio = TwilioAccount(
                keys: .local(master: [1]), authToken: Secret(Self.token), phoneNumber: number)
            change(&settings)
        }
        try await desk.test.seat(desk.ana, tab: "ana")
        try await desk.test.seat(desk.ben, tab: "ben")
    }

    var store: Store { desk.store }
    var switchboard: Switchboard { desk.parts.switchboard }

    // MARK: Webhooks

    /// A webhook as Twilio sends it.
    func post(
        _ path: String, _ fields: [String: String], token: String? = nil, isSigned: Bool = true
    ) async throws -> Answer {
        var headers: HTTPFields = [.contentType: Browser.formType]
        if isSigned {
            headers[try HTTPField.Name("X-Twilio-Signature").orThrow("no name")] = Self.signature(path, fields)
        }
        if let token { headers[try HTTPField.Name("I-Twilio-Idempotency-Token").orThrow("no name")] = token }
        return try await desk.stranger().send(.post, path, headers: headers, body: FormFields.encoded(fields))
    }

    /// HMAC-SHA1 over the address and the sorted fields, as Twilio's documentation has it.
    private static func signature(_ path: String, _ fields: [String: String]) -> String {
        let text = "http://localhost" + path + fields.sorted { $0.key < $1.key }.map { $0.key + $0.value }.joined()
        return Base64.encode(HMAC.sha1(key: Array(token.utf8), Array(text.utf8)))
    }

    // MARK: Calls

    /// Robert's telephone rings the desk.
    func ringIn(_ sid: String = "CA1", from number: String = robert) async throws -> Call {
        _ = try await post("/conference/connect/client", ["CallSid": sid, "From": number])
        let id = try await store.callID(room: sid).orThrow("no call")
        return try await call(id)
    }

    func call(_ id: CallID) async throws -> Call { try await store.call(id).orThrow("no call") }

    /// A call from Robert's telephone that Ana has taken on her page.
    func talk(_ sid: String = "CA1") async throws -> Call {
        let call = try await ringIn(sid)
        try await switchboard.answer(call.key, by: .agent(desk.ana), tab: "ana")
        return try await self.call(call.id)
    }

    /// Ana's page calls Robert's telephone.
    func callRobert(_ ticket: TicketID) async throws -> Call {
        try await switchboard.callPhone(of: ticket, from: desk.ana, Dial(tab: "ana", ref: "r"))
        return try await store.runningCalls().last.orThrow("no call")
    }

    func leg(of agent: AgentID, in call: Call) throws -> Leg {
        try call.legs.last { $0.agent == agent }.orThrow("no leg")
    }

    /// The agent's page comes with its key.
    func join(_ agent: AgentID, _ call: Call, sid: String) async throws -> Answer {
        let key = try leg(of: agent, in: call).wire.joinKey.orThrow("no key")
        return try await post("/call/connect", ["CallSid": sid, "call": call.key, "leg": key, "From": "client:agent"])
    }

    /// What Twilio tells of a room.
    func tell(
        _ event: String, room: String, conference: String = "CF1", sid: String? = nil, leg: LegID? = nil,
        number: Int, more: [String: String] = [:]
    ) async throws {
        var fields = ["StatusCallbackEvent": event, "FriendlyName": room, "ConferenceSid": conference]
        fields["SequenceNumber"] = String(number)
        if let sid { fields["CallSid"] = sid }
        if let leg { fields["ParticipantLabel"] = "leg-\(leg)" }
        try await post("/conference/status", fields.merging(more) { $1 }).expect(200)
    }

    func phone(_ agent: AgentID) async throws {
        try await store.setPhone(PhoneNumber(e164: "+14155550199"), of: agent)
        try await store.takeCalls(onPhone: true, agent: agent)
    }
}

extension Answer {
    /// The TwiML without what every document begins with.
    var twiML: String {
        let declaration = #"<?xml version="1.0" encoding="UTF-8"?>"#
        return text.hasPrefix(declaration) ? String(text.dropFirst(declaration.count)) : "not TwiML: " + text
    }
}
