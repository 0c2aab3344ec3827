import Desk
import HTTPTypes
import Store
import Telephony
import TestSupport
import Testing

@testable import Web

/// What Twilio is answered about the rooms in which calls are held.
@Suite struct ConferenceTwiMLTests {
    private static let progress =
        #"statusCallback="/conference/status" statusCallbackEvent="start end join leave mute hold modify""#

    private static func caller(_ leg: LegID, _ room: String) -> String {
        #"<Response><Dial action="/call/dialed"><Conference participantLabel="leg-\#(leg)" startConferenceOnEnter="false" "#
            + #"endConferenceOnExit="true" beep="false" waitUrl="/conference/wait" \#(progress)>\#(room)</Conference>"#
            + "</Dial></Response>"
    }

    private static func party(_ leg: LegID, _ room: String, ends: Bool = false) -> String {
        #"<Response><Dial><Conference participantLabel="leg-\#(leg)" startConferenceOnEnter="true" "#
            + #"endConferenceOnExit="\#(ends)" beep="false" waitUrl="" \#(progress)>\#(room)</Conference></Dial></Response>"#
    }

    private static let over = "<Response><Say>This call is over.</Say><Hangup/></Response>"
    private static let tooLate =
        "<Response><Say>This call is over, or somebody else took it.</Say><Hangup/></Response>"

    private func voicemail(_ key: String) -> String {
        "<Response><Say>Nobody can take your call now. Please leave a message after the tone, and we will call you back."
            + #"</Say><Record action="/call/recorded" maxLength="180" timeout="5" playBeep="true" "#
            + #"recordingStatusCallback="/call/recording?call=\#(key)" recordingStatusCallbackEvent="completed absent"/>"#
            + "<Say>We did not hear a message. Goodbye.</Say><Hangup/></Response>"
    }

    // MARK: Callers

    @Test func `W04 W05 a caller waits in a room named by their call, and takes it along`() async throws {
        let phone = try await PhoneDesk()
        let answer = try await phone.post("/conference/connect/client", ["CallSid": "CA1", "From": PhoneDesk.robert])
        answer.expect(200)
        #expect(answer.header("Content-Type") == "text/xml; charset=utf-8")
        let call = try await phone.store.runningCalls().first.orThrow("no call")
        #expect(answer.twiML == Self.caller(try call.customer.orThrow("no customer").id, "CA1"))
        #expect(call.room == Room(name: "CA1") && call.state == .offered)
        #expect(call.legs.map(\.agent) == [nil, phone.desk.ana, phone.desk.ben])
    }

    @Test func `the same call again, also ten times at once, gets the same room and makes one call`() async throws {
        let phone = try await PhoneDesk()
        let answers = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<10 {
                group.addTask {
                    try await phone.post("/conference/connect/client", ["CallSid": "CA1", "From": PhoneDesk.robert])
                        .twiML
                }
            }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        let calls = try await phone.store.runningCalls()
        #expect(calls.count == 1)
        #expect(answers == [Self.caller(try calls.first?.customer.orThrow("none").id ?? LegID(0), "CA1")])
    }

    @Test(arguments: [
        ("TN-Validation-Passed-A", true), ("TN-Validation-Passed-B", false), ("TN-Validation-Failed-A", false),
        ("tn-validation-passed-a", false), ("TN-Validation-Passed-A-Diverted", false), ("", false), (nil, false),
    ])
    func `only the best attestation vouches for a number`(verdict: String?, isVerified: Bool) async throws {
        let phone = try await PhoneDesk()
        var fields = ["CallSid": "CA1", "From": PhoneDesk.robert]
        fields["StirVerstat"] = verdict
        _ = try await phone.post("/conference/connect/client", fields)
        let caller = try await phone.store.runningCalls().first?.caller
        #expect(caller == Caller(number: PhoneDesk.robert, isVerified: isVerified))
    }

    @Test func `with nobody free the caller may leave a message, however often Twilio asks`() async throws {
        let phone = try await PhoneDesk()
        for agent in [phone.desk.ana, phone.desk.ben] { try await phone.store.choose(.away, for: agent) }
        for _ in 0..<2 {
            let answer = try await phone.post(
                "/conference/connect/client", ["CallSid": "CA1", "From": PhoneDesk.robert])
            let id = try await phone.store.callID(room: "CA1").orThrow("no call")
            #expect(answer.twiML == voicemail(try await phone.call(id).key))
        }
        #expect(try await phone.store.runningCalls().isEmpty)
    }

    @Test func `who was not answered is asked for a message, and their call is the recording's`() async throws {
        let phone = try await PhoneDesk()
        let call = try await phone.ringIn()
        phone.desk.clock.advance(seconds: 30)
        try await phone.switchboard.fireTimers()
        let answer = try await phone.post("/conference/voicemail", ["CallSid": "CA1"])
        #expect(answer.twiML == voicemail(call.key))
        let strange = try await phone.post("/conference/voicemail", ["CallSid": "CA9"])
        strange.expect(200, contains: ["<Record "], mustNotContain: ["?call="])
    }

    @Test func `W03 the greeting comes once, then music without end`() async throws {
        let phone = try await PhoneDesk()
        let music = "<Play>\(phone.desk.parts.roomTwiML.music)</Play>"
        let again = music + "<Redirect>/conference/wait?again=1</Redirect></Response>"
        let first = try await phone.post("/conference/wait", [:]).twiML
        #expect(first.hasPrefix("<Response><Say>Thank you for calling.") && first.hasSuffix("</Say>" + again))
        #expect(try await phone.post("/conference/wait?again=1", [:]).twiML == "<Response>" + again)
        #expect(
            try await phone.post("/conference/hold", [:]).twiML
                == "<Response>\(music)<Redirect>/conference/hold</Redirect></Response>")
        #expect(
            try await phone.post("/conference/lost", [:]).twiML.hasPrefix(
                "<Response><Say>We lost the connection to your agent. Please stay on the line"))
        try await phone.post("/call/recorded", [:]).expect(200, contains: ["<Say>Thank you.", "<Hangup/>"])
    }

    @Test func `what Twilio is to ask is written out where the desk's public address is known`() async throws {
        let desk = try await PhoneDesk { $0.publicOrigin = WebOrigin("https://desk.example.com") }.desk
        let twiML = desk.parts.roomTwiML
        let text = String(decoding: twiML.customer(LegID(1), room: "CA1").rendered(), as: UTF8.self)
        for path in ["/call/dialed", "/conference/wait", "/conference/status"] {
            #expect(text.contains("=\"https://desk.example.com\(path)\""))
        }
        #expect(String(decoding: twiML.hold().rendered(), as: UTF8.self).contains("<Play>https://desk.example.com/"))
    }

    // MARK: Agents

    @Test func `W07 an agent's page joins with its key, once and for one call`() async throws {
        let phone = try await PhoneDesk()
        let call = try await phone.talk()
        let leg = try phone.leg(of: phone.desk.ana, in: call)
        for _ in 0..<2 {
            #expect(try await phone.join(phone.desk.ana, call, sid: "CA7").twiML == Self.party(leg.id, "CA1"))
        }
        #expect(try await phone.join(phone.desk.ana, call, sid: "CA8").twiML == Self.over, "another call, the same key")
        let stray = try await phone.post("/call/connect", ["CallSid": "CA7", "call": call.key, "leg": "x"])
        #expect(stray.twiML == Self.over)
        #expect(try await phone.leg(of: phone.desk.ana, in: phone.call(call.id)).wire.sid == "CA7")
        try await phone.switchboard.act(on: call.key, by: .agent(phone.desk.ana)) { .hungUp($0) }
        #expect(try await phone.join(phone.desk.ana, call, sid: "CA7").twiML == Self.over)
    }

    @Test func `a customer who is called takes the room along, and waits in silence`() async throws {
        let phone = try await PhoneDesk { $0.browserCalls = .twilio }
        let detail = try await phone.desk.customer().ticket
        try await phone.store.openConnection("page", of: .ticket(detail.ticket.id), tab: "page", server: "server")
        try await phone.switchboard.callPage(
            of: detail.ticket.id, from: phone.desk.ana, Dial(tab: "ana", ref: "r", carrier: .twilio))
        var call = try await phone.store.runningCalls().first.orThrow("no call")
        try await phone.switchboard.answer(call.key, by: .ticket(detail.ticket.id), tab: "page")
        call = try await phone.call(call.id)
        let customer = try call.customer.orThrow("no customer")
        let key = try customer.wire.joinKey.orThrow("no key")
        let answer = try await phone.post("/call/connect", ["CallSid": "CA7", "leg": key])
        #expect(answer.twiML == Self.party(customer.id, call.key, ends: true))
    }

    @Test func `W06 W07 an agent's telephone joins by its address, and only the call that was placed for it`()
        async throws
    {
        let phone = try await PhoneDesk()
        try await phone.phone(phone.desk.ben)
        let call = try await phone.ringIn()
        let leg = try phone.leg(of: phone.desk.ben, in: call)
        let path = "/conference/\(call.key)/connect/\(phone.desk.ben)"
        for _ in 0..<2 {
            #expect(try await phone.post(path, ["CallSid": "CA7"]).twiML == Self.party(leg.id, "CA1"))
        }
        let live = try await phone.call(call.id)
        #expect(live.state == .live && live.leg(leg.id)?.state == .joined && live.leg(leg.id)?.wire.state == .joined)
        #expect(try await phone.post(path, ["CallSid": "CA8"]).twiML == Self.tooLate)
        for other in [
            "/conference/\(call.key)/connect/\(phone.desk.ana)", "/conference/\(call.key)/connect/999",
            "/conference/x/connect/\(phone.desk.ben)",
        ] {
            #expect(try await phone.post(other, ["CallSid": "CA9"]).twiML == Self.tooLate, "\(other)")
        }
    }

    @Test func `a telephone that is picked up after somebody else answered is told so`() async throws {
        let phone = try await PhoneDesk()
        try await phone.phone(phone.desk.ben)
        let call = try await phone.talk()
        let path = "/conference/\(call.key)/connect/\(phone.desk.ben)"
        #expect(try await phone.post(path, ["CallSid": "CA7"]).twiML == Self.tooLate)
        #expect(try await phone.call(call.id).connectedLegs.count == 2)
    }

    // MARK: Who may ask

    @Test func `T38 what is not signed is answered with nothing and changes nothing`() async throws {
        let phone = try await PhoneDesk()
        let call = try await phone.ringIn()
        let before = try await phone.desk.contents()
        for path in RouteRule.all.filter(\.isWebhook).map(\.path) + ["/conference/\(call.key)/connect/1"] {
            let fields = ["CallSid": "CA1", "From": PhoneDesk.robert, "CallStatus": "completed"]
            let answer = try await phone.post(path, fields, isSigned: false)
            #expect(answer.status == 403 && !answer.contains("<Response>"), "\(path)")
        }
        #expect(try await phone.desk.contents() == before)
    }

    @Test func `T39 without an account every address answers and touches nothing`() async throws {
        let desk = try await TestDesk()
        try await desk.test.seat(desk.ana, tab: "ana")
        let call = try await desk.talk()
        let before = try await desk.contents()
        _ = await desk.events()
        let fields = [
            "CallSid": "CA1", "From": Cast.robert.e164, "CallStatus": "completed",
            "StatusCallbackEvent": "conference-end",
            "FriendlyName": call.key, "ConferenceSid": "CF1", "RecordingSid": "RE" + String(repeating: "a", count: 32),
            "RecordingStatus": "completed", "leg": "x",
        ]
        for path in RouteRule.all.filter(\.isWebhook).map(\.path) + [
            "/conference/\(call.key)/connect/\(desk.ana)", "/call/recording?call=\(call.key)",
            "/call/status?call=\(call.key)&leg=1",
        ] {
            let answer = try await desk.stranger().send(
                .post, path, headers: [.contentType: Browser.formType], body: FormFields.encoded(fields))
            answer.expect(200, contains: ["<Response"])
        }
        #expect(try await desk.contents() == before)
        #expect(await desk.events().isEmpty)
    }
}
