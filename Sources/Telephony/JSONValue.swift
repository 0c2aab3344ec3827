/// A JSON text (RFC 8259), read strictly: no key twice in an object, no depth beyond a limit, UTF-8 only.
///
/// Foundation's readers keep one of two equal keys, which is how two readers of one token come to differ.
enum JSONValue: Equatable, Sendable {
    case object([String: JSONValue])
    case array([JSONValue])
    case string(String)
    case integer(Int)
    /// A number that is not an integer, or not one of 64 bits; nothing here has a use for its value.
    case otherNumber
    case bool(Bool)
    case null

    /// Nil for anything but exactly one value, with white space around it at most.
    init?(_ bytes: [UInt8], maxDepth: Int = 8) {
        guard String(validating: bytes, as: UTF8.self) != nil else { return nil }
        var reader = JSONReader(bytes[...])
        guard let value = reader.value(depth: maxDepth), reader.isAtEnd else { return nil }
        self = value
    }

    var object: [String: JSONValue]? {
        if case .object(let members) = self { members } else { nil }
    }

    var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    var integer: Int? {
        if case .integer(let number) = self { number } else { nil }
    }
}

extension JSONValue {
    /// A text as a JSON string, quotes included.
    static func quoted(_ text: String) -> String {
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
