import Desk
import Foundation
import Testing

@testable import TwilioDouble

private let answers = "+14155550001"
private let own = DoubleAccount.phoneNumber

@Suite struct `The REST API` {
    @Test(arguments: [
        ("nobody", own, 21211), ("+14155550004", own, 21211), ("+14155550005", own, 21215),
        (answers, "+14155559999", 21210), ("client:bob", "+14155559999", 21210),
    ])
    func `refuses calls with Twilio's codes`(to: String, from: String, code: Int) {
        var bench = Bench()
        let answer = bench.rest("POST", "Calls.json", [("To", to), ("From", from), ("Url", Bench.desk + "/x")])
        #expect(answer.status == 400)
        #expect(answer.json?["code"] == .integer(code))
        #expect(answer.json?["status"] == .integer(400))
    }

    @Test func `knows who asks`() {
        var bench = Bench()
        let account = "Basic " + Data("\(DoubleAccount.sid):\(DoubleAccount.authToken)".utf8).base64EncodedString()
        #expect(bench.rest("GET", "Calls.json", authorization: account).status == 200)
        for wrong in [nil, "Bearer x", "Basic " + Data("a:b".utf8).base64EncodedString()] {
            let answer = bench.rest("GET", "Calls.json", authorization: wrong)
            #expect(answer.status == 401 && answer.json?["code"] == .integer(20003))
        }
        #expect(bench.rest("GET", "Calls/CA00.json").json?["code"] == .integer(20404))
        #expect(bench.rest("GET", "Nothing.json").status == 404)
    }

    @Test func `calls, tells how it goes, and ends calls`() {
        var bench = Bench(pages: ["/voice": "<Response><Pause length=\"60\"/></Response>"])
        let made = bench.rest(
            "POST", "Calls.json",
            [
                ("To", answers), ("From", own), ("Url", Bench.desk + "/voice"),
                ("StatusCallback", Bench.desk + "/status"),
                ("StatusCallbackEvent", "initiated"), ("StatusCallbackEvent", "answered"),
                ("StatusCallbackEvent", "completed"),
            ])
        let sid = made.json?.text("sid") ?? ""
        #expect(made.status == 201 && made.json?.text("status") == "queued")
        #expect(
            bench.rest("POST", "Calls/\(sid).json", [("Url", Bench.desk + "/voice")]).json?["code"] == .integer(21220))
        bench.pass(5)
        #expect(bench.rest("GET", "Calls/\(sid).json").json?.text("status") == "in-progress")
        #expect(bench.rest("POST", "Calls/\(sid).json", [("Status", "canceled")]).json?["code"] == .integer(21220))
        #expect(bench.rest("POST", "Calls/\(sid).json", [("Status", "completed")]).status == 200)
        #expect(bench.rest("POST", "Calls/\(sid).json", [("Status", "completed")]).json?["code"] == .integer(21220))
        let told = bench.posts(to: "/status")
        #expect(told.map { $0["CallStatus"] } == ["initiated", "in-progress", "completed"])
        #expect(told.last?["CallDuration"] == "4")
        #expect(bench.rest("GET", "Calls.json", query: [("Status", "completed")]).json?["calls"]?.array?.count == 1)
    }

    @Test func `cancels what still rings`() {
        var bench = Bench()
        let made = bench.rest("POST", "Calls.json", [("To", "+14158675310"), ("From", own), ("Twiml", "<Response/>")])
        bench.pass(2)
        let sid = made.json?.text("sid") ?? ""
        #expect(bench.status(sid) == "ringing")
        #expect(bench.rest("POST", "Calls/\(sid).json", [("Status", "canceled")]).json?.text("status") == "canceled")
    }

    @Test func `writes dates as RFC 2822 has them`() {
        var bench = Bench()
        let made = bench.rest("POST", "Calls.json", [("To", answers), ("From", own), ("Twiml", "<Response/>")])
        #expect(made.json?.text("date_created") == "Fri, 15 Jan 2027 08:00:00 +0000")
    }

    @Test func `shows and changes the voice URLs`() {
        var bench = Bench()
        let numbers = bench.rest("GET", "IncomingPhoneNumbers.json", query: [("PhoneNumber", own)])
        let number = numbers.json?["incoming_phone_numbers"]?.array?.first ?? .null
        #expect(number.text("voice_url") == Bench.desk + "/conference/connect/client")
        _ = bench.rest(
            "POST", "IncomingPhoneNumbers/\(number.text("sid")).json", [("VoiceUrl", "https://other.test/a")])
        let application = bench.rest(
            "POST", "Applications/\(DoubleAccount.applicationSid).json", [("VoiceUrl", "https://other.test/b")])
        #expect(application.json?.text("voice_url") == "https://other.test/b")
        _ = bench.act { $0.dial(from: "+14158675309") }
        #expect(bench.webhooks.last?.url == "https://other.test/a")
        #expect(bench.rest("GET", "../\(DoubleAccount.sid).json").status == 404)
    }
}
