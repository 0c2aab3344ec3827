/// Reads one JSON value after the other from bytes that are valid UTF-8; every nil means "not JSON, or too deep".
struct JSONReader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) {
        rest = bytes
    }

    var isAtEnd: Bool {
        rest.allSatisfy(Self.isSpace)
    }

    mutating func value(depth: Int) -> JSONValue? {
        skipSpace()
        switch rest.first {
        case UInt8(ascii: "{"): return depth > 0 ? object(depth: depth - 1) : nil
        case UInt8(ascii: "["): return depth > 0 ? array(depth: depth - 1) : nil
        case UInt8(ascii: "\""): return string().map(JSONValue.string)
        case UInt8(ascii: "t"): return takes("true") ? .bool(true) : nil
        case UInt8(ascii: "f"): return takes("false") ? .bool(false) : nil
        case UInt8(ascii: "n"): return takes("null") ? .null : nil
        default: return number()
        }
    }

    private mutating func object(depth: Int) -> JSONValue? {
        guard takes("{") else { return nil }
        var members: [String: JSONValue] = [:]
        if takesAfterSpace("}") { return .object(members) }
        repeat {
            skipSpace()
            guard let name = string(), takesAfterSpace(":"), let value = value(depth: depth),
                members.updateValue(value, forKey: name) == nil
            else { return nil }
        } while takesAfterSpace(",")
        return takesAfterSpace("}") ? .object(members) : nil
    }

    private mutating func array(depth: Int) -> JSONValue? {
        guard takes("[") else { return nil }
        var elements: [JSONValue] = []
        if takesAfterSpace("]") { return .array(elements) }
        repeat {
            guard let value = value(depth: depth) else { return nil }
            elements.append(value)
        } while takesAfterSpace(",")
        return takesAfterSpace("]") ? .array(elements) : nil
    }

    private mutating func skipSpace() {
        rest = rest.drop(while: Self.isSpace)
    }

    private mutating func takes(_ token: StaticString) -> Bool {
        token.withUTF8Buffer { token in
            guard rest.starts(with: token) else { return false }
            rest = rest.dropFirst(token.count)
            return true
        }
    }

    private mutating func takesAfterSpace(_ token: StaticString) -> Bool {
        skipSpace()
        return takes(token)
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    }
}

extension JSONReader {
    private mutating func number() -> JSONValue? {
        let text = rest.prefix { Self.numberBytes.contains($0) }
        rest = rest.dropFirst(text.count)
        var digits = text
        if digits.first == UInt8(ascii: "-") { digits = digits.dropFirst() }
        guard let first = Self.takeDigits(&digits), first.count == 1 || first.first != UInt8(ascii: "0") else {
            return nil
        }
        let literal = String(decoding: text, as: UTF8.self)
        if digits.isEmpty { return Int(literal).map(JSONValue.integer) ?? .number(literal) }
        return Self.isFractionAndExponent(digits) ? .number(literal) : nil
    }

    private static func isFractionAndExponent(_ text: ArraySlice<UInt8>) -> Bool {
        var text = text
        if text.first == UInt8(ascii: ".") {
            text = text.dropFirst()
            if takeDigits(&text) == nil { return false }
        }
        if text.first.map({ $0 | 0x20 }) == UInt8(ascii: "e") {
            text = text.dropFirst()
            if text.first == UInt8(ascii: "+") || text.first == UInt8(ascii: "-") { text = text.dropFirst() }
            if takeDigits(&text) == nil { return false }
        }
        return text.isEmpty
    }

    private static func takeDigits(_ text: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        let digits = text.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        text = text.dropFirst(digits.count)
        return digits.isEmpty ? nil : digits
    }

    private static let numberBytes = Set("+-.0123456789eE".utf8)
}

extension JSONReader {
    private mutating func string() -> String? {
        guard takes("\"") else { return nil }
        var out: [UInt8] = []
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "\""): return String(validating: out, as: UTF8.self)
            case UInt8(ascii: "\\"):
                guard let scalar = escaped() else { return nil }
                out.append(contentsOf: UTF8.encode(scalar)?.map { $0 } ?? [])
            case 0x00...0x1F: return nil
            default: out.append(byte)
            }
        }
        return nil
    }

    private mutating func escaped() -> Unicode.Scalar? {
        switch rest.popFirst() {
        case UInt8(ascii: "\""): "\""
        case UInt8(ascii: "\\"): "\\"
        case UInt8(ascii: "/"): "/"
        case UInt8(ascii: "b"): "\u{8}"
        case UInt8(ascii: "f"): "\u{C}"
        case UInt8(ascii: "n"): "\n"
        case UInt8(ascii: "r"): "\r"
        case UInt8(ascii: "t"): "\t"
        case UInt8(ascii: "u"): unicodeEscape()
        default: nil
        }
    }

    /// `\uD83D\uDE00` is one scalar; half of it is none.
    private mutating func unicodeEscape() -> Unicode.Scalar? {
        guard let first = codeUnit() else { return nil }
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard UTF16.isLeadSurrogate(first), takes("\\u"), let second = codeUnit(), UTF16.isTrailSurrogate(second) else {
            return nil
        }
        return UTF16.decode(UTF16.EncodedScalar([first, second]))
    }

    private mutating func codeUnit() -> UInt16? {
        let digits = rest.prefix(4)
        rest = rest.dropFirst(4)
        guard digits.count == 4, digits.allSatisfy({ Self.hexadecimal.contains($0) }) else { return nil }
        return UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
    }

    private static let hexadecimal = Set("0123456789abcdefABCDEF".utf8)
}
