import Desk
import HTTPTypes
import Store
import TestSupport
import Testing

@testable import Web

@Suite(.timeLimit(.minutes(10))) struct CrossSiteTests {
    static let sites = ["cross-site", "same-site", "same-origin", "none", "SAME-ORIGIN", "same-origin, none", "", nil]

    static let origins = [
        "http://localhost", "http://localhost:1", "https://localhost", "http://evil.localhost",
        "http://localhost.evil.example", "http://127.0.0.1", "http://localhost/", "HTTP://LOCALHOST", "null", "", nil,
    ]

    /// Fetch Metadata decides; Origin where a browser sends none; a cookie needs one of the two.
    private static func isAllowed(_ site: String?, _ origin: String?, own: String) -> Bool {
        if let site { return site == "same-origin" || site == "none" }
        return origin == own
    }

    private static func headers(_ site: String?, _ origin: String?) throws -> HTTPFields {
        var fields: HTTPFields = [.contentType: Browser.formType]
        fields[try HTTPField.Name("Sec-Fetch-Site").orThrow("no such name")] = site
        fields[.origin] = origin
        return fields
    }

    private static let forms = RouteRule.all.filter { $0.method != .get && !$0.isWebhook }

    @Test(arguments: forms)
    func `T28 a form is taken from our own pages alone, whatever else the browser says`(rule: RouteRule) async throws {
        let askers = try await Askers(try await TestDesk())
        let before = try await askers.desk.contents()
        for site in Self.sites {
            for origin in Self.origins {
                let answer = try await askers.ask(rule, askers[.admin], headers: try Self.headers(site, origin))
                let isAllowed = Self.isAllowed(site, origin, own: "http://localhost")
                let case_ = "\(site ?? "no site"), \(origin ?? "no origin"): \(answer.status)"
                #expect((answer.status != 403) == isAllowed, "\(rule) from \(case_)")
                if !isAllowed { #expect(answer.contains("This form came from another site"), "\(case_)") }
            }
        }
        #expect(try await askers.desk.contents() == before)
        if !rule.pattern.hasSuffix("/sign-out") { #expect(try await askers[.admin].get("/dashboard").status == 200) }
    }

    @Test func `T28 the refusal comes before the body is read`() async throws {
        let desk = try await TestDesk()
        let answer = try await desk.stranger().send(
            .post, "/tickets", headers: try Self.headers("cross-site", nil), body: Array("%80".utf8))
        #expect(answer.status == 403)
    }

    @Test func `T28 a forged form changes nothing, though its fields are right`() async throws {
        let askers = try await Askers(try await TestDesk())
        let desk = askers.desk
        let before = try await desk.contents()
        let evil = try Self.headers("cross-site", "https://evil.example")
        let forged: [(String, [String: String])] = [
            ("/dashboard/tickets/1/status", ["status": "solved"]), ("/dashboard/tickets/1/notes", ["note": "x"]),
            ("/dashboard/people/\(desk.ana)/disable", [:]), ("/dashboard/people/\(desk.ben)/enable", [:]),
            ("/dashboard/people/\(desk.ana)/password", ["password": "round and round the court"]),
            ("/dashboard/people", ["name": "M", "username": "mallory", "password": "round and round the court"]),
            ("/tickets", ["name": "M", "phone_number": Cast.robert.phone, "description": "x"]),
        ]
        for (path, fields) in forged {
            let answer = try await askers[.admin].send(.post, path, headers: evil, body: FormFields.encoded(fields))
            #expect(answer.status == 403, "\(path)")
        }
        #expect(try await desk.contents() == before)
        #expect(try await askers[.agent].get("/dashboard").status == 200)
    }

    @Test func `T29 another site can neither sign anybody in nor out`() async throws {
        let desk = try await TestDesk()
        try await desk.test.givePassword(to: Cast.ana)
        let victim = try await desk.browser(of: desk.dora)
        let evil = try Self.headers("cross-site", "https://evil.example")
        let login = FormFields.encoded(["username": "ana", "password": Cast.ana.password])
        let answer = try await victim.send(.post, "/sign-in", headers: evil, body: login)
        #expect(answer.status == 403 && answer.cookies.isEmpty)
        #expect(try await desk.stranger().send(.post, "/sign-in", headers: evil, body: login).status == 403)
        #expect(try await victim.send(.post, "/sign-out", headers: evil).status == 403)
        try await victim.get("/dashboard").expect(200, contains: ["Dora Quist"])
    }

    @Test func `T28 without a browser's headers only who brings no cookie is heard`() async throws {
        let desk = try await TestDesk()
        let body = FormFields.encoded(["name": ""])
        let headers: HTTPFields = [.contentType: Browser.formType]
        #expect(try await desk.stranger().send(.post, "/tickets", headers: headers, body: body).status == 422)
        let browser = desk.stranger()
        browser.set("anything", to: "1")
        #expect(try await browser.send(.post, "/tickets", headers: headers, body: body).status == 403)
    }

    @Test func `T28 with a public address exactly that one is ours, whatever the Host says`() async throws {
        let desk = try await TestDesk { $0.publicOrigin = WebOrigin("https://desk.example.com") }
        for origin in [
            "https://desk.example.com", "http://desk.example.com", "https://evil.example", "http://localhost",
        ] {
            for host in ["desk.example.com", "evil.example", "localhost"] {
                let answer = try await desk.stranger().send(
                    .post, "/tickets", headers: try Self.headers(nil, origin), body: FormFields.encoded(["name": ""]),
                    host: host)
                let isOwn = origin == "https://desk.example.com"
                #expect(answer.status == (isOwn ? 422 : 403), "\(origin) at \(host)")
            }
        }
    }

    @Test(arguments: [
        "evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "desk.local:8080", "localhost:x",
    ])
    func `T28 without a public address only loopback names are ours`(host: String) async throws {
        let desk = try await TestDesk()
        let answer = try await desk.stranger().send(
            .post, "/tickets", headers: try Self.headers(nil, "http://\(host)"), body: FormFields.encoded(["name": ""]),
            host: host)
        #expect(answer.status == 403)
        #expect(try await desk.stranger().send(.get, "/", host: host).status == 200, "nobody is refused for a Host")
    }

    @Test func `webhooks go by their signature, not by cookies or origins`() async throws {
        let askers = try await Askers(try await TestDesk())
        for rule in RouteRule.all where rule.isWebhook {
            let answer = try await askers.ask(
                rule, askers[.admin], headers: try Self.headers("cross-site", "https://evil.example"))
            #expect(answer.status == 200)
        }
        #expect(await askers.desk.events().filter { $0 != .ticketFiled(TicketID(1)) }.isEmpty)
    }
}
