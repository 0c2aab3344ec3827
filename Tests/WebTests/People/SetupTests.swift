import Desk
import Store
import TestSupport
import Testing

@testable import Web

@Suite(.timeLimit(.minutes(10))) struct SetupTests {
    private func fields(_ code: String, username: String = "dora", password: String = Cast.dora.password) -> [UInt8] {
        FormFields.encoded(["code": code, "name": "Dora Quist", "username": username, "password": password])
    }

    private func unstaffed() async throws -> (desk: TestDesk, code: String) {
        let desk = try await TestDesk.unstaffed()
        let path = try desk.app.setup.path.orThrow("no code")
        return (desk, String(path.dropFirst("/setup?code=".count)))
    }

    @Test func `T19 the code on the console makes the first admin, who is in at once`() async throws {
        let (desk, code) = try await unstaffed()
        #expect(code.utf8.count == 22, "128 random bits")
        let browser = desk.stranger()
        try await browser.get("/setup?code=\(code)").expect(200, contains: ["Create the first admin", code])
        try await browser.post("/setup", body: fields(code)).expectRedirect(to: "/dashboard")
        try await browser.get("/dashboard/people").expect(200, contains: ["Dora Quist"])
        #expect(try await desk.store.agents().map(\.role) == [.admin])
    }

    @Test func `T19 after that there is no setup any more`() async throws {
        let (desk, code) = try await unstaffed()
        _ = try await desk.stranger().post("/setup", body: fields(code))
        #expect(desk.app.setup.path == nil)
        try await desk.stranger().get("/setup?code=\(code)").expect(404)
        try await desk.stranger().post("/setup", body: fields(code, username: "mallory")).expect(404)
        #expect(try await desk.store.agents().count == 1)
    }

    @Test func `T19 a desk with agents has no setup`() async throws {
        let desk = try await TestDesk()
        #expect(desk.app.setup.path == nil)
        for code in ["", "x", "AAAAAAAAAAAAAAAAAAAAAA"] {
            try await desk.stranger().get("/setup?code=\(code)").expect(404)
            try await desk.stranger().post("/setup", body: fields(code)).expect(404)
        }
    }

    @Test func `T19 an agent who was added meanwhile ends the setup`() async throws {
        let (desk, code) = try await unstaffed()
        _ = try await desk.test.addAgent("ana", "Ana Diaz", role: .admin)
        try await desk.stranger().post("/setup", body: fields(code)).expect(404)
        #expect(try await desk.store.agents().count == 1)
    }

    @Test func `T20 a code that is not exactly this one opens nothing`() async throws {
        let (desk, code) = try await unstaffed()
        let swapped = String(code.map { $0.isLowercase ? Character($0.uppercased()) : Character($0.lowercased()) })
        for wrong in [
            "", " ", "\t", swapped, code + " ", " " + code, String(code.dropLast()), code + "A", "null",
            code + "\u{301}",
        ] {
            try await desk.stranger().get("/setup?code=\(Query.encode(wrong))").expect(404, mustNotContain: [code])
            try await desk.stranger().post("/setup", body: fields(wrong)).expect(404, mustNotContain: [code])
        }
        try await desk.stranger().get("/setup").expect(404, mustNotContain: [code])
        try await desk.stranger().get("/setup?code=\(code)%00").expect(404)
        try await desk.stranger().post("/setup", body: Array("code=\(code)%00".utf8)).expect(400)
        try await desk.stranger().post("/setup", body: Array("code=\(code)&code=\(code)".utf8)).expect(400)
        #expect(try await desk.store.hasAgents() == false)
    }

    @Test func `T20 of fifty tries with one code at once exactly one wins`() async throws {
        let (desk, code) = try await unstaffed()
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<50 {
                group.addTask {
                    try await desk.stranger().post("/setup", body: fields(code, username: "dora\(number)")).status
                }
            }
            return try await group.reduce(into: [Int]()) { $0.append($1) }
        }
        #expect(statuses.filter { $0 == 303 }.count == 1)
        #expect(
            statuses.filter { ![303, 404, 429, 503].contains($0) }.isEmpty, "the others are refused without a defect")
        #expect(try await desk.store.agents().count == 1)
    }

    static let wrong: [(username: String, password: String, words: String)] = [
        ("", Cast.dora.password, "Give a user name."), ("a b", Cast.dora.password, "letters, digits"),
        ("dora", "short", "at least 8"), ("dora", "password123", "would be guessed"),
    ]

    @Test(arguments: wrong) func `what is wrong is said, the code stays good, nobody is made`(
        username: String, password: String, words: String
    ) async throws {
        let (desk, code) = try await unstaffed()
        let answer = try await desk.stranger().post(
            "/setup", body: fields(code, username: username, password: password))
        answer.expect(
            422,
            contains: [words, "value=\"Dora Quist\"", "value=\"\(username)\"", "Please look at the marked fields."],
            mustNotContain: ["value=\"\(password)\""])
        #expect(try await desk.store.hasAgents() == false)
        try await desk.stranger().post("/setup", body: fields(code)).expect(303)
    }

    @Test func `two desks have two codes`() async throws {
        #expect(try await unstaffed().code != (try await unstaffed().code))
    }
}
