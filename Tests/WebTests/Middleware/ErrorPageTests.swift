import Desk
import Foundation
import HTTPTypes
import Store
import TestSupport
import Testing

@testable import Web

@Suite struct ErrorPageTests {
    static let hidden = [
        "/.git", "/.git/config", "/.env", "/.env.example", "/data/desk.sqlite", "/desk.sqlite", "/desk.sqlite-wal",
        "/desk.lock", "/backup", "/debug", "/server-status", "/Package.swift", "/Makefile", "/README.md",
        "/Templates/layouts/head.mustache", "/Resources/Migrations/sqlite/0001-foundation.sql",
        "/Public/css/deskbell.css",
        "/assets", "/assets/", "/assets/../.env", "/assets/%2e%2e/.env", "/..", "/../etc/passwd", "//etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd", "/.well-known/security.txt", "/admin", "/index.html", "/setup", "/tickets", "/%00",
        "/%ff", "/dashboard/nothing", "/dashboard/people/1", "/t", "/t/", "/token/generate", "/call/connect",
        "/sign-out",
        "/conference/wait", "/toolbars", "/\u{301}", "/%F0%9F%8F%BB", "/" + String(repeating: "a/", count: 2_000), "*",
    ]

    static var inside: Regex<Substring> {
        #/Hummingbird|NIO|Swift|SQLite|GRDB|OpenSSL|\/Sources\/|\.swift|Error|version \d|stack/#
    }

    @Test(arguments: hidden) func `T52 what is no page is not there, and says nothing of the inside`(
        path: String
    ) async throws {
        let desk = try await TestDesk()
        for browser in [desk.stranger(), try await desk.browser(of: desk.dora)] {
            let answer = try await browser.get(path)
            #expect([400, 404, 405].contains(answer.status), "\(path.prefix(60)): \(answer.status)")
            answer.expect(answer.status, contains: ["To the first page"])
            #expect(answer.text.firstMatch(of: Self.inside) == nil)
        }
    }

    @Test(arguments: [
        "../../.env", "..%2f..%2fPackage.swift", "%2e%2e/%2e%2e/Package.swift", "css/../../Package.swift", "", "css",
        "css/",
        "js/", ".hidden", "css/%00", "....//....//Package.swift", "js/..\\..\\Package.swift", "/etc/passwd",
        "nowhere.js",
        "css/deskbell.css%00.js", "css/deskbell.css/", "CSS/deskbell.css", "css%2fdeskbell.css", "css//deskbell.css",
        "./css/deskbell.css",
    ])
    func `T52 the folder of static files has no way out and no other spellings`(path: String) async throws {
        let desk = try await TestDesk()
        let answer = try await desk.stranger().get(desk.parts.views.assets.base + "/" + path)
        answer.expect(404, mustNotContain: ["PackageDescription", "root:"])
    }

    @Test func `T52 no answer names what serves it`() async throws {
        let askers = try await Askers(try await TestDesk())
        for rule in RouteRule.all {
            let answer = try await askers.ask(rule, askers[.admin])
            #expect(answer.header("Server") == nil && answer.header("X-Powered-By") == nil)
        }
    }

    // MARK: What goes wrong inside

    static let troubles: [(StorageError, Int)] = [
        (.full, 503), (.locked, 503), (.fileReplaced, 503), (.failed("disk I/O error at /var/secret"), 500),
        (.unexpected("column phone"), 500), (.constraint("UNIQUE tickets.submission"), 500),
    ]

    @Test(arguments: troubles) func `T52 trouble with the storage is told without its words, and logged with them`(
        trouble: StorageError, status: Int
    ) async throws {
        let (desk, database) = try await TestDesk.scripted()
        database.beforeWrites { throw trouble }
        let answer = try await desk.stranger().post(
            "/tickets", ["name": "Robert", "phone_number": Cast.robert.phone, "description": "It broke."])
        answer.expect(status, mustNotContain: ["/var/secret", "UNIQUE", "column", "Robert", "It broke"])
        #expect(answer.text.firstMatch(of: Self.inside) == nil)
        #expect((answer.header("Retry-After") != nil) == (status == 503))
        answer.expect(status, contains: ["tell us the reference"])
        #expect(desk.log.lines.contains { $0.hasPrefix("error: request failed") })
        database.beforeWrites {}
        #expect(try await desk.stranger().file().status == 303, "it goes on afterwards")
    }

    @Test func `T52 a page that cannot be read is a page, too`() async throws {
        let (desk, database) = try await TestDesk.scripted()
        let ana = try await desk.browser(of: desk.ana)
        database.beforeReads { throw StorageError.failed("SELECT secrets") }
        for path in ["/", "/dashboard", "/t/AAAAAAAAAAAAAAAAAAAAAA", "/sign-in"] {
            try await ana.get(path).expect(
                500, contains: ["Something went wrong on our side"], mustNotContain: ["SELECT"])
        }
        #expect(try await ana.get("/healthz").status == 200)
    }

    // MARK: The log

    @Test func `T08 the log has one line for each event and nothing that is secret or personal`() async throws {
        let desk = try await TestDesk()
        try await desk.test.givePassword(to: Cast.ana)
        let browser = desk.stranger()
        let key = try await browser.file(
            Customer(
                name: "Canary\u{301} Name", phone: Cast.robert.phone, e164: Cast.robert.e164,
                problem: "canary\r\nproblem"
            )
        ).ticketKey()
        _ = try await browser.post("/tickets", ["name": "Canary\nName", "phone_number": "canary", "description": "x"])
        _ = try await browser.get("/t/\(key)?canary=1%0aerror: forged")
        _ = try await browser.signIn(Cast.ana, password: "canary password")
        _ = try await browser.signIn(Cast.ana)
        let token = try await browser.post("/token/generate", ["page": "/dashboard"])
        _ = try await browser.get("/canary%0d%0aerror: forged")
        let secrets = [
            "canary", "Canary", Cast.ana.password, "867-5309", "8675309", key,
            try browser.cookie("session").orThrow("no session"),
            String(token.text.dropFirst(10).prefix(40)), "forged",
        ]
        #expect(desk.log.lines.count >= 7)
        for line in desk.log.lines {
            #expect(!line.utf8.contains { $0 < 0x20 }, "\(line)")
            for secret in secrets { #expect(!line.contains(secret), "\(line)") }
        }
    }
}
