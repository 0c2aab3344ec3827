import Desk
import HTTPTypes
import Hummingbird
import Secrets
import Synchronization
import Telephony
import Testing

@testable import Web

/// The guard itself in front of a door that counts who came through.
private struct GuardedDoor: Sendable {
    let log = TestLog()
    private let entered = Entered()
    private let responder: RouterResponder<AppContext>

    private final class Entered: Sendable {
        let times = Mutex(0)
    }

    static let account = "AC" + String(repeating: "a", count: 32)

    init(origin: String = "https://mycompany.com", _ change: (inout TwilioAccount) -> Void = { _ in }) throws {
        var settings = DeskSettings()
        settings.publicOrigin = WebOrigin(origin)
        var account = TwilioAccount(
            keys: .init(
                accountSid: Self.account, apiKeySid: "SK1", apiSecret: Secret("s"), applicationSid: "AP1"),
            authToken: Secret("12345"), phoneNumber: try PhoneNumber(e164: "+14155550100").orThrow("no number"))
        change(&account)
        settings.twilio = account
        let router = Router(context: AppContext.self)
        let entered = entered
        let signed = router.group("").add(middleware: WebhookGuard(settings: settings))
        for method in [HTTPRequest.Method.get, .post] {
            signed.on("**", method: method) { _, _ in
                entered.times.withLock { $0 += 1 }
                return HTTPResponse.Status.ok
            }
        }
        responder = router.buildResponder()
    }

    /// What a request got, sent as a proxy hands it on: by plain http to an inner name.
    func ask(
        _ target: String, _ fields: [(String, String)], signature: String?, type: String = Browser.formType,
        method: HTTPRequest.Method = .post, headers: [String: String] = [:]
    ) async throws -> Int {
        let body = fields.map { "\(Query.encode($0.0))=\(Query.encode($0.1))" }.joined(separator: "&")
        return try await ask(target, body: body, signature: signature, type: type, method: method, headers: headers)
    }

    func ask(
        _ target: String, body: String, signature: String?, type: String, method: HTTPRequest.Method = .post,
        headers: [String: String] = [:]
    ) async throws -> Int {
        var question = Question(method, target)
        question.host = "inner:8080"
        question.body = Array(body.utf8)
        question.headers[.contentType] = type
        for (name, value) in headers { question.headers[try HTTPField.Name(name).orThrow("no name")] = value }
        if let signature { question.headers[try HTTPField.Name("X-Twilio-Signature").orThrow("no name")] = signature }
        let before = entered.times.withLock { $0 }
        let status = try await status(of: question)
        #expect(entered.times.withLock { $0 } == before + (status == 200 ? 1 : 0))
        return status
    }

    private func status(of question: Question) async throws -> Int {
        do {
            return try await question.ask(responder, logger: log.logger).status
        } catch let refusal as Refusal {
            return refusal.status.code
        }
    }
}

private let target = "/myapp.php?foo=1&bar=2"
private let call = [
    ("CallSid", "CA1234567890ABCDE"), ("Caller", "+14158675309"), ("Digits", "1234"), ("From", "+14158675309"),
    ("To", "+18005551212"),
]
private let json = #"{"property": "value", "boolean": true}"#
private let digest = "0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620"

private func from(_ number: String) -> [(String, String)] {
    call.map { ["From", "Caller"].contains($0.0) ? ($0.0, number) : $0 }
}

private func signature(_ text: String, token: String = "12345") -> String {
    Base64.encode(HMAC.sha1(key: Array(token.utf8), Array(text.utf8)))
}

private func signature(_ target: String, _ fields: [(String, String)], token: String = "12345") -> String {
    signature(
        "https://mycompany.com" + target + fields.sorted { $0.0 < $1.0 }.map { $0.0 + $0.1 }.joined(), token: token)
}

@Suite struct WebhookTests {
    @Test(arguments: [
        ("https://mycompany.com", target, call, "RSOYDt4T1cUTdK1PDd93/VVr8B8="),
        ("https://MyCompany.com/", target, call, "RSOYDt4T1cUTdK1PDd93/VVr8B8="),
        ("https://mycompany.com", target, call, "kvajT1Ptam85bY51eRf/AJRuM3w="),
        ("http://mycompany.com", target, call, "0ZXoZLH/DfblKGATFgpif+LLRf4="),
        ("http://mycompany.com", target, call, "OyGYPqTF6ztdbRNCvuQO/oPvqQ4="),
        ("http://mycompany.com:1234", target, call, "Zmvh+3yNM1Phv2jhDCwEM3q5ebU="),
        ("https://mycompany.com:1234", target, call, "CYn1h0gLBdNxDGkKJg6hYohgeD8="),
        ("https://mycompany.com:1234", target, call, "RSOYDt4T1cUTdK1PDd93/VVr8B8="),
        (
            "https://mycompany.com", target,
            [("Sid", "CA123"), ("SidAccount", "AC123"), ("Digits", "5678"), ("Digits", "1234"), ("Digits", "1234")],
            "IK+Dwps556ElfBT0I3Rgjkr1wJU="
        ),
        (
            "https://mycompany.com", target,
            call + [("ReasonConferenceEnded", "test"), ("Reason", "Participant")], "vOEb5UThFn24KEfnOFLQY2AE5FY="
        ),
        (
            "https://mycompany.com", target, [("property", "value"), ("boolean", "true")],
            "NBdBDr/T/lgjI+tlgpXjKZQZs/k="
        ),
        ("https://mycompany.com", target, from("+12349013030"), "0/KCTR6DLpKmkAf8muzZqo1nDgQ="),
        ("https://example.com", target, from("+14158675310"), "L/OH5YylLD5NRKLltdqwSvS0BnU="),
        ("https://example.com", "/voice", [("FromCity", ""), ("CallSid", "CA1")], "nt1ZY+6Q0mYe+/8FyStaknbQd7k="),
        (
            "https://example.com", "/voice", [("Body", "héllo 世界 & + ="), ("CallSid", "CA1")],
            "fkBUcfRRo9Duant0WNbwSYNXGVY="
        ),
    ])
    func `T38 the published vectors get in, behind a proxy that speaks TLS`(
        origin: String, target: String, fields: [(String, String)], signature: String
    ) async throws {
        let door = try GuardedDoor(origin: origin)
        #expect(try await door.ask(target, fields, signature: signature) == 200)
        #expect(try await door.ask(target, fields.reversed(), signature: signature) == 200)
        #expect(door.log.lines.isEmpty)
    }

    @Test func `T38 a GET is signed by its address as it was asked`() async throws {
        let door = try GuardedDoor(origin: "https://example.com")
        let target = "/voice?CallSid=CA1&From=%2B15005550006"
        let signature = "W+ksGkYSFDLsfj0P77w48O82h6g="
        #expect(try await door.ask(target, [], signature: signature, method: .get) == 200)
        #expect(
            try await door.ask("/voice?CallSid=CA1&From=+15005550006", [], signature: signature, method: .get) == 403)
        #expect(
            try await door.ask("/voice?From=%2B15005550006&CallSid=CA1", [], signature: signature, method: .get) == 403)
    }

    @Test func `T38 JSON gets in with its digest in the address`() async throws {
        let door = try GuardedDoor()
        let type = "application/json"
        let url = target + "&bodySHA256=" + digest
        let good = "a9nBmqA0ju/hNViExpshrM61xv4="
        #expect(try await door.ask(url, body: json, signature: good, type: type) == 200)
        #expect(try await door.ask(url, body: json + " ", signature: good, type: type) == 403)
        #expect(try await door.ask(url, body: "", signature: good, type: type) == 403)
        let plain = signature("https://mycompany.com" + target)
        #expect(try await door.ask(target, body: json, signature: plain, type: type) == 403)
    }

    @Test(arguments: [
        "https://mycompany.com/Myapp.php?foo=1&bar=2", "https://mycompany.com/myapp.php?bar=2&foo=1",
        "https://mycompany.com/myapp.php", "https://mycompany.com/myapp.php/?foo=1&bar=2",
        "https://mycompany.com//myapp.php?foo=1&bar=2", "https://mycompany.com/myapp.php?foo=%31&bar=2",
        "https://mycompany.com/myapp.php?foo=1&bar=2#x", "https://mycompany.com/myapp.php?foo=1&bar=2&",
        "http://mycompany.com/myapp.php?foo=1&bar=2", "https://inner:8080/myapp.php?foo=1&bar=2",
        "https://mycompany.com:8443/myapp.php?foo=1&bar=2", "https://evil.example/myapp.php?foo=1&bar=2",
        "https://MYCOMPANY.com/myapp.php?foo=1&bar=2", "/myapp.php?foo=1&bar=2", "",
    ])
    func `T38 what was signed for another address stays outside`(url: String) async throws {
        let door = try GuardedDoor()
        let text = url + call.map { $0.0 + $0.1 }.joined()
        #expect(try await door.ask(target, call, signature: signature(text)) == 403)
    }

    @Test(arguments: [
        call + [("Extra", "1")], call + [("Extra", "")], Array(call.dropLast()), from("+14158675300"), [],
        call.map { ($0.0.lowercased(), $0.1) }, call.map { ($0.0, $0.1 + " ") }, call + [("Digits", "9")],
        call.map { ($0.1, $0.0) },
    ])
    func `T38 what was signed for other fields stays outside`(fields: [(String, String)]) async throws {
        let door = try GuardedDoor()
        #expect(try await door.ask(target, call, signature: signature(target, fields)) == 403)
        #expect(try await door.ask(target, fields, signature: signature(target, call)) == 403)
    }

    @Test(arguments: [
        nil, "", " ", "=", "garbage", "RSOYDt4T1cUTdK1PDd93/VVr8B8", "rsoydt4t1cutdk1pdd93/vvr8b8=",
        "RSOYDt4T1cUTdK1PDd93_VVr8B8=", "RSOYDt4T1cUTdK1PDd93/VVr8B8=, RSOYDt4T1cUTdK1PDd93/VVr8B8=",
        "033hgUJA9M/hXIZsYjwkerEP/DBm35nEri5FhCYjA5s=",
    ])
    func `T38 what is no signature of these fields stays outside`(signature: String?) async throws {
        let door = try GuardedDoor()
        #expect(try await door.ask(target, call, signature: signature) == 403)
        #expect(try await door.ask(target, call, signature: signature, method: .get) == 403)
        #expect(try await door.ask(target, call, signature: signature, type: "application/json") == 403)
        #expect(
            try await door.ask(
                target, call, signature: signature, headers: ["X-Forwarded-Host": "mycompany.com", "Cookie": "a=b"])
                == 403)
    }

    @Test func `T38 SHA-256 is for those who set it, and SHA-1 no more then`() async throws {
        let strong = try GuardedDoor { $0.signature = .hmacSHA256 }
        let good = "033hgUJA9M/hXIZsYjwkerEP/DBm35nEri5FhCYjA5s="
        let header = "X-Twilio-Webhooks-Signature-Settings"
        #expect(try await strong.ask(target, call, signature: good) == 200)
        #expect(
            try await strong.ask(target, call, signature: good, headers: [header: "key=a,algorithm=HMAC_SHA256"]) == 200
        )
        for settings in ["key=a,algorithm=HMAC_SHA1", "algorithm=none", "algorithm="] {
            #expect(try await strong.ask(target, call, signature: good, headers: [header: settings]) == 403)
            #expect(
                try await strong.ask(
                    target, call, signature: "RSOYDt4T1cUTdK1PDd93/VVr8B8=", headers: [header: settings]) == 403)
        }
        let plain = try GuardedDoor()
        #expect(
            try await plain.ask(target, call, signature: good, headers: [header: "key=a,algorithm=HMAC_SHA256"]) == 403)
    }

    @Test func `T38 a form of another account stays outside, even rightly signed`() async throws {
        let door = try GuardedDoor()
        let ours = call + [("AccountSid", GuardedDoor.account)]
        let other = call + [("AccountSid", "AC" + String(repeating: "b", count: 32))]
        #expect(try await door.ask(target, ours, signature: signature(target, ours)) == 200)
        #expect(try await door.ask(target, other, signature: signature(target, other)) == 403)
        #expect(door.log.lines.contains { $0.contains("belongs to the account ACbbbb") && $0.contains("subaccount") })
    }

    @Test func `while the token changes, both sign`() async throws {
        let door = try GuardedDoor { $0.secondaryAuthToken = Secret("next") }
        #expect(try await door.ask(target, call, signature: signature(target, call)) == 200)
        #expect(try await door.ask(target, call, signature: signature(target, call, token: "next")) == 200)
        #expect(try await door.ask(target, call, signature: signature(target, call, token: "last")) == 403)
    }

    @Test func `the operator reads which address was checked, and no secret`() async throws {
        let door = try GuardedDoor()
        let wrong = signature(target, call, token: "other")
        #expect(try await door.ask(target, call, signature: wrong) == 403)
        let line = try door.log.lines.first.orThrow("no line")
        #expect(line.contains("https://mycompany.com/myapp.php?foo=1&bar=2"))
        #expect(!line.contains("12345") && !line.contains(wrong) && !line.contains("RSOYDt4T1cUTdK1PDd93"))
    }
}
