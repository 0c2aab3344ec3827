import ArgumentParser
import Desk
import Foundation
import Secrets
import Store

struct AgentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "agent",
        abstract: "Add agents and reset their passwords; a desk on SQLite has to be stopped for it.",
        subcommands: [Add.self, ResetPassword.self])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Add an agent.")

        @OptionGroup var common: CommonOptions
        @OptionGroup var password: PasswordOption
        @Argument(help: "The name to sign in with.") var username: String
        @Option(help: "The agent's name, such as \"Ana Diaz\".") var name: String
        @Option(help: "agent or admin.") var role: String = Role.agent.rawValue

        func run() async throws {
            try await Console.reporting {
                guard let role = Role(rawValue: role) else { throw Complaint("--role must be agent or admin.") }
                let draft = try draft(role)
                let hash = try await password.hash()
                try await People(settings: Settings(flags: common.flags)).add(draft, password: hash)
                Console.say("Added \(draft.name) (\(draft.username), \(draft.role.rawValue)).")
            }
        }

        private func draft(_ role: Role) throws -> AgentDraft {
            do throws(AgentDraft.Problems) {
                return try AgentDraft(username: username, name: name, role: role)
            } catch {
                throw Complaint(error.sentence)
            }
        }
    }

    struct ResetPassword: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "reset-password", abstract: "Set an agent's password and end their sessions.")

        @OptionGroup var common: CommonOptions
        @OptionGroup var password: PasswordOption
        @Argument(help: "The name to sign in with.") var username: String

        func run() async throws {
            try await Console.reporting {
                let hash = try await password.hash()
                try await People(settings: Settings(flags: common.flags)).reset(username, password: hash)
                Console.say("The password of \(username) is changed.")
            }
        }
    }
}

/// The password comes on standard input, so that it stands in no history and no process list.
struct PasswordOption: ParsableArguments {
    @Flag(help: "Read the password from standard input, up to the first newline.")
    var passwordStdin = false

    func hash() async throws -> String {
        guard passwordStdin else { throw Complaint("Give --password-stdin and the password on standard input.") }
        let typed = readLine(strippingNewline: true) ?? ""
        if let problem = PasswordRules.problem(with: typed) { throw Complaint(problem) }
        return try await PasswordHasher(threads: 1).hash(typed)
    }
}

/// The agents of a desk; one on SQLite must not run meanwhile.
struct People {
    private let storage: Storage
    private var store: Store { storage.store }

    init(settings: Settings) async throws { storage = try await Storage(settings) }

    func add(_ draft: AgentDraft, password: String) async throws {
        do {
            _ = try await store.add(draft, password: password)
        } catch AgentChange.usernameTaken {
            throw Complaint("Somebody has the user name \(draft.username) already.")
        }
    }

    func reset(_ username: String, password: String) async throws {
        guard let login = try await store.login(username: AgentDraft.folded(username)) else {
            throw Complaint("Nobody has the user name \(username).")
        }
        try await store.resetPassword(of: login.agent.id, to: password)
    }
}
