import Desk
import Secrets
import Telephony
import Testing

@testable import TwilioDouble

@Suite struct `Browsers` {
    private static let now = 1_800_000_000

    private static func token(
        _ identity: String = "agent_1", secret: String = DoubleAccount.apiSecret, ttl: Int = 3600, now: Int = now,
        canCall: Bool = true
    ) throws -> String {
        let keys = AccessToken.Keys(
            accountSid: DoubleAccount.sid, apiKeySid: DoubleAccount.apiKey, apiSecret: Secret(secret),
            applicationSid: DoubleAccount.applicationSid)
        let grants = AccessToken.Grants(
            identity: identity, incomingAllow: true,
            outgoingApplicationSid: canCall ? DoubleAccount.applicationSid : nil)
        return try AccessToken.issue(grants, keys: keys, now: now, ttl: ttl)
    }

    private func page(_ bench: inout Bench, _ id: String, _ identity: String = "agent_1") throws {
        let token = try Self.token(identity)
        bench.act { $0.open(page: id) }
        say(&bench, id, ["type": .string("token"), "token": .string(token)])
        say(&bench, id, ["type": .string("register")])
    }

    private func say(_ bench: inout Bench, _ page: String, _ message: [String: JSONValue]) {
        bench.act { $0.hear(.object(message), from: page) }
    }

    private func types(_ bench: Bench, _ page: String) -> [String] {
        bench.told.filter { $0.page == page }.map { $0.message.text("type") }
    }

    @Test func `register with a valid token`() throws {
        var bench = Bench()
        try page(&bench, "a")
        #expect(types(bench, "a") == ["ready", "registered"])
        #expect(bench.told.first?.message["ttl"] == .integer(3600))
        #expect(bench.told.first?.message.text("identity") == "agent_1")
    }

    @Test(arguments: [
        ("the-wrong-secret", 0, 3600, 31202), (DoubleAccount.apiSecret, -7200, 3600, 20104),
        (DoubleAccount.apiSecret, 600, 3600, 20105),
    ])
    func `are told what is wrong with a token`(secret: String, offset: Int, ttl: Int, code: Int) throws {
        var bench = Bench()
        let token = try Self.token(secret: secret, ttl: ttl, now: Self.now + offset)
        bench.act { $0.open(page: "a") }
        say(&bench, "a", ["type": .string("token"), "token": .string(token)])
        #expect(bench.told.last?.message["code"] == .integer(code))
        say(&bench, "a", ["type": .string("register")])
        #expect(bench.told.last?.message["code"] == .integer(20104))
    }

    @Test func `lose their registration when the token runs out`() throws {
        var bench = Bench()
        try page(&bench, "a")
        bench.pass(3601)
        #expect(types(bench, "a").suffix(2) == ["error", "unregistered"])
    }

    @Test func `call the application with their parameters, and cannot name themselves`() throws {
        var bench = Bench(pages: ["/call/connect": "<Response><Pause/><Say>Hi</Say><Pause length=\"60\"/></Response>"])
        try page(&bench, "a")
        say(
            &bench, "a",
            [
                "type": .string("connect"), "ref": .integer(1),
                "params": .object(["call": .string("7"), "From": .string("client:boss"), "To": .string("+14158675309")]
                ),
            ])
        let asked = bench.posts(to: "/call/connect").first ?? [:]
        #expect(asked["From"] == "client:agent_1" && asked["call"] == "7" && asked["To"] == "+14158675309")
        #expect(asked["ApplicationSid"] == DoubleAccount.applicationSid && asked["CallStatus"] == "ringing")
        let sid = bench.told.last?.message.text("call") ?? ""
        #expect(types(bench, "a").last == "connecting")
        bench.pass(2)
        #expect(types(bench, "a").last == "accepted")
        say(&bench, "a", ["type": .string("hangup"), "call": .string(sid)])
        #expect(bench.status(sid) == "completed")
    }

    @Test func `ring together, and the first to accept has the call`() throws {
        var bench = Bench(pages: [
            "/conference/connect/client": """
            <Response><Dial><Client><Identity>support_agent</Identity><Parameter name="ticket" value="42"/></Client></Dial></Response>
            """
        ])
        for id in ["a", "b", "c"] { try page(&bench, id, id == "c" ? "other" : "support_agent") }
        let sid = bench.act { $0.dial(from: "+14158675309") }
        bench.pass(1)
        let incoming = bench.told.last { $0.message.text("type") == "incoming" }?.message ?? .null
        #expect(incoming["custom"] == .object(["ticket": .string("42")]))
        #expect(!types(bench, "c").contains("incoming"))
        say(&bench, "a", ["type": .string("accept"), "call": incoming["call"] ?? .null])
        #expect(types(bench, "a").last == "accepted" && types(bench, "b").last == "cancel")
        #expect(bench.exchange.hears(sid, incoming.text("call")))
        bench.act { $0.close(page: "a") }
        #expect(bench.status(sid) == "in-progress")
        bench.pass(2)
        #expect(bench.exchange.legs[incoming.text("call")]?.status == .completed)
    }

    @Test func `that all refuse are busy`() throws {
        var bench = Bench(pages: [
            "/conference/connect/client":
                "<Response><Dial action=\"/call/dialed\"><Client>bob</Client></Dial></Response>",
            "/call/dialed": "<Response/>",
        ])
        for id in ["a", "b"] { try page(&bench, id, "bob") }
        _ = bench.act { $0.dial(from: "+14158675309") }
        bench.pass(1)
        let call = bench.told.last { $0.message.text("type") == "incoming" }?.message["call"] ?? .null
        for id in ["a", "b"] { say(&bench, id, ["type": .string("reject"), "call": call]) }
        #expect(bench.posts(to: "/call/dialed").first?["DialCallStatus"] == "busy")
    }

    @Test func `in one room are told of each other, and who may be heard`() throws {
        var bench = Bench(pages: [
            "/call/connect": "<Response><Dial><Conference participantLabel=\"x\">room</Conference></Dial></Response>"
        ])
        try page(&bench, "a", "one")
        say(&bench, "a", ["type": .string("connect"), "ref": .integer(1)])
        bench.act { $0.open(page: "t") }
        say(&bench, "t", ["type": .string("telephone"), "number": .string("+14155550001")])
        let added = bench.rest(
            "POST", "Conferences/room/Participants.json", [("To", "+14155550001"), ("From", DoubleAccount.phoneNumber)])
        bench.pass(1)
        let peers = bench.told.last { $0.page == "a" }?.message["peers"]?.array ?? []
        #expect(peers.first?["leg"] == added.json?["call_sid"])
        #expect(peers.first?["sends"] == .bool(true) && peers.first?["hears"] == .bool(true))
        let conference = added.json?.text("conference_sid") ?? ""
        let call = added.json?.text("call_sid") ?? ""
        _ = bench.rest("POST", "Conferences/\(conference)/Participants/\(call).json", [("Hold", "true")])
        let held = bench.told.last { $0.page == "t" }?.message["peers"]?.array?.first ?? .null
        #expect(held["sends"] == .bool(false) && held["hears"] == .bool(false))
        let mine = bench.exchange.legs.values.first { $0.isClient }?.sid ?? ""
        say(
            &bench, "t",
            [
                "type": .string("signal"), "call": .string(call), "to": .string(mine), "link": held["link"] ?? .null,
                "data": .object(["x": .integer(1)]),
            ])
        #expect(bench.told.last?.page == "a" && bench.told.last?.message.text("from") == call)
    }
}
