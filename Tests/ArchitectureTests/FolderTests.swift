import Testing

/// A feature has one name in every layer.
@Suite struct FolderTests {
    /// Folders of a layer that are no features.
    private static let technical: [String: Set<String>] = [
        "Desk": ["Forms", "JSON"], "Store": ["Backup", "Engine", "Postgres", "Bus"], "Web": ["Middleware", "Views"],
    ]

    private static func features(of layer: String) throws -> Set<String> {
        Set(try Repository.folders(in: "Sources/" + layer)).subtracting(technical[layer] ?? [])
    }

    @Test func `what Desk and Store call a feature is called so in Web`() throws {
        let web = try Self.features(of: "Web")
        #expect(try Self.features(of: "Desk").subtracting(web) == [])
        #expect(try Self.features(of: "Store").subtracting(web) == [])
    }

    @Test func `a feature of Store has its rules in Desk, but for what is only kept`() throws {
        let onlyKept: Set = ["Sessions"]
        #expect(try Self.features(of: "Store").subtracting(onlyKept).subtracting(try Self.features(of: "Desk")) == [])
    }

    @Test func `templates and tests lie in folders named like those of Web`() throws {
        let web = try Self.features(of: "Web")
        let templates = Set(try Repository.folders(in: "Templates")).subtracting(["layouts", "shared", "errors"])
        #expect(templates.subtracting(web.map { $0.lowercased() }) == [])
        let tests = Set(try Repository.folders(in: "Tests/WebTests")).subtracting(["Support"])
        #expect(tests.subtracting(web.union(["Middleware", "Views"])) == [])
    }

    @Test func `every target of ours has its tests`() throws {
        let tests = Set(try Repository.folders(in: "Tests"))
        let targets = try Repository.folders(in: "Sources").filter { !$0.hasPrefix("C") && $0 != "Deskbell" }
        #expect(targets.filter { !tests.contains($0 + "Tests") } == [])
    }
}
