import Desk
import Testing

@Suite struct `The dial policy` {
    private let american = DialPolicy(countries: ["US"])
    private let european = DialPolicy(countries: ["GB", "DE", "FR", "IT"])

    @Test(arguments: [
        "+14158675309", "+12015550123", "+18005551212", "+18885551212", "+13245551234", "+19425551234", "+13545551234",
        "+18009765555",
    ])
    func `an American desk calls America, toll-free numbers and new area codes`(e164: String) throws {
        #expect(american.refusal(of: try #require(PhoneNumber(e164: e164))) == nil)
    }

    @Test(
        arguments: [
            // Premium, whatever libphonenumber knows of the rest of the number.
            ("+19005551234", .premium), ("+19001234567", .premium), ("+19765551234", .premium),
            ("+14159765309", .premium),
            // Islands and neighbours under +1.
            ("+18765551234", .country), ("+16585551234", .country), ("+18095551234", .country),
            ("+18295551234", .country),
            ("+18495551234", .country), ("+12685551234", .country), ("+12645551234", .country),
            ("+12465551234", .country),
            ("+14415551234", .country), ("+12425551234", .country), ("+17675551234", .country),
            ("+14735551234", .country),
            ("+18695551234", .country), ("+13455551234", .country), ("+17585551234", .country),
            ("+16645551234", .country),
            ("+17215551234", .country), ("+16495551234", .country), ("+18685551234", .country),
            ("+17845551234", .country),
            ("+12845551234", .country), ("+13405551234", .country), ("+17875551234", .country),
            ("+16715551234", .country),
            ("+16135550123", .country), ("+18760000000", .notANumber),
            // What no area code can be.
            ("+19115551234", .emergency), ("+12115551234", .notANumber), ("+14115551234", .notANumber),
            ("+10158675309", .notANumber), ("+11155551234", .notANumber), ("+14151555309", .notANumber),
            ("+12935551234", .notANumber),
            // Personal, carriers', Canada's non-geographic ones.
            ("+15005551234", .personal), ("+15335551234", .personal), ("+17005551234", .global),
            ("+16005551234", .global),
            ("+17105551234", .global), ("+16225551234", .global),
            // Not a length a number has.
            ("+1415867530", .notANumber), ("+141586753099", .notANumber), ("+1911911", .notANumber),
            ("+1911112", .notANumber),
            // Satellite and other global ones.
            ("+881612345678", .global), ("+8816312345678", .global), ("+870773111632", .global),
            ("+882161234567", .global),
            ("+88213300655", .global), ("+883510012345678", .global), ("+878101234567890", .global),
            ("+888123456789", .global),
            ("+979123456789", .global), ("+80012345678", .global), ("+80812345678", .global),
            // Elsewhere, and nowhere.
            ("+442079460958", .country), ("+447012345678", .country), ("+5355512345", .country),
            ("+37167859012", .country),
            ("+960771234567", .notANumber), ("+9607712345", .country), ("+999123456789", .notANumber),
            ("+2101234567", .notANumber), ("+4402079460958", .notANumber),
        ] as [(String, DialPolicy.Refusal)])
    func `an American desk does not call`(e164: String, refusal: DialPolicy.Refusal) throws {
        #expect(american.refusal(of: try #require(PhoneNumber(e164: e164))) == refusal)
    }

    @Test(arguments: [
        "+442079460958", "+447700900123", "+448001111111", "+443001234567", "+445601234567", "+4930123456",
        "+491701234567", "+498001234567", "+33612345678", "+33123456789", "+390612345678", "+393123456789",
    ])
    func `a European desk calls its countries`(e164: String) throws {
        #expect(european.refusal(of: try #require(PhoneNumber(e164: e164))) == nil)
    }

    @Test(
        arguments: [
            ("+449098790123", .premium), ("+449123456789", .premium), ("+448431234567", .premium),
            ("+448451234567", .premium), ("+448701234567", .premium), ("+447012345678", .personal),
            ("+447600123456", .pager),
            ("+447624123456", .country), ("+441481256789", .country), ("+441534123456", .country),
            ("+390669812345", .country),
            ("+499001234567", .premium), ("+491371234567", .sharedCost), ("+4918012345", .sharedCost),
            ("+33891234567", .premium),
            ("+33899123456", .premium), ("+33821123456", .sharedCost), ("+39899123456", .premium),
            ("+39848123456", .sharedCost),
            ("+14158675309", .country), ("+18005551212", .country),
        ] as [(String, DialPolicy.Refusal)])
    func `a European desk does not call dear kinds`(e164: String, refusal: DialPolicy.Refusal) throws {
        #expect(european.refusal(of: try #require(PhoneNumber(e164: e164))) == refusal)
    }

    @Test func `a Canadian desk calls Canada, its new area codes and toll-free numbers alone`() throws {
        let canadian = DialPolicy(countries: ["CA"])
        for e164 in ["+16135550123", "+19425551234", "+18005551212"] {
            #expect(canadian.refusal(of: try #require(PhoneNumber(e164: e164))) == nil)
        }
        #expect(canadian.refusal(of: try #require(PhoneNumber(e164: "+14158675309"))) == .country)
    }

    @Test func `an island's desk calls the island and not unknown area codes`() throws {
        let jamaican = DialPolicy(countries: ["JM"])
        #expect(jamaican.refusal(of: try #require(PhoneNumber(e164: "+18765551234"))) == nil)
        #expect(jamaican.refusal(of: try #require(PhoneNumber(e164: "+19425551234"))) == .country)
    }

    @Test func `each refusal is a sentence to be spoken`() {
        let refusals: [DialPolicy.Refusal] = [
            .notANumber, .emergency, .country, .global, .premium, .sharedCost, .personal, .pager, .voicemail,
        ]
        #expect(Set(refusals.map(\.sentence)).count == refusals.count)
        for refusal in refusals { #expect(refusal.sentence.hasPrefix("Sorry, ") && refusal.sentence.hasSuffix(".")) }
    }

    @Test func `a desk without countries calls nobody`() throws {
        let none = DialPolicy(countries: [])
        for e164 in ["+14158675309", "+18005551212", "+13245551234", "+442079460958"] {
            #expect(none.refusal(of: try #require(PhoneNumber(e164: e164))) == .country)
        }
    }
}
