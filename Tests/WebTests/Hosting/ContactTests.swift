import Desk
import Foundation
import Store
import TestSupport
import Testing

@testable import Web

@Suite struct ContactTests {
    private func asked(
        _ query: String, _ fields: [LookupField] = [.phone, .ticket], filing: [Customer] = [Cast.robert]
    )
        async throws -> Answer
    {
        let desk = try await TestDesk { $0.lines.lookupFields = fields }
        for customer in filing { _ = try await desk.customer(customer) }
        return try await desk.browser(of: desk.ana).get("/dashboard/contacts" + query)
    }

    static let spellings = ["%2B14158675309", "4158675309", "(415)%20867-5309", "+1%20415%20867%205309"]

    @Test(arguments: spellings) func `a caller is found by their number, however it is written`(number: String)
        async throws
    {
        let answer = try await asked("?phone=\(number)")
        answer.expect(
            200,
            contains: [
                #""name":"Robert Kane""#, #""firstName":"Robert""#, #""lastName":"Kane""#, #""phone":"+14158675309""#,
                #""title":"The mallet broke at the joint.""#, #""path":"/dashboard/tickets/1""#,
                #""unsolved":1"#, #""total":1"#, #""words":"+1 415-867-5309""#,
            ])
    }

    @Test(arguments: ["", "?phone=", "?phone=12", "?phone=%00", "?ticket=0", "?ticket=%23", "?name=Robert", "?x=1"])
    func `nobody is found by what is none, or by a field that is not looked up`(query: String) async throws {
        try await asked(query).expect(200, contains: [#""contacts":[]"#, #""total":0"#], mustNotContain: ["Robert"])
    }

    @Test func `the first field that finds somebody decides`() async throws {
        let both = [Cast.robert, Cast.erin]
        let query = "?phone=%2B14158675309&ticket=2"
        try await asked(query, [.phone, .ticket], filing: both).expect(
            200, contains: ["Robert"], mustNotContain: ["Erin"])
        try await asked(query, [.ticket, .phone], filing: both).expect(
            200, contains: ["Erin"], mustNotContain: ["Robert"])
        try await asked("?phone=%2B15550000000&ticket=%232", filing: both).expect(200, contains: ["Erin"])
    }

    @Test func `a name is looked up where the setting says so, from two letters on`() async throws {
        try await asked("?name=rob", [.name]).expect(200, contains: ["Robert Kane"])
        try await asked("?name=r", [.name]).expect(200, mustNotContain: ["Robert"])
        try await asked("?name=%25", [.name]).expect(200, mustNotContain: ["Robert"])
    }

    @Test func `at most ten are told, with how many there are`() async throws {
        let many = (10..<22).map {
            Customer(name: "Person \($0)", phone: "(415) 867-5309", e164: "+14158675309", problem: "It broke.")
        }
        let answer = try await asked("?phone=4158675309", filing: many)
        answer.expect(200, contains: [#""total":12"#])
        #expect(answer.text.components(separatedBy: #""firstName""#).count == 11)
    }

    @Test func `strangers learn nothing`() async throws {
        let desk = try await TestDesk()
        _ = try await desk.customer()
        let answer = try await desk.stranger().get("/dashboard/contacts?phone=4158675309")
        answer.expect(303, mustNotContain: ["Robert"])
    }

    // MARK: The dock

    @Test func `the toolbar that the operator named stands on every agent's page, and on no other`() async throws {
        let desk = try await TestDesk { $0.lines.partnerToolbar = WebAddress("https://partner.example/bar?team=1") }
        let ana = try await desk.browser(of: desk.ana)
        try await ana.get("/dashboard").expect(
            200,
            contains: [
                #"data-partner="https://partner.example/bar?team=1""#, "js/hosting/ui-events-framework-client.js",
                "<option>Resolved</option>", "data-agent-id=\"1\"",
            ])
        try await desk.stranger().get("/").expect(200, mustNotContain: ["partner"])
        let plain = try await TestDesk()
        try await plain.browser(of: plain.ana).get("/dashboard").expect(200, mustNotContain: ["data-partner"])
    }

    @Test func `a new ticket's form takes what is known of a caller, and nothing that cannot be typed`() async throws {
        let desk = try await TestDesk()
        let ana = try await desk.browser(of: desk.ana)
        let page = try await ana.get("/dashboard/tickets/new?phone=%2B14158675309&name=Robert%20%22Kane%22")
        page.expect(200, contains: [#"value="+14158675309""#, "Robert &quot;Kane&quot;"])
        try await ana.get("/dashboard/tickets/new?phone=%0A1&name=\(String(repeating: "n", count: 300))")
            .expect(200, contains: [#"name="phone_number" type="tel" value="""#], mustNotContain: ["nnn"])
    }
}
