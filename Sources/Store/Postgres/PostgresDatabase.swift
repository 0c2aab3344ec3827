import Workers

/// PostgreSQL 15 or later: a pool of connections, each with a thread of its own.
///
/// Transactions are serializable, so that a closure sees what SQLite's single writer would; one that lost against
/// another runs again.
package final class PostgresDatabase: Database {
    package let dialect = Dialect.postgres
    package let address: PostgresAddress
    private let workers: Workers<PostgresWorker>
    private let onWait: WaitObserver

    /// - Parameter connections: opened when they are first needed.
    package init(
        _ address: PostgresAddress, limits: PostgresLimits = .serving, connections: Int = 8,
        onWait: @escaping WaitObserver = { _, _ in }
    ) {
        self.address = address
        self.onWait = onWait
        workers = Workers(threads: connections, capacity: Self.mostWaiting + connections) {
            PostgresWorker(address, limits)
        }
    }

    package func read<Value: Sendable>(
        _ body: @escaping @Sendable (any DatabaseSession) throws -> Value
    ) async throws -> Value {
        try await perform(.read) { worker in try worker.read(body) }
    }

    @discardableResult
    package func write<Value: Sendable>(
        _ body: @escaping @Sendable (any DatabaseSession) throws -> Value
    ) async throws -> Value {
        try await perform(.write) { worker in try worker.write(body) }
    }

    /// Who finds all connections taken for this long is told to come back.
    private static let longestWait: Duration = .milliseconds(1_500)
    private static let mostWaiting = 512

    private func perform<Value: Sendable>(
        _ access: DatabaseAccess, _ work: @escaping @Sendable (PostgresWorker) throws -> Value
    ) async throws -> Value {
        let asked = ContinuousClock.now
        let result = await workers.run { [onWait] worker -> Result<Value, any Error> in
            let waited = ContinuousClock.now - asked
            onWait(access, waited)
            guard waited < Self.longestWait else { return .failure(StorageError.locked) }
            return Result { try work(worker) }
        }
        guard let result else { throw StorageError.locked }
        return try result.get()
    }
}

/// What one thread of the pool works with: its connection, made when it is needed and made anew when it is lost.
final class PostgresWorker {
    private let address: PostgresAddress
    private let limits: PostgresLimits
    private var connection: PostgresConnection?
    private var refusal: (at: ContinuousClock.Instant, error: StorageError)?

    /// After a connection was refused nobody is kept waiting for another attempt this soon.
    private static let pause: Duration = .milliseconds(500)
    private static let mostAttempts = 40
    private static let reading = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
    private static let writing = "BEGIN ISOLATION LEVEL SERIALIZABLE"

    init(_ address: PostgresAddress, _ limits: PostgresLimits) {
        self.address = address
        self.limits = limits
    }

    /// On one snapshot. A connection that broke is replaced once: reading twice does no harm.
    func read<Value>(_ body: (any DatabaseSession) throws -> Value) throws -> Value {
        let began = ContinuousClock.now
        do {
            return try transaction(Self.reading, body)
        } catch let error as StorageError where error.isUnreachable && isWorthAnother(since: began) {
            return try transaction(Self.reading, body)
        }
    }

    /// Runs again where another transaction came first, or where the connection broke before the commit was sent.
    func write<Value>(_ body: (any DatabaseSession) throws -> Value) throws -> Value {
        let began = ContinuousClock.now
        var hasReconnected = false
        for attempt in 0..<Self.mostAttempts {
            do {
                return try transaction(Self.writing, body)
            } catch StorageError.conflict {
                Self.stepBack(attempt)
            } catch let error as StorageError
                where error.isUnreachable && !hasReconnected && isWorthAnother(since: began)
            {
                hasReconnected = true
            }
        }
        throw StorageError.locked
    }

    /// A connection that broke at once may have been an old one; one that answered too late would do so again.
    private func isWorthAnother(since began: ContinuousClock.Instant) -> Bool {
        ContinuousClock.now - began < .seconds(1)
    }

    private func transaction<Value>(_ begin: String, _ body: (any DatabaseSession) throws -> Value) throws -> Value {
        let connection = try connected()
        defer { if !connection.isUsable { self.connection = nil } }
        let session = PostgresSession(connection)
        do {
            try connection.run(begin)
            let value = try body(session)
            // PostgreSQL turns the commit of a failed transaction into a rollback without a word.
            if let failure = session.failure { throw failure }
            try commit(connection, isWrite: begin == Self.writing)
            return value
        } catch {
            if connection.isUsable { try? connection.run("ROLLBACK") }
            // What the closure made of a lost race is not what happened.
            throw session.failure.flatMap { $0.endsTransaction ? $0 : nil } ?? error
        }
    }

    /// An answer that is lost says nothing: the write may have happened.
    private func commit(_ connection: PostgresConnection, isWrite: Bool) throws(StorageError) {
        do {
            try connection.run("COMMIT")
        } catch {
            throw connection.isUsable || !isWrite ? error : .unknownOutcome
        }
    }

    private func connected() throws(StorageError) -> PostgresConnection {
        if let connection, connection.isUsable { return connection }
        if let refusal, ContinuousClock.now - refusal.at < Self.pause { throw refusal.error }
        do {
            let fresh = try PostgresConnection(address, limits)
            connection = fresh
            refusal = nil
            return fresh
        } catch {
            refusal = (.now, error)
            throw error
        }
    }

    /// Two that met once would meet again without a little chance.
    private static func stepBack(_ attempt: Int) {
        PostgresConnection.pause(.milliseconds(Int.random(in: 0...min(40, 1 << min(attempt, 5)))))
    }
}

/// One transaction behind the seam.
final class PostgresSession: DatabaseSession {
    private let connection: PostgresConnection
    /// The first statement that failed: the transaction cannot be committed, whatever the closure does with it.
    private(set) var failure: StorageError?

    init(_ connection: PostgresConnection) { self.connection = connection }

    func query(_ sql: String, _ values: [SQLValue]) throws -> [SQLRow] { try result(sql, values).rows }

    func execute(_ sql: String, _ values: [SQLValue]) throws -> Int { try result(sql, values).changes }

    private func result(_ sql: String, _ values: [SQLValue]) throws(StorageError) -> PostgresResult {
        do {
            return try connection.query(sql, values)
        } catch {
            failure = failure ?? error
            throw error
        }
    }
}

extension StorageError {
    /// Whether the error is the database's alone and says nothing of what the closure asked for.
    fileprivate var endsTransaction: Bool { self == .conflict || isUnreachable }
}
