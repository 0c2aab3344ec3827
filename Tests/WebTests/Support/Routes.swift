import Desk
import HTTPTypes
import Store
import TestSupport

@testable import Web

/// Who may ask.
enum Asker: String, CaseIterable, Sendable {
    case stranger, customer, disabled, agent, admin
}

/// A route with a request that changes nothing where it is allowed, and what each asker gets.
struct RouteRule: Sendable, CustomStringConvertible {
    let method: HTTPRequest.Method
    let pattern: String
    /// Such as the one the pattern stands for; `KEY` is the key of the customer's ticket.
    let path: String
    var fields: [String: String] = [:]
    /// For strangers, customers and disabled agents; for agents; for admins.
    let outside: Int
    let agent: Int
    let admin: Int

    var description: String { "\(method) \(pattern)" }

    func expected(_ asker: Asker) -> Int {
        switch asker {
        case .stranger, .customer, .disabled: outside
        case .agent: agent
        case .admin: admin
        }
    }

    private init(
        _ method: HTTPRequest.Method, _ pattern: String, _ path: String? = nil, _ fields: [String: String] = [:],
        outside: Int, agent: Int, admin: Int? = nil
    ) {
        self.method = method
        self.pattern = pattern
        self.path = path ?? pattern
        self.fields = fields
        self.outside = outside
        self.agent = agent
        self.admin = admin ?? agent
    }

    /// Every route there is; one that is missing here fails a test.
    static let all: [RouteRule] = [
        RouteRule(.get, "/", outside: 200, agent: 200),
        RouteRule(.post, "/tickets", fields: ["name": ""], everybody: 422),
        RouteRule(.get, "/t/{key}", "/t/KEY", outside: 200, agent: 200),
        RouteRule(.get, "/setup", outside: 404, agent: 404),
        RouteRule(.post, "/setup", fields: ["code": "x"], everybody: 404),
        RouteRule(.get, "/sign-in", outside: 200, agent: 303),
        RouteRule(.post, "/sign-in", fields: ["username": "", "password": ""], everybody: 401),
        RouteRule(.get, "/healthz", outside: 200, agent: 200),
        // No port is open in these tests.
        RouteRule(.get, "/readyz", outside: 503, agent: 503),
        RouteRule(.get, "/metrics", outside: 200, agent: 200),
        RouteRule(.get, "/live", outside: 426, agent: 426),
        RouteRule(.post, "/token/generate", nil, ["page": "/dashboard"], outside: 401, agent: 200),
        RouteRule(.get, "/token", outside: 401, agent: 200),
        RouteRule(.get, "/toolbar", outside: 200, agent: 200),
        RouteRule(.post, "/toolbar/sign-in", fields: ["username": "", "password": ""], everybody: 401),
        RouteRule(.get, "/toolbar/window", outside: 303, agent: 200),
        RouteRule(.post, "/call/connect", everybody: 200),
        RouteRule(.post, "/call/dialed", everybody: 200),
        RouteRule(.post, "/call/status", everybody: 200),
        RouteRule(.post, "/call/recording", everybody: 200),
        RouteRule(.post, "/call/recorded", everybody: 200),
        RouteRule(.post, "/conference/connect/client", everybody: 200),
        RouteRule(.post, "/conference/wait", everybody: 200),
        RouteRule(.post, "/conference/hold", everybody: 200),
        RouteRule(.post, "/conference/lost", everybody: 200),
        RouteRule(.post, "/conference/voicemail", everybody: 200),
        RouteRule(.post, "/conference/status", everybody: 200),
        RouteRule(.post, "/conference/{id}/connect/{agent}", "/conference/x/connect/1", everybody: 200),
        RouteRule(.post, "/conference/{id}/call", "/conference/999/call", ["to": "1"], outside: 401, agent: 404),
        // Without a line to Genesys there is nothing behind these.
        RouteRule(.post, "/genesys/events", outside: 401, agent: 404),
        RouteRule(.get, "/genesysWs", outside: 303, agent: 404),
        RouteRule(.get, "/genesys/sign-in", outside: 303, agent: 404),
        RouteRule(.get, "/genesys/callback", outside: 303, agent: 404),
        RouteRule(.get, "/dashboard", outside: 303, agent: 200),
        RouteRule(.get, "/dashboard/tickets/{id}", "/dashboard/tickets/1", outside: 303, agent: 200),
        RouteRule(
            .post, "/dashboard/tickets/{id}/status", "/dashboard/tickets/1/status", ["status": "open"], outside: 401,
            agent: 303),
        RouteRule(
            .post, "/dashboard/tickets/{id}/notes", "/dashboard/tickets/1/notes", ["note": ""], outside: 401, agent: 422
        ),
        RouteRule(.get, "/dashboard/tickets/new", outside: 303, agent: 200),
        RouteRule(.post, "/dashboard/tickets/new", nil, ["name": ""], outside: 401, agent: 422),
        RouteRule(.get, "/dashboard/calls/{key}/tickets", "/dashboard/calls/x/tickets", outside: 303, agent: 404),
        RouteRule(
            .post, "/dashboard/calls/{key}/tickets", "/dashboard/calls/x/tickets", ["ticket": "1"], outside: 401,
            agent: 404),
        RouteRule(
            .post, "/dashboard/calls/{key}/wrap-up", "/dashboard/calls/x/wrap-up", ["outcome": "Resolved"],
            outside: 401, agent: 404),
        RouteRule(.get, "/dashboard/contacts", outside: 303, agent: 200),
        RouteRule(.get, "/dashboard/recordings/{key}", "/dashboard/recordings/x", outside: 303, agent: 404),
        // Without a telephone there is nothing to choose.
        RouteRule(.get, "/dashboard/phone", outside: 303, agent: 404),
        RouteRule(.post, "/dashboard/phone", nil, ["on": "browser"], outside: 401, agent: 404),
        RouteRule(
            .post, "/dashboard/people/{id}/phone", "/dashboard/people/1/phone", ["phone_number": "x"], outside: 401,
            agent: 404, admin: 422),
        RouteRule(.get, "/dashboard/people", outside: 303, agent: 404, admin: 200),
        RouteRule(.get, "/dashboard/doctor", outside: 303, agent: 404, admin: 200),
        RouteRule(.post, "/dashboard/people", nil, ["name": ""], outside: 401, agent: 404, admin: 422),
        RouteRule(
            .post, "/dashboard/people/{id}/disable", "/dashboard/people/999/disable", outside: 401, agent: 404),
        RouteRule(.post, "/dashboard/people/{id}/enable", "/dashboard/people/999/enable", outside: 401, agent: 404),
        RouteRule(
            .post, "/dashboard/people/{id}/password", "/dashboard/people/1/password", ["password": ""], outside: 401,
            agent: 404, admin: 422),
        RouteRule(.post, "/toolbar/sign-out", nil, ["next": "/toolbar"], outside: 303, agent: 303),
        // Last, since nobody is in any more afterwards.
        RouteRule(.post, "/sign-out", everybody: 303),
    ]

    private init(
        _ method: HTTPRequest.Method, _ pattern: String, _ path: String? = nil, fields: [String: String] = [:],
        everybody status: Int
    ) {
        self.init(method, pattern, path, fields, outside: status, agent: status)
    }

    /// Webhooks are known by their signature: no cookie and no origin means anything to them.
    var isWebhook: Bool {
        Paths.isWebhook(path)
    }
}

/// One browser for each asker, on one desk with one ticket.
struct Askers: Sendable {
    let desk: TestDesk
    let key: String
    private let browsers: [Asker: Browser]

    init(_ desk: TestDesk) async throws {
        self.desk = desk
        let (customer, detail) = try await desk.customer()
        key = detail.ticket.key
        let disabled = try await desk.browser(of: desk.ben)
        try await desk.store.disable(desk.ben)
        browsers = [
            .stranger: desk.stranger(), .customer: customer, .disabled: disabled,
            .agent: try await desk.browser(of: desk.ana), .admin: try await desk.browser(of: desk.dora),
        ]
    }

    subscript(asker: Asker) -> Browser { browsers[asker] ?? desk.stranger() }

    func path(of rule: RouteRule) -> String { rule.path.replacing("KEY", with: key) }

    func ask(_ rule: RouteRule, _ browser: Browser, headers: HTTPFields? = nil) async throws -> Answer {
        let own = rule.method == .post ? Browser.ownForm : [:]
        return try await browser.copy().send(
            rule.method, path(of: rule), headers: headers ?? own, body: FormFields.encoded(rule.fields))
    }
}
