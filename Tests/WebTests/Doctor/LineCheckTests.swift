import Desk
import Foundation
import Hummingbird
import HummingbirdTesting
import Testing

@testable import Web

@Suite struct LineCheckTests {
    private func findings(
        _ change: (inout DeskSettings) throws -> Void = { _ in }
    ) async throws -> [String: Finding] {
        var settings = DeskSettings()
        try change(&settings)
        let found = await Doctor(settings: settings, limit: .seconds(5)) { .ok("Database", "Fine.") }.findings()
        return Dictionary(found.map { ($0.subject, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Where nobody listens.
    private static let nowhere = "http://127.0.0.1:9"

    @Test func `what is not set up is off, and that is well`() async throws {
        let found = try await findings()
        for subject in ["Lines", "Oracle Fusion", "Amazon Connect", "Genesys", "Partner toolbar"] {
            #expect(found[subject]?.state == .ok, "\(subject)")
        }
        #expect(found["Lines"]?.found.hasPrefix("Agents have one: This browser.") == true)
        #expect(found["Amazon Connect"]?.found.contains("DESKBELL_CONNECT_CCP_URL") == true)
    }

    @Test func `the panel is named with the address that its instance has to approve`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let script = folder.appending(path: "streams.js").path
        let panel = try WebAddress("https://shop.my.connect.aws/ccp-v2/").orThrow("no address")
        func look(_ origin: String? = "https://desk.example.com") async throws -> [String: Finding] {
            try await findings {
                $0.publicOrigin = origin.flatMap { WebOrigin($0) }
                $0.lines.connect = ConnectSettings(panel: panel, region: "us-east-1", streams: .file(script))
                $0.lines.offered = [.embedded, .amazonConnect]
            }
        }
        #expect(try await look()["Connect Streams"]?.state == .fail)
        try Data("alert(1)".utf8).write(to: URL(filePath: script))
        #expect(try await look()["Connect Streams"]?.state == .warn)
        try Data("connect.core.initCCP = 1".utf8).write(to: URL(filePath: script))
        let found = try await look()
        #expect(found["Connect Streams"]?.state == .ok)
        #expect(found["Amazon Connect"]?.state == .ok)
        #expect(found["Amazon Connect"]?.found.contains("https://desk.example.com stands under") == true)
        for origin in [nil, "http://desk.example.com"] {
            #expect(try await look(origin)["Amazon Connect"]?.state == .warn)
        }
        #expect(found["Lines"]?.found.hasPrefix("Agents choose one of: This browser; Amazon Connect.") == true)
    }

    @Test func `vendors' pages without https are named`() async throws {
        let found = try await findings {
            $0.publicOrigin = WebOrigin("https://desk.example.com")
            $0.lines.fusion.origins = ["https://fa.example.com", "http://fb.example.com"].compactMap(WebOrigin.init)
            $0.lines.connect = WebAddress("http://x.my.connect.aws/ccp-v2/").map {
                ConnectSettings(panel: $0, region: "us-east-1", streams: .file("/nothing"))
            }
            $0.lines.offered = [.amazonConnect]
        }
        #expect(found["Oracle Fusion"]?.state == .warn)
        #expect(found["Oracle Fusion"]?.advice?.contains("http://fb.example.com in DESKBELL_FUSION_ORIGINS") == true)
        #expect(found["Amazon Connect"]?.advice?.contains("DESKBELL_CONNECT_CCP_URL") == true)
    }

    @Test func `a service that does not answer stops the calls over it`() async throws {
        let url = try WebAddress(Self.nowhere).orThrow("no address")
        let found = try await findings {
            $0.lines.genesys = GenesysSettings(url: url)
            $0.lines.offered = [.genesys]
        }
        #expect(found["Genesys"]?.state == .fail)
        let idle = try await findings { $0.lines.genesys = GenesysSettings(url: url) }
        #expect(idle["Genesys"]?.state == .ok, "what is not offered is not looked at")
    }

    @Test func `whatever a service answers, it is there`() async throws {
        let app = Application(router: Router(), configuration: .init(address: .hostname("127.0.0.1", port: 0)))
        try await app.test(.live) { client in
            let port = try client.port.orThrow("no port")
            let url = try WebAddress("http://127.0.0.1:\(port)/nothing").orThrow("no address")
            let found = try await findings {
                $0.lines.genesys = GenesysSettings(url: url)
                $0.lines.offered = [.genesys]
                $0.lines.partnerToolbar = url
            }
            #expect(found["Genesys"]?.state == .ok && found["Partner toolbar"]?.state == .ok)
            for (setting, genesys) in [
                ("DESKBELL_GENESYS_WS", GenesysSettings(url: url, socket: WebAddress("ws://127.0.0.1:9/x"))),
                (
                    "DESKBELL_GENESYS_LOGIN_URL",
                    GenesysSettings(url: url, clientID: "c", login: WebAddress(Self.nowhere))
                ),
            ] {
                let found = try await findings {
                    $0.lines.genesys = genesys
                    $0.lines.offered = [.genesys]
                }
                #expect(found["Genesys"]?.state == .fail && found["Genesys"]?.advice?.contains(setting) == true)
            }
        }
    }

    @Test func `a toolbar that does not answer is to be looked at, the desk's own is there`() async throws {
        let found = try await findings { $0.lines.partnerToolbar = WebAddress(Self.nowhere) }
        #expect(found["Partner toolbar"]?.state == .warn)
        let own = try await findings {
            $0.lines.partnerToolbar = WebAddress(Self.nowhere + "/toolbar")
            $0.lines.hostsOwnToolbar = true
        }
        #expect(own["Partner toolbar"]?.found == "The dashboard shows the desk's own, /toolbar.")
    }

    @Test func `Fusion shows https pages only`() async throws {
        for (fusion, desk, state) in [
            ("https://shop.example.com", nil, Finding.State.warn),
            ("https://shop.example.com", "https://desk.example.com", .ok), ("http://127.0.0.1:8075", nil, .ok),
        ] {
            let found = try await findings {
                $0.lines.fusion.origins = [fusion].compactMap { WebOrigin($0) }
                $0.publicOrigin = desk.flatMap { WebOrigin($0) }
            }
            #expect(found["Oracle Fusion"]?.state == state)
        }
    }
}
