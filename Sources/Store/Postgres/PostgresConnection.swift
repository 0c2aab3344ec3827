import CLibPQ
import Glibc

/// One connection of one thread to PostgreSQL, through libpq's asynchronous half, so that every wait has an end.
final class PostgresConnection {
    /// How long one statement may take to be answered; the server's own limits are shorter and leave the connection whole.
    private let patience: Duration
    private let connection: OpaquePointer
    /// Names of the statements this connection has prepared, by their text.
    private var prepared: [String: String] = [:]

    /// Opens a connection; throws `unreachable` when that is refused, or takes longer than three seconds for each
    /// address that the host's name has.
    init(_ address: PostgresAddress, _ limits: PostgresLimits) throws(StorageError) {
        patience = limits.patience
        let (names, values) = address.parameters(limits)
        guard
            let opened = Self.withCStrings(
                names + [nil],
                { names in
                    Self.withCStrings(values + [nil]) { values in PQconnectdbParams(names, values, 0) }
                })
        else { throw .unreachable("no memory for a connection") }
        connection = opened
        guard PQstatus(opened) == CONNECTION_OK else {
            let problem = Self.message(of: opened)
            throw .unreachable(problem)
        }
        PQsetNoticeProcessor(opened, { _, _ in }, nil)
        PQsetnonblocking(opened, 1)
    }

    deinit { PQfinish(connection) }

    /// False once the other end is gone or did not answer in time: nothing more can be asked here.
    private(set) var isUsable = true

    /// Runs statements without values, such as `BEGIN`.
    func run(_ sql: String) throws(StorageError) {
        guard PQsendQuery(connection, sql) == 1 else { throw lost() }
        _ = try answer()
    }

    /// Runs one statement, prepared at its first use.
    func query(_ sql: String, _ values: [SQLValue]) throws(StorageError) -> PostgresResult {
        let name = try statement(sql)
        let sent = try PostgresParameters.with(values) { count, pointers, lengths, formats in
            PQsendQueryPrepared(connection, name, count, pointers, lengths, formats, 0)
        }
        guard sent == 1 else { throw lost() }
        return try answer()
    }

    // MARK: Notifications

    /// The file descriptor that becomes readable when something arrives.
    var descriptor: CInt { PQsocket(connection) }

    /// What arrived on the channels this connection listens to.
    func notifications() throws(StorageError) -> [String] {
        guard PQconsumeInput(connection) == 1 else { throw lost() }
        var payloads: [String] = []
        while let notification = PQnotifies(connection) {
            if let payload = notification.pointee.extra { payloads.append(String(cString: payload)) }
            PQfreemem(notification)
        }
        return payloads
    }

    // MARK: Waiting

    private func statement(_ sql: String) throws(StorageError) -> String {
        if let name = prepared[sql] { return name }
        let name = "s\(prepared.count)"
        guard PQsendPrepare(connection, name, sql, 0, nil) == 1 else { throw lost() }
        _ = try answer()
        prepared[sql] = name
        return name
    }

    /// The last result of what was sent; all of them are read, so that the next statement can be sent.
    private func answer() throws(StorageError) -> PostgresResult {
        let deadline = ContinuousClock.now + patience
        var last: PostgresResult?
        while true {
            try waitForResult(until: deadline)
            guard let result = PQgetResult(connection) else { break }
            let read = PostgresResult(result)
            if last?.problem == nil { last = read }
        }
        guard let last else { throw lost() }
        if let problem = last.problem {
            if PQstatus(connection) == CONNECTION_BAD || problem.isUnreachable { isUsable = false }
            throw problem
        }
        return last
    }

    private func waitForResult(until deadline: ContinuousClock.Instant) throws(StorageError) {
        while PQisBusy(connection) == 1 {
            let unsent = PQflush(connection)
            guard unsent >= 0 else { throw lost() }
            guard Self.wait(descriptor, forWriting: unsent == 1, until: deadline) else {
                isUsable = false
                throw .unreachable("no answer in time")
            }
            guard PQconsumeInput(connection) == 1 else { throw lost() }
        }
    }

    /// Waits until the socket can be read; false when the deadline came first.
    static func wait(_ descriptor: CInt, forWriting: Bool = false, until deadline: ContinuousClock.Instant) -> Bool {
        let left = max(0, min(Int64(CInt.max), Int64((deadline - .now) / .milliseconds(1)) + 1))
        var request = pollfd(fd: descriptor, events: Int16(POLLIN | (forWriting ? POLLOUT : 0)), revents: 0)
        return ContinuousClock.now < deadline && poll(&request, 1, CInt(left)) != 0
    }

    /// Lets a moment go by; for the threads of connections alone.
    static func pause(_ time: Duration) { _ = poll(nil, 0, CInt(clamping: Int64(time / .milliseconds(1)))) }

    private func lost() -> StorageError {
        isUsable = false
        return .unreachable(Self.message(of: connection))
    }

    private static func message(of connection: OpaquePointer) -> String {
        PQerrorMessage(connection).map { String(cString: $0) } ?? "unknown"
    }

    private static func withCStrings<Result>(
        _ texts: [String?], _ body: ([UnsafePointer<CChar>?]) -> Result
    ) -> Result {
        let copies = texts.map { $0.flatMap { strdup($0) } }
        defer { for copy in copies { free(copy) } }
        return body(copies.map { UnsafePointer($0) })
    }
}
