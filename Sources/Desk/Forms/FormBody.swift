/// Why bytes are not an `application/x-www-form-urlencoded` body this desk reads.
package enum FormBodyError: Error, Equatable, Sendable {
    case tooManyPairs
    /// A `%` without two hexadecimal digits.
    case brokenEscape
    case notUTF8
    case containsNUL
}

/// The name-value pairs of an `application/x-www-form-urlencoded` body (WHATWG URL §5.1) in their order, decoded once.
///
/// Stricter than browsers have to be: what they would repair is an error here.
package struct FormBody: Sendable {
    package let pairs: [(name: String, value: String)]

    /// Reads a body, or a query, of at most `maxPairs` pairs.
    package init(_ bytes: some Collection<UInt8>, maxPairs: Int = 1000) throws(FormBodyError) {
        var pairs: [(name: String, value: String)] = []
        // From here on the type is known: a generic loop over the bytes is ten times slower.
        for field in Array(bytes).split(separator: UInt8(ascii: "&")) {
            if pairs.count >= maxPairs { throw .tooManyPairs }
            let equals = field.firstIndex(of: UInt8(ascii: "=")) ?? field.endIndex
            pairs.append((try Self.decoded(field[..<equals]), try Self.decoded(field[equals...].dropFirst())))
        }
        self.pairs = pairs
    }

    /// The first value of that name, byte for byte.
    package func first(_ name: String) -> String? {
        pairs.first { $0.name.utf8.elementsEqual(name.utf8) }?.value
    }

    /// True when the name stands there more than once.
    package func isRepeated(_ name: String) -> Bool {
        pairs.lazy.filter { $0.name.utf8.elementsEqual(name.utf8) }.prefix(2).count > 1
    }

    private static func decoded(_ bytes: ArraySlice<UInt8>) throws(FormBodyError) -> String {
        guard bytes.contains(where: isEncoded) else { return try text(of: bytes) }
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        var rest = bytes
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"): out.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"): out.append(try escaped(&rest))
            default: out.append(byte)
            }
        }
        return try text(of: out[...])
    }

    private static func isEncoded(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "+") || byte == UInt8(ascii: "%") }

    private static func text(of bytes: ArraySlice<UInt8>) throws(FormBodyError) -> String {
        if bytes.contains(0) { throw .containsNUL }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .notUTF8 }
        return text
    }

    private static func escaped(_ rest: inout ArraySlice<UInt8>) throws(FormBodyError) -> UInt8 {
        guard let high = rest.popFirst().flatMap(hexadecimal), let low = rest.popFirst().flatMap(hexadecimal) else {
            throw .brokenEscape
        }
        return high << 4 | low
    }

    private static func hexadecimal(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
