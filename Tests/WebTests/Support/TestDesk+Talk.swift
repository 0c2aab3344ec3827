import Desk
import Secrets
import Store
import TestSupport
import Telephony

@testable import Web

extension TestDesk {
    /// A call that Ana has answered: of a visitor, of a ticket's customer, or by telephone where there is a number.
    func talk(
        _ person: Person = .visitor("visitor_1"), from number: String? = nil, isVerified: Bool = false
    ) async throws -> Call {
        if try await store.freeAgentCount() == 0 { try await test.seat(ana, tab: "ana") }
        let id = try await store.callDesk(from: person, Dial(tab: "home", ref: "d"))
        if let number {
            try await test.database.write {
                _ = try $0.execute(
                    "UPDATE calls SET caller_number = $2, caller_verified = $3 WHERE id = $1",
                    [.integer(id.number), .text(number), .integer(isVerified ? 1 : 0)])
            }
        }
        let party = Leg.Party.agent(ana)
        let leg = try await store.call(id)?.legs.first { $0.party == party }.orThrow("no leg")
        return try await store.apply(.answered(try leg.orThrow("no call").id, tab: "ana"), to: id)
    }

    /// The customer hangs up.
    func end(_ call: Call) async throws {
        let leg = try call.legs.first(where: \.isCustomer).orThrow("no customer")
        try await store.apply(.hungUp(leg.id), to: call.id)
    }

    /// A desk with a telephone line.
    static func withPhoneLine() async throws -> TestDesk {
        let number = try PhoneNumber(e164: "+15005550006").orThrow("no number")
        let keys = AccessToken.Keys.local(master: [1])
        return try await TestDesk {
            $0.twilio = TwilioAccount(keys: keys, authToken: Secret("secret"), phoneNumber: number)
        }
    }
}
