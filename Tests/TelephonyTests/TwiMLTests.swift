import Desk
import Telephony
import Testing

@Suite struct `TwiML documents` {
    private static let declaration = #"<?xml version="1.0" encoding="UTF-8"?>"#
    private static let number = PhoneNumber(e164: "+14158675309")
    private static let callerID = PhoneNumber(e164: "+12015550100")

    private func text(_ twiML: TwiML) throws -> String {
        let text = try #require(String(validating: twiML.rendered(), as: UTF8.self))
        #expect(text.hasPrefix(Self.declaration + "<Response"))
        return String(text.dropFirst(Self.declaration.count))
    }

    @Test func `a bridge to a telephone`() throws {
        let number = try #require(Self.number)
        let plan = CallPlan.bridgeToPhone(number, callerID: Self.callerID, timeLimitSeconds: 14_400)
        #expect(
            try text(plan.twiML())
                == #"<Response><Dial callerId="+12015550100" answerOnBridge="true" timeLimit="14400" "#
                + #"action="/call/dialed"><Number>+14158675309</Number></Dial></Response>"#)
    }

    @Test func `a bridge without a caller id leaves it to the carrier`() throws {
        let number = try #require(Self.number)
        let plan = CallPlan.bridgeToPhone(number, callerID: nil, timeLimitSeconds: 14_400)
        #expect(
            try text(plan.twiML())
                == #"<Response><Dial answerOnBridge="true" timeLimit="14400" action="/call/dialed">"#
                + "<Number>+14158675309</Number></Dial></Response>")
    }

    @Test func `the agents ring`() throws {
        #expect(
            try text(CallPlan.ringAgents(timeoutSeconds: 30).twiML())
                == #"<Response><Dial answerOnBridge="true" timeout="30" action="/call/dialed">"#
                + "<Client>support_agent</Client></Dial></Response>")
    }

    @Test func `a refusal is spoken, and then the call ends`() throws {
        #expect(
            try text(CallPlan.refuse(sentence: "Sorry, no <calls> & more.").twiML())
                == "<Response><Say>Sorry, no &lt;calls&gt; &amp; more.</Say><Hangup/></Response>")
    }

    @Test(
        arguments: [
            (.say("こんにちは", language: "ja-JP"), #"<Say language="ja-JP">こんにちは</Say>"#),
            (.play(url: "https://a.example/?a=1&b=2"), "<Play>https://a.example/?a=1&amp;b=2</Play>"),
            (.play(url: "/m.mp3", loop: 0), #"<Play loop="0">/m.mp3</Play>"#),
            (.pause(seconds: 2), #"<Pause length="2"/>"#),
            (.redirect(url: "/conference/wait?greeted=1"), "<Redirect>/conference/wait?greeted=1</Redirect>"),
            (.reject(.busy), #"<Reject reason="busy"/>"#), (.hangup, "<Hangup/>"),
            (
                .record(
                    TwiML.Recording(
                        action: "/v", maxLength: 120, timeout: 5, playBeep: true,
                        statusCallback: TwiML.StatusCallback(url: "/r", events: ["completed", "absent"]))),
                #"<Record action="/v" maxLength="120" timeout="5" playBeep="true" recordingStatusCallback="/r" "#
                    + #"recordingStatusCallbackEvent="completed absent"/>"#
            ),
        ] as [(TwiML.Verb, String)])
    func `each verb is written with its attributes in their order`(verb: TwiML.Verb, xml: String) throws {
        #expect(try text(TwiML([verb])) == "<Response>\(xml)</Response>")
    }

    @Test func `a conference says how this leg is in it`() throws {
        let conference = TwiML.Conference(
            room: "CA1", label: "customer", startOnEnter: false, endOnExit: true, muted: false, beep: false,
            waitURL: "",
            maxParticipants: 3, coach: "CA2",
            statusCallback: TwiML.StatusCallback(url: "/conference/status", events: ["start", "end", "join", "leave"]))
        #expect(
            try text(TwiML([.dial(TwiML.Dial([.conference(conference)]))]))
                == #"<Response><Dial><Conference participantLabel="customer" startConferenceOnEnter="false" "#
                + #"endConferenceOnExit="true" muted="false" beep="false" waitUrl="" maxParticipants="3" coach="CA2" "#
                + #"statusCallback="/conference/status" statusCallbackEvent="start end join leave">"#
                + "CA1</Conference></Dial></Response>")
    }

    @Test func `several may ring, each with what its page is told`() throws {
        let number = try #require(Self.number)
        let client = TwiML.Client("ticket_7", parameters: [TwiML.Client.Parameter(name: "call", value: "a\"<b>")])
        let phone = TwiML.Number(number, statusCallback: TwiML.StatusCallback(url: "/call/status"))
        #expect(
            try text(TwiML([.dial(TwiML.Dial([.client(client), .number(phone)], timeout: 20))]))
                == #"<Response><Dial timeout="20"><Client><Identity>ticket_7</Identity>"#
                + #"<Parameter name="call" value="a&quot;&lt;b&gt;"/></Client>"#
                + #"<Number statusCallback="/call/status">+14158675309</Number></Dial></Response>"#)
    }

    @Test func `a document without verbs has a root still`() throws {
        #expect(try text(TwiML([])) == "<Response></Response>")
    }
}
