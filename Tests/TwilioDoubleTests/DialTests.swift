import Desk
import Testing

@testable import TwilioDouble

private let caller = "+14158675309"

@Suite struct `Dial` {
    private func dialing(_ targets: String, _ attributes: String = "") -> (Bench, String) {
        var bench = Bench(pages: [
            "/conference/connect/client":
                "<Response><Dial callerId=\"\(DoubleAccount.phoneNumber)\" action=\"/call/dialed\" \(attributes)>\(targets)</Dial></Response>",
            "/call/dialed": "<Response><Say>Over</Say><Pause length=\"60\"/></Response>",
        ])
        let sid = bench.act { $0.dial(from: caller) }
        return (bench, sid)
    }

    @Test(arguments: [
        ("+14155550002", "busy"), ("+14155550003", "no-answer"), ("+14155550006", "failed"),
        ("+14155550004", "failed"), ("client:nobody", "no-answer"),
    ])
    func `tells its action how nobody came to the telephone`(target: String, status: String) {
        let element = target.hasPrefix("client:") ? "<Client>nobody</Client>" : "<Number>\(target)</Number>"
        var (bench, sid) = dialing(element, #"timeout="5""#)
        bench.pass(8)
        let told = bench.posts(to: "/call/dialed").first ?? [:]
        #expect(told["DialCallStatus"] == status)
        #expect(told["DialBridged"] == "false")
        #expect(bench.status(sid) == "in-progress")
    }

    @Test func `bridges the first to answer and lets the others go`() {
        var (bench, sid) = dialing(
            """
            <Number statusCallback="/call/status" statusCallbackEvent="initiated ringing answered completed">+14155550001</Number>
            <Number>+14158675310</Number>
            """, #"answerOnBridge="true""#)
        #expect(bench.status(sid) == "ringing")
        bench.pass(1)
        #expect(bench.status(sid) == "in-progress")
        #expect(bench.exchange.legs.values.first { $0.to == "+14158675310" }?.status == .canceled)
        let child = bench.exchange.legs.values.first { $0.to == "+14155550001" }?.sid ?? ""
        #expect(bench.exchange.hears(sid, child) && bench.exchange.hears(child, sid))
        bench.pass(9)
        #expect(bench.act { $0.hangUp("+14155550001") })
        let told = bench.posts(to: "/call/dialed").first ?? [:]
        #expect(told["DialCallStatus"] == "completed" && told["DialCallSid"] == child)
        #expect(told["DialBridged"] == "true" && (Int(told["DialCallDuration"] ?? "") ?? 0) >= 9)
        let statuses = bench.posts(to: "/call/status")
        #expect(statuses.map { $0["CallStatus"] } == ["initiated", "ringing", "in-progress", "completed"])
        #expect(statuses.map { $0["SequenceNumber"] } == ["0", "1", "2", "3"])
        #expect(Set(statuses.map { $0["ParentCallSid"] }) == [sid] && Set(statuses.map { $0["CallSid"] }) == [child])
    }

    @Test func `answers at once without answerOnBridge`() {
        let (bench, sid) = dialing("<Number>+14158675310</Number>")
        #expect(bench.status(sid) == "in-progress")
    }

    @Test func `is given up by a caller who hangs up`() {
        var (bench, _) = dialing("<Number>+14158675310</Number>")
        bench.pass(1)
        #expect(bench.act { $0.hangUp(caller) })
        #expect(bench.exchange.legs.values.filter { !$0.isOver }.isEmpty)
        #expect(bench.posts(to: "/call/dialed").first?["DialCallStatus"] == "canceled")
        #expect(bench.posts(to: "/call/dialed").first?["CallStatus"] == "completed")
    }

    @Test func `ends its leg and asks its action when the call is led elsewhere`() {
        var (bench, sid) = dialing("<Number>+14155550001</Number>")
        bench.pages["/new"] = "<Response><Pause length=\"60\"/></Response>"
        bench.pass(1)
        #expect(bench.rest("POST", "Calls/\(sid).json", [("Url", Bench.desk + "/new")]).status == 200)
        #expect(bench.posts(to: "/call/dialed").count == 1)
        #expect(bench.status(sid) == "in-progress")
        #expect(bench.exchange.legs.values.first { $0.to == "+14155550001" }?.status == .completed)
    }

    @Test func `ends at its time limit`() {
        var (bench, _) = dialing("<Number>+14155550001</Number>", #"timeLimit="30""#)
        bench.pass(32)
        #expect(bench.posts(to: "/call/dialed").first?["DialCallStatus"] == "completed")
    }
}
