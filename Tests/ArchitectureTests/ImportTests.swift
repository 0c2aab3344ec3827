import Foundation
import Testing

/// Who may know whom: `deskbell → Web → Store, Telephony → Desk`, and nothing points back.
@Suite struct ImportTests {
    /// What each target may import of ours.
    static let own: [String: Set<String>] = [
        "CLibcrypto": [], "CPhoneNumber": [], "CLibPQ": [],
        "Mustache": [], "WebSocketUpgrade": [], "Workers": [],
        "Secrets": ["CLibcrypto", "Workers"], "Desk": ["CPhoneNumber"],
        "Store": ["CLibPQ", "Desk", "Secrets", "Workers"], "Telephony": ["Desk", "Secrets"],
        "Web": ["Desk", "Mustache", "Secrets", "Store", "Telephony", "WebSocketUpgrade"],
        "TwilioDouble": ["Desk", "Secrets", "Telephony", "WebSocketUpgrade"],
        "LineDoubles": ["WebSocketUpgrade"], "GenesysDouble": ["Desk", "Secrets", "WebSocketUpgrade"],
        "Deskbell": ["Desk", "GenesysDouble", "LineDoubles", "Secrets", "Store", "Telephony", "TwilioDouble", "Web"],
    ]

    /// Where a module of others is allowed; whatever is not listed here is nobody's.
    static let foreign: [String: Set<String>] = [
        "GRDB": ["Store"], "Hummingbird": ["Web", "TwilioDouble", "GenesysDouble", "LineDoubles", "Deskbell"],
        "HummingbirdTLS": ["Web"],
        "HummingbirdCore": ["Web", "TwilioDouble", "GenesysDouble", "LineDoubles", "WebSocketUpgrade"],
        "NIOWebSocket": ["Telephony", "WebSocketUpgrade"],
        "NIOPosix": ["Telephony", "WebSocketUpgrade"],
        "NIOCore": [
            "Telephony", "Web", "TwilioDouble", "GenesysDouble", "LineDoubles", "WebSocketUpgrade", "Deskbell",
        ],
        "NIOHTTP1": ["Telephony", "Web", "TwilioDouble", "WebSocketUpgrade"],
        "NIOSSL": ["Telephony", "Web", "Deskbell"],
        "NIOHTTPTypes": ["WebSocketUpgrade"], "NIOHTTPTypesHTTP1": ["WebSocketUpgrade"],
        "HTTPTypes": ["Web", "TwilioDouble", "GenesysDouble", "LineDoubles", "WebSocketUpgrade"],
        "AsyncAlgorithms": ["Web"],
        "AsyncHTTPClient": ["Telephony", "Web", "TwilioDouble", "Deskbell"], "FoundationXML": ["TwilioDouble"],
        "Logging": ["Web", "Store", "TwilioDouble", "GenesysDouble", "LineDoubles", "WebSocketUpgrade", "Deskbell"],
        "CoreMetrics": ["Web", "Deskbell"],
        "ServiceLifecycle": ["Web", "TwilioDouble", "GenesysDouble", "LineDoubles", "WebSocketUpgrade", "Deskbell"],
        "ArgumentParser": ["Deskbell"], "Configuration": ["Deskbell"], "SystemPackage": ["Deskbell"],
        "UnixSignals": ["Deskbell"],
    ]

    /// Part of the system or of Swift itself.
    static let everywhere: Set<String> = ["Foundation", "Synchronization"]
    static let system: [String: Set<String>] = ["Dispatch": ["Workers"], "Glibc": ["Store", "Workers"]]

    static var targets: [String] { get throws { try Repository.folders(in: "Sources") } }

    @Test func `every target has its line in the table`() throws {
        #expect(Set(try Self.targets) == Set(Self.own.keys))
    }

    @Test(arguments: try Self.targets) func `a target imports only what its place allows`(target: String) throws {
        for file in try Repository.files(under: "Sources/" + target, ending: ".swift") {
            for module in Self.imports(of: file) {
                #expect(Self.isAllowed(module, in: target), "\(file.path) imports \(module)")
            }
        }
    }

    @Test func `the rules of a desk without HTTP, SQL or vendors hold`() throws {
        #expect(try Self.modules(of: "Desk").subtracting(["Foundation", "Synchronization"]) == ["CPhoneNumber"])
        #expect(try Self.importers(of: "GRDB") == ["Store"])
        #expect(try Self.importers(of: "CLibPQ") == ["Store"])
        #expect(try Self.importers(of: "CLibcrypto") == ["Secrets"])
        #expect(try Self.importers(of: "CPhoneNumber") == ["Desk"])
        #expect(try !Self.modules(of: "Store").contains("Telephony"))
        #expect(try !Self.modules(of: "Telephony").contains("Store"))
        #expect(try Self.importers(of: "TwilioDouble") == ["Deskbell"])
    }

    @Test func `imports are read in every form`() {
        let text = """
            import Desk
            package import Store
            @testable import Web
            import struct Foundation.URL
            // import Hidden
                import Indented
            """
        let file = Repository.File(path: "x", text: text)
        #expect(Self.imports(of: file) == ["Desk", "Store", "Web", "Foundation", "Indented"])
    }

    private static func isAllowed(_ module: String, in target: String) -> Bool {
        everywhere.contains(module) || system[module]?.contains(target) == true
            || own[target]?.contains(module) == true || foreign[module]?.contains(target) == true
    }

    private static func modules(of target: String) throws -> Set<String> {
        Set(try Repository.files(under: "Sources/" + target, ending: ".swift").flatMap(imports))
    }

    private static func importers(of module: String) throws -> [String] {
        try targets.filter { try modules(of: $0).contains(module) }
    }

    private static func imports(of file: Repository.File) -> [String] {
        let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "func", "typealias", "var", "let"]
        return file.lines.compactMap { line in
            let words = line.split(separator: " ")
            guard let place = words.firstIndex(of: "import"), place < 3, words.count > place + 1,
                words[..<place].allSatisfy({
                    $0.hasPrefix("@") || ["package", "public", "internal", "private"].contains($0)
                })
            else { return nil }
            let name = words[place + 1]
            let full = kinds.contains(name) && words.count > place + 2 ? words[place + 2] : name
            return full.split(separator: ".").first.map(String.init)
        }
    }
}
