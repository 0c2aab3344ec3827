import CPhoneNumber

/// A number as libphonenumber reads it.
struct PhoneReading: Sendable {
    let verdict: CPNVerdict
    let callingCode: Int32
    /// The region that stands for the calling code: `US` for +1.
    let mainRegion: String?
    /// Nil when the number is longer than E.164 allows.
    let e164: String?
    /// The national significant number: ASCII digits without trunk prefix.
    let national: String

    private struct Question: Hashable {
        let digits: String
        let region: String
    }

    /// libphonenumber takes tens of microseconds, and the same numbers are filed, shown and dialled again and again.
    private static let memo = Memo<Question, PhoneReading>(capacity: 4_096)

    static func of(_ digits: String, region: String) -> PhoneReading {
        memo.answer(to: Question(digits: digits, region: region)) { PhoneReading(digits, region: region) }
    }

    private init(_ digits: String, region: String) {
        var number = CPNNumber()
        PhoneLibrary.withBytes(digits) { cpn_read($0, $1, region, &number) }
        verdict = number.verdict
        callingCode = number.calling_code
        mainRegion = PhoneLibrary.text(of: number.main_region)
        e164 = PhoneLibrary.text(of: number.e164)
        national = PhoneLibrary.text(of: number.national) ?? ""
    }

    var classified: PhoneClass { .of(e164 ?? "") }
}

/// What a number is for, and where; the metadata is of 2022, so that "unknown" does not mean "does not exist".
struct PhoneClass: Sendable {
    let kind: CPNKind
    /// ISO region, `001` for a number that belongs to no country, nil when not known.
    let region: String?

    private static let memo = Memo<String, PhoneClass>(capacity: 4_096)

    static func of(_ e164: String) -> PhoneClass { memo.answer(to: e164) { PhoneClass(e164) } }

    private init(_ e164: String) {
        var found = CPNClass()
        PhoneLibrary.withBytes(e164) { cpn_classify($0, $1, &found) }
        kind = found.kind
        region = PhoneLibrary.text(of: found.region)
    }
}

/// libphonenumber's functions as Swift would write them.
enum PhoneLibrary {
    private static let written = Memo<String, String?>(capacity: 4_096)

    static func international(_ e164: String) -> String? {
        written.answer(to: e164) {
            text { out, capacity in withBytes(e164) { cpn_international($0, $1, out, capacity) } }
        }
    }

    static func example(region: String, international: Bool) -> String? {
        text { cpn_example(region, international, $0, $1) }
    }

    /// True for exactly an emergency number; none has more than six digits, so that most questions cost nothing.
    static func isEmergency(_ digits: String, region: String) -> Bool {
        guard (1...6).contains(digits.utf8.count) else { return false }
        return withBytes(digits) { cpn_is_emergency($0, $1, region) }
    }

    static func resembles(_ kind: CPNKind, national: String, region: String) -> Bool {
        withBytes(national) { cpn_resembles($0, $1, region, kind) }
    }

    static func sharesCallingCode(_ callingCode: Int32, region: String) -> Bool {
        cpn_shares_calling_code(callingCode, region)
    }

    static func withBytes<Result>(_ text: String, _ body: (UnsafePointer<CChar>?, Int) -> Result) -> Result {
        Array(text.utf8).withUnsafeBytes { body($0.assumingMemoryBound(to: CChar.self).baseAddress, $0.count) }
    }

    /// The text of a C array of characters; nil when it is empty.
    static func text<Characters>(of characters: Characters) -> String? {
        let bytes = withUnsafeBytes(of: characters) { Array($0.prefix { $0 != 0 }) }
        return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
    }

    private static func text(_ fill: (UnsafeMutablePointer<CChar>?, Int) -> Int) -> String? {
        let bytes = [CChar](unsafeUninitializedCapacity: 64) { buffer, count in
            count = fill(buffer.baseAddress, buffer.count)
        }
        return bytes.isEmpty ? nil : String(decoding: bytes.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
