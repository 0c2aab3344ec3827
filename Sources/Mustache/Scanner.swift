/// One `{{…}}` of a template.
struct Tag {
    enum Kind {
        case escaped, trusted, section, inverted, close, partial, comment
    }

    let kind: Kind
    /// What stands between sigil and closing braces, without whitespace around it.
    let content: ArraySlice<UInt8>
    /// Braces included.
    let range: Range<Int>
    let line: Int

    var text: String { String(decoding: content, as: UTF8.self) }

    /// Tags that leave no empty line behind.
    var mayStandAlone: Bool {
        switch kind {
        case .escaped, .trusted: false
        case .section, .inverted, .close, .partial, .comment: true
        }
    }
}

/// Finds the tags of a template, byte by byte.
struct Scanner {
    private let template: Template
    private var position = 0
    private var line = 1
    private var lineCountedTo = 0

    init(_ template: Template) {
        self.template = template
    }

    mutating func next() throws(MustacheError) -> Tag? {
        guard let start = find(UInt8(ascii: "{"), times: 2, from: position) else { return nil }
        countLines(to: start)
        let opening = try opening(at: start + 2)
        guard let close = find(UInt8(ascii: "}"), times: opening.closingBraces, from: opening.end) else {
            throw template.failure(.unclosedTag, line: line)
        }
        position = close + opening.closingBraces
        let content = trimmed(template.source[opening.end..<close])
        return Tag(kind: opening.kind, content: content, range: start..<position, line: line)
    }

    private mutating func countLines(to index: Int) {
        line += template.source[lineCountedTo..<index].count { $0 == .lineFeed }
        lineCountedTo = index
    }

    private func find(_ byte: UInt8, times: Int, from start: Int) -> Int? {
        var run = 0
        for index in start..<template.source.endIndex {
            run = template.source[index] == byte ? run + 1 : 0
            if run == times { return index + 1 - times }
        }
        return nil
    }

    private func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var rest = bytes.drop(while: \.isWhitespace)
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return rest
    }

    private typealias Opening = (kind: Tag.Kind, end: Int, closingBraces: Int)

    private func opening(at sigil: Int) throws(MustacheError) -> Opening {
        guard sigil < template.source.endIndex else { throw template.failure(.unclosedTag, line: line) }
        switch template.source[sigil] {
        case UInt8(ascii: "{"): return (.trusted, sigil + 1, 3)
        case UInt8(ascii: "&"): return (.trusted, sigil + 1, 2)
        case UInt8(ascii: "#"): return (.section, sigil + 1, 2)
        case UInt8(ascii: "^"): return (.inverted, sigil + 1, 2)
        case UInt8(ascii: "/"): return (.close, sigil + 1, 2)
        case UInt8(ascii: ">"): return (.partial, sigil + 1, 2)
        case UInt8(ascii: "!"): return (.comment, sigil + 1, 2)
        case UInt8(ascii: "="): throw template.failure(.setDelimiters, line: line)
        case UInt8(ascii: "<"), UInt8(ascii: "$"): throw template.failure(.inheritance, line: line)
        default: return (.escaped, sigil, 2)
        }
    }
}
