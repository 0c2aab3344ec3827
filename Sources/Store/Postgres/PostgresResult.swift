import CLibPQ
import Glibc

/// What one statement answered, read out of libpq's memory at once.
struct PostgresResult {
    let rows: [SQLRow]
    /// How many rows were changed.
    let changes: Int
    let problem: StorageError?

    /// Takes the result over and frees it.
    init(_ result: OpaquePointer) {
        defer { PQclear(result) }
        switch PQresultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY: problem = nil
        default: problem = StorageError(result)
        }
        changes = PQcmdTuples(result).flatMap { Int(String(cString: $0)) } ?? 0
        rows = problem == nil ? Self.rows(of: result) : []
    }

    private static func rows(of result: OpaquePointer) -> [SQLRow] {
        let columns = (0..<PQnfields(result)).map { column in
            (name: PQfname(result, column).map { String(cString: $0) } ?? "", type: PQftype(result, column))
        }
        let names = columns.map(\.name)
        return (0..<PQntuples(result)).map { row in
            let values = columns.enumerated().map { value(result, row, CInt($0.offset), type: $0.element.type) }
            return SQLRow(columns: names, values: values)
        }
    }

    private static func value(_ result: OpaquePointer, _ row: CInt, _ column: CInt, type: Oid) -> SQLValue {
        guard PQgetisnull(result, row, column) == 0, let start = PQgetvalue(result, row, column) else { return .null }
        let count = Int(PQgetlength(result, row, column))
        let bytes = UnsafeRawBufferPointer(start: start, count: count)
        switch type {
        case PostgresType.bool: return .integer(bytes.first == UInt8(ascii: "t") ? 1 : 0)
        case PostgresType.bytea: return .bytes(unescaped(start))
        case PostgresType.int2, PostgresType.int4, PostgresType.int8, PostgresType.numeric:
            let text = String(decoding: bytes, as: UTF8.self)
            return Int64(text).map { .integer($0) } ?? .text(text)
        default: return .text(String(decoding: bytes, as: UTF8.self))
        }
    }

    private static func unescaped(_ text: UnsafePointer<CChar>) -> [UInt8] {
        var count = 0
        let bytes = UnsafeRawPointer(text).assumingMemoryBound(to: UInt8.self)
        guard let start = PQunescapeBytea(bytes, &count) else { return [] }
        defer { PQfreemem(start) }
        return Array(UnsafeBufferPointer(start: start, count: count))
    }
}

/// Numbers of PostgreSQL's own types, fixed in its catalogue `pg_type.dat`.
private enum PostgresType {
    static let bool: Oid = 16
    static let bytea: Oid = 17
    static let int8: Oid = 20
    static let int2: Oid = 21
    static let int4: Oid = 23
    static let numeric: Oid = 1700
}

extension StorageError {
    /// By SQLSTATE (PostgreSQL documentation, appendix A).
    fileprivate init(_ result: OpaquePointer) {
        let state = PQresultErrorField(result, CInt(UInt8(ascii: "C"))).map { String(cString: $0) } ?? ""
        let words = PQresultErrorField(result, CInt(UInt8(ascii: "M"))).map { String(cString: $0) } ?? "unknown"
        switch state {
        case "40001", "40P01": self = .conflict
        case "53100": self = .full
        case "55P03", "57014": self = .locked
        case "25006": self = .readOnly
        // A newer server changed a table: what this connection has prepared no longer fits.
        case "0A000": self = .unreachable(words)
        case "25P03", "57P01", "57P02", "57P03", "57P05", "53300": self = .unreachable(words)
        default: self = Self.byClass(state, words)
        }
    }

    private static func byClass(_ state: String, _ words: String) -> StorageError {
        switch state.prefix(2) {
        case "23": .constraint(words)
        case "08", "": .unreachable(words)
        default: .failed("\(state) \(words)")
        }
    }
}
