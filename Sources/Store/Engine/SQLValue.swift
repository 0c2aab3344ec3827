import Desk

/// A value that both engines understand.
package enum SQLValue: Sendable, Hashable {
    case null
    case integer(Int64)
    case text(String)
    case bytes([UInt8])
}

extension SQLValue {
    static func id(_ id: some Identifier) -> SQLValue { .integer(id.number) }

    static func id(_ id: (some Identifier)?) -> SQLValue { id.map { .integer($0.number) } ?? .null }

    static func time(_ time: Timestamp) -> SQLValue { .integer(time.milliseconds) }

    static func time(_ time: Timestamp?) -> SQLValue { time.map { .integer($0.milliseconds) } ?? .null }

    static func text(_ text: String?) -> SQLValue { text.map { .text($0) } ?? .null }

    static func word(_ word: some RawRepresentable<String>) -> SQLValue { .text(word.rawValue) }
}

/// One row of an answer; columns are asked for by name and must be what the caller says they are.
package struct SQLRow: Sendable {
    private let columns: [String]
    private let values: [SQLValue]

    /// The values in the order of the columns asked for.
    var all: [SQLValue] { values }

    /// The values by the columns' names.
    var byName: [String: SQLValue] { Dictionary(zip(columns, values), uniquingKeysWith: { first, _ in first }) }

    package init(columns: [String], values: [SQLValue]) {
        self.columns = columns
        self.values = values
    }

    func integer(_ name: String) throws(StorageError) -> Int64 {
        guard case .integer(let number) = try value(name) else { throw unexpected(name) }
        return number
    }

    func text(_ name: String) throws(StorageError) -> String {
        guard case .text(let text) = try value(name) else { throw unexpected(name) }
        return text
    }

    func bytes(_ name: String) throws(StorageError) -> [UInt8] {
        guard case .bytes(let bytes) = try value(name) else { throw unexpected(name) }
        return bytes
    }

    func flag(_ name: String) throws(StorageError) -> Bool { try integer(name) != 0 }

    func time(_ name: String) throws(StorageError) -> Timestamp { Timestamp(milliseconds: try integer(name)) }

    func id<ID: Identifier>(_ name: String, as type: ID.Type = ID.self) throws(StorageError) -> ID {
        ID(try integer(name))
    }

    func word<Word: RawRepresentable<String>>(_ name: String, as type: Word.Type = Word.self)
        throws(StorageError) -> Word
    {
        guard let word = Word(rawValue: try text(name)) else { throw unexpected(name) }
        return word
    }

    func isNull(_ name: String) throws(StorageError) -> Bool { try value(name) == .null }

    /// Reads a column that may be NULL.
    func optional<Value>(_ name: String, _ read: (String) throws(StorageError) -> Value) throws(StorageError) -> Value?
    {
        try isNull(name) ? nil : try read(name)
    }

    private func value(_ name: String) throws(StorageError) -> SQLValue {
        guard let index = columns.firstIndex(of: name) else { throw .unexpected("no column \(name)") }
        return values[index]
    }

    private func unexpected(_ name: String) -> StorageError { .unexpected("column \(name)") }
}
