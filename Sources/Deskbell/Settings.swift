import Configuration
import Desk
import Foundation
import Logging
import Store
import SystemPackage
import Web

/// Flags, then the environment, then `.env`, then defaults: every setting, checked.
struct Settings {
    let root: String
    let data: String
    /// Nil for SQLite in the data directory.
    let database: PostgresAddress?
    let host: String
    let port: Int
    let certificate: String?
    let privateKey: String?
    let logLevel: Logger.Level
    let logFormat: LogFormat
    private(set) var desk: DeskSettings
    /// False when other machines can reach the port.
    var listensOnLoopback: Bool { Self.isLoopback(host) }

    /// - Parameter flags: by the names that the configuration gives settings, such as `deskbell.port`.
    init(flags: [String: String]) async throws {
        let environment = EnvironmentVariablesProvider()
        let flagged = InMemoryProvider(
            values: Dictionary(
                uniqueKeysWithValues: flags.map {
                    (AbsoluteConfigKey(ConfigKey($0)), ConfigValue(.string($1), isSecret: false))
                }))
        let first = SettingReader(ConfigReader(providers: [flagged, environment]))
        root = Self.absolute(first.text("deskbell.root") ?? ".")
        let file = try await EnvironmentVariablesProvider(
            environmentFilePath: FilePath(root + "/.env"), allowMissing: true)
        let reader = SettingReader(ConfigReader(providers: [flagged, environment, file]))
        data = Self.absolute(reader.text("deskbell.data") ?? "./data")
        database = try Self.database(reader)
        host = reader.text("deskbell.host") ?? "127.0.0.1"
        port = try reader.number("deskbell.port", default: 8080, in: 0...65535)
        certificate = try reader.file("deskbell.tls.cert")
        privateKey = try reader.file("deskbell.tls.key")
        guard (certificate == nil) == (privateKey == nil) else {
            throw Complaint("DESKBELL_TLS_CERT and DESKBELL_TLS_KEY must be set together.")
        }
        logLevel = try reader.choice("deskbell.log.level", default: .notice)
        logFormat = try reader.choice("deskbell.log.format", default: .text)
        desk = try DeskSettings(
            reader, root: root, servesTLS: certificate != nil, listensOnLoopback: Self.isLoopback(host))
        desk.lines = try LineSettings(reader, desk: desk, root: root, port: port)
        desk.dataFolder = data
        desk.remarks = remarks
        try Self.check(root: root)
    }

    private static func database(_ reader: SettingReader) throws(Complaint) -> PostgresAddress? {
        guard let url = reader.text("deskbell.database") else { return nil }
        guard let address = PostgresAddress(url) else {
            throw reader.wrong(
                "deskbell.database", "must be an address such as postgres://desk:secret@localhost:5432/desk, or empty")
        }
        return address
    }

    private static func absolute(_ path: String) -> String {
        guard !path.hasPrefix("/") else { return path }
        let current = FileManager.default.currentDirectoryPath
        return path == "." ? current : current + "/" + path
    }

    private static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || host == "::1" || host.hasPrefix("127.")
    }

    private static func check(root: String) throws(Complaint) {
        for folder in ["Templates", "Public", "Resources"] {
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: root + "/" + folder, isDirectory: &isFolder),
                isFolder.boolValue
            else {
                throw Complaint("DESKBELL_ROOT (--root) is \(root), but there is no folder \(folder) in it.")
            }
        }
    }
}
