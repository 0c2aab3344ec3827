import Workers

/// Why a password was neither hashed nor checked.
package enum PasswordHasherError: Error, Equatable, Sendable {
    /// Too many are waiting already: answer "try again in a moment".
    case busy
    /// The stored hash is not one of ours.
    case unreadable
    /// OpenSSL refused, for instance for want of memory.
    case failed
}

/// Hashes and checks passwords with scrypt, 32 MiB and about 0.2 s each, on threads of its own.
///
/// The threads end with the last copy of the hasher. Work that was taken on is always finished.
package struct PasswordHasher: Sendable {
    private let workers: Workers<Void>
    private let dummySalt = SecureRandom.bytes(16)

    /// `threads` run at once; up to `queueLimit` more wait, and whoever comes then is refused.
    package init(threads: Int, queueLimit: Int = 20) {
        workers = Workers(threads: max(1, threads), capacity: max(1, threads) + max(0, queueLimit))
    }

    /// The PHC string to store for a password, with a fresh salt.
    package func hash(_ password: String) async throws(PasswordHasherError) -> String {
        let salt = SecureRandom.bytes(16)
        let hash = try await run { PasswordHash(of: password, salt: salt, cost: .current) }
        guard let hash else { throw .failed }
        return hash.description
    }

    /// Whether this is the password of that stored string.
    ///
    /// Nil, an account that does not exist, takes as long as one that does and answers false.
    package func verify(_ password: String, against phc: String?) async throws(PasswordHasherError) -> Bool {
        guard let phc else { return try await pretend(password) }
        guard let stored = PasswordHash(phc: phc) else { throw .unreadable }
        guard let matches = try await run({ stored.matches(password) }) else { throw .failed }
        return matches
    }

    private func pretend(_ password: String) async throws(PasswordHasherError) -> Bool {
        let salt = dummySalt
        _ = try await run { PasswordHash(of: password, salt: salt, cost: .current) }
        return false
    }

    private func run<Value: Sendable>(
        _ work: @escaping @Sendable () -> Value
    ) async throws(PasswordHasherError) -> Value {
        guard let value = await workers.run(work) else { throw .busy }
        return value
    }
}
