/// Cuts what must not stand in a log in full: of a phone number the last two digits stay, of a token the first four
/// characters.
///
/// It works on bytes: to Swift a digit and a combining mark are one character that is no digit.
struct Redaction {
    private var rest: ArraySlice<UInt8>
    private var out: [UInt8] = []
    private var isWithinWord = false

    private static let mark = Array("…".utf8)
    private static let fewestDigits = 7
    /// As many characters as 128 bits have in base64url: keys of tickets, sessions and servers.
    private static let keyLength = 22
    private static let kept = 4

    static func redacted(_ text: String) -> String {
        var redaction = Redaction(rest: Array(text.utf8)[...])
        redaction.run()
        return String(decoding: redaction.out, as: UTF8.self)
    }

    private init(rest: ArraySlice<UInt8>) { self.rest = rest }

    private mutating func run() {
        while let byte = rest.first {
            if !isWithinWord, let length = secretLength {
                cutSecret(length)
            } else if let number {
                take(number)
            } else {
                out.append(byte)
                rest = rest.dropFirst()
                isWithinWord = Self.isWordByte(byte)
            }
        }
    }

    // MARK: Secrets

    /// The length of the secret that begins here; nil where none does.
    private var secretLength: Int? {
        guard let first = rest.first, Self.isWordByte(first) else { return nil }
        let token = rest.prefix(while: Self.isTokenByte)
        if token.starts(with: Array("eyJ".utf8)) || followsScheme { return token.count }
        let word = rest.prefix(while: Self.isWordByte)
        guard word.count >= Self.keyLength, followsTicketPath || Self.isRandom(word) else { return nil }
        return word.count
    }

    private mutating func cutSecret(_ length: Int) {
        if length > Self.kept { out += rest.prefix(Self.kept) }
        out += Self.mark
        rest = rest.dropFirst(length)
    }

    private var followsTicketPath: Bool { out.suffix(3).elementsEqual("/t/".utf8) }

    /// Behind the scheme of an `Authorization` field (RFC 9110, 11.4).
    private var followsScheme: Bool { endsWith("bearer ") || endsWith("basic ") }

    private func endsWith(_ word: String) -> Bool {
        out.suffix(word.utf8.count).map { $0 == 0x20 ? $0 : $0 | 0x20 }.elementsEqual(word.utf8)
    }

    /// Words of people and names of types have no digits among small and capital letters at this length.
    private static func isRandom(_ word: ArraySlice<UInt8>) -> Bool {
        word.contains(where: isDigit) && word.contains { (0x41...0x5A).contains($0) }
            && word.contains { (0x61...0x7A).contains($0) }
    }

    // MARK: Numbers

    private struct Number {
        let length: Int
        /// An IPv4 address, which operators need in full.
        let isAddress: Bool
    }

    /// The number with enough digits that begins here, separators and all.
    private var number: Number? {
        guard let first = rest.first, Self.isDigit(first) || first == UInt8(ascii: "+") || first == UInt8(ascii: "(")
        else { return nil }
        var digits = 0
        var length = 0
        var separators = 0
        for (offset, byte) in rest.enumerated() {
            if Self.isDigit(byte) {
                digits += 1
                separators = 0
                length = offset + 1
            } else if offset > 0 || byte != UInt8(ascii: "+") {
                guard Self.isSeparator(byte), separators < 2 else { break }
                separators += 1
            }
        }
        guard digits >= Self.fewestDigits else { return nil }
        return Number(length: length, isAddress: Self.isAddress(rest.prefix(length)))
    }

    private mutating func take(_ number: Number) {
        let text = rest.prefix(number.length)
        if number.isAddress {
            out += text
        } else {
            out += Self.mark
            out += text.filter(Self.isDigit).suffix(2)
        }
        rest = rest.dropFirst(number.length)
        isWithinWord = true
    }

    private static func isAddress(_ text: ArraySlice<UInt8>) -> Bool {
        let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { (1...3).contains($0.count) && $0.allSatisfy(isDigit) }
    }

    // MARK: Bytes

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func isSeparator(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "("), UInt8(ascii: ")"),
            UInt8(ascii: "/"):
            true
        default: false
        }
    }

    /// Of base64url (RFC 4648, 5).
    private static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    /// Of a JWT or of `token68` (RFC 9110, 11.2).
    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "."), UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="), UInt8(ascii: "~"): true
        default: isWordByte(byte)
        }
    }
}
