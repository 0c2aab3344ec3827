/// A table that a backup holds; servers and their sockets are not kept.
struct KeptTable: Sendable {
    let name: String
    /// Its key, by which it is read piece by piece: a number that grows, or a text or digest of few rows.
    let key: String
    let isNumbered: Bool

    private init(_ name: String, key: String = "id", isNumbered: Bool = true) {
        self.name = name
        self.key = key
        self.isNumbered = isNumbered
    }

    /// Each behind those it refers to.
    static let all = [
        KeptTable("settings", key: "name", isNumbered: false), KeptTable("agents"),
        KeptTable("sessions", key: "id_hash", isNumbered: false), KeptTable("tickets"),
        KeptTable("ticket_counts", key: "status", isNumbered: false), KeptTable("calls"), KeptTable("call_legs"),
        KeptTable("call_events"), KeptTable("ticket_events"), KeptTable("webhooks"), KeptTable("wrap_ups"),
        KeptTable("recordings"),
    ]

    /// How many rows are held in memory at once.
    static let pieceSize = 500

    /// The next rows behind a key; all of a table without numbers.
    func piece(after last: Int64, columns: [String], _ session: any DatabaseSession) throws -> [SQLRow] {
        let list = columns.joined(separator: ", ")
        guard isNumbered else { return try session.query("SELECT \(list) FROM \(name) ORDER BY \(key)") }
        return try session.query(
            "SELECT \(list) FROM \(name) WHERE \(key) > $1 ORDER BY \(key) LIMIT $2", .integer(last),
            .integer(Int64(Self.pieceSize)))
    }

    func insert(_ rows: [SQLRow], columns: [String], _ session: any DatabaseSession) throws {
        guard !rows.isEmpty else { return }
        let list = columns.joined(separator: ", ")
        let width = columns.count
        let places = rows.indices.map { row in
            "(" + (1...width).map { "$\(row * width + $0)" }.joined(separator: ", ") + ")"
        }
        try session.execute(
            "INSERT INTO \(name) (\(list)) VALUES \(places.joined(separator: ", "))", rows.flatMap(\.all))
    }

    func count(_ session: any DatabaseSession) throws -> Int64 {
        try session.first("SELECT count(*) AS rows_kept FROM \(name)")?.integer("rows_kept") ?? 0
    }

    /// Copies every row; both sides are within one transaction each.
    func copy(columns: [String], from source: any DatabaseSession, to target: any DatabaseSession) throws {
        var last: Int64 = .min
        while true {
            let rows = try piece(after: last, columns: columns, source)
            for start in stride(from: 0, to: rows.count, by: Self.insertSize) {
                let end = min(start + Self.insertSize, rows.count)
                try insert(Array(rows[start..<end]), columns: columns, target)
            }
            guard isNumbered, rows.count == Self.pieceSize, let next = try rows.last?.integer(key) else { return }
            last = next
        }
    }

    /// SQLite takes at most 32,766 values in a statement, the widest table has 24 columns.
    private static let insertSize = 100
}
