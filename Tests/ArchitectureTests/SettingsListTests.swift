import Foundation
import Testing

/// `.env.example` is what operators read: it has every setting and no other.
@Suite struct SettingsListTests {
    /// The settings as `Sources/Deskbell` asks for them.
    private static func read() throws -> Set<String> {
        let key = #/"((?:deskbell|twilio)(?:\.[a-z]+)+)"/#
        let keys = try Repository.files(under: "Sources/Deskbell", ending: ".swift")
            .flatMap { $0.text.matches(of: key).map { String($0.output.1) } }
        return Set(keys.map { $0.uppercased().replacing(".", with: "_") })
    }

    private static func listed() throws -> [String] {
        try Repository.file(".env.example").text.matches(of: #/(?m)^\s*#?\s*([A-Z][A-Z0-9_]+)=/#).map {
            String($0.output.1)
        }
    }

    @Test func `every setting stands there once, and none that is not read`() throws {
        let listed = try Self.listed()
        #expect(listed.count == Set(listed).count)
        let read = try Self.read()
        #expect(read.subtracting(listed) == [], "not listed")
        #expect(Set(listed).subtracting(read) == [], "not read")
    }

    @Test func `no line carries a secret`() throws {
        let secrets = ["SECRET=", "TOKEN=", "SECONDARY="]
        for line in try Repository.file(".env.example").lines where secrets.contains(where: line.contains) {
            #expect(line.hasSuffix("="), "\(line)")
        }
    }

    @Test func `the settings of the contract are all read`() throws {
        let contract = [
            "DESKBELL_NAME", "DESKBELL_REGION", "DESKBELL_DIAL_COUNTRIES", "DESKBELL_TRUSTED_PROXIES",
            "DESKBELL_ICE_SERVERS", "DESKBELL_BROWSER_CALLS", "DESKBELL_RATE_LIMITS", "DESKBELL_HOST", "DESKBELL_PORT",
            "DESKBELL_DATA", "DESKBELL_ROOT", "DESKBELL_PUBLIC_URL", "DESKBELL_TLS_CERT", "DESKBELL_TLS_KEY",
            "TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_API_KEY", "TWILIO_API_SECRET", "TWILIO_APP_SID",
            "TWILIO_PHONE_NUMBER", "TWILIO_AUTH_TOKEN_SECONDARY", "TWILIO_WEBHOOK_SIGNATURE", "TWILIO_REGION",
            "TWILIO_EDGE", "TWILIO_API_URL", "TWILIO_VOICE_SDK", "TWILIO_INSIGHTS", "DESKBELL_WRAP_UP",
            "DESKBELL_OUTCOMES", "DESKBELL_CALL_LIMIT", "DESKBELL_CALLS_PER_AGENT", "DESKBELL_CALLS_PER_DAY",
            "DESKBELL_LINES", "DESKBELL_LOOKUP_FIELDS", "DESKBELL_TOOLBAR_URL", "DESKBELL_FUSION_ORIGINS",
            "DESKBELL_FUSION_HANGUP_REASON", "DESKBELL_CONNECT_CCP_URL", "DESKBELL_CONNECT_REGION",
            "DESKBELL_CONNECT_STREAMS", "DESKBELL_GENESYS_URL", "DESKBELL_GENESYS_WS", "DESKBELL_GENESYS_CLIENT_ID",
            "DESKBELL_GENESYS_LOGIN_URL",
        ]
        #expect(Set(contract).subtracting(try Self.read()) == [])
    }
}
