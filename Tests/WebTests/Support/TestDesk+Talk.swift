import Desk
import Secrets
import Store
import TestSupport
import Telephony

@testable import Web

extension TestDesk {
    /// A call that rings at Ana's: of a visitor, of a ticket's customer, or by telephone where there is a number.
    func ring(
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
        return try await store.call(id).orThrow("no call")
    }

    /// The same, answered by Ana.
    func talk(
        _ person: Person = .visitor("visitor_1"), from number: String? = nil, isVerified: Bool = false
    ) async throws -> Call {
        let call = try await ring(person, from: number, isVerified: isVerified)
        let party = Leg.Party.agent(ana)
        let leg = try call.legs.first { $0.party == party }.orThrow("no leg")
        return try await store.apply(.answered(leg.id, tab: "ana"), to: call.id)
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
