/// The one place where XML is written: well-formed XML 1.0 in UTF-8 for any text whatever.
///
/// Characters that XML 1.0 has no way to write (§2.2: most control characters, U+FFFE, U+FFFF) become U+FFFD. White
/// space that a reader would normalise away is written as a character reference.
struct TwiMLWriter {
    private(set) var bytes = Array(#"<?xml version="1.0" encoding="UTF-8"?>"#.utf8)

    /// Writes an element; attributes without a value are left out. Names are ours and therefore literals.
    mutating func element(
        _ name: StaticString, _ attributes: [(StaticString, String?)] = [],
        content: ((inout TwiMLWriter) -> Void)? = nil
    ) {
        raw("<")
        raw(name)
        for (name, value) in attributes {
            if let value { attribute(name, value) }
        }
        guard let content else { return raw("/>") }
        raw(">")
        content(&self)
        raw("</")
        raw(name)
        raw(">")
    }

    /// Writes an element that holds a text and nothing else.
    mutating func element(_ name: StaticString, _ attributes: [(StaticString, String?)] = [], text: String) {
        element(name, attributes) { $0.text(text) }
    }

    private mutating func attribute(_ name: StaticString, _ value: String) {
        raw(" ")
        raw(name)
        raw("=\"")
        text(value)
        raw("\"")
    }

    private mutating func raw(_ text: StaticString) {
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    /// Right for text and for attribute values alike.
    private mutating func text(_ text: String) {
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": raw("&amp;")
            case "<": raw("&lt;")
            case ">": raw("&gt;")
            case "\"": raw("&quot;")
            case "'": raw("&apos;")
            case "\t": raw("&#9;")
            case "\n": raw("&#10;")
            case "\r": raw("&#13;")
            case "\u{0}"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": raw("\u{FFFD}")
            default: bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            }
        }
    }
}
