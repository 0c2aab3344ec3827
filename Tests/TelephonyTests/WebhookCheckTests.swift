import Secrets
import Telephony
import Testing

/// What is said of a request, and to whom it is left.
@Suite struct `Webhook checks` {
    private static let ours = "AC" + String(repeating: "a", count: 32)
    private static let url = "https://desk.example.com/call/status?call=k&leg=1"

    private func signed(
        _ fields: [(String, String)], by token: String = "first", strong: Bool = false, settings: String? = nil
    ) -> WebhookCheck.Request {
        let text = Array((Self.url + fields.sorted { $0.0 < $1.0 }.map { $0.0 + $0.1 }.joined()).utf8)
        let key = Array(token.utf8)
        let code = strong ? HMAC.sha256(key: key, text) : HMAC.sha1(key: key, text)
        return .init(
            url: Self.url, signature: Base64.encode(code), signatureSettings: settings,
            body: .form(fields.map { (name: $0.0, value: $0.1) }))
    }

    private func check(
        _ tokens: [String] = ["first", "second"], _ algorithm: WebhookSignature.Algorithm = .hmacSHA1
    ) -> WebhookCheck {
        WebhookCheck(accountSid: Self.ours, authTokens: tokens.map { Secret($0) }, algorithm: algorithm)
    }

    @Test(arguments: [("first", true), ("second", true), ("third", false), ("", false)])
    func `both tokens are believed while one takes the other's place`(token: String, isBelieved: Bool) {
        let request = signed([("CallSid", "CA1")], by: token)
        #expect(check().fault(in: request) == (isBelieved ? nil : .wrongSignature))
        #expect(check(["first", ""]).fault(in: request) == (token == "first" ? nil : .wrongSignature))
    }

    @Test func `a form of another account is none of ours, however it is signed`() {
        let other = "AC" + String(repeating: "b", count: 32)
        #expect(check().fault(in: signed([("AccountSid", Self.ours)])) == nil)
        #expect(check().fault(in: signed([("AccountSid", other)])) == .otherAccount(other))
        #expect(check().fault(in: signed([("AccountSid", other)], by: "theirs")) == .otherAccount(other))
        #expect(check().fault(in: signed([("AccountSid", Self.ours + "\u{301}")])) != nil)
        #expect(check().fault(in: signed([("AccountSid", "")])) == .otherAccount(""))
        #expect(check().fault(in: signed([("AccountSid", Self.ours), ("AccountSid", other)])) == .otherAccount(other))
    }

    @Test func `a log gets little of a stranger's text`() {
        let fault = check().fault(in: signed([("AccountSid", "x\n" + String(repeating: "é", count: 90))]))
        #expect(fault == .otherAccount("x" + String(repeating: "?", count: 33)))
    }

    @Test(arguments: [
        (nil, false, true), (nil, true, false), ("key=1,algorithm=HMAC_SHA1", false, true),
        ("key=1,algorithm=HMAC_SHA256", false, false), ("key=1, algorithm=HMAC_SHA256", true, true),
        ("algorithm=HMAC_SHA1", true, false), ("algorithm=HMAC_SHA512", false, false),
        ("algorithm=HMAC_SHA256,algorithm=HMAC_SHA1", true, false), ("key=1", false, true),
    ])
    func `a header never chooses the algorithm`(settings: String?, isSetToStrong: Bool, isTaken: Bool) {
        let check = check(["first"], isSetToStrong ? .hmacSHA256 : .hmacSHA1)
        let weak = signed([], strong: false, settings: settings)
        let strong = signed([], strong: true, settings: settings)
        #expect((check.fault(in: isSetToStrong ? strong : weak) == nil) == (isTaken || settings == nil))
        #expect(check.fault(in: isSetToStrong ? weak : strong) != nil)
    }

    @Test func `what is not signed is told apart from what is signed wrongly`() {
        let request = signed([("CallSid", "CA1")])
        let bare = WebhookCheck.Request(
            url: request.url, signature: nil, signatureSettings: nil, body: request.body)
        #expect(check().fault(in: bare) == .notSigned)
        let faults: [WebhookFault] = [
            .notSigned, .unreadable, .wrongSignature, .otherAlgorithm, .otherAccount("AC1"),
        ]
        #expect(Set(faults.map(\.words)).count == faults.count)
    }
}
