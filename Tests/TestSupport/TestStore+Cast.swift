package import Desk
import Secrets
import Store

extension TestStore {
    /// Adds somebody of the cast who cannot sign in: the password is no hash, which would take its time.
    package func add(_ who: Colleague) async throws -> AgentID {
        try await addAgent(who.username, who.name, role: who.role)
    }

    /// Gives them their password, so that they can sign in.
    package func givePassword(to who: Colleague) async throws {
        guard let login = try await store.login(username: who.username) else { return }
        let hash = if let hash = who.hash { hash } else { try await Self.hasher.hash(who.password) }
        try await store.resetPassword(of: login.agent.id, to: hash)
    }

    private static let hasher = PasswordHasher(threads: 2, queueLimit: 1_000)
}
