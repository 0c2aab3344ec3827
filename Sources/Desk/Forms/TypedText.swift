/// The rules every text from a form goes through: line ends become LF, NUL and lone control characters are refused,
/// lengths count Unicode scalars.
package enum TypedText {
    package enum Problem: Error, Equatable {
        case empty
        case tooLong(limit: Int)
        case controlCharacter
    }

    /// One line: white space at both ends dropped, any line break refused.
    package static func line(_ typed: String, limit: Int) throws(Problem) -> String {
        let text = trimmed(typed)
        guard !text.unicodeScalars.contains(where: { isControl($0) }) else { throw .controlCharacter }
        return try checked(text, limit: limit)
    }

    /// Several lines: CRLF and CR become LF, tabs are kept.
    package static func paragraphs(_ typed: String, limit: Int) throws(Problem) -> String {
        let text = trimmed(withUnixLineEnds(typed))
        let refused = text.unicodeScalars.contains { isControl($0) && $0 != "\n" && $0 != "\t" }
        guard !refused else { throw .controlCharacter }
        return try checked(text, limit: limit)
    }

    /// As much as can be kept of a text that somebody is still typing: nothing is refused.
    package static func kept(_ typed: String, limit: Int) -> String {
        let scalars = withUnixLineEnds(typed).unicodeScalars.filter { !isControl($0) || $0 == "\n" || $0 == "\t" }
        return String(String.UnicodeScalarView(scalars.prefix(limit)))
    }

    private static func checked(_ text: String, limit: Int) throws(Problem) -> String {
        guard text.unicodeScalars.contains(where: isVisible) else { throw .empty }
        guard text.unicodeScalars.count <= limit else { throw .tooLong(limit: limit) }
        return text
    }

    /// Zero-width and other ignorable characters alone make no text.
    private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        let properties = scalar.properties
        let isNothing = properties.isDefaultIgnorableCodePoint || properties.isWhitespace
        return !isNothing && properties.generalCategory != .format
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory == .control || scalar == "\u{2028}" || scalar == "\u{2029}"
    }

    private static func withUnixLineEnds(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "\r")) else { return text }
        var result = String.UnicodeScalarView()
        var previousWasReturn = false
        for scalar in text.unicodeScalars {
            if scalar == "\r" {
                result.append("\n")
            } else if !(scalar == "\n" && previousWasReturn) {
                result.append(scalar)
            }
            previousWasReturn = scalar == "\r"
        }
        return String(result)
    }

    private static func trimmed(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return String(scalars[first...last])
    }
}
