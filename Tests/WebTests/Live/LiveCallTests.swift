import Desk
import Store
import TestSupport
import Testing

@testable import Web

/// Calls from page to page, as their sockets tell them.
@Suite(.timeLimit(.minutes(10))) struct LiveCallTests {
    /// The last state of a call among these messages.
    private func call(_ messages: [JSONValue]) -> JSONValue? { messages.last { $0.type == "call" }?["call"] }

    private func say(_ page: LivePage, _ type: String, _ call: JSONValue) throws {
        page.say(#"{"type":"\#(type)","call":"\#(try call["id"]?.string.orThrow("no id") ?? "")"}"#)
    }

    @Test func `a customer rings the desk, the first agent to answer talks, the other is told who`() async throws {
        try await LiveDesk.run(try await TestDesk()) { live in
            let ana = try await live.agent(live.desk.ana, tab: "ana")
            let ben = try await live.agent(live.desk.ben, tab: "ben")
            let robert = try await live.visitor()
            _ = try await robert.told()
            robert.say(#"{"type":"dial","ref":"r1"}"#)
            let placed = try call(try await robert.told()).orThrow("no call")
            #expect(
                placed["state"]?.string == "offered" && placed["with"]?.string == "support"
                    && placed["ref"]?.string == "r1")
            let ring = try call(try await ana.told()).orThrow("Ana is not rung")
            #expect(ring["leg"]?.string == "invited" && ring["with"]?.string == "A visitor")
            try say(ana, "ringing", ring)
            _ = try await ana.told()
            #expect(try call(try await robert.told()).orThrow("not told")["state"]?.string == "ringing")
            try say(ana, "answer", ring)
            let answered = try call(try await ana.told()).orThrow("no answer")
            #expect(answered["state"]?.string == "live" && answered["mine"]?.flag == true)
            #expect(answered["peers"]?.list?.count == 1)
            let taken = try call(try await ben.told()).orThrow("Ben is not told")
            #expect(taken["leg"]?.string == "left" && taken["reason"]?.string == "taken")
            #expect(taken["words"]?.string == "Ana Diaz answered.")
            try say(robert, "hangUp", placed)
            _ = try await robert.told()
            let over = try call(try await ana.told()).orThrow("not told of the end")
            #expect(over["state"]?.string == "ended" && over["words"]?.string == "A visitor hung up.")
            #expect(try await live.desk.store.runningCalls().isEmpty)
        }
    }

    @Test func `an agent rings the open page of a ticket`() async throws {
        let desk = try await TestDesk()
        let (browser, detail) = try await desk.customer()
        try await LiveDesk.run(desk) { live in
            let ana = try await live.agent(desk.ana, tab: "ana", isAvailable: false)
            ana.say(#"{"type":"dial","ref":"r","ticket":1}"#)
            #expect(try await ana.next("refused")["code"]?.string == "not-open")
            let robert = try await live.customer(browser, path: "/t/\(detail.ticket.key)")
            _ = try await robert.told()
            ana.say(#"{"type":"dial","ref":"r","ticket":1}"#)
            _ = try await ana.told()
            let ring = try call(try await robert.told()).orThrow("not rung")
            #expect(ring["with"]?.string == "Ana Diaz" && ring["about"] == .null && ring["ticket"] == .null)
            try say(robert, "reject", ring)
            _ = try await robert.told()
            let over = try call(try await ana.told()).orThrow("not told")
            #expect(over["reason"]?.string == "rejected" && over["words"]?.string == "Robert Kane rejected the call.")
        }
    }

    static let refusals: [(dial: String, code: String)] = [
        (#"{"type":"dial","ref":"r"}"#, "unknown"), (#"{"type":"dial","ref":"r","ticket":999}"#, "unknown"),
        (#"{"type":"dial","ref":"r","ticket":0}"#, "unknown"), (#"{"type":"dial","ref":"r","ticket":-1}"#, "unknown"),
        (#"{"type":"dial","ref":"r","ticket":9223372036854775807}"#, "unknown"),
    ]

    @Test(arguments: refusals) func `T23 a dial that goes nowhere makes no call`(dial: String, code: String)
        async throws
    {
        try await LiveDesk.run(try await TestDesk()) { live in
            let ana = try await live.agent(live.desk.ana, tab: "ana")
            ana.say(dial)
            let refused = try await ana.next("refused")
            #expect(refused["ref"]?.string == "r" && refused["code"]?.string == code)
            #expect(refused["words"]?.string?.hasSuffix(".") == true)
            #expect(try await live.desk.store.runningCalls().isEmpty)
        }
    }

    @Test func `with nobody there a customer is told so, and no call is made`() async throws {
        try await LiveDesk.run(try await TestDesk()) { live in
            _ = try await live.agent(live.desk.ana, tab: "ana", isAvailable: false)
            let robert = try await live.visitor()
            robert.say(#"{"type":"dial","ref":"r"}"#)
            let refused = try await robert.next("refused")
            #expect(refused["code"]?.string == "unavailable")
            #expect(refused["words"]?.string == "Nobody is available now. Leave a ticket and we call you back.")
        }
    }

    @Test func `a customer's dial reaches the desk, whatever ticket it names`() async throws {
        let desk = try await TestDesk()
        _ = try await desk.customer(Cast.erin)
        try await LiveDesk.run(desk) { live in
            let ana = try await live.agent(desk.ana, tab: "ana")
            let robert = try await live.visitor()
            robert.say(#"{"type":"dial","ref":"r","ticket":1}"#)
            _ = try await robert.told()
            let ring = try call(try await ana.told()).orThrow("not rung")
            #expect(ring["with"]?.string == "A visitor" && ring["ticket"] == .null)
        }
    }

    // MARK: Signalling

    /// A live call between a visitor and Ana, and a second one between another visitor and Ben.
    private func twoCalls(
        _ body: (
            LiveDesk, _ robert: LivePage, _ ana: LivePage, _ call: JSONValue, _ mallory: LivePage, _ own: JSONValue
        ) async throws -> Void
    ) async throws {
        try await LiveDesk.run(try await TestDesk()) { live in
            let ana = try await live.agent(live.desk.ana, tab: "ana")
            let robert = try await live.visitor(tab: "robert")
            let call = try await talk(robert, ana)
            let ben = try await live.agent(live.desk.ben, tab: "ben")
            let mallory = try await live.visitor(tab: "mallory")
            let own = try await talk(mallory, ben)
            _ = try await ana.told()
            try await body(live, robert, ana, call, mallory, own)
        }
    }

    private func talk(_ caller: LivePage, _ agent: LivePage) async throws -> JSONValue {
        caller.say(#"{"type":"dial","ref":"r"}"#)
        _ = try await caller.told()
        let ring = try call(try await agent.told()).orThrow("not rung")
        try say(agent, "answer", ring)
        _ = try await agent.told()
        return try call(try await caller.told()).orThrow("not told")
    }

    private func signal(_ call: JSONValue, to: String, _ data: String = #"{"candidate":null}"#) -> String {
        #"{"type":"signal","call":"\#(call["id"]?.string ?? "")","to":"\#(to)","data":\#(data)}"#
    }

    private func peer(_ call: JSONValue) throws -> String {
        try call["peers"]?.list?.first?["leg"]?.string.orThrow("no peer") ?? ""
    }

    @Test func `T45 signalling goes from one leg's tab to the other's, as it was written`() async throws {
        try await twoCalls { live, robert, ana, call, mallory, _ in
            let other = try await live.agent(live.desk.ana, tab: "ana-2", isAvailable: false)
            _ = try await other.told()
            robert.say(
                signal(
                    call, to: try peer(call),
                    #"{"description":{"type":"offer","sdp":"v=0\r\n"},"n":1.5,"x":[true,null]}"#))
            _ = try await robert.told()
            let told = try await ana.told().filter { $0.type == "signal" }
            #expect(told.count == 1)
            #expect(told.first?["call"] == call["id"] && told.first?["from"] == call["legId"])
            #expect(
                told.first?["data"]
                    == .object([
                        "description": .object(["type": .string("offer"), "sdp": .string("v=0\r\n")]),
                        "n": .number("1.5"),
                        "x": .array([.bool(true), .null]),
                    ]))
            #expect(try await other.told().allSatisfy { $0.type != "signal" }, "a tab without the sound hears nothing")
            #expect(try await mallory.told().allSatisfy { $0.type != "signal" })
        }
    }

    @Test func `T45 signalling into a call of others is refused, whatever leg it names`() async throws {
        try await twoCalls { live, robert, ana, call, mallory, own in
            let legs = [try peer(call), call["legId"]?.string ?? "", try peer(own), "1", "999", "9223372036854775807"]
            for leg in legs {
                mallory.say(signal(call, to: leg))
                mallory.say(signal(own, to: leg == (try? peer(own)) ? "999" : leg))
            }
            for key in ["x", "", "k", String(repeating: "a", count: 64)] {
                mallory.say(signal(.object(["id": .string(key)]), to: legs[0]))
            }
            let answers = try await mallory.told()
            #expect(answers.allSatisfy { $0.type == "error" || $0.type == "signal" && $0["call"] == own["id"] })
            #expect(try await ana.told().allSatisfy { $0.type != "signal" })
            #expect(try await robert.told().allSatisfy { $0.type != "signal" })
        }
    }

    @Test func `T45 nobody can act on a call of others, and learns nothing of it`() async throws {
        try await twoCalls { live, robert, ana, call, mallory, _ in
            let before = try await live.desk.store.runningCalls()
            for type in ["ringing", "answer", "reject", "hangUp", "rejoin", "sound", "failed"] {
                try say(mallory, type, call)
            }
            mallory.say(#"{"type":"mute","call":"\#(call["id"]?.string ?? "")","muted":true}"#)
            for page in [mallory, ana, robert] {
                #expect(try await page.told().filter { $0.type != "fragment" }.isEmpty)
            }
            #expect(try await live.desk.store.runningCalls() == before)
        }
    }

    @Test func `T45 before the answer and after the end no signalling passes`() async throws {
        try await LiveDesk.run(try await TestDesk()) { live in
            let ana = try await live.agent(live.desk.ana, tab: "ana")
            let robert = try await live.visitor(tab: "robert")
            robert.say(#"{"type":"dial","ref":"r"}"#)
            let placed = try call(try await robert.told()).orThrow("no call")
            let ring = try call(try await ana.told()).orThrow("not rung")
            robert.say(signal(placed, to: ring["legId"]?.string ?? ""))
            ana.say(signal(placed, to: placed["legId"]?.string ?? ""))
            #expect(try await robert.told().filter { $0.type != "fragment" }.isEmpty)
            #expect(try await ana.told().isEmpty)
            try say(robert, "hangUp", placed)
            _ = try await robert.told()
            _ = try await ana.told()
            robert.say(signal(placed, to: ring["legId"]?.string ?? ""))
            #expect(try await robert.told().filter { $0.type != "fragment" }.isEmpty)
            #expect(try await ana.told().isEmpty)
        }
    }

    @Test func `an act that comes too late is answered with how the call stands`() async throws {
        try await LiveDesk.run(try await TestDesk()) { live in
            let ana = try await live.agent(live.desk.ana, tab: "ana")
            let robert = try await live.visitor()
            robert.say(#"{"type":"dial","ref":"r"}"#)
            let placed = try call(try await robert.told()).orThrow("no call")
            try say(robert, "hangUp", placed)
            _ = try await robert.told()
            _ = try await ana.told()
            for type in ["answer", "reject", "hangUp", "ringing", "rejoin"] {
                try say(ana, type, placed)
                let state = try call(try await ana.told()).orThrow("\(type) is not answered")
                #expect(state["state"]?.string == "ended" && state["reason"]?.string == "cancelled")
            }
        }
    }

    @Test func `T46 nonsense is answered in constant words and the conversation goes on`() async throws {
        try await twoCalls { live, robert, ana, call, _, _ in
            for text in [
                "", "{", #"{"type":"exec"}"#, #"{"type":"signal","call":"k","to":"1","data":[]}"#, "\u{0}", "[[[[",
            ] {
                robert.say(text)
                let told = try await robert.told().filter { $0.type != "fragment" }
                #expect(
                    told == [
                        .object([
                            "type": .string("error"), "code": .string("unreadable"),
                            "words": .string("This message was not understood."),
                        ])
                    ])
            }
            robert.say(#"{"type":"hello","as":"agent","tab":"x"}"#)
            #expect(try await robert.told().filter { $0.type != "fragment" }.isEmpty, "nobody becomes somebody else")
            robert.say(signal(call, to: try peer(call)))
            _ = try await robert.told()
            #expect(try await ana.told().count { $0.type == "signal" } == 1)
        }
    }
}
