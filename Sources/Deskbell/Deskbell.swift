import ArgumentParser

@main
struct Deskbell: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deskbell",
        abstract: "A self-hosted support desk in which people can talk.",
        version: "deskbell \(Version.current)",
        subcommands: [
            Serve.self, AgentCommand.self, BackupCommand.self, VerifyCommand.self, RestoreCommand.self,
            MoveCommand.self, DoctorCommand.self, TwilioCommand.self, SimulateCommand.self,
        ],
        defaultSubcommand: Serve.self)
}

enum Version {
    static let current = "0.1.0"
}

/// What every command takes.
struct CommonOptions: ParsableArguments {
    @Option(help: "The folder that keeps everything (DESKBELL_DATA; ./data).")
    var data: String?

    @Option(
        help:
            "Where PostgreSQL is, as postgres://user:password@host:port/name (DESKBELL_DATABASE; SQLite in the folder)."
    )
    var database: String?

    @Option(help: "The folder with Templates, Public and Resources (DESKBELL_ROOT; the current one).")
    var root: String?

    /// The flags that were given, under the names of their settings.
    var flags: [String: String] {
        var flags: [String: String] = [:]
        flags["deskbell.data"] = data
        flags["deskbell.database"] = database
        flags["deskbell.root"] = root
        return flags
    }
}
