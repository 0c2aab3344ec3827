extension UInt8 {
    static let lineFeed = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")

    var isBlank: Bool {
        self == UInt8(ascii: " ") || self == UInt8(ascii: "\t")
    }

    var isWhitespace: Bool {
        isBlank || self == .lineFeed || self == .carriageReturn
    }

    var isNameByte: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"): true
        default: false
        }
    }
}

extension [UInt8] {
    func startsLine(at index: Int) -> Bool {
        index == startIndex || self[index - 1] == .lineFeed
    }

    /// The whole line around a tag that has nothing but blanks beside it, with its line end; nil for any other tag.
    func standaloneLine(around tag: Range<Int>) -> Range<Int>? {
        var start = tag.lowerBound
        while start > startIndex, self[start - 1].isBlank { start -= 1 }
        guard startsLine(at: start), let end = lineEnd(afterBlanksFrom: tag.upperBound) else { return nil }
        return start..<end
    }

    private func lineEnd(afterBlanksFrom index: Int) -> Int? {
        let rest = self[index...].drop(while: \.isBlank)
        if rest.isEmpty { return endIndex }
        if rest.first == .lineFeed { return rest.startIndex + 1 }
        return rest.starts(with: [.carriageReturn, .lineFeed]) ? rest.startIndex + 2 : nil
    }
}
