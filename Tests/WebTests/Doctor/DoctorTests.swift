import Desk
import Foundation
import Hummingbird
import HummingbirdTesting
import HTTPTypes
import Secrets
import Synchronization
import Telephony
import TestSupport
import Testing

@testable import Web

/// Twilio's REST API as far as the doctor asks, and the desk's own address, in one server.
private struct Surgery: Sendable {
    var account = #"{"sid":"AC1","friendly_name":"Shop","status":"active","type":"Full","owner_account_sid":"AC1"}"#
    var applicationURL = "https://desk.example.com/call/connect"
    var numberFields = #""voice_url":"https://desk.example.com/conference/connect/client","voice_method":"POST""#
    var owned = true
    var token = "token"
    /// How far this machine's clock is ahead, in seconds.
    var ahead: Int64 = 0
    var isDown = false

    static let sid = "AC" + String(repeating: "a", count: 32)

    func findings(_ change: (inout DeskSettings) -> Void = { _ in }) async throws -> [String: Finding] {
        let app = Application(router: router(), configuration: .init(address: .hostname("127.0.0.1", port: 0)))
        var settings = DeskSettings()
        settings.publicOrigin = WebOrigin("https://desk.example.com")
        var account = TwilioAccount(
            keys: .init(
                accountSid: Self.sid, apiKeySid: "SK1", apiSecret: Secret("secret"), applicationSid: "AP1"),
            authToken: Secret("token"), phoneNumber: try PhoneNumber(e164: "+14155550100").orThrow("no number"))
        account.voiceSDK = .file(Project.path("Public/css/tokens.css"))
        settings.twilio = account
        change(&settings)
        let wished = settings
        let found = try await app.test(.live) { client in
            var settings = wished
            let port = try client.port.orThrow("no port")
            settings.twilio?.apiURL = "http://127.0.0.1:\(port)"
            return await doctor(settings).findings()
        }
        return Dictionary(found.map { ($0.subject, $0) }, uniquingKeysWith: { first, _ in first })
    }

    private func doctor(_ settings: DeskSettings) -> Doctor {
        let ahead = ahead
        let clock = WallClock { WallClock.system.now.adding(seconds: ahead) }
        return Doctor(settings: settings, limit: .seconds(2), clock: clock) { .ok("Database", "Fine.") }
    }

    private func router() -> Router<BasicRequestContext> {
        let router = Router()
        let base = RouterPath("/2010-04-01/Accounts/\(Self.sid)")
        router.get(RouterPath("/2010-04-01/Accounts/\(Self.sid).json")) { request, _ in
            guard isAllowed(request) else { return answer(#"{"code":20003,"status":401}"#, .unauthorized) }
            return answer(account)
        }
        router.get(base.appendingPath("Applications/AP1.json")) { _, _ in
            answer(#"{"sid":"AP1","voice_url":"\#(applicationURL)","voice_method":"POST"}"#)
        }
        router.get(base.appendingPath("IncomingPhoneNumbers.json")) { _, _ in
            let number = #"{"sid":"PN1","phone_number":"+14155550100",\#(numberFields)}"#
            return answer(#"{"incoming_phone_numbers":[\#(owned ? number : "")]}"#)
        }
        return router
    }

    private func isAllowed(_ request: Request) -> Bool {
        let allowed = ["SK1:secret", "\(Self.sid):\(token)"].map { "Basic " + Base64.encode(Array($0.utf8)) }
        return !isDown && allowed.contains(request.headers[.authorization] ?? "")
    }

    private func answer(_ json: String, _ status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.contentType: "application/json"],
            body: .init(byteBuffer: .init(string: json)))
    }
}

@Suite struct DoctorTests {
    @Test func `without an account phones are off, and that is well`() async throws {
        let doctor = Doctor(settings: DeskSettings(), limit: .seconds(1)) { .ok("Database", "Fine.") }
        let findings = await doctor.findings()
        #expect(!Doctor.isBad(findings))
        #expect(findings.contains { $0.subject == "Phone calls" && $0.found.contains("Calls between browsers work") })
    }

    @Test func `what is right at Twilio is said to be`() async throws {
        let found = try await Surgery().findings()
        for subject in ["Twilio account", "Auth token", "TwiML app", "Phone number", "Clock"] {
            #expect(found[subject]?.state == .ok, "\(subject): \(String(describing: found[subject]))")
        }
        // There is no such host, and no SDK in that file.
        #expect(found["Public address"]?.state == .fail)
        #expect(found["Voice SDK"]?.state == .warn)
    }

    @Test func `what is wrong at Twilio is named with what to do`() async throws {
        var surgery = Surgery()
        surgery.applicationURL = "https://old.example.com/call/connect"
        surgery.owned = false
        surgery.token = "another"
        surgery.ahead = 90
        surgery.account = #"{"sid":"AC1","friendly_name":"Shop","status":"active","type":"Trial"}"#
        let found = try await surgery.findings()
        #expect(found["TwiML app"]?.state == .fail)
        #expect(found["TwiML app"]?.found.contains("https://old.example.com/call/connect") == true)
        #expect(found["TwiML app"]?.advice?.contains("deskbell twilio configure") == true)
        #expect(found["Phone number"]?.advice?.contains("TWILIO_PHONE_NUMBER") == true)
        #expect(found["Auth token"]?.advice?.contains("TWILIO_AUTH_TOKEN") == true)
        // The answer took some time.
        #expect(found["Clock"]?.found.wholeMatch(of: /It is \d+ s ahead of Twilio's\./) != nil)
        #expect(found["Clock"]?.state == .fail)
        #expect(found["Twilio account"]?.state == .warn)
    }

    @Test func `a number that is led elsewhere gets no calls`() async throws {
        var surgery = Surgery()
        surgery.numberFields += #","voice_application_sid":"AP9""#
        #expect(try await surgery.findings()["Phone number"]?.found.contains("TwiML app AP9") == true)
        surgery.numberFields = #""voice_url":"","trunk_sid":"TK1""#
        #expect(try await surgery.findings()["Phone number"]?.found.contains("SIP trunk") == true)
        surgery.numberFields = #""voice_url":"https://desk.example.com/conference/connect/client","voice_method":"GET""#
        #expect(try await surgery.findings()["Phone number"]?.state == .fail)
    }

    @Test func `without the right key the rest is not looked at`() async throws {
        var surgery = Surgery()
        surgery.isDown = true
        let found = try await surgery.findings()
        #expect(found["Twilio account"]?.advice?.contains("Nothing else") == true)
        #expect(found["Twilio account"]?.found.contains("TWILIO_API_KEY") == true)
        #expect(found["Phone number"]?.found == "Not looked at.")
    }

    @Test func `while the token changes, it says which one is still good`() async throws {
        var surgery = Surgery()
        surgery.token = "next"
        let found = try await surgery.findings { $0.twilio?.secondaryAuthToken = Secret("next") }
        #expect(found["Auth token"]?.found == "Twilio accepts only the second.")
    }

    @Test(
        arguments: [
            ("/*! @twilio/voice-sdk.js 2.18.3\n\nLicense */", "2.18.3"), ("/*! twilio-client.js 1.14.0 */", "1.14.0"),
            ("const RELEASE_VERSION = '2.11.0'", "2.11.0"), ("alert(1)", nil), ("", nil),
        ] as [(String, String?)])
    func `the version of the SDK is read from the file`(text: String, version: String?) {
        #expect(VoiceSDKCheck.version(of: Array(text.utf8)) == version)
    }

    @Test func `a missing SDK and an old one stop phone calls`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "twilio.min.js").path
        #expect(try await Surgery().findings { $0.twilio?.voiceSDK = .file(path) }["Voice SDK"]?.state == .fail)
        try Data("/*! twilio-client.js 1.14.0 */".utf8).write(to: URL(filePath: path))
        #expect(try await Surgery().findings { $0.twilio?.voiceSDK = .file(path) }["Voice SDK"]?.state == .fail)
        try Data("/*! @twilio/voice-sdk.js 2.18.3 */".utf8).write(to: URL(filePath: path))
        let found = try await Surgery().findings { $0.twilio?.voiceSDK = .file(path) }["Voice SDK"]
        #expect(found?.state == .ok && found?.found.contains("2.18.3") == true)
    }

    @Test func `the page is for admins and says each state in words`() async throws {
        let desk = try await TestDesk { $0.remarks = ["Rate limits are <off>."] }
        try await desk.browser(of: desk.dora).get("/dashboard/doctor").expect(
            200,
            contains: ["Calls between browsers work.", "It opens and takes writes.", "Look at this", "&lt;off&gt;"])
        try await desk.browser(of: desk.ana).get("/dashboard/doctor").expect(404)
    }
}
