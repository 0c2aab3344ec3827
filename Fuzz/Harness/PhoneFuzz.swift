@testable import Desk

/// `PhoneNumber.parse`: what is accepted has the shape of E.164 and is the same number however it is written.
enum PhoneFuzz {
    private static let regions = [
        "US", "GB", "DE", "FR", "IT", "BJ", "AR", "BR", "MX", "JP", "IN", "AU", "CI", "KZ", "VA", "ZZ",
    ]
    private static let alphabet = Array("0123456789+0123456789 -()./x#,;tel:".utf8)
    private static let policy = DialPolicy(countries: ["US", "GB", "DE"])

    static func take(_ bytes: [UInt8]) {
        guard let first = bytes.first else { return }
        let region = regions[Int(first & 15)]
        // Half of the inputs are made of what telephone numbers are made of, so that more of them are numbers.
        let rest = bytes.dropFirst().map { first & 16 == 0 ? alphabet[Int($0) % alphabet.count] : $0 }
        let typed = String(decoding: rest, as: UTF8.self)
        do throws(PhoneNumberProblem) {
            check(try PhoneNumber.parse(typed, region: region), region: region)
        } catch {
            expect(!error.sentence.isEmpty, "a problem has its words")
        }
        if let dialled = PhoneNumber(e164: typed) { _ = policy.refusal(of: dialled) }
    }

    private static func check(_ number: PhoneNumber, region: String) {
        expect(isE164(Array(number.e164.utf8)), "\(number.e164) is E.164")
        expect(PhoneNumber(e164: number.e164) == number, "\(number.e164) is taken from the store")
        let again = try? PhoneNumber.parse(number.e164, region: region)
        expect(again == number, "\(number.e164) is read as it was written, not as \(again?.e164 ?? "nothing")")
        checkShown(number)
        _ = policy.refusal(of: number)
    }

    private static func checkShown(_ number: PhoneNumber) {
        let shown = number.international
        expect(shown.utf8.allSatisfy { (0x20...0x7E).contains($0) }, "\(number.e164) is shown in ASCII")
        // Mexico gave up the 1 before mobile numbers, and it is not shown.
        let isWhole = digits(shown) == digits(number.e164) || number.e164.utf8.starts(with: "+521".utf8)
        expect(isWhole, "\(number.e164) is shown with its digits, not as \(shown)")
        let isRegion = number.region.map { $0.utf8.count == 2 && $0.utf8.allSatisfy { (0x41...0x5A).contains($0) } }
        expect(isRegion ?? true, "\(number.e164) has a region of two capitals")
    }

    private static func digits(_ text: String) -> [UInt8] { text.utf8.filter { (0x30...0x39).contains($0) } }

    private static func isE164(_ bytes: [UInt8]) -> Bool {
        bytes.first == UInt8(ascii: "+") && (8...16).contains(bytes.count) && bytes[1] != UInt8(ascii: "0")
            && digits(String(decoding: bytes, as: UTF8.self)).count == bytes.count - 1
    }
}
