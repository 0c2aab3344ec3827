import CPhoneNumber

/// Which numbers the desk pays to call: those of the chosen countries, but for kinds that are known to be dear or that
/// nobody answers.
///
/// Toll-free, company and internet numbers are called: they cost what ordinary ones do. A number that is merely newer
/// than libphonenumber's metadata is called too, as one of its calling code's main country.
package struct DialPolicy: Sendable {
    /// Why a number is not called.
    package enum Refusal: Error, Equatable, Sendable {
        case notANumber
        case emergency
        case country
        case global
        case premium
        case sharedCost
        case personal
        case pager
        case voicemail

        /// The reason in plain English, to be spoken.
        package var sentence: String {
            switch self {
            case .notANumber: "Sorry, this is not a number that can be called."
            case .emergency: "Sorry, emergency numbers cannot be called from here. Please use another telephone."
            case .country: "Sorry, this desk does not call numbers in that country."
            case .global: "Sorry, this desk does not call satellite or other global numbers."
            case .premium: "Sorry, this desk does not call premium rate numbers."
            case .sharedCost: "Sorry, this desk does not call shared cost numbers."
            case .personal: "Sorry, this desk does not call personal forwarding numbers."
            case .pager: "Sorry, this desk does not call pagers."
            case .voicemail: "Sorry, this desk does not call voicemail access numbers."
            }
        }
    }

    private let countries: Set<String>

    /// `countries` are ISO regions in capitals: `US`, `GB`.
    package init(countries: Set<String>) {
        self.countries = countries
    }

    /// Why this number is not called, nil when it is.
    package func refusal(of number: PhoneNumber) -> Refusal? {
        let reading = PhoneReading.of(number.e164, region: "ZZ")
        if reading.mainRegion == PhoneNumber.noCountry { return .global }
        // What is judged has to be what is dialled: "+44020…" is read as "+4420…".
        guard reading.verdict == .possible, reading.e164 == number.e164 else { return .notANumber }
        let found = reading.classified
        if let refusal = NorthAmerica.refusal(of: reading, found) { return refusal }
        return allowsCountry(of: reading, found) ? refusalOfKind(reading, found) : .country
    }

    private func allowsCountry(of reading: PhoneReading, _ found: PhoneClass) -> Bool {
        // Countries that share a calling code share its toll-free numbers, and libphonenumber names but one of them.
        if found.kind == .tollFree {
            return countries.contains { PhoneLibrary.sharesCallingCode(reading.callingCode, region: $0) }
        }
        if let region = found.region { return countries.contains(region) }
        // Islands under +1 are known by their area codes: a new one is of the United States or of Canada.
        if reading.callingCode == NorthAmerica.callingCode { return !countries.isDisjoint(with: ["US", "CA"]) }
        return reading.mainRegion.map(countries.contains) ?? false
    }

    private func refusalOfKind(_ reading: PhoneReading, _ found: PhoneClass) -> Refusal? {
        switch found.kind {
        case .premium: return .premium
        case .sharedCost: return .sharedCost
        case .personal: return .personal
        case .pager: return .pager
        case .voicemail: return .voicemail
        case .fixedOrMobile, .tollFree, .voip, .company: return nil
        case .unknown:
            let region = found.region ?? reading.mainRegion ?? ""
            if PhoneLibrary.resembles(.premium, national: reading.national, region: region) { return .premium }
            return PhoneLibrary.resembles(.sharedCost, national: reading.national, region: region) ? .sharedCost : nil
        }
    }
}

/// Rules of the North American Numbering Plan that hold for area codes of any year: NXX-NXX-XXXX with N from 2 to 9.
private enum NorthAmerica {
    static let callingCode: Int32 = 1

    /// Canada's non-geographic codes (600 is mostly satellite telephones), the carriers' own 700, the government's 710.
    private static let global: Set<String> = ["600", "622", "633", "644", "655", "677", "688", "700", "710"]

    static func refusal(of reading: PhoneReading, _ found: PhoneClass) -> DialPolicy.Refusal? {
        guard reading.callingCode == callingCode else { return nil }
        let digits = Array(reading.national.utf8)
        guard digits.count == 10 else { return .notANumber }
        let area = String(decoding: digits[..<3], as: UTF8.self)
        let exchange = String(decoding: digits[3..<6], as: UTF8.self)
        if area == "911" { return .emergency }
        if area == "900" || area == "976" || exchange == "976" && found.kind != .tollFree { return .premium }
        if global.contains(area) { return .global }
        // N9X is kept for longer numbers one day, N11 are service codes.
        let isAssignable = digits[0] >= UInt8(ascii: "2") && digits[1] != UInt8(ascii: "9") && !area.hasSuffix("11")
        return isAssignable && digits[3] >= UInt8(ascii: "2") ? nil : .notANumber
    }
}
