/// What a carrier is to do with a call that asks where to go.
package enum CallPlan: Equatable, Sendable {
    /// Ring a telephone and bridge when it answers; without a caller id the carrier's own default is shown.
    case bridgeToPhone(PhoneNumber, callerID: PhoneNumber?, timeLimitSeconds: Int)
    /// Ring every available agent; the first to answer gets the call.
    case ringAgents(timeoutSeconds: Int)
    /// Say why not, and hang up.
    case refuse(sentence: String)
}

/// The hunt group: every available agent.
package enum HuntGroup {
    package static let identity = "support_agent"
}

/// A call that a plain voice client or a telephone number sent here: where from, and which number it asks for.
package struct ConnectRequest: Sendable {
    private let from: String?
    private let phoneNumber: String?

    /// `from` is what the carrier signed: `client:` and an identity, or a telephone number.
    package init(from: String?, phoneNumber: String?) {
        self.from = from
        self.phoneNumber = phoneNumber
    }

    /// Decides. Only an agent's call reaches a telephone: whoever else asks for one gets the agents.
    ///
    /// `trustsAbsentFrom` is for a desk without a carrier's account, where nothing can be dialled: a request that does
    /// not say where it comes from then counts as an agent's.
    package func plan(
        policy: DialPolicy, callerID: PhoneNumber?, region: String, trustsAbsentFrom: Bool,
        longestSeconds: Int = 14_400
    ) -> CallPlan {
        guard let phoneNumber, !Self.isBlank(phoneNumber), isAgent(trustsAbsentFrom: trustsAbsentFrom) else {
            return .ringAgents(timeoutSeconds: 30)
        }
        do throws(PhoneNumberProblem) {
            let number = try PhoneNumber.parse(phoneNumber, region: region)
            if let refusal = policy.refusal(of: number) { return .refuse(sentence: refusal.sentence) }
            return .bridgeToPhone(number, callerID: callerID, timeLimitSeconds: longestSeconds)
        } catch {
            return .refuse(sentence: error.sentence)
        }
    }

    private func isAgent(trustsAbsentFrom: Bool) -> Bool {
        guard let from else { return trustsAbsentFrom }
        // By bytes: String's == holds some different texts for equal.
        return from.utf8.elementsEqual("client:\(HuntGroup.identity)".utf8)
    }

    private static func isBlank(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { $0.properties.isWhitespace }
    }
}
