/// The one piece of a resource that a request asks for (RFC 9110 §14).
enum ByteRange: Equatable {
    /// All of it: no range was asked for, or in a way that may be overlooked.
    case whole
    case part(ClosedRange<Int>)
    /// The piece lies behind the end.
    case unsatisfiable

    /// Several pieces at once may be answered with the whole.
    init(_ header: String?, length: Int) {
        let prefix = "bytes="
        guard let header, header.lowercased().hasPrefix(prefix) else {
            self = .whole
            return
        }
        let ends = header.dropFirst(prefix.utf8.count).split(separator: "-", omittingEmptySubsequences: false)
            .map { $0.filter { $0 != " " } }
        guard ends.count == 2, let first = ends.first, let last = ends.last, ends.allSatisfy(Self.isNumber) else {
            self = .whole
            return
        }
        self = Self.piece(first: Self.number(first), last: Self.number(last), length: length)
    }

    private static func piece(first: Int?, last: Int?, length: Int) -> ByteRange {
        switch (first, last) {
        case (nil, nil): return .whole
        case (nil, let suffix?):
            return suffix > 0 && length > 0 ? .part(max(0, length - suffix)...length - 1) : .unsatisfiable
        case (let first?, let last):
            if let last, last < first { return .whole }
            guard first < length else { return .unsatisfiable }
            return .part(first...min(last ?? .max, length - 1))
        }
    }

    private static func isNumber(_ text: String) -> Bool {
        text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    /// A number beyond all others stands for the end.
    private static func number(_ text: String) -> Int? { text.isEmpty ? nil : Int(text) ?? .max }
}
