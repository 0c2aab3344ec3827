import Desk

/// The members of a message from outside, each held to its limits.
struct GenesysFields {
    private let members: [String: JSONValue]

    init(_ json: JSONValue) { members = json.object ?? [:] }

    /// A text without control characters, cut to its limit; nil for an empty one. Numbers count as texts: bridges differ.
    func text(_ name: String, limit: Int = 256) -> String? {
        let whole = members[name]?.string ?? members[name]?.integer.map(String.init)
        guard let whole else { return nil }
        var clean = String.UnicodeScalarView()
        for scalar in whole.unicodeScalars.prefix(limit) where scalar.value >= 0x20 && scalar.value != 0x7F {
            clean.append(scalar)
        }
        return clean.isEmpty ? nil : String(clean)
    }

    /// A name that one side made up: printable ASCII.
    func id(_ name: String) throws(GenesysRequest.Problem) -> String? {
        guard let value = members[name], value != .null else { return nil }
        guard let text = value.string ?? value.integer.map(String.init), Self.isID(text) else {
            throw GenesysRequest.Problem(field: name, words: "The field \(name) must be 1 to 128 printable characters.")
        }
        return text
    }

    /// An id of an event: one that is none is as good as absent.
    func knownID(_ name: String) -> String? {
        let text = members[name]?.string ?? members[name]?.integer.map(String.init)
        return text.flatMap { Self.isID($0) ? $0 : nil }
    }

    /// What can be dialled: a number as people write it, or an extension.
    func number(_ name: String) throws(GenesysRequest.Problem) -> String? {
        guard let value = members[name], value != .null else { return nil }
        let bytes = (value.string ?? "").utf8.filter { !Self.isPunctuation($0) }
        let digits = bytes.first == UInt8(ascii: "+") ? bytes.dropFirst() : bytes[...]
        guard (1...24).contains(digits.count), digits.allSatisfy(Self.isKey) else {
            throw GenesysRequest.Problem(field: name, words: "The field \(name) is no number that can be dialled.")
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    func digits(_ name: String) throws(GenesysRequest.Problem) -> String? {
        guard let value = members[name], value != .null else { return nil }
        guard let text = value.string, (1...32).contains(text.utf8.count), text.utf8.allSatisfy(Self.isKey) else {
            throw GenesysRequest.Problem(field: name, words: "The field \(name) must be keys of a telephone.")
        }
        return text
    }

    /// An object of short texts.
    func userData(_ name: String) throws(GenesysRequest.Problem) -> [String: String] {
        guard let value = members[name], value != .null else { return [:] }
        guard let entries = value.object, entries.count <= 50, entries.allSatisfy({ Self.isEntry($0.key, $0.value) })
        else {
            throw GenesysRequest.Problem(field: name, words: "The field \(name) must be an object of short texts.")
        }
        return entries.compactMapValues(\.string)
    }

    /// As far as it is texts.
    func knownData(_ name: String) -> [String: String] {
        let entries = members[name]?.object ?? [:]
        let known = entries.sorted { $0.key < $1.key }.prefix(50).filter { Self.isEntry($0.key, $0.value) }
        return Dictionary(known.map { ($0.key, $0.value.string ?? "") }, uniquingKeysWith: { first, _ in first })
    }

    func texts(_ name: String) -> [String]? {
        members[name]?.array.map { $0.prefix(50).compactMap(\.string).filter(Self.isID) }
    }

    private static func isEntry(_ key: String, _ value: JSONValue) -> Bool {
        isID(key) && (value.string?.unicodeScalars.count ?? .max) <= 1_000
    }

    static func isID(_ text: String) -> Bool {
        (1...128).contains(text.utf8.count) && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
    }

    private static func isPunctuation(_ byte: UInt8) -> Bool { [UInt8](" -().".utf8).contains(byte) }

    private static func isKey(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "*") || byte == UInt8(ascii: "#")
    }
}
