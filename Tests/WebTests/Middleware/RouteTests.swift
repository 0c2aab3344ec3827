import Desk
import HTTPTypes
import Hummingbird
import Store
import TestSupport
import Testing

@testable import Web

@Suite(.timeLimit(.minutes(10))) struct RouteTests {
    @Test func `T22 the table has every route of the desk and no other`() async throws {
        let desk = try await TestDesk()
        let routes = desk.app.router().routes.map { "\($0.method) \($0.path.description)" }
        #expect(Set(routes).subtracting(RouteRule.all.map(\.description)) == [], "not in the table")
        #expect(Set(RouteRule.all.map(\.description)).subtracting(routes) == [], "not a route")
        try desk.app.router().validate()
    }

    @Test(arguments: Asker.allCases)
    func `T22 each asker gets what the table says, and the tries change nothing`(asker: Asker) async throws {
        let askers = try await Askers(try await TestDesk())
        let before = try await askers.desk.contents()
        for rule in RouteRule.all {
            let answer = try await askers.ask(rule, askers[asker])
            #expect(answer.status == rule.expected(asker), "\(rule) for \(asker)")
        }
        #expect(try await askers.desk.contents() == before)
    }

    @Test func `T22 what agents see is never in an answer to anybody else`() async throws {
        let desk = try await TestDesk()
        let askers = try await Askers(desk)
        let (_, other) = try await desk.customer(Cast.erin)
        try await desk.store.addNote("Only among us.", to: other.ticket.id, by: desk.ana)
        for asker in [Asker.stranger, .customer, .disabled] {
            // Measured values are numbers of any digits; MetricsTests look into those.
            for rule in RouteRule.all where rule.pattern != "/metrics" {
                try await askers.ask(rule, askers[asker]).expect(
                    rule.expected(asker),
                    mustNotContain: ["O&#39;Hara", "Only among us", "7946", "Dora Quist", other.ticket.key])
            }
        }
    }

    // MARK: Safe methods

    @Test func `T25 reading changes nothing, whoever reads`() async throws {
        let askers = try await Askers(try await TestDesk())
        let before = try await askers.desk.contents()
        _ = await askers.desk.events()
        for asker in Asker.allCases {
            for rule in RouteRule.all {
                for method in [HTTPRequest.Method.get, .head] {
                    _ = try await askers[asker].copy().send(method, askers.path(of: rule))
                }
            }
        }
        #expect(try await askers.desk.contents() == before)
        #expect(await askers.desk.events().isEmpty)
    }

    @Test(arguments: ["/dashboard/tickets/1/status", "/dashboard/people/1/disable", "/sign-out"])
    func `T25 a method may not be disguised as another`(path: String) async throws {
        let askers = try await Askers(try await TestDesk())
        let before = try await askers.desk.contents()
        let override = try HTTPField.Name("X-HTTP-Method-Override").orThrow("no such name")
        let method = try HTTPField.Name("X-HTTP-Method").orThrow("no such name")
        let answers = [
            try await askers[.admin].get(
                path + "?_method=POST&status=solved", headers: [override: "POST", method: "POST"]),
            try await askers[.admin].send(.head, path + "?_method=POST&status=solved"),
        ]
        for answer in answers { #expect([404, 405].contains(answer.status)) }
        #expect(try await askers.desk.contents() == before)
        #expect(try await askers[.admin].get("/dashboard").status == 200)
    }

    @Test(arguments: ["TRACE", "PUT", "DELETE", "PATCH", "CONNECT", "PROPFIND", "get", "POST\u{C5}"])
    func `T25 other methods are refused on every path`(name: String) async throws {
        guard let method = HTTPRequest.Method(rawValue: name) else { return }
        let askers = try await Askers(try await TestDesk())
        let before = try await askers.desk.contents()
        for rule in RouteRule.all {
            let answer = try await askers[.admin].copy().send(
                method, askers.path(of: rule), headers: Browser.ownForm, body: FormFields.encoded(rule.fields))
            #expect(answer.status == 405, "\(name) \(rule.pattern)")
            #expect(!answer.contains("Cookie") && !answer.contains("localhost"), "nothing is echoed")
        }
        #expect(try await askers.desk.contents() == before)
    }

    @Test func `a form sent to a page that takes none is refused without a defect`() async throws {
        let askers = try await Askers(try await TestDesk())
        for rule in RouteRule.all where rule.method == .get && rule.pattern != "/setup" && rule.pattern != "/sign-in" {
            guard !RouteRule.all.contains(where: { $0.method == .post && $0.pattern == rule.pattern }) else { continue }
            let answer = try await askers[.admin].post(askers.path(of: rule))
            #expect([404, 405].contains(answer.status), "POST \(rule.pattern): \(answer.status)")
        }
    }
}
