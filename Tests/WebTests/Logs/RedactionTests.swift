import Logging
import TestSupport
import Testing

@testable import Web

@Suite struct RedactionTests {
    static let numbers = [
        ("Robert at +14158675309 called", "Robert at …09 called"), ("(415) 867-5309", "…09"),
        ("+44 20 7946 0958.", "…58."), ("tel:4158675309\u{301}", "tel:…09\u{301}"), ("1234567", "…67"),
        ("phone4158675309", "phone…09"),
    ]

    @Test(arguments: numbers) func `T08 of a phone number two digits stay`(text: String, redacted: String) {
        #expect(Redaction.redacted(text) == redacted)
    }

    static let secrets = [
        ("eyJhbGciOiJIUzI1NiJ9.eyJqdGkiOiJTSyJ9.c2ln", "eyJh…"), ("/t/m9WVeMNJF_-ATMTVojR_-w?x", "/t/m9WV…?x"),
        ("/t/aaaaaaaaaaaaaaaaaaaaaa", "/t/aaaa…"), ("Authorization: Bearer abc123", "Authorization: Bearer abc1…"),
        ("basic dXNlcjpwYXNz==", "basic dXNl…"), ("key m9WVeMNJF_-ATMTVojR_-w", "key m9WV…"),
        ("Bearer abc", "Bearer …"),
    ]

    @Test(arguments: secrets) func `T08 of a token four characters stay`(text: String, redacted: String) {
        #expect(Redaction.redacted(text) == redacted)
    }

    @Test(arguments: [
        "", "request failed", "123456", "connection to 192.168.100.200 refused", "127.0.0.1", "Store.StorageError",
        "PostgresConnectionWasRefusedByTheServer", "/t/{key}", "+", "(", "a … b", "12 tickets, 3456 calls",
    ])
    func `what is neither stays as it is`(text: String) { #expect(Redaction.redacted(text) == text) }

    @Test func `T08 no line is written in full, whichever part of it has the secret`() {
        let log = TestLog()
        var logger = Logger(label: "desk") { _ in
            RedactingLogHandler(JSONLogHandler(label: "desk", clock: TestClock().wall, write: log.take))
        }
        logger[metadataKey: "hb.request.id"] = "00000000001234567"
        logger[metadataKey: "caller"] = "+14158675309"
        logger.error("rang +14158675309", metadata: ["to": ["4158675309"], "in": ["a": "/t/aaaaaaaaaaaaaaaaaaaaaa"]])
        let line = log.lines.joined()
        #expect(!line.contains("867") && !line.contains("aaaaa"))
        #expect(line.contains(#""hb.request.id":"00000000001234567""#))
        #expect(line.contains(#""message":"rang …09""#) && line.contains(#""caller":"…09""#))
    }
}
