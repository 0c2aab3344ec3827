import Desk
import Testing

@testable import TwilioDouble

private let caller = "+14158675309"
private let answers = "+14155550001"

@Suite struct `Rooms` {
    private static let all = "start end join leave mute hold modify announcement"

    private func room(
        _ attributes: String, name: String = "room 1", action: String = ""
    ) -> String {
        "<Response><Dial \(action)><Conference \(attributes)>\(name)</Conference></Dial></Response>"
    }

    /// A customer waits in a room whose events go to /conference/status.
    private func waiting(endsOnExit: Bool = true) -> (Bench, String) {
        var bench = Bench(pages: [
            "/conference/connect/client": room(
                """
                participantLabel="customer" startConferenceOnEnter="false" endConferenceOnExit="\(endsOnExit)" \
                waitUrl="/conference/wait" statusCallback="/conference/status" statusCallbackEvent="\(Self.all)"
                """),
            "/conference/wait": "<Response><Play>/music.mp3</Play><Redirect>/conference/wait</Redirect></Response>",
            "/conference/hold":
                "<Response><Play>/held.mp3</Play><Redirect method=\"GET\">/conference/hold</Redirect></Response>",
        ])
        let sid = bench.act { $0.dial(from: caller) }
        return (bench, sid)
    }

    private func add(
        _ bench: inout Bench, _ label: String, to number: String = answers, _ more: [(String, String)] = []
    ) -> JSONValue {
        bench.rest(
            "POST", "Conferences/room%201/Participants.json",
            [("To", number), ("From", DoubleAccount.phoneNumber), ("Label", label)] + more
        ).json ?? .null
    }

    @Test func `begin with the second, of whom one may begin`() {
        var (bench, customer) = waiting()
        bench.pass(1)
        #expect(bench.exchange.conferences.values.first?.status == .waiting)
        #expect(bench.posts(to: "/conference/wait").count > 2)
        let agent = add(&bench, "agent-1").text("call_sid")
        #expect(!bench.exchange.hears(agent, customer))
        bench.pass(1)
        #expect(bench.exchange.conferences.values.first?.status == .inProgress)
        #expect(bench.exchange.hears(agent, customer) && bench.exchange.hears(customer, agent))
        #expect(bench.events() == ["participant-join", "participant-join", "conference-start"])
        let waits = bench.posts(to: "/conference/wait").count
        bench.pass(10)
        #expect(bench.posts(to: "/conference/wait").count == waits)
        let join = bench.posts(to: "/conference/status").first ?? [:]
        #expect(join["ParticipantLabel"] == "customer" && join["FriendlyName"] == "room 1")
        #expect(join["EndConferenceOnExit"] == "true" && join["Hold"] == "false" && join["SequenceNumber"] == "1")
    }

    @Test func `tell only where their first participant said`() {
        var bench = Bench()
        bench.pages["/one"] = room(#"statusCallback="/first" statusCallbackEvent="join leave""#)
        bench.pages["/two"] = room(#"statusCallback="/second" statusCallbackEvent="join leave end""#)
        for page in ["/one", "/two"] {
            _ = bench.rest(
                "POST", "Calls.json",
                [
                    ("To", page == "/one" ? answers : "+14156660001"), ("From", DoubleAccount.phoneNumber),
                    ("Url", Bench.desk + page),
                ])
            bench.pass(1)
        }
        #expect(bench.events(at: "/first") == ["participant-join", "participant-join"])
        #expect(bench.events(at: "/second") == [])
    }

    @Test func `end when somebody leaves who ends them`() {
        var (bench, customer) = waiting()
        let agent = add(&bench, "agent-1").text("call_sid")
        bench.pass(1)
        #expect(bench.act { $0.hangUp(caller) })
        #expect(bench.status(customer) == "completed" && bench.status(agent) == "completed")
        let events = bench.posts(to: "/conference/status")
        #expect(
            events.suffix(3).map { $0["StatusCallbackEvent"] } == [
                "participant-leave", "participant-leave", "conference-end",
            ])
        #expect(
            events.suffix(3).map { $0["ReasonParticipantLeft"] } == [
                "participant_hung_up", "moderator_ended_conference", nil,
            ])
        #expect(events.last?["ReasonConferenceEnded"] == "participant-with-end-conference-on-exit-left")
        #expect(events.last?["CallSidEndingConference"] == customer)
    }

    @Test func `live on with one who ends nothing`() {
        var (bench, customer) = waiting(endsOnExit: false)
        _ = add(&bench, "agent-1")
        bench.pass(1)
        #expect(bench.act { $0.hangUp(answers) })
        #expect(bench.status(customer) == "in-progress")
        #expect(bench.exchange.conferences.values.first?.status == .inProgress)
    }

    @Test func `hold: who is held hears music and nobody, and ending on exit cannot be changed`() {
        var (bench, customer) = waiting()
        let added = add(&bench, "agent-1")
        let (agent, room) = (added.text("call_sid"), added.text("conference_sid"))
        bench.pass(1)
        let held = bench.rest(
            "POST", "Conferences/\(room)/Participants/customer.json",
            [("Hold", "true"), ("HoldUrl", Bench.desk + "/conference/hold"), ("EndConferenceOnExit", "true")])
        #expect(held.json?["hold"] == .bool(true))
        #expect(!bench.exchange.hears(customer, agent) && !bench.exchange.hears(agent, customer))
        #expect(bench.webhooks.last { $0.url.hasSuffix("/conference/hold") }?.method == "GET")
        #expect(bench.exchange.legs[customer]?.heard.last == "♪ http://desk.test:8080/held.mp3")

        let ignored = bench.rest(
            "POST", "Conferences/\(room)/Participants/\(customer).json", [("EndConferenceOnExit", "false")])
        #expect(ignored.status == 200)
        #expect(ignored.json?["end_conference_on_exit"] == .bool(true))

        _ = bench.rest("POST", "Conferences/\(room)/Participants/customer.json", [("Hold", "false")])
        let changed = bench.rest(
            "POST", "Conferences/\(room)/Participants/customer.json", [("EndConferenceOnExit", "false")])
        #expect(changed.json?["end_conference_on_exit"] == .bool(false))
        #expect(bench.exchange.hears(customer, agent))
        #expect(
            bench.events().suffix(4) == [
                "participant-modify", "participant-hold", "participant-unhold", "participant-modify",
            ])
    }

    @Test func `let two consult while the third is held, and hand over`() {
        var (bench, customer) = waiting()
        let first = add(&bench, "agent-1")
        bench.pass(1)
        let room = first.text("conference_sid")
        _ = bench.rest("POST", "Conferences/\(room)/Participants/customer.json", [("Hold", "true")])
        let second = add(&bench, "agent-2", to: "+14156660001").text("call_sid")
        bench.pass(1)
        #expect(bench.exchange.hears(second, first.text("call_sid")))
        #expect(!bench.exchange.hears(customer, second))
        _ = bench.rest("POST", "Conferences/\(room)/Participants/customer.json", [("Hold", "false")])
        #expect(bench.rest("DELETE", "Conferences/\(room)/Participants/agent-1.json").status == 204)
        #expect(bench.status(first.text("call_sid")) == "completed")
        #expect(bench.exchange.hears(customer, second) && bench.exchange.hears(second, customer))
    }

    @Test(arguments: [("+14155550002", "busy"), ("+14155550003", "no-answer"), ("+14155550006", "failed")])
    func `tell of somebody who could not be added`(number: String, status: String) {
        var (bench, _) = waiting()
        _ = add(&bench, "agent-1", to: number, [("Timeout", "5")])
        bench.pass(7)
        let left = bench.posts(to: "/conference/status").last ?? [:]
        #expect(left["StatusCallbackEvent"] == "participant-leave" && left["ParticipantLabel"] == "agent-1")
        #expect(left["ParticipantCallStatus"] == status && left["ReasonParticipantLeft"] == "participant_add_failed")
        #expect(bench.exchange.conferences.values.first?.participants.count == 1)
    }

    @Test func `take no label twice`() {
        var (bench, _) = waiting()
        let twice = bench.rest(
            "POST", "Conferences/room%201/Participants.json",
            [("To", answers), ("From", DoubleAccount.phoneNumber), ("Label", "customer")])
        #expect(twice.status == 400)
        #expect(twice.json?["code"] == .integer(16025))
    }

    @Test func `are left by a member who is led elsewhere`() {
        var (bench, customer) = waiting()
        let agent = add(&bench, "agent-1").text("call_sid")
        bench.pass(1)
        let moved = bench.rest(
            "POST", "Calls/\(customer).json", [("Twiml", "<Response><Say>Moved</Say><Pause length=\"9\"/></Response>")])
        #expect(moved.status == 200)
        #expect(bench.status(customer) == "in-progress" && bench.status(agent) == "completed")
        let left = bench.posts(to: "/conference/status").first { $0["StatusCallbackEvent"] == "participant-leave" }
        #expect(left?["ReasonParticipantLeft"] == "participant_updated_via_api")
        #expect(bench.events().last == "conference-end")
        #expect(bench.exchange.legs[customer]?.heard.last == "Moved")
    }

    @Test func `ended by request send everybody on`() {
        var (bench, customer) = waiting()
        bench.pages["/conference/connect/client"] = nil
        let added = add(&bench, "agent-1")
        bench.pass(1)
        let ended = bench.rest("POST", "Conferences/\(added.text("conference_sid")).json", [("Status", "completed")])
        #expect(ended.json?.text("status") == "completed")
        #expect(bench.status(customer) == "completed" && bench.status(added.text("call_sid")) == "completed")
        #expect(bench.posts(to: "/conference/status").last?["ReasonConferenceEnded"] == "conference-ended-via-api")
    }

    @Test func `mute, coach and announce`() {
        var (bench, customer) = waiting()
        let added = add(&bench, "agent-1")
        let (agent, room) = (added.text("call_sid"), added.text("conference_sid"))
        let coach = add(&bench, "coach", to: "+14156660001", [("Coaching", "true"), ("CallSidToCoach", agent)])
        bench.pass(1)
        #expect(bench.exchange.hears(agent, coach.text("call_sid")))
        #expect(!bench.exchange.hears(customer, coach.text("call_sid")))
        bench.pages["/lost"] = "<Response><Say>Please wait</Say></Response>"
        _ = bench.rest(
            "POST", "Conferences/\(room)/Participants/customer.json",
            [("AnnounceUrl", Bench.desk + "/lost"), ("Muted", "true")])
        bench.pass(1)
        #expect(!bench.exchange.hears(agent, customer) && bench.exchange.hears(customer, agent))
        #expect(bench.exchange.legs[customer]?.heard.last == "Please wait")
        #expect(bench.events().suffix(2) == ["participant-mute", "announcement-end"])
    }
}
