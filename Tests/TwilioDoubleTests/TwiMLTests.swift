import Desk
import Testing

@testable import TwilioDouble

private let caller = "+14158675309"

@Suite struct `TwiML` {
    private func called(_ page: String, more: [String: String] = [:]) -> (Bench, String) {
        var bench = Bench(pages: more.merging(["/conference/connect/client": page]) { first, _ in first })
        let sid = bench.act { $0.dial(from: caller) }
        return (bench, sid)
    }

    @Test func `is asked for with all that Twilio says of a call`() {
        let (bench, sid) = called("<Response/>")
        let asked = bench.posts(to: "/conference/connect/client").first ?? [:]
        #expect(asked["CallSid"] == sid && sid.hasPrefix("CA") && sid.count == 34)
        #expect(asked["From"] == caller && asked["Caller"] == caller && asked["To"] == DoubleAccount.phoneNumber)
        #expect(asked["CallStatus"] == "ringing" && asked["Direction"] == "inbound")
        #expect(asked["StirVerstat"] == "TN-Validation-Passed-A" && asked["FromCity"] == "")
        #expect(asked["AccountSid"] == DoubleAccount.sid && asked["ApiVersion"] == "2010-04-01")
    }

    @Test func `speaks, plays, waits, goes on elsewhere and hangs up`() {
        var (bench, sid) = called(
            """
            <Response><Say>Hello</Say><Pause length="2"/><Play>/tune.mp3</Play><Redirect>next?a=1&amp;b=2</Redirect></Response>
            """, more: ["/conference/connect/next": "<Response><Hangup/><Say>never</Say></Response>"])
        #expect(bench.status(sid) == "in-progress")
        bench.pass(1)
        #expect(bench.exchange.legs[sid]?.heard == ["Hello"])
        bench.pass(5)
        #expect(bench.exchange.legs[sid]?.heard == ["Hello", "♪ http://desk.test:8080/tune.mp3"])
        #expect(
            bench.webhooks.map(\.url).suffix(2) == [
                "http://desk.test:8080/tune.mp3", "http://desk.test:8080/conference/connect/next?a=1&b=2",
            ])
        #expect(bench.status(sid) == "completed")
    }

    @Test func `can refuse a call unanswered`() {
        let (bench, sid) = called(#"<Response><Reject reason="busy"/></Response>"#)
        #expect(bench.status(sid) == "busy")
        #expect(bench.exchange.legs[sid]?.answered == nil)
    }

    @Test(arguments: [
        (" <?xml version=\"1.0\"?><Response/>", 12100), ("<Response>", 12100), ("<Other/>", 12100),
        ("<Response>&nope;</Response>", 12100),
        ("<Response>" + String(repeating: "<!-- -->", count: 9000) + "</Response>", 11750),
    ])
    func `that is none ends the call with Twilio's code`(page: String, code: Int) {
        let (bench, sid) = called(page)
        #expect(bench.codes == [code])
        #expect(bench.status(sid) == "failed")
    }

    @Test func `with what Twilio does not know is warned of and performed`() {
        let (bench, sid) = called(#"<Response><Dial colour="red"/><Dance/><Pause Length="3"/></Response>"#)
        #expect(bench.codes == [12200, 12200, 12200])
        #expect(bench.status(sid) == "in-progress")
    }

    @Test func `takes a message after the tone`() {
        var (bench, sid) = called(
            """
            <Response><Say>Speak</Say><Record action="/call/recorded" maxLength="60"
            recordingStatusCallback="/call/recording" recordingStatusCallbackEvent="completed"/></Response>
            """, more: ["/call/recorded": "<Response><Say>Thanks</Say></Response>"])
        bench.pass(1)
        #expect(bench.act { $0.leaveMessage(from: caller, seconds: 4) })
        let done = bench.posts(to: "/call/recorded").first ?? [:]
        #expect(done["RecordingDuration"] == "4" && done["RecordingSid"]?.hasPrefix("RE") == true)
        bench.pass(1)
        let stored = bench.posts(to: "/call/recording").first ?? [:]
        #expect(stored["RecordingStatus"] == "completed" && stored["RecordingSid"] == done["RecordingSid"])
        #expect(bench.exchange.legs[sid]?.heard.last == "Thanks")
        let media = bench.rest("GET", "Recordings/\(done["RecordingSid"] ?? "").mp3")
        #expect(media.status == 200)
        #expect(bench.rest("DELETE", "Recordings/\(done["RecordingSid"] ?? "").json").status == 204)
        #expect(bench.rest("GET", "Recordings/\(done["RecordingSid"] ?? "").json").status == 404)
    }

    @Test func `goes on behind a recorder that hears nothing`() {
        var (bench, sid) = called(
            #"<Response><Record action="/call/recorded" timeout="5"/><Say>Nobody spoke</Say></Response>"#)
        bench.pass(6)
        #expect(bench.posts(to: "/call/recorded").isEmpty)
        #expect(bench.exchange.legs[sid]?.heard.last == "Nobody spoke")
    }
}
