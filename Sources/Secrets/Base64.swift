/// Base64 with `+`, `/` and padding (RFC 4648 §4).
package enum Base64 {
    /// The text of these bytes, padded with `=`.
    package static func encode(_ bytes: [UInt8]) -> String {
        let text = Base64Alphabet.standard.encode(bytes)
        return text + String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
    }
}

/// Base64 with `-` and `_`, without padding (RFC 4648 §5), as tokens have it.
package enum Base64URL {
    /// The text of these bytes.
    package static func encode(_ bytes: [UInt8]) -> String {
        Base64Alphabet.url.encode(bytes)
    }

    /// The bytes of a text, nil unless it is exactly what ``encode(_:)`` makes of them.
    package static func decode(_ text: String) -> [UInt8]? {
        Base64Alphabet.url.decode(text)
    }
}

/// One alphabet of RFC 4648, always without padding.
struct Base64Alphabet: Sendable {
    private let characters: [UInt8]
    private let values: [UInt8]

    private static let notInAlphabet: UInt8 = 64

    static let standard = Base64Alphabet("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    static let url = Base64Alphabet("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")

    private init(_ alphabet: String) {
        characters = Array(alphabet.utf8)
        var values = [UInt8](repeating: Self.notInAlphabet, count: 256)
        for (value, character) in zip(UInt8(0)..., characters) { values[Int(character)] = value }
        self.values = values
    }

    func encode(_ bytes: [UInt8]) -> String {
        var out: [UInt8] = []
        out.reserveCapacity((bytes.count * 4 + 2) / 3)
        var bits: UInt32 = 0
        var pending: UInt32 = 0
        for byte in bytes {
            bits = bits << 8 | UInt32(byte)
            pending += 8
            while pending >= 6 {
                pending -= 6
                out.append(characters[Int(bits >> pending & 63)])
            }
        }
        if pending > 0 { out.append(characters[Int(bits << (6 - pending) & 63)]) }
        return String(decoding: out, as: UTF8.self)
    }

    /// Nil for a foreign character, padding, a length no bytes have, or left-over bits that are not zero.
    func decode(_ text: String) -> [UInt8]? {
        var out: [UInt8] = []
        out.reserveCapacity(text.utf8.count * 3 / 4)
        var bits: UInt32 = 0
        var pending: UInt32 = 0
        for character in text.utf8 {
            let value = values[Int(character)]
            if value == Self.notInAlphabet { return nil }
            bits = bits << 6 | UInt32(value)
            pending += 6
            if pending >= 8 {
                pending -= 8
                out.append(UInt8(truncatingIfNeeded: bits >> pending))
            }
        }
        return pending < 6 && bits & ((1 << pending) - 1) == 0 ? out : nil
    }
}
