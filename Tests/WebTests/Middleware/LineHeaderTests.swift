import Desk
import HTTPTypes
import Secrets
import Telephony
import TestSupport
import Testing

@testable import Web

/// What pages may load and show, line by line: never more than the lines that are offered need.
@Suite(.timeLimit(.minutes(10))) struct LineHeaderTests {
    private static let panel = "https://shop.my.connect.aws"

    private static func connect(_ streams: ScriptPlace = .file("streams.js")) throws -> ConnectSettings {
        ConnectSettings(
            panel: try WebAddress("\(panel)/ccp-v2/").orThrow("no address"), region: "us-east-1", streams: streams)
    }

    private static func desk(_ change: (inout LineSettings) throws -> Void) async throws -> TestDesk {
        var lines = LineSettings()
        try change(&lines)
        return try await TestDesk { $0.lines = lines }
    }

    private func header(_ name: String, at path: String, of desk: TestDesk) async throws -> String? {
        try await desk.browser(of: desk.dora).get(path).header(name)
    }

    private func policy(at path: String, of desk: TestDesk) async throws -> [String: String] {
        let policy = try await header("Content-Security-Policy", at: path, of: desk) ?? ""
        let directives = policy.split(separator: ";").map { $0.split(separator: " ", maxSplits: 1).map(String.init) }
        return Dictionary(
            directives.compactMap { parts in parts.first.map { ($0, parts.last ?? "") } },
            uniquingKeysWith: { first, _ in first })
    }

    // MARK: Amazon Connect

    @Test(arguments: ["/dashboard", "/dashboard/tickets/1", "/dashboard/people", "/dashboard/nowhere"])
    func `agents' pages show the panel, give it the microphone and hear of its sign-in`(path: String) async throws {
        let desk = try await Self.desk {
            $0.connect = try Self.connect()
            $0.offered = [.embedded, .amazonConnect]
        }
        let policy = try await policy(at: path, of: desk)
        #expect(policy["frame-src"] == Self.panel)
        #expect(policy["script-src"] == "'self'")
        #expect(policy["frame-ancestors"] == "'none'")
        #expect(policy["require-trusted-types-for"] == "'script'")
        let permissions = try await header("Permissions-Policy", at: path, of: desk) ?? ""
        for feature in ["microphone", "autoplay", "clipboard-write"] {
            #expect(permissions.contains("\(feature)=(self \"\(Self.panel)\")"))
        }
        #expect(permissions.contains("camera=()"))
        #expect(try await header("Cross-Origin-Opener-Policy", at: path, of: desk) == "same-origin-allow-popups")
        #expect(try await header("Cross-Origin-Embedder-Policy", at: path, of: desk) == nil)
        #expect(try await header("Cross-Origin-Resource-Policy", at: path, of: desk) == "same-origin")
    }

    @Test func `Streams may come from elsewhere, and the panel is in nobody else's pages`() async throws {
        let script = try WebAddress("https://files.example.com/streams.js").orThrow("no address")
        let desk = try await Self.desk {
            $0.connect = try Self.connect(.url(script))
            $0.offered = [.amazonConnect]
        }
        #expect(try await policy(at: "/dashboard", of: desk)["script-src"] == "'self' https://files.example.com")
        for path in ["/", "/sign-in", "/t/x", "/healthz", "/dashboards"] {
            #expect(try await policy(at: path, of: desk) == HeaderTests.policy, "\(path)")
            for (name, value) in HeaderTests.wanted {
                #expect(try await header(name, at: path, of: desk) == value, "\(path): \(name)")
            }
        }
    }

    @Test func `a panel that is set up and not offered opens nothing`() async throws {
        let desk = try await Self.desk {
            $0.connect = try Self.connect()
            $0.offered = [.embedded]
        }
        #expect(try await policy(at: "/dashboard", of: desk) == HeaderTests.policy)
        #expect(try await header("Cross-Origin-Embedder-Policy", at: "/dashboard", of: desk) == "require-corp")
    }

    @Test func `only agents who sign in at Genesys Cloud need its window`() async throws {
        let url = try WebAddress("https://api.mypurecloud.com").orThrow("no address")
        for (clientID, policy) in [("id", "same-origin-allow-popups"), (nil, "same-origin")] {
            let desk = try await Self.desk {
                $0.genesys = GenesysSettings(url: url, clientID: clientID)
                $0.offered = [.genesys]
            }
            #expect(try await header("Cross-Origin-Opener-Policy", at: "/dashboard", of: desk) == policy)
            #expect(try await self.policy(at: "/dashboard", of: desk) == HeaderTests.policy)
        }
    }

    // MARK: The toolbar

    @Test(arguments: ["/toolbar", "/toolbar/anything"])
    func `the toolbar stands in the pages of Fusion that are set, and in our own`(path: String) async throws {
        let desk = try await Self.desk {
            $0.fusion.origins = ["https://one.example.com", "https://two.example.com:8443"].compactMap(WebOrigin.init)
        }
        let policy = try await policy(at: path, of: desk)
        let hosts = "https://one.example.com https://two.example.com:8443"
        #expect(policy["frame-ancestors"] == "'self' \(hosts)")
        #expect(policy["script-src"] == "'self' https://static.oracle.com \(hosts)")
        #expect(policy["connect-src"] == "'self'")
        // Oracle's loader makes script elements of its own.
        #expect(policy["trusted-types"] == nil)
        #expect(try await header("X-Frame-Options", at: path, of: desk) == nil)
        #expect(try await header("Cross-Origin-Opener-Policy", at: path, of: desk) == "same-origin-allow-popups")
        #expect(try await header("Cross-Origin-Resource-Policy", at: path, of: desk) == "cross-origin")
        #expect(try await header("Cross-Origin-Embedder-Policy", at: path, of: desk) == nil)
        #expect(try await header("Cache-Control", at: path, of: desk) == "no-store")
        #expect(try await self.policy(at: "/dashboard", of: desk) == HeaderTests.policy)
        #expect(try await self.policy(at: "/toolbars", of: desk) == HeaderTests.policy)
    }

    @Test func `without a page of Fusion it stands in our own alone, and loads nothing of Oracle's`() async throws {
        let policy = try await policy(at: "/toolbar", of: try await TestDesk())
        #expect(policy["frame-ancestors"] == "'self'")
        #expect(policy["script-src"] == "'self'")
    }

    @Test func `lines open for the toolbar what they open for the dashboard`() async throws {
        let desk = try await Self.desk {
            $0.connect = try Self.connect()
            $0.offered = [.amazonConnect]
        }
        #expect(try await policy(at: "/toolbar", of: desk)["frame-src"] == Self.panel)
        let permissions = try await header("Permissions-Policy", at: "/toolbar", of: desk) ?? ""
        #expect(permissions.hasPrefix("microphone=(self \"\(Self.panel)\"), "))
    }

    @Test func `a telephone of Twilio's rings in the toolbar, too`() async throws {
        let number = try PhoneNumber(e164: "+15005550006").orThrow("no number")
        let desk = try await TestDesk {
            $0.twilio = TwilioAccount(keys: .local(master: [1]), authToken: Secret("secret"), phoneNumber: number)
        }
        let spoken = "'self' wss://voice-js.roaming.twilio.com"
        for path in ["/dashboard", "/toolbar"] {
            #expect(try await policy(at: path, of: desk)["connect-src"] == spoken)
        }
        #expect(try await policy(at: "/", of: desk)["connect-src"] == "'self'")
    }

    // MARK: A partner's toolbar on the dashboard

    @Test func `the dashboard shows a partner's toolbar and gives it the microphone`() async throws {
        let desk = try await Self.desk { $0.partnerToolbar = WebAddress("https://bar.example.com/tb?a=1") }
        #expect(try await policy(at: "/dashboard", of: desk)["frame-src"] == "https://bar.example.com")
        let permissions = try await header("Permissions-Policy", at: "/dashboard", of: desk) ?? ""
        #expect(permissions.contains("microphone=(self \"https://bar.example.com\")"))
        #expect(permissions.contains("clipboard-write=(self \"https://bar.example.com\")"))
        #expect(try await header("Cross-Origin-Embedder-Policy", at: "/dashboard", of: desk) == nil)
        #expect(try await policy(at: "/", of: desk) == HeaderTests.policy)
    }

    @Test func `the desk's own toolbar on the dashboard is part of it`() async throws {
        let desk = try await Self.desk {
            $0.partnerToolbar = WebAddress("http://localhost:8080/toolbar")
            $0.hostsOwnToolbar = true
        }
        #expect(try await policy(at: "/dashboard", of: desk)["frame-src"] == "'self'")
        #expect(
            try await header("Permissions-Policy", at: "/dashboard", of: desk)?.hasPrefix("microphone=(self), ") == true
        )
        #expect(try await header("Cross-Origin-Embedder-Policy", at: "/dashboard", of: desk) == nil)
    }

    @Test func `of our files, others load those for partners alone`() async throws {
        let desk = try await TestDesk()
        let assets = desk.parts.views.assets
        let shared = try await desk.stranger().get(assets.path("js/hosting/anything.js"))
        #expect(shared.header("Cross-Origin-Resource-Policy") == "cross-origin")
        #expect(shared.header("Access-Control-Allow-Origin") == "*")
        for file in ["js/pages/desk.js", "js/hosting.js", "css/deskbell.css"] {
            let own = try await desk.stranger().get(assets.path(file))
            #expect(own.header("Cross-Origin-Resource-Policy") == "same-origin")
            #expect(own.header("Access-Control-Allow-Origin") == nil)
        }
    }
}
