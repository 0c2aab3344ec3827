/// Names and values as Twilio's own libraries write them: `application/x-www-form-urlencoded` in the order given, a
/// name once for each of its values.
struct TwilioForm: Sendable, Equatable {
    private(set) var pairs: [(name: String, value: String)] = []

    static func == (a: TwilioForm, b: TwilioForm) -> Bool { a.text == b.text }

    mutating func add(_ name: String, _ value: String?) {
        if let value { pairs.append((name, value)) }
    }

    mutating func add(_ name: String, _ flag: Bool?) { add(name, flag.map { $0 ? "true" : "false" }) }

    mutating func add(_ name: String, _ number: Int?) { add(name, number.map { String($0) }) }

    mutating func add(_ name: String, _ values: [String]) {
        for value in values { add(name, value) }
    }

    var isEmpty: Bool { pairs.isEmpty }

    var text: String {
        pairs.map { "\(Self.encoded($0.name, space: "+"))=\(Self.encoded($0.value, space: "+"))" }
            .joined(separator: "&")
    }

    /// A part of a path: a slash in it is none.
    static func pathPart(_ text: String) -> String { encoded(text, space: "%20") }

    private static func encoded(_ text: String, space: String) -> String {
        text.utf8.map { byte in
            if isPlain(byte) { return String(UnicodeScalar(byte)) }
            return byte == UInt8(ascii: " ") ? space : "%" + hexadecimal(byte)
        }.joined()
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
        (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }

    /// The unreserved characters of RFC 3986.
    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "-._~".utf8.contains(byte)
        }
    }
}
