import CLibPQ

/// Where a PostgreSQL database is, as `postgres://user:password@host:port/name?sslmode=…`.
///
/// The password is in here: it is never printed.
package struct PostgresAddress: Sendable {
    private let settings: [(name: String, value: String)]

    /// Nil when libpq cannot read it.
    package init?(_ url: String) {
        guard ["postgres://", "postgresql://"].contains(where: url.hasPrefix) else { return nil }
        guard let options = PQconninfoParse(url, nil) else { return nil }
        defer { PQconninfoFree(options) }
        var settings: [(String, String)] = []
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val {
                settings.append((String(cString: keyword), String(cString: value)))
            }
            option += 1
        }
        self.settings = settings
    }

    /// Host and database for the console; the password stays out.
    package var description: String {
        let host = value("host") ?? "localhost"
        return "\(value("dbname") ?? "the default database") at \(host):\(value("port") ?? "5432")"
    }

    private func value(_ name: String) -> String? { settings.last { $0.name == name }?.value }

    /// Keywords and values for libpq: what the operator gave, and our own limits behind.
    func parameters(_ limits: PostgresLimits) -> (names: [String?], values: [String?]) {
        let given = settings.filter { $0.name != "options" }
        let own = [
            ("options", ([value("options")] + [limits.options]).compactMap { $0 }.joined(separator: " ")),
            ("client_encoding", "UTF8"), ("application_name", "deskbell"), ("connect_timeout", "3"),
            ("keepalives_idle", "5"), ("keepalives_interval", "2"), ("keepalives_count", "3"),
            ("tcp_user_timeout", "5000"),
        ]
        let all = given.filter { setting in !own.contains { $0.0 == setting.name } } + own
        return (all.map(\.0), all.map(\.1))
    }
}

/// How long the database may take.
package struct PostgresLimits: Sendable {
    let statementMilliseconds: Int
    let lockMilliseconds: Int
    /// How long a transaction may wait for its closure; 0 is without limit.
    let idleMilliseconds: Int
    /// After this long without an answer the connection is given up.
    let patience: Duration

    /// For people who wait for a page: an answer or an error within three seconds.
    package static let serving = PostgresLimits(
        statementMilliseconds: 2_500, lockMilliseconds: 2_000, idleMilliseconds: 10_000, patience: .seconds(3))
    /// For backup, restore and move, which read or write everything.
    package static let maintenance = PostgresLimits(
        statementMilliseconds: 0, lockMilliseconds: 10_000, idleMilliseconds: 0, patience: .seconds(3_600))

    var options: String {
        [
            "statement_timeout=\(statementMilliseconds)", "lock_timeout=\(lockMilliseconds)",
            "idle_in_transaction_session_timeout=\(idleMilliseconds)", "synchronous_commit=on", "timezone=UTC",
            "default_transaction_isolation=serializable", "bytea_output=hex",
        ].map { "-c \($0)" }.joined(separator: " ")
    }
}
