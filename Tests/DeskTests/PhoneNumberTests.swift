import Desk
import Testing

@Suite struct `Phone numbers` {
    @Test(arguments: [
        "4158675309", "415-867-5309", "(415) 867-5309", "415.867.5309", "415 867 5309", "1 415 867 5309",
        "1-415-867-5309", "+1 415 867 5309", "+1 (415) 867-5309", "+14158675309", "tel:+1-415-867-5309",
        "TEL: 415 867 5309", " 415/867/5309 ", "[415] 867~5309", "\t415 867\u{A0}5309\n", "0014158675309",
        "01114158675309", "011 1 415 867 5309", "415–867–5309", "415\u{2011}867\u{2212}5309",
        "\u{202A}+14158675309\u{202C}",
        "\u{FEFF}415\u{200B}8675309", "４１５－８６７－５３０９", "＋１４１５８６７５３０９", "（４１５）８６７．５３０９",
        "٤١٥٨٦٧٥٣٠٩", "४१५ ८६७ ५३०९", "415·867·5309", "+1-415-867-5309",
    ])
    func `any usual way of writing an American number is understood`(typed: String) throws {
        #expect(try PhoneNumber.parse(typed, region: "US").e164 == "+14158675309")
    }

    @Test(arguments: [
        ("020 7946 0958", "GB", "+442079460958"), ("+44 (0)20 7946 0958", "US", "+442079460958"),
        ("(+44) 20 7946 0958", "US", "+442079460958"), ("+44 020 7946 0958", "US", "+442079460958"),
        ("00 44 20 7946 0958", "US", "+442079460958"), ("00 44 20 7946 0958", "DE", "+442079460958"),
        ("011 44 20 7946 0958", "US", "+442079460958"), ("011 44 20 7946 0958", "FR", "+442079460958"),
        ("0041 44 668 18 00", "US", "+41446681800"), ("044 668 18 00", "CH", "+41446681800"),
        ("0117 496 0123", "GB", "+441174960123"), ("011 234 5678", "IT", "+390112345678"),
        ("+39 06 698 12345", "US", "+390669812345"), ("06 698 12345", "IT", "+390669812345"),
        ("030 123456", "DE", "+4930123456"), ("030/123 456", "DE", "+4930123456"),
        ("0170 1234567", "DE", "+491701234567"),
        ("06 12 34 56 78", "FR", "+33612345678"), ("03-1234-5678", "JP", "+81312345678"),
        ("０３（１２３４）５６７８", "JP", "+81312345678"), ("03ー1234ー5678", "JP", "+81312345678"),
        ("8 (912) 345-67-89", "RU", "+79123456789"), ("(11) 96123-4567", "BR", "+5511961234567"),
        ("0412 345 678", "AU", "+61412345678"), ("010 44 20 7946 0958", "JP", "+442079460958"),
        ("+881 6 123 45678", "US", "+881612345678"), ("911 234 567", "PT", "+351911234567"),
        ("01 95 12 34 56", "BJ", "+2290195123456"), ("+229 01 95 12 34 56", "US", "+2290195123456"),
    ])
    func `a national or foreign number is read as in its region`(typed: String, region: String, e164: String) throws {
        #expect(try PhoneNumber.parse(typed, region: region).e164 == e164)
    }

    @Test(arguments: ["+1 942 555 1234", "(324) 555-1234", "+1 354 555 1234"])
    func `an area code newer than the metadata is taken`(typed: String) throws {
        let number = try PhoneNumber.parse(typed, region: "US")
        #expect(number.region == nil)
        #expect(number.international.hasPrefix("+1 "))
    }

    @Test(
        arguments: [
            ("", .empty), ("   \t", .empty), ("\u{3000}", .empty), ("-", .notANumber), ("()", .notANumber),
            ("+", .notANumber),
            ("hello", .letters), ("1-800-FLOWERS", .letters), ("415-867-530O", .letters),
            ("sip:415@example.com", .letters),
            ("client:support_agent", .letters), ("tel:", .notANumber), ("*67 415 867 5309", .notANumber),
            ("415 867 5309 or 415 867 5310", .letters), ("++14158675309", .notANumber), ("415+8675309", .notANumber),
            ("+1+4158675309", .notANumber), ("415\u{0}8675309", .notANumber), ("415\u{1B}8675309", .notANumber),
            ("4158675309\u{301}", .notANumber), ("4\u{20E3}158675309", .notANumber), ("☎ 4158675309", .notANumber),
            ("📞📞", .notANumber), ("⁴¹⁵8675309", .notANumber), ("415867530½", .notANumber),
            ("<415>8675309", .notANumber),
            ("8675309", .tooShort(example: "(201) 555-0123")), ("12", .tooShort(example: "(201) 555-0123")),
            ("+44 20 79", .tooShort(example: "+44 121 234 5678")), ("+49 1224", .tooShort(example: "+49 30 123456")),
            ("415 867 53099", .tooLong), ("415 867 5309 415", .tooLong),
            ("+49 170 1234 5678 9012", .tooLong), (String(repeating: "4", count: 64), .tooLong),
            (String(repeating: " 4158675309", count: 6), .tooLong),
            ("415 867 5309" + String(repeating: " ", count: 60), .tooLong),
            ("+999 123 456 789", .unknownCountry), ("+0 415 867 5309", .unknownCountry),
            ("+210 123 4567", .unknownCountry),
            ("415 867 5309 x12", .extensionGiven), ("415 867 5309 ext. 12", .extensionGiven),
            ("415 867 5309 EXT12", .extensionGiven), ("4158675309#12", .extensionGiven),
            ("4158675309,,12", .extensionGiven),
            ("4158675309;ext=12", .extensionGiven), ("tel:+1-415-867-5309;ext=12", .extensionGiven),
            ("415 867 5309 extension 12", .extensionGiven), ("911", .emergency), ("9-1-1", .emergency),
            ("112", .emergency),
            ("+1911", .emergency), ("+44 999", .emergency), ("tel:911", .emergency),
        ] as [(String, PhoneNumberProblem)])
    func `what is wrong is named`(typed: String, problem: PhoneNumberProblem) {
        #expect(throws: problem) { try PhoneNumber.parse(typed, region: "US") }
    }

    @Test(arguments: ["ZZ", "", "us", "USA", "001", "U\u{0}", "🇺🇸", "\u{0}"])
    func `a region that does not exist leaves only international numbers`(region: String) throws {
        #expect(throws: PhoneNumberProblem.self) { try PhoneNumber.parse("415 867 5309", region: region) }
        #expect(try PhoneNumber.parse("+1 415 867 5309", region: region).e164 == "+14158675309")
    }

    @Test func `a problem is a sentence`() {
        let problem = PhoneNumberProblem.tooShort(example: "(201) 555-0123")
        #expect(
            problem.sentence == "This number is too short. Write it with its area code, for example (201) 555-0123.")
        #expect(PhoneNumberProblem.tooShort(example: nil).sentence.hasSuffix("."))
    }

    @Test(arguments: ["+14158675309", "+4930123456", "+1234567", "+123456789012345"])
    func `the shape of E.164 is taken as it is`(e164: String) {
        #expect(PhoneNumber(e164: e164)?.e164 == e164)
    }

    @Test(arguments: [
        "", "+", "14158675309", "+04158675309", "+123456", "+1234567890123456", "+1415867530９", "+1 4158675309",
        "+14158675309 ", "+14158675309\n", "+14158675309\u{301}", "++4158675309", "+1415867530\u{0}", "client:alice",
    ])
    func `anything but the shape of E.164 is refused`(text: String) {
        #expect(PhoneNumber(e164: text) == nil)
    }

    @Test(
        arguments: [
            ("+14158675309", "+1 415-867-5309", "US"), ("+442079460958", "+44 20 7946 0958", "GB"),
            ("+18765551234", "+1 876-555-1234", "JM"), ("+16135550123", "+1 613-555-0123", "CA"),
            ("+81312345678", "+81 3-1234-5678", "JP"), ("+881612345678", "+881 6 123 45678", nil),
        ] as [(String, String, String?)])
    func `a number knows its region and how it is written`(e164: String, written: String, region: String?) throws {
        let number = try #require(PhoneNumber(e164: e164))
        #expect(number.international == written)
        #expect(number.region == region)
    }

    @Test func `a shape without a country is written as it is`() throws {
        let number = try #require(PhoneNumber(e164: "+999123456789"))
        #expect(number.international == "+999123456789")
        #expect(number.region == nil)
    }

    @Test func `no text whatever ends the process`() {
        var generator = SystemRandomNumberGenerator()
        let pieces = [
            "+", "0", "00", "011", "1", "44", "9", "911", "x", "ext", ";", "tel:", "\u{0}", "\u{301}", "é", "🇺🇸", "(",
            "９",
        ]
        for _ in 0..<5000 {
            let count = Int.random(in: 0...20, using: &generator)
            let text = (0..<count).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
            guard let number = try? PhoneNumber.parse(text, region: "US") else { continue }
            #expect(PhoneNumber(e164: number.e164) == number)
            #expect((try? PhoneNumber.parse(number.e164, region: "GB")) != nil)
        }
    }

    @Test func `many threads may ask at once`() async {
        await withTaskGroup(of: Bool.self) { group in
            for number in 0..<200 {
                group.addTask {
                    let parsed = try? PhoneNumber.parse("415 555 \(1000 + number)", region: "US")
                    return parsed?.international == "+1 415-555-\(1000 + number)"
                }
            }
            for await isRight in group { #expect(isRight) }
        }
    }
}

@Suite struct `Numbers that would change when read again` {
    @Test(arguments: [("000019", "DE"), ("+49000170123", "US")])
    func `are refused on the form`(typed: String, region: String) {
        #expect(throws: PhoneNumberProblem.self) { try PhoneNumber.parse(typed, region: region) }
    }
}
