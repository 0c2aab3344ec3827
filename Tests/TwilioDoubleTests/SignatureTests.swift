import Secrets
import Telephony
import Testing

@testable import TwilioDouble

private let url = "https://mycompany.com/myapp.php?foo=1&bar=2"
private let call = [
    ("CallSid", "CA1234567890ABCDE"), ("Caller", "+14158675309"), ("Digits", "1234"), ("From", "+14158675309"),
    ("To", "+18005551212"),
]

private func pairs(_ given: [(String, String)]) -> [(name: String, value: String)] {
    given.map { (name: $0.0, value: $0.1) }
}

@Suite struct `Signatures of webhooks` {
    @Test(arguments: [
        (url, call, "RSOYDt4T1cUTdK1PDd93/VVr8B8="),
        (
            url,
            [("Sid", "CA123"), ("SidAccount", "AC123"), ("Digits", "5678"), ("Digits", "1234"), ("Digits", "1234")],
            "IK+Dwps556ElfBT0I3Rgjkr1wJU="
        ),
        ("https://mycompany.com:443/myapp.php?foo=1&bar=2", call, "kvajT1Ptam85bY51eRf/AJRuM3w="),
        ("http://mycompany.com:80/myapp.php?foo=1&bar=2", call, "0ZXoZLH/DfblKGATFgpif+LLRf4="),
        ("http://mycompany.com/myapp.php?foo=1&bar=2", call, "OyGYPqTF6ztdbRNCvuQO/oPvqQ4="),
        ("http://mycompany.com:1234/myapp.php?foo=1&bar=2", call, "Zmvh+3yNM1Phv2jhDCwEM3q5ebU="),
        ("https://MyCompany.com/myapp.php?foo=1&bar=2", call, "g9IN/x4Cft2g517EjYvEvM/W7LU="),
        (url, call + [("ReasonConferenceEnded", "test"), ("Reason", "Participant")], "vOEb5UThFn24KEfnOFLQY2AE5FY="),
        (url, [("property", "value"), ("boolean", "true")], "NBdBDr/T/lgjI+tlgpXjKZQZs/k="),
        (
            "https://example.com/voice", [("Body", "héllo 世界 & + ="), ("CallSid", "CA1")],
            "fkBUcfRRo9Duant0WNbwSYNXGVY="
        ),
        ("https://example.com/voice", [("FromCity", ""), ("CallSid", "CA1")], "nt1ZY+6Q0mYe+/8FyStaknbQd7k="),
        ("https://example.com/voice", [("a", "1"), ("B", "2"), ("AccountSid", "3")], "pFkkiXlJWRfMtXGW5J4kzgGYoiw="),
        ("https://example.com/voice?CallSid=CA1&From=%2B15005550006", [], "W+ksGkYSFDLsfj0P77w48O82h6g="),
    ])
    func `are those of the published vectors`(url: String, parameters: [(String, String)], signature: String) {
        let made = WebhookSigner.signature(url: url, parameters: pairs(parameters).reversed(), authToken: "12345")
        #expect(made == signature)
    }

    @Test func `are made with SHA-256 where that is asked for`() {
        let made = WebhookSigner.signature(url: url, parameters: pairs(call), authToken: "12345", algorithm: .sha256)
        #expect(made == "033hgUJA9M/hXIZsYjwkerEP/DBm35nEri5FhCYjA5s=")
    }

    @Test func `are accepted by the desk's own check`() {
        let check = WebhookSignature(authTokens: [Secret("12345")])
        let made = WebhookSigner.signature(
            url: "http://localhost:8080/call/status?call=1&leg=2", parameters: pairs(call), authToken: "12345")
        #expect(
            check.isValid(
                signature: made, url: "http://localhost:8080/call/status?call=1&leg=2", body: .form(pairs(call))))
    }

    @Test func `leave out the fragment with its overrides`() {
        let (url, options) = DeliveryOptions.split("http://desk.test/a?b=1#rc=3&rp=5xx,ct&tt=2000&rt=99999")
        #expect(url == "http://desk.test/a?b=1")
        #expect(options.retries == 3)
        #expect(options.retried == [.serverError, .connecting])
        #expect(options.total == .milliseconds(2000))
        #expect(options.reading == .milliseconds(15_000))
        #expect(DeliveryOptions.split("http://desk.test/a").options == DeliveryOptions())
    }
}
