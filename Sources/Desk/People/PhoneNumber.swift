import CPhoneNumber

/// A telephone number in E.164: a plus, then 7 to 15 digits of which the first is not 0.
///
/// It has the length its country's numbers have, when it was made by ``parse(_:region:)``; whether somebody answers it
/// is another question.
package struct PhoneNumber: Sendable, Hashable {
    package let e164: String

    /// Takes exactly the shape of E.164, `+14158675309`, as the store and Twilio give it.
    package init?(e164: String) {
        guard Self.isE164(e164.utf8) else { return nil }
        self.e164 = e164
    }

    /// Reads a number as people write it; one without country code is dialled as in `region` (`US`, `GB`, …).
    package static func parse(_ typed: String, region: String) throws(PhoneNumberProblem) -> PhoneNumber {
        let typed = try TypedPhoneNumber(typed)
        let reading = Self.reading(of: typed, region: region)
        if Self.isEmergency(typed, reading, region: region) { throw .emergency }
        guard reading.verdict == .possible else { throw Self.problem(reading, region: region) }
        guard let e164 = reading.e164 else { throw .tooLong }
        guard let number = PhoneNumber(e164: e164) else { throw Self.tooShort(reading, region: region) }
        // "+49 000170…" loses a zero each time it is read: what is kept has to be what is dialled.
        guard PhoneReading.of(e164, region: region).e164 == e164 else { throw .wrongLength }
        return number
    }

    /// Grouped as its country groups it: `+1 415-867-5309`.
    package var international: String { PhoneLibrary.international(e164) ?? e164 }

    /// The ISO region it belongs to; nil when it belongs to none, or has an area code newer than the metadata.
    package var region: String? {
        let region = PhoneClass.of(e164).region
        return region == PhoneNumber.noCountry ? nil : region
    }

    /// What Twilio shows for callers who hide their number: the digits of the word "anonymous".
    package static let anonymous = PhoneNumber(e164: "+266696687")

    /// libphonenumber's name for the region of satellite and other global numbers.
    static let noCountry = "001"
}

extension PhoneNumber {
    private static func isE164(_ bytes: String.UTF8View) -> Bool {
        let digits = bytes.dropFirst()
        return bytes.first == UInt8(ascii: "+") && (7...15).contains(digits.count)
            && digits.first != UInt8(ascii: "0")
            && digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    /// People write 00 and 011 for the plus, wherever they are; a number of their own region comes first.
    private static func reading(of typed: TypedPhoneNumber, region: String) -> PhoneReading {
        let own = PhoneReading.of((typed.hasPlus ? "+" : "") + typed.digits, region: region)
        if typed.hasPlus { return own }
        for prefix in ["00", "011"] where typed.digits.hasPrefix(prefix) {
            let isOwn = own.verdict == .possible && (prefix == "011" || own.classified.kind != .unknown)
            let abroad = PhoneReading.of("+" + typed.digits.dropFirst(prefix.count), region: region)
            if !isOwn && abroad.verdict == .possible { return abroad }
        }
        return own
    }

    private static func isEmergency(_ typed: TypedPhoneNumber, _ reading: PhoneReading, region: String) -> Bool {
        let own = typed.hasPlus ? "" : typed.digits
        return PhoneLibrary.isEmergency(own, region: region)
            || PhoneLibrary.isEmergency(reading.national, region: reading.mainRegion ?? region)
    }

    private static func problem(_ reading: PhoneReading, region: String) -> PhoneNumberProblem {
        switch reading.verdict {
        case .unknownCountry: .unknownCountry
        case .tooShort: tooShort(reading, region: region)
        case .tooLong: .tooLong
        case .wrongLength: .wrongLength
        case .possible, .notANumber, .failed: .notANumber
        }
    }

    /// The example is written nationally at home, and with its country code for a number from elsewhere.
    private static func tooShort(_ reading: PhoneReading, region: String) -> PhoneNumberProblem {
        let isHome = reading.callingCode == 0 || PhoneLibrary.sharesCallingCode(reading.callingCode, region: region)
        let other = isHome ? region : reading.mainRegion ?? region
        return .tooShort(example: PhoneLibrary.example(region: other, international: !isHome))
    }
}
