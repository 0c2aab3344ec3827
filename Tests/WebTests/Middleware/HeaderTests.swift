import Desk
import Foundation
import HTTPTypes
import Store
import TestSupport
import Testing

@testable import Web

@Suite(.timeLimit(.minutes(10))) struct HeaderTests {
    static let wanted: [(name: String, value: String)] = [
        ("Referrer-Policy", "same-origin"), ("X-Content-Type-Options", "nosniff"),
        ("Cross-Origin-Opener-Policy", "same-origin"), ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Cross-Origin-Embedder-Policy", "require-corp"), ("Cache-Control", "no-store"),
    ]

    static let policy: [String: String] = [
        "default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "img-src": "'self'",
        "font-src": "'self'",
        "connect-src": "'self'", "media-src": "'self'", "form-action": "'self'", "base-uri": "'none'",
        "frame-ancestors": "'none'", "require-trusted-types-for": "'script'", "trusted-types": "deskbell",
    ]

    private func check(_ answer: Answer, _ what: String, _ location: SourceLocation = #_sourceLocation) {
        for (name, value) in Self.wanted {
            #expect(answer.header(name) == value, "\(what): \(name)", sourceLocation: location)
        }
        let directives = (answer.header("Content-Security-Policy") ?? "").split(separator: ";").map {
            $0.split(separator: " ", maxSplits: 1).map(String.init)
        }
        let policy = Dictionary(directives.map { ($0[0], $0.last ?? "") }, uniquingKeysWith: { first, _ in first })
        #expect(policy == Self.policy, "\(what)", sourceLocation: location)
        let permissions = answer.header("Permissions-Policy") ?? ""
        for permission in [
            "microphone=(self)", "camera=()", "geolocation=()", "display-capture=()", "payment=()", "usb=()",
        ] {
            #expect(permissions.contains(permission), "\(what): \(permission)", sourceLocation: location)
        }
    }

    @Test(arguments: Asker.allCases)
    func `T34 every answer of every route carries the headers and is never stored`(asker: Asker) async throws {
        let askers = try await Askers(try await TestDesk())
        // The toolbar lives in frames of other sites: its own headers are tried in LineHeaderTests.
        for rule in RouteRule.all where !rule.pattern.hasPrefix("/toolbar") {
            check(try await askers.ask(rule, askers[asker]), "\(rule) for \(asker)")
        }
    }

    @Test func `T34 so does every refusal`() async throws {
        let desk = try await TestDesk()
        let browser = desk.stranger()
        let cross: HTTPFields = [.contentType: Browser.formType, .origin: "https://evil.example", .cookie: "a=1"]
        let answers = [
            try await browser.get("/nowhere"), try await browser.send(.put, "/"), try await browser.send(.options, "/"),
            try await browser.post("/tickets", body: Array("%".utf8)),
            try await browser.post("/tickets", body: [UInt8](repeating: 0x61, count: 200 * 1024)),
            try await browser.post("/tickets", body: [], headers: [.contentType: "text/plain"]),
            try await browser.send(.post, "/tickets", headers: cross), try await browser.get("/assets/x/y.js"),
            try await browser.post("/tickets", ["name": ""]),
        ]
        for answer in answers {
            #expect((400..<500).contains(answer.status))
            check(answer, "\(answer.status)")
        }
    }

    @Test func `T34 over https browsers are told to stay there, and cookies never leave it`() async throws {
        let desk = try await TestDesk { $0.publicOrigin = WebOrigin("https://desk.example.com") }
        try await desk.test.givePassword(to: Cast.ana)
        let browser = desk.stranger()
        let home = try await browser.get("/")
        #expect(home.header("Strict-Transport-Security")?.hasPrefix("max-age=31536000") == true)
        var cookies = home.cookies
        let own: HTTPFields = [.origin: "https://desk.example.com"]
        let login: KeyValuePairs = ["username": "ana", "password": Cast.ana.password]
        cookies += try await browser.post("/sign-in", login, headers: own).cookies
        cookies += try await browser.post(
            "/tickets",
            body: FormFields.encoded([
                "name": "R", "phone_number": Cast.robert.phone, "description": "x",
            ]), headers: own
        ).cookies
        cookies += try await browser.post("/sign-out", headers: own).cookies
        #expect(cookies.count >= 4)
        for cookie in cookies {
            #expect(cookie.hasPrefix("__Host-"))
            let attributes = Set(cookie.components(separatedBy: "; ").dropFirst())
            #expect(attributes.isSuperset(of: ["Path=/", "HttpOnly", "SameSite=Lax", "Secure"]), "\(cookie)")
            #expect(!cookie.contains("Domain"))
        }
    }

    @Test func `over http nobody is told to stay, and cookies have plain names`() async throws {
        let desk = try await TestDesk()
        let answer = try await desk.stranger().get("/")
        #expect(answer.header("Strict-Transport-Security") == nil)
        #expect(
            answer.cookies.allSatisfy { $0.hasPrefix("visitor=") && !$0.contains("Secure") && $0.contains("HttpOnly") })
    }

    @Test func `T34 files under the digest of them all are kept for ever, also when asked again`() async throws {
        let desk = try await TestDesk()
        let page = try await desk.stranger().get("/")
        let files = page.text.matches(of: #/(?:src|href)="(\/assets\/[^"]+)"/#).map { String($0.output.1) }
        #expect(files.count >= 4)
        for file in files {
            let answer = try await desk.stranger().get(file)
            #expect(answer.status == 200)
            #expect(answer.header("Cache-Control") == "public, max-age=31536000, immutable")
            #expect(answer.header("X-Content-Type-Options") == "nosniff")
            let tag = try answer.header("ETag").orThrow("no ETag")
            let again = try await desk.stranger().get(file, headers: [.ifNoneMatch: tag])
            #expect(again.status == 304)
            #expect(again.header("Cache-Control") == "public, max-age=31536000, immutable", "304 of \(file)")
        }
    }

    @Test(arguments: ["https://evil.example", "null", "http://sub.localhost", "http://localhost"])
    func `T32 no other site may read an answer`(origin: String) async throws {
        let askers = try await Askers(try await TestDesk())
        let preflight = try HTTPField.Name("Access-Control-Request-Method").orThrow("no such name")
        for rule in RouteRule.all {
            let headers: HTTPFields = [.origin: origin, .contentType: Browser.formType]
            let answer = try await askers.ask(rule, askers[.admin], headers: headers)
            let asked = try await askers[.admin].copy().send(
                .options, askers.path(of: rule), headers: [.origin: origin, preflight: "POST"])
            for answer in [answer, asked] {
                #expect(answer.headers.allSatisfy { !$0.name.canonicalName.hasPrefix("access-control-") }, "\(rule)")
            }
            #expect(asked.status >= 400)
        }
    }

    @Test func `T06 no header has a line break in it, whatever was asked`() async throws {
        let desk = try await TestDesk()
        for path in [
            "/dashboard?x=%0d%0aSet-Cookie:%20evil=1", "/dashboard/tickets/%0d%0aX-Evil:1",
            "/sign-in?next=/%0d%0aX-Evil:%201",
            "/t/%0d%0aX-Evil:1", "/%E5%98%8A%E5%98%8DX-Evil:1", "/dashboard?x=\u{10A}\u{560A}", "/setup?code=%0d%0a",
        ] {
            for browser in [desk.stranger(), try await desk.browser(of: desk.ana)] {
                let answer = try await browser.get(path)
                #expect(answer.status < 500)
                for field in answer.headers {
                    #expect(field.value.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }, "\(path): \(field)")
                    #expect(field.name.canonicalName != "x-evil")
                }
                if let location = answer.location { #expect(location.hasPrefix("/") && !location.hasPrefix("//")) }
            }
        }
    }
}
