import Desk
import Testing

@Suite struct `Where a call goes` {
    private let policy = DialPolicy(countries: ["US"])
    private let callerID = PhoneNumber(e164: "+12015550100")

    private func plan(from: String?, phoneNumber: String?, trustsAbsentFrom: Bool = false) -> CallPlan {
        ConnectRequest(from: from, phoneNumber: phoneNumber)
            .plan(policy: policy, callerID: callerID, region: "US", trustsAbsentFrom: trustsAbsentFrom)
    }

    @Test(arguments: ["+14158675309", "(415) 867-5309", "tel:415.867.5309"])
    func `an agent's call is bridged to the telephone, with the desk's number shown`(typed: String) throws {
        let number = try #require(PhoneNumber(e164: "+14158675309"))
        #expect(
            plan(from: "client:support_agent", phoneNumber: typed)
                == .bridgeToPhone(number, callerID: callerID, timeLimitSeconds: 14_400))
    }

    @Test(arguments: [
        "client:visitor_4f1c", "client:ticket_7", "client:support_agent2", "client:Support_Agent", "client:", "",
        "support_agent", " client:support_agent", "client:support_agent\u{0}", "+14155550100", "anonymous",
        "sip:support_agent@example.com",
    ])
    func `nobody else's call reaches a telephone`(from: String) {
        for trust in [false, true] {
            #expect(
                plan(from: from, phoneNumber: "+14158675309", trustsAbsentFrom: trust)
                    == .ringAgents(timeoutSeconds: 30))
        }
    }

    @Test(arguments: [nil, "", "  ", "\t"])
    func `a call without a number rings the agents`(phoneNumber: String?) {
        for from in ["client:support_agent", "client:visitor_4f1c", nil] {
            #expect(plan(from: from, phoneNumber: phoneNumber) == .ringAgents(timeoutSeconds: 30))
        }
    }

    @Test func `a request that does not say where it comes from is an agent's only without an account`() throws {
        let number = try #require(PhoneNumber(e164: "+14158675309"))
        #expect(plan(from: nil, phoneNumber: number.e164) == .ringAgents(timeoutSeconds: 30))
        #expect(
            plan(from: nil, phoneNumber: number.e164, trustsAbsentFrom: true)
                == .bridgeToPhone(number, callerID: callerID, timeLimitSeconds: 14_400))
    }

    @Test(arguments: [
        ("+18765551234", DialPolicy.Refusal.country.sentence), ("+19005551234", DialPolicy.Refusal.premium.sentence),
        ("+881612345678", DialPolicy.Refusal.global.sentence), ("911", PhoneNumberProblem.emergency.sentence),
        ("sip:a@example.com", PhoneNumberProblem.letters.sentence), ("client:eve", PhoneNumberProblem.letters.sentence),
        ("+14158675309;ext=1", PhoneNumberProblem.extensionGiven.sentence),
        ("+14158675309,", PhoneNumberProblem.notANumber.sentence),
    ])
    func `a number that is not called is answered with a sentence`(typed: String, sentence: String) {
        #expect(plan(from: "client:support_agent", phoneNumber: typed) == .refuse(sentence: sentence))
    }
}
