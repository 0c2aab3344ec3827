/// What somebody typed, reduced to ASCII digits and a leading plus.
///
/// Only then does libphonenumber see it, which by itself would look for a number anywhere in a text, turn letters into
/// digits and drop what follows.
struct TypedPhoneNumber {
    /// More scalars than any number needs, however it is written.
    static let limit = 64

    private(set) var hasPlus = false
    private(set) var digits = ""

    init(_ typed: String) throws(PhoneNumberProblem) {
        let scalars = Array(typed.unicodeScalars.prefix(Self.limit + 1))
        if scalars.count > Self.limit { throw .tooLong }
        if scalars.allSatisfy({ $0.properties.isWhitespace }) { throw .empty }
        let rest = Self.withoutScheme(scalars[...])
        for index in rest.indices { try take(rest[index], before: rest[index...].dropFirst()) }
        if digits.isEmpty { throw .notANumber }
    }

    private mutating func take(
        _ scalar: Unicode.Scalar, before rest: ArraySlice<Unicode.Scalar>
    ) throws(PhoneNumberProblem) {
        if let digit = Self.digit(scalar) {
            digits.unicodeScalars.append(digit)
        } else if Self.pluses.contains(scalar) {
            if hasPlus || !digits.isEmpty { throw .notANumber }
            hasPlus = true
        } else if !Self.isFiller(scalar) {
            throw problem(scalar, before: rest)
        }
    }

    private func problem(
        _ scalar: Unicode.Scalar, before rest: ArraySlice<Unicode.Scalar>
    ) -> PhoneNumberProblem {
        let marks: Set<Unicode.Scalar> = ["#", ",", ";", ":", "="]
        let next = rest.first { !$0.properties.isAlphabetic && !Self.isFiller($0) && !marks.contains($0) }
        let followedByDigit = next.flatMap(Self.digit) != nil
        if !digits.isEmpty, followedByDigit, Self.beginsExtension(scalar, before: rest) { return .extensionGiven }
        return scalar.properties.isAlphabetic ? .letters : .notANumber
    }

    /// `#12`, `,12`, `;ext=12`, `x12`, `ext. 12`.
    private static func beginsExtension(_ scalar: Unicode.Scalar, before rest: ArraySlice<Unicode.Scalar>) -> Bool {
        switch scalar {
        case "#", ",", ";": true
        case "x", "X": !(rest.first?.properties.isAlphabetic ?? false)
        case "e", "E": lowercased(rest.prefix(2)).elementsEqual("xt".unicodeScalars)
        default: false
        }
    }

    private static func withoutScheme(_ scalars: ArraySlice<Unicode.Scalar>) -> ArraySlice<Unicode.Scalar> {
        let text = scalars.drop { $0.properties.isWhitespace }
        guard lowercased(text.prefix(4)).elementsEqual("tel:".unicodeScalars) else { return text }
        return text.dropFirst(4)
    }

    private static func lowercased(_ scalars: ArraySlice<Unicode.Scalar>) -> [Unicode.Scalar] {
        scalars.map { "A"..."Z" ~= $0 ? Unicode.Scalar(UInt8(ascii: $0) | 0x20) : $0 }
    }

    /// Decimal digits of any script, full-width ones among them.
    private static func digit(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        if scalar.isASCII { return "0"..."9" ~= scalar ? scalar : nil }
        guard scalar.properties.numericType == .decimal, let value = scalar.properties.numericValue,
            let digit = UInt8(exactly: value), digit < 10
        else { return nil }
        return Unicode.Scalar(UInt8(ascii: "0") + digit)
    }

    private static let pluses: Set<Unicode.Scalar> = ["+", "\u{FF0B}", "\u{FE62}"]

    private static let separators: Set<Unicode.Scalar> = [
        ".", "/", "(", ")", "[", "]", "~", "\u{B7}", "\u{2212}", "\u{30FC}", "\u{FF08}", "\u{FF09}", "\u{FF0E}",
        "\u{FF0F}", "\u{FF3B}", "\u{FF3D}", "\u{FF5E}",
    ]

    /// Spaces, dashes, brackets, and the invisible direction marks that come along when a number is copied.
    private static func isFiller(_ scalar: Unicode.Scalar) -> Bool {
        if separators.contains(scalar) || scalar.properties.isWhitespace { return true }
        let category = scalar.properties.generalCategory
        return category == .dashPunctuation || category == .format
    }
}
