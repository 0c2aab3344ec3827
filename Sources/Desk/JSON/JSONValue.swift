/// A JSON text (RFC 8259), read strictly: no key twice in an object, no depth beyond a limit, UTF-8 only.
///
/// Foundation's readers keep one of two equal keys, which is how two readers of one token come to differ, and end the
/// process on some deep texts that break off.
package enum JSONValue: Equatable, Sendable {
    case object([String: JSONValue])
    case array([JSONValue])
    case string(String)
    case integer(Int)
    /// A number that is not an integer, or not one of 64 bits, as it was written.
    case number(String)
    case bool(Bool)
    case null

    /// Nil for anything but exactly one value, with white space around it at most.
    package init?(_ bytes: [UInt8], maxDepth: Int = 8) {
        guard String(validating: bytes, as: UTF8.self) != nil else { return nil }
        var reader = JSONReader(bytes[...])
        guard let value = reader.value(depth: maxDepth), reader.isAtEnd else { return nil }
        self = value
    }

    /// A member of an object; nil for what is none.
    package subscript(name: String) -> JSONValue? { object?[name] }

    package var object: [String: JSONValue]? {
        if case .object(let members) = self { members } else { nil }
    }

    package var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    package var integer: Int? {
        if case .integer(let number) = self { number } else { nil }
    }

    package var array: [JSONValue]? {
        if case .array(let elements) = self { elements } else { nil }
    }

    package var bool: Bool? {
        if case .bool(let flag) = self { flag } else { nil }
    }
}

extension JSONValue {
    /// A text as a JSON string, quotes included.
    package static func quoted(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\":
                out.unicodeScalars.append("\\")
                out.unicodeScalars.append(scalar)
            case "\u{0}"..."\u{1F}":
                let code = String(scalar.value, radix: 16)
                out += "\\u" + String(repeating: "0", count: 4 - code.utf8.count) + code
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }
}

extension JSONValue {
    /// The value as JSON without white space, members in the order of their names.
    package var text: String {
        switch self {
        case .object(let members):
            let written = members.sorted { $0.key < $1.key }.map { "\(Self.quoted($0.key)):\($0.value.text)" }
            return "{\(written.joined(separator: ","))}"
        case .array(let elements): return "[\(elements.map(\.text).joined(separator: ","))]"
        case .string(let text): return Self.quoted(text)
        case .integer(let number): return String(number)
        case .number(let literal): return literal
        case .bool(let flag): return flag ? "true" : "false"
        case .null: return "null"
        }
    }
}
