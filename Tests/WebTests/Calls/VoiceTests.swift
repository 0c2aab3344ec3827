import Desk
import Foundation
import HTTPTypes
import Secrets
import Store
import Telephony
import TestSupport
import Testing

@testable import Web

/// The carrier's webhooks through the router; what they answer in detail is tested with the plans and the TwiML.
@Suite struct VoiceTests {
    private static let authToken = "12345678901234567890123456789012"

    private func deskWithAccount() async throws -> TestDesk {
        let number = try PhoneNumber(e164: "+14155550100").orThrow("no number")
        return try await TestDesk { settings in
            settings.publicOrigin = WebOrigin("https://desk.example.com")
            settings.twilio = TwilioAccount(
                keys: .local(master: [1]), authToken: Secret(Self.authToken), phoneNumber: number)
        }
    }

    /// HMAC-SHA1 over the address and the sorted fields, as Twilio's documentation has it.
    private func signature(_ path: String, _ fields: [String: String], token: String = authToken) -> String {
        let text =
            "https://desk.example.com" + path + fields.sorted { $0.key < $1.key }.map { $0.key + $0.value }.joined()
        return Base64.encode(HMAC.sha1(key: Array(token.utf8), Array(text.utf8)))
    }

    private func ask(
        _ desk: TestDesk, _ path: String, _ fields: [String: String], signature: String? = nil
    ) async throws -> Answer {
        var headers: HTTPFields = [.contentType: Browser.formType]
        if let signature { headers[try HTTPField.Name("X-Twilio-Signature").orThrow("no name")] = signature }
        return try await desk.stranger().send(
            .post, path, headers: headers, body: FormFields.encoded(fields), host: "desk.example.com")
    }

    @Test func `T39 without an account they can be tried by hand and touch nothing`() async throws {
        let desk = try await TestDesk()
        let before = try await desk.contents()
        for (fields, wanted) in [
            ([:], "<Client>support_agent</Client>"), (["phoneNumber": ""], "<Client>support_agent</Client>"),
            (["phoneNumber": Cast.robert.phone], "<Number>+14158675309</Number>"),
            (["From": "client:support_agent", "phoneNumber": Cast.robert.phone], "<Number>+14158675309</Number>"),
            (["From": "client:visitor_1", "phoneNumber": Cast.robert.phone], "<Client>support_agent</Client>"),
            (
                ["From": "client:support_agent\u{301}", "phoneNumber": Cast.robert.phone],
                "<Client>support_agent</Client>"
            ),
            (["phoneNumber": "+1 900 555 0100"], "<Say>"), (["phoneNumber": "911"], "<Say>"),
        ] as [([String: String], String)] {
            let answer = try await ask(desk, "/call/connect", fields)
            answer.expect(200, contains: [wanted, "<Response>"])
            #expect(answer.header("Content-Type") == "text/xml; charset=utf-8")
            #expect(wanted != "<Say>" || !answer.contains("<Dial"))
        }
        #expect(try await desk.contents() == before)
        #expect(await desk.events().isEmpty)
    }

    @Test func `with an account only what is signed is answered`() async throws {
        let desk = try await deskWithAccount()
        let fields = ["From": "client:support_agent", "phoneNumber": Cast.robert.e164, "CallSid": "CA1"]
        let good = signature("/call/connect", fields)
        try await ask(desk, "/call/connect", fields, signature: good)
            .expect(200, contains: ["<Number>+14158675309</Number>", "callerId=\"+14155550100\""])
        let wrong: [String?] = [
            nil, "", "x", good + "=", good.lowercased(), signature("/call/dialed", fields),
            signature("/call/connect", [:]),
            signature("/call/connect", fields, token: "other"), good + "\u{301}",
        ]
        for signature in wrong {
            try await ask(desk, "/call/connect", fields, signature: signature).expect(
                403, mustNotContain: ["<Dial", good])
        }
        var changed = fields
        changed["phoneNumber"] = "+14155550199"
        try await ask(desk, "/call/connect", changed, signature: good).expect(403)
        try await ask(desk, "/call/dialed", fields, signature: good).expect(403)
        try await ask(desk, "/call/connect?x=1", fields, signature: good).expect(403)
    }

    @Test func `with an account a request that does not say from where reaches no telephone`() async throws {
        let desk = try await deskWithAccount()
        let fields = ["phoneNumber": Cast.robert.e164]
        try await ask(desk, "/call/connect", fields, signature: signature("/call/connect", fields))
            .expect(200, contains: ["<Client>support_agent</Client>"], mustNotContain: ["<Number>"])
    }

    @Test func `what cannot be read is refused, signed or not`() async throws {
        for desk in [try await TestDesk(), try await deskWithAccount()] {
            for body in ["a=%", "a=%00", "a=%ff"] {
                let answer = try await desk.stranger().send(
                    .post, "/call/connect", headers: [.contentType: Browser.formType], body: Array(body.utf8))
                #expect([400, 403].contains(answer.status))
            }
            let large = [UInt8](repeating: 0x61, count: 70_000)
            let answer = try await desk.stranger().send(
                .post, "/call/connect", headers: [.contentType: Browser.formType], body: large)
            #expect([413, 403].contains(answer.status))
        }
    }

    @Test(arguments: [
        ("busy", true), ("no-answer", true), ("failed", true), ("canceled", true), ("completed", false), ("", false),
        ("<x>", false),
    ])
    func `after a dial the caller hears why there was no talk`(status: String, isTold: Bool) async throws {
        let desk = try await TestDesk()
        let answer = try await ask(desk, "/call/dialed", ["DialCallStatus": status])
        answer.expect(200, contains: ["<Hangup/>"], mustNotContain: ["<x>"])
        #expect(answer.contains("<Say>") == isTold)
    }

    @Test(arguments: [
        "<Dial>", "&", "]]>", "\"><Number>+19005550100</Number>", "\u{301}<", "sip:x@evil", "client:ana", "<\u{1F3FB}",
    ])
    func `T07 nothing a caller sends becomes an element`(text: String) async throws {
        let desk = try await TestDesk()
        for fields in [
            ["phoneNumber": text], ["From": text, "phoneNumber": text],
            ["From": "client:support_agent", "phoneNumber": text],
        ] {
            let answer = try await ask(desk, "/call/connect", fields)
            answer.expect(200, mustNotContain: ["<Number>", "<Sip>", "<Client>ana", "evil"])
        }
    }
}
