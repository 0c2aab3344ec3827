extension [UInt8] {
    /// Appends the text so that it stays text in HTML content and in quoted attributes.
    ///
    /// Works on bytes: to Swift a `"` followed by a combining mark is one character that is not `"`.
    mutating func appendEscaped(_ text: String) {
        var text = text
        text.withUTF8 { appendEscaped($0) }
    }

    private mutating func appendEscaped(_ bytes: UnsafeBufferPointer<UInt8>) {
        var copied = 0
        for index in bytes.indices where bytes[index].isSpecial {
            append(contentsOf: UnsafeBufferPointer(rebasing: bytes[copied..<index]))
            bytes[index].entity.withUTF8Buffer { append(contentsOf: $0) }
            copied = index + 1
        }
        append(contentsOf: UnsafeBufferPointer(rebasing: bytes[copied...]))
    }
}

extension UInt8 {
    fileprivate var isSpecial: Bool {
        switch self {
        case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "'"): true
        default: false
        }
    }

    fileprivate var entity: StaticString {
        switch self {
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "\""): "&quot;"
        default: "&#39;"
        }
    }
}
