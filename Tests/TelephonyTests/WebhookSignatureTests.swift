import Secrets
import Telephony
import Testing

private let url = "https://mycompany.com/myapp.php?foo=1&bar=2"
private let call = [
    ("CallSid", "CA1234567890ABCDE"), ("Caller", "+14158675309"), ("Digits", "1234"), ("From", "+14158675309"),
    ("To", "+18005551212"),
]

private func from(_ number: String) -> [(String, String)] {
    call.map { ["From", "Caller"].contains($0.0) ? ($0.0, number) : $0 }
}

private func form(_ pairs: [(String, String)]) -> WebhookSignature.Body {
    .form(pairs.map { (name: $0.0, value: $0.1) })
}

@Suite struct `Webhook signatures` {
    private let check = WebhookSignature(authTokens: [Secret("12345")])
    private static let json = #"{"property": "value", "boolean": true}"#
    private static let jsonDigest = "0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620"

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
        ("https://mycompany.com:1234/myapp.php?foo=1&bar=2", call, "CYn1h0gLBdNxDGkKJg6hYohgeD8="),
        ("https://user:pass@mycompany.com/myapp.php?foo=1&bar=2", call, "CukzLTc1tT5dXEDIHm/tKBanW10="),
        ("https://user@mycompany.com/myapp.php?foo=1&bar=2", call, "2YRLlVAflCqxaNicjMpJcSTgzSs="),
        ("https://user:pass@mycompany.com:443/myapp.php?foo=1&bar=2", call, "ZQFR1PTIZXF2MXB8ZnKCvnnA+rI="),
        ("https://MyCompany.com/myapp.php?foo=1&bar=2", call, "g9IN/x4Cft2g517EjYvEvM/W7LU="),
        (url, call + [("ReasonConferenceEnded", "test"), ("Reason", "Participant")], "vOEb5UThFn24KEfnOFLQY2AE5FY="),
        (url, [("property", "value"), ("boolean", "true")], "NBdBDr/T/lgjI+tlgpXjKZQZs/k="),
        (url, from("+12349013030"), "0/KCTR6DLpKmkAf8muzZqo1nDgQ="),
        ("https://example.com/myapp.php?foo=1&bar=2", from("+14158675310"), "L/OH5YylLD5NRKLltdqwSvS0BnU="),
        (
            "https://example.com/voice", [("Body", "héllo 世界 & + ="), ("CallSid", "CA1")],
            "fkBUcfRRo9Duant0WNbwSYNXGVY="
        ),
        ("https://example.com/voice", [("FromCity", ""), ("CallSid", "CA1")], "nt1ZY+6Q0mYe+/8FyStaknbQd7k="),
        ("https://example.com/voice", [("a", "1"), ("B", "2"), ("AccountSid", "3")], "pFkkiXlJWRfMtXGW5J4kzgGYoiw="),
    ])
    func `the published vectors are accepted`(url: String, parameters: [(String, String)], signature: String) {
        #expect(check.isValid(signature: signature, url: url, body: form(parameters)))
        #expect(check.isValid(signature: signature, url: url, body: form(parameters.reversed())))
        #expect(!check.isValid(signature: signature, url: url, body: form(parameters + [("x", "")])))
        #expect(!check.isValid(signature: signature, url: url, body: form(Array(parameters.dropFirst()))))
        #expect(!check.isValid(signature: signature, url: url + "&x", body: form(parameters)))
        #expect(!check.isValid(signature: String(signature.dropLast()), url: url, body: form(parameters)))
    }

    @Test func `a GET is signed by its URL alone`() {
        let url = "https://example.com/voice?CallSid=CA1&From=%2B15005550006"
        let signature = "W+ksGkYSFDLsfj0P77w48O82h6g="
        #expect(check.isValid(signature: signature, url: url, body: .none))
        #expect(check.isValid(signature: signature, url: url, body: .form([])))
        #expect(
            !check.isValid(
                signature: signature, url: "https://example.com/voice?CallSid=CA1&From=+15005550006", body: .none))
    }

    @Test(arguments: [
        ("https://mycompany.com/a?x=1", "https://mycompany.com:443/a?x=1"), ("http://h/a", "http://h:80/a"),
        ("https://[::1]/a", "https://[::1]:443/a"), ("https://h", "https://h:443"), ("https://h?x", "https://h:443?x"),
        ("wss://h/stream", "wss://h:443/stream"), ("http://u:1@h/a:1", "http://u:1@h:80/a:1"),
    ])
    func `with and without port is the same address`(without: String, with: String) {
        for signed in [without, with] {
            let signature = Base64.encode(HMAC.sha1(key: Array("12345".utf8), Array(signed.utf8)))
            for asked in [without, with] {
                #expect(check.isValid(signature: signature, url: asked, body: .none), "\(signed) for \(asked)")
            }
        }
    }

    @Test func `a port of one's own may be left out by Twilio but not changed`() {
        let signature = Base64.encode(HMAC.sha1(key: Array("12345".utf8), Array("https://h/a".utf8)))
        #expect(check.isValid(signature: signature, url: "https://h:8443/a", body: .none))
        let other = Base64.encode(HMAC.sha1(key: Array("12345".utf8), Array("https://h:1/a".utf8)))
        #expect(!check.isValid(signature: other, url: "https://h:8443/a", body: .none))
        #expect(!check.isValid(signature: other, url: "https://h/a", body: .none))
    }

    @Test func `parameters in the wrong order were not signed by Twilio`() {
        let parameters = call + [("ReasonConferenceEnded", "test"), ("Reason", "Participant")]
        #expect(!check.isValid(signature: "95+Bu0JVPi0r/SsESZCVf0dWAjw=", url: url, body: form(parameters)))
    }

    @Test(arguments: [
        (url + "&bodySHA256=" + jsonDigest, "a9nBmqA0ju/hNViExpshrM61xv4="),
        ("https://mycompany.com/myapp.php?bodySHA256=" + jsonDigest, "y77kIzt2vzLz71DgmJGsen2scGs="),
    ])
    func `a JSON body is signed by its digest in the URL`(url: String, signature: String) {
        #expect(check.isValid(signature: signature, url: url, body: .other(Array(Self.json.utf8))))
        #expect(!check.isValid(signature: signature, url: url, body: .other(Array((Self.json + " ").utf8))))
        #expect(!check.isValid(signature: signature, url: url, body: .other([])))
        #expect(!check.isValid(signature: signature, url: url + "&a", body: .other(Array(Self.json.utf8))))
    }

    @Test(arguments: ["", "&bodysha256=" + jsonDigest, "&bodySHA256=", "&bodySHA256=" + jsonDigest.uppercased()])
    func `a body without its digest is not signed`(suffix: String) {
        let signature = Base64.encode(HMAC.sha1(key: Array("12345".utf8), Array((url + suffix).utf8)))
        #expect(check.isValid(signature: signature, url: url + suffix, body: .none))
        #expect(!check.isValid(signature: signature, url: url + suffix, body: .other(Array(Self.json.utf8))))
    }

    @Test func `HMAC-SHA-256 is used where it is set, and only there`() {
        let strong = WebhookSignature(authTokens: [Secret("12345")], algorithm: .hmacSHA256)
        let signature = "033hgUJA9M/hXIZsYjwkerEP/DBm35nEri5FhCYjA5s="
        #expect(strong.isValid(signature: signature, url: url, body: form(call)))
        #expect(!strong.isValid(signature: "RSOYDt4T1cUTdK1PDd93/VVr8B8=", url: url, body: form(call)))
        #expect(!check.isValid(signature: signature, url: url, body: form(call)))
    }

    @Test(arguments: [
        nil, "", " ", "=", "RSOYDt4T1cUTdK1PDd93/VVr8B8", "rsoydt4t1cutdk1pdd93/vvr8b8=",
        "RSOYDt4T1cUTdK1PDd93_VVr8B8=",
        "RSOYDt4T1cUTdK1PDd93/VVr8B8= ", "RSOYDt4T1cUTdK1PDd93/VVr8B8=\u{301}", "\u{0}",
        String(repeating: "A", count: 100_000),
    ])
    func `a missing or garbled signature is refused`(signature: String?) {
        #expect(!check.isValid(signature: signature, url: url, body: form(call)))
    }

    @Test(arguments: [
        "", "a", ":", "://", "https:", "https://", "https://:", "https://:443", "https://h:x/", "/a?b", "é://ü:1",
        "//h:1/a",
    ])
    func `no address whatever ends the process`(url: String) {
        let signature = Base64.encode(HMAC.sha1(key: Array("12345".utf8), Array(url.utf8)))
        #expect(check.isValid(signature: signature, url: url, body: .none))
        #expect(!check.isValid(signature: signature, url: url, body: .other([])))
    }

    @Test func `another account's token, or none, signs nothing`() {
        let signature = "RSOYDt4T1cUTdK1PDd93/VVr8B8="
        #expect(
            !WebhookSignature(authTokens: [Secret("12346")]).isValid(signature: signature, url: url, body: form(call)))
        let unsigned = Base64.encode(HMAC.sha1(key: [], Array(url.utf8)))
        #expect(!WebhookSignature(authTokens: [Secret("")]).isValid(signature: unsigned, url: url, body: .none))
    }

    @Test func `texts that look alike are different parameters`() {
        let pairs = [("x", "caf\u{E9}"), ("x", "cafe\u{301}"), ("e\u{301}", "1"), ("\u{E9}", "2")]
        let text = url + "e\u{301}1xcafe\u{301}xcaf\u{E9}\u{E9}2"
        let signature = Base64.encode(HMAC.sha1(key: Array("12345".utf8), Array(text.utf8)))
        #expect(check.isValid(signature: signature, url: url, body: form(pairs)))
    }
}
