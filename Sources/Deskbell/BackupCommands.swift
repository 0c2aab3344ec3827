import ArgumentParser
import Foundation
import Store

/// Writes everything into one file, while the desk runs.
struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Write everything into one file, while the desk runs.")

    @OptionGroup var common: CommonOptions
    @Argument(help: "The file to make; it must not exist.") var file: String

    func run() async throws {
        try await Console.reporting {
            let settings = try await Settings(flags: common.flags)
            Console.say(counts: try await settings.backUp(to: file))
            Console.say("The backup is at \(file).")
        }
    }
}

struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Read everything in a backup and say what it holds.")

    @OptionGroup var common: CommonOptions
    @Argument(help: "The backup.") var file: String

    func run() async throws {
        try await Console.reporting {
            let settings = try await Settings(flags: common.flags)
            Console.say(counts: try settings.backups.verify(file))
            Console.say("\(file) is whole.")
        }
    }
}

struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Put a backup where no desk is yet.")

    @OptionGroup var common: CommonOptions
    @Argument(help: "The backup.") var file: String

    func run() async throws {
        try await Console.reporting {
            let settings = try await Settings(flags: common.flags)
            Console.say(counts: try await settings.restore(file))
            Console.say("The backup is restored. Start the desk.")
        }
    }
}

struct MoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "move", abstract: "Move a stopped desk from its data directory to PostgreSQL.")

    @OptionGroup var common: CommonOptions
    @Option(help: "Where to, as postgres://user:password@host:port/name.") var to: String

    func run() async throws {
        try await Console.reporting {
            let settings = try await Settings(flags: common.flags)
            guard settings.database == nil else { throw Complaint("This desk is on PostgreSQL already.") }
            guard let address = PostgresAddress(to) else {
                throw Complaint("--to must be an address such as postgres://desk:secret@localhost:5432/desk.")
            }
            Console.say(counts: try await settings.move(to: address))
            Console.say("Moved to \(address.description). Set DESKBELL_DATABASE and start the desk.")
        }
    }
}

extension Settings {
    var backups: Backups { Backups(migrations: root + "/Resources/Migrations") }

    private static func maintained(_ address: PostgresAddress) -> PostgresDatabase {
        PostgresDatabase(address, limits: .maintenance, connections: 1)
    }

    func backUp(to file: String) async throws -> Backups.Counts {
        if let database { return try await backups.back(upPostgres: Self.maintained(database), to: file) }
        return try backups.back(upSQLite: data + "/" + DataDirectory.databaseName, to: file)
    }

    func restore(_ file: String) async throws -> Backups.Counts {
        if let database { return try await backups.restore(file, to: Self.maintained(database)) }
        let directory = try DataDirectory(path: data)
        defer { withExtendedLifetime(directory) {} }
        return try backups.restore(file, toSQLite: directory.databasePath)
    }

    /// Backup and restore in one; the lock on the data directory keeps the desk from being opened meanwhile.
    func move(to address: PostgresAddress) async throws -> Backups.Counts {
        let directory = try DataDirectory(path: data)
        defer { withExtendedLifetime(directory) {} }
        let file = data + "/move-\(UUID().uuidString).backup"
        defer { try? FileManager.default.removeItem(atPath: file) }
        _ = try backups.back(upSQLite: directory.databasePath, to: file)
        return try await backups.restore(file, to: Self.maintained(address))
    }
}

extension Console {
    fileprivate static func say(counts: Backups.Counts) {
        for (table, rows) in counts { say("\(table): \(rows)") }
    }
}
