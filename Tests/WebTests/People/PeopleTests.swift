import Desk
import Store
import TestSupport
import Testing

@Suite struct PeopleTests {
    private let cleo: KeyValuePairs<String, String> = [
        "name": "Cleo Roux", "username": "Cleo", "password": "round and round the court",
    ]

    @Test func `an admin sees everybody`() async throws {
        let desk = try await TestDesk()
        try await desk.store.disable(desk.ben)
        try await desk.browser(of: desk.dora).get("/dashboard/people").expect(
            200,
            contains: [
                "Ana Diaz", "Ben Ito", "Dora Quist", ">You<", "Disabled", "Reset password", "/disable", "/enable",
            ])
    }

    @Test func `an admin adds an agent, who can sign in then`() async throws {
        let desk = try await TestDesk()
        let dora = try await desk.browser(of: desk.dora)
        let answer = try await dora.post("/dashboard/people", cleo)
        #expect(answer.status == 303)
        try await dora.get(try answer.location.orThrow("no location")).expect(
            200, contains: ["Cleo Roux", "was added", "class=\"notice\""])
        let login = try await desk.store.login(username: "cleo").orThrow("nobody was added")
        #expect(login.agent.role == .agent && login.agent.presence == .away)
        try await desk.stranger().signIn(Colleague(username: "cleo", name: "", password: "round and round the court"))
            .expectRedirect(to: "/dashboard")
    }

    @Test func `an admin adds an admin`() async throws {
        let desk = try await TestDesk()
        let dora = try await desk.browser(of: desk.dora)
        let fields: KeyValuePairs = [
            "name": "C", "username": "c", "password": "round and round the court", "role": "admin",
        ]
        #expect(try await dora.post("/dashboard/people", fields).status == 303)
        #expect(try await desk.store.login(username: "c")?.agent.role == .admin)
    }

    static let wrong: [(field: String, value: String, words: String)] = [
        ("name", "", "Give the agent&#39;s name"), ("name", "a\nb", "Give the agent&#39;s name"),
        ("username", "", "Give a user name."), ("username", "a b", "letters, digits"), ("username", "ANA", "already"),
        ("username", String(repeating: "a", count: 65), "too long"),
        ("password", "", "at least 8"), ("password", "short", "at least 8"),
        ("password", "password123", "would be guessed"), ("password", String(repeating: "ab", count: 129), "at most"),
    ]

    @Test(arguments: wrong)
    func `somebody who cannot be added is not, and what was typed stays but for the password`(
        field: String, value: String, words: String
    ) async throws {
        let desk = try await TestDesk()
        let before = try await desk.store.agents()
        var fields = [
            "name": "Cleo Roux", "username": "cleo", "password": "round and round the court", "role": "admin",
        ]
        fields[field] = value
        let dora = try await desk.browser(of: desk.dora)
        let answer = try await dora.post("/dashboard/people", body: FormFields.encoded(fields))
        answer.expect(
            422,
            contains: [
                words, "value=\"\(fields["name"] ?? "")\"", "value=\"\(fields["username"] ?? "")\"", " checked",
            ],
            mustNotContain: ["round and round"])
        if field == "password" && !value.isEmpty { #expect(!answer.contains("value=\"\(value)\"")) }
        #expect(try await desk.store.agents() == before)
    }

    @Test(arguments: ["", "short", "password123"])
    func `a password that is none is refused where it was typed`(password: String) async throws {
        let desk = try await TestDesk()
        let ana = try await desk.browser(of: desk.ana)
        let dora = try await desk.browser(of: desk.dora)
        try await dora.post("/dashboard/people/\(desk.ana)/password", ["password": password]).expect(
            422, contains: ["id=\"password-\(desk.ana)-error\"", "<details class=\"person-reset\" open>"])
        #expect(try await ana.get("/dashboard").status == 200)
        #expect(await desk.events().isEmpty)
    }

    @Test func `the last admin is not disabled`() async throws {
        let desk = try await TestDesk()
        let dora = try await desk.browser(of: desk.dora)
        try await dora.post("/dashboard/people/\(desk.dora)/disable").expect(409, contains: ["Nobody was disabled"])
        #expect(try await dora.get("/dashboard/people").status == 200)
        #expect(await desk.events().isEmpty)
    }

    @Test func `T55 of two admins who disable each other at once one stays`() async throws {
        let desk = try await TestDesk()
        let erin = try await desk.test.addAgent("erin", "Erin", role: .admin)
        let dora = try await desk.browser(of: desk.dora)
        let other = try await desk.browser(of: erin)
        let doraID = desk.dora
        async let first = dora.post("/dashboard/people/\(erin)/disable")
        async let second = other.post("/dashboard/people/\(doraID)/disable")
        let statuses = [try await first.status, try await second.status].sorted()
        #expect(statuses[0] == 303)
        #expect([401, 409].contains(statuses[1]))
        #expect(try await desk.store.agents().filter { $0.role == .admin && !$0.isDisabled }.count == 1)
    }

    static let nobody = ["999", "0", "-1", "%2B1", "01", "1e0", "9223372036854775808", "x", "%00", "1%00"]

    @Test(arguments: nobody) func `T23 an id that is nobody's is the same 404 for every action`(id: String) async throws
    {
        let desk = try await TestDesk()
        let before = try await desk.store.agents()
        let dora = try await desk.browser(of: desk.dora)
        for action in ["disable", "enable", "password"] {
            try await dora.post("/dashboard/people/\(id)/\(action)", ["password": "round and round the court"])
                .expect(404, contains: ["This page does not exist"])
        }
        #expect(try await desk.store.agents() == before)
    }

    @Test func `to agents and strangers these pages do not exist or need signing in`() async throws {
        let desk = try await TestDesk()
        let before = try await desk.store.agents()
        let ana = try await desk.browser(of: desk.ana)
        try await ana.get("/dashboard/people").expect(404, mustNotContain: ["Ben Ito"])
        try await desk.stranger().get("/dashboard/people").expect(303)
        for path in ["", "/\(desk.ben)/disable", "/\(desk.ben)/enable", "/\(desk.ben)/password"] {
            try await ana.post("/dashboard/people" + path, cleo).expect(404)
            try await desk.stranger().post("/dashboard/people" + path, cleo).expect(401)
        }
        #expect(try await desk.store.agents() == before)
    }

    @Test func `forty new passwords at once are some too many, and no defect`() async throws {
        let desk = try await TestDesk()
        let dora = try await desk.browser(of: desk.dora)
        let ben = desk.ben
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<40 {
                group.addTask {
                    try await dora.post(
                        "/dashboard/people/\(ben)/password", ["password": "a fresh set of wheels \(number)"]
                    ).status
                }
            }
            return try await group.reduce(into: Set<Int>()) { $0.insert($1) }
        }
        #expect(statuses.isSubset(of: [303, 429, 503]))
        #expect(statuses.contains(303))
    }
}
