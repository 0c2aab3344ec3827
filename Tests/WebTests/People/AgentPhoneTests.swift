import Desk
import Store
import TestSupport
import Testing

@testable import Web

@Suite struct AgentPhoneTests {
    private let number = "(415) 867-5300"
    private let shown = "+1 415-867-5300"

    @Test func `an admin gives an agent a telephone and takes it away`() async throws {
        let desk = try await TestDesk()
        let dora = try await desk.browser(of: desk.dora)
        let path = "/dashboard/people/\(desk.ana)/phone"
        let answer = try await dora.post(path, ["phone_number": number])
        #expect(answer.status == 303)
        try await dora.get(try answer.location.orThrow("no location")).expect(
            200, contains: ["The telephone is saved.", "value=\"\(shown)\""])
        #expect(try await desk.store.agents().first { $0.id == desk.ana }?.phone?.international == shown)
        #expect(await desk.events() == [.presence(desk.ana), .availability])
        #expect(try await dora.post(path, ["phone_number": " "]).status == 303)
        #expect(try await desk.store.agents().first { $0.id == desk.ana }?.phone == nil)
    }

    @Test(arguments: ["12", "call me", "911", "+1 415 867 5309 ext 2"])
    func `what is no number is refused beside its field, and kept`(typed: String) async throws {
        let desk = try await TestDesk()
        let dora = try await desk.browser(of: desk.dora)
        try await dora.post("/dashboard/people/\(desk.ana)/phone", ["phone_number": typed]).expect(
            422,
            contains: [
                "id=\"phone-\(desk.ana)-error\"", "value=\"\(typed)\"",
                "<details class=\"person-reset person-phone\" open>",
            ])
        #expect(try await desk.store.agents().allSatisfy { $0.phone == nil })
        #expect(await desk.events() == [])
    }

    @Test func `to agents this does not exist, strangers sign in first, nobody has no telephone`() async throws {
        let desk = try await TestDesk()
        let path = "/dashboard/people/\(desk.ana)/phone"
        try await desk.browser(of: desk.ana).post(path, ["phone_number": number]).expect(404)
        try await desk.stranger().post(path, ["phone_number": number]).expect(401)
        for id in ["999", "0", "x", "%00"] {
            try await desk.browser(of: desk.dora).post("/dashboard/people/\(id)/phone", ["phone_number": number])
                .expect(404)
        }
        #expect(try await desk.store.agents().allSatisfy { $0.phone == nil })
    }

    // MARK: Where calls ring

    @Test func `an agent with a telephone chooses where calls ring`() async throws {
        let desk = try await TestDesk.withPhoneLine()
        try await desk.store.setPhone(PhoneNumber(e164: "+14158675300"), of: desk.ana)
        let ana = try await desk.browser(of: desk.ana)
        try await ana.get("/dashboard").expect(200, contains: ["href=\"/dashboard/phone\""])
        try await ana.get("/dashboard/phone").expect(
            200, contains: ["This browser", "My telephone, \(shown)", "value=\"browser\" checked"])
        let answer = try await ana.post("/dashboard/phone", ["on": "phone"])
        #expect(await desk.events() == [.presence(desk.ana), .availability])
        try await ana.get(try answer.location.orThrow("no location")).expect(
            200, contains: ["Calls ring your telephone", "value=\"phone\" checked"])
        #expect(try await desk.store.agents().first { $0.id == desk.ana }?.ringsPhone == true)
        #expect(try await ana.post("/dashboard/phone", ["on": "browser"]).status == 303)
        #expect(try await desk.store.agents().first { $0.id == desk.ana }?.ringsPhone == false)
    }

    @Test(arguments: ["", "both", "PHONE", "phone\u{301}"]) func `another place is refused in words`(
        place: String
    ) async throws {
        let desk = try await TestDesk.withPhoneLine()
        try await desk.store.setPhone(PhoneNumber(e164: "+14158675300"), of: desk.ana)
        let ana = try await desk.browser(of: desk.ana)
        try await ana.post("/dashboard/phone", ["on": place]).expect(422, contains: ["Choose one of the two."])
        #expect(await desk.events() == [])
    }

    @Test func `without a telephone, or a line, there is nothing to choose`() async throws {
        let line = try await TestDesk.withPhoneLine()
        let without = try await TestDesk()
        try await without.store.setPhone(PhoneNumber(e164: "+14158675300"), of: without.ana)
        for desk in [line, without] {
            let ana = try await desk.browser(of: desk.ana)
            try await ana.get("/dashboard").expect(200, mustNotContain: ["/dashboard/phone"])
            try await ana.get("/dashboard/phone").expect(404)
            try await ana.post("/dashboard/phone", ["on": "phone"]).expect(404)
            #expect(try await desk.store.agents().allSatisfy { !$0.ringsPhone })
        }
    }
}
