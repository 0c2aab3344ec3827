import Desk
import HTTPTypes
import Store
import TestSupport
import Testing

@testable import Web

/// W08: an agent asks for a second one by an identifier by which the call is found.
@Suite struct ConsultRouteTests {
    private func path(_ agent: AgentID) -> String { "/conference/\(agent)/call" }

    @Test func `W08 the colleague is rung, and the customer on hold`() async throws {
        let phone = try await PhoneDesk()
        let call = try await phone.talk()
        let ana = try await phone.desk.browser(of: phone.desk.ana)
        try await ana.post(path(phone.desk.ana), ["to": "\(phone.desk.ben)"]).expect(204)
        let asked = try await phone.call(call.id)
        #expect(asked.consulted?.agent == phone.desk.ben && asked.consulted?.state == .invited && asked.isHeld)
        try await ana.post(path(phone.desk.ana), ["to": "\(phone.desk.ben)"]).expect(409)
        #expect(try await phone.call(call.id) == asked, "asked twice is asked once")
    }

    private static func fromElsewhere() throws -> HTTPFields {
        [try HTTPField.Name("Sec-Fetch-Site").orThrow("no name"): "cross-site", .origin: "https://evil.example"]
    }

    @Test func `strangers, other agents and other sites ask nobody`() async throws {
        let phone = try await PhoneDesk()
        let call = try await phone.talk()
        let to: KeyValuePairs = ["to": "\(phone.desk.ben)"]
        try await phone.desk.stranger().post(path(phone.desk.ana), to).expect(401)
        try await phone.desk.browser(of: phone.desk.ben).post(path(phone.desk.ana), to).expect(404)
        let ana = try await phone.desk.browser(of: phone.desk.ana)
        for other in ["/conference/\(phone.desk.ben)/call", "/conference/\(call.key)/call", "/conference/0/call"] {
            try await ana.post(other, to).expect(404)
        }
        try await ana.post(path(phone.desk.ana), to, headers: try Self.fromElsewhere()).expect(403)
        #expect(try await phone.call(call.id) == call)
    }

    @Test(arguments: ["", "x", "0", "-1", "1.0", " 2", "99999999999999999999"])
    func `an agent's number is what it must be`(to: String) async throws {
        let phone = try await PhoneDesk()
        let call = try await phone.talk()
        let ana = try await phone.desk.browser(of: phone.desk.ana)
        try await ana.post(path(phone.desk.ana), ["to": to]).expect(422)
        #expect(try await phone.call(call.id) == call)
    }

    @Test func `somebody unknown, away from their page or in a call is not rung`() async throws {
        let phone = try await PhoneDesk()
        let call = try await phone.talk()
        let ana = try await phone.desk.browser(of: phone.desk.ana)
        for to in ["999", "\(phone.desk.dora)", "\(phone.desk.ana)"] {
            try await ana.post(path(phone.desk.ana), ["to": to]).expect(409, contains: ["Choose somebody else."])
        }
        #expect(try await phone.call(call.id) == call)
    }

    @Test func `without a call, or while it rings, nobody is asked`() async throws {
        let phone = try await PhoneDesk()
        let ana = try await phone.desk.browser(of: phone.desk.ana)
        try await ana.post(path(phone.desk.ana), ["to": "\(phone.desk.ben)"]).expect(409)
        let call = try await phone.ringIn()
        try await ana.post(path(phone.desk.ana), ["to": "\(phone.desk.ben)"]).expect(409)
        #expect(try await phone.call(call.id) == call)
    }

    @Test func `without an account the embedded line does the same`() async throws {
        let desk = try await TestDesk()
        try await desk.test.seat(desk.ben, tab: "ben")
        try await desk.test.seat(desk.ana, tab: "ana")
        let call = try await desk.talk()
        try await desk.browser(of: desk.ana).post(path(desk.ana), ["to": "\(desk.ben)"]).expect(204)
        #expect(try await desk.store.call(call.id)?.consulted?.agent == desk.ben)
    }
}
