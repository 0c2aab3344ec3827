import AsyncHTTPClient
import Desk
import Foundation
import NIOCore
import NIOHTTP1
import Testing

@testable import TwilioDouble

private let caller = "+14158675309"
private let answers = "+14155550001"

@Suite struct `The running double` {
    private static let pages = [
        "/conference/connect/client": """
        <Response><Dial><Conference startConferenceOnEnter="false" endConferenceOnExit="true" \
        statusCallback="/conference/status?b=2&amp;a=1" statusCallbackEvent="join leave">room</Conference></Dial></Response>
        """,
        "/flaky": "<Response><Pause length=\"60\"/></Response>",
    ]

    private func running(
        _ desk: TestDesk = TestDesk(pages: pages), signature: WebhookSigner.Algorithm = .sha1,
        _ body: @escaping @Sendable (StandIn, Int, TestDesk) async throws -> Void
    ) async throws {
        try await desk.whileRunning { address in
            var settings = StandIn.Settings(desk: address)
            settings.pace = .brisk
            settings.signature = signature
            let standIn = StandIn(settings)
            try await standIn.whileRunning { port in try await body(standIn, port, desk) }
        }
    }

    private static func ask(
        _ port: Int, _ method: String, _ path: String, _ body: String = "", timeout: TimeAmount = .seconds(5)
    ) async throws -> (status: Int, json: JSONValue, headers: [(String, String)]) {
        var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)\(path)")
        request.method = .RAW(value: method)
        request.headers.add(name: "Authorization", value: Bench.authorization)
        request.body = .bytes(ByteBuffer(string: body))
        let answer = try await HTTPClient.shared.execute(request, timeout: timeout)
        let bytes = try await answer.body.collect(upTo: 1_048_576)
        return (
            Int(answer.status.code), JSONValue(Array(bytes.readableBytesView)) ?? .null,
            answer.headers.map { ($0.name, $0.value) }
        )
    }

    private static let account = "/2010-04-01/Accounts/\(DoubleAccount.sid)"

    @Test func `signs its webhooks and tells of them in order`() async throws {
        try await running { standIn, port, desk in
            let dialed = try await Self.ask(port, "POST", "/double/phones/%2B14158675309/dial", "{}")
            #expect(dialed.status == 201)
            let joined = try await desk.posts(to: "/conference/status", count: 1)
            #expect(joined.first?.value("CallSid") == dialed.json.text("sid"))
            let form = "To=%2B14155550001&From=%2B14155550100&Label=agent"
            let added = try await Self.ask(port, "POST", Self.account + "/Conferences/room/Participants.json", form)
            #expect(added.status == 201)
            _ = try await desk.posts(to: "/conference/status", count: 2)
            #expect(await standIn.exchange.perform { $0.hangUp(caller) })
            let told = try await desk.posts(to: "/conference/status", count: 4)
            #expect(told.map { $0.value("SequenceNumber") } == ["1", "2", "3", "4"])
            #expect(desk.all.filter { !$0.isSigned }.map(\.path) == [])
            #expect(Set(desk.all.map(\.token)).count == desk.all.count)
            #expect(standIn.journal.requests.map(\.status) == [201])
        }
    }

    @Test func `doubles, drops, delays and reorders webhooks on demand`() async throws {
        try await running { standIn, _, desk in
            var doubled = Mischief.Post()
            doubled.match = "participant-join"
            doubled.isDoubled = true
            standIn.mischief.add(doubled)
            _ = await standIn.exchange.perform { $0.dial(from: caller) }
            let twice = try await desk.posts(to: "/conference/status", count: 2)
            #expect(twice.map { $0.value("StatusCallbackEvent") } == ["participant-join", "participant-join"])
            #expect(Set(twice.map(\.token)).count == 1)
            standIn.mischief.clear()

            var dropped = Mischief.Post()
            dropped.match = "participant-leave"
            dropped.isDropped = true
            standIn.mischief.add(dropped)
            _ = await standIn.exchange.perform { $0.hangUp(caller) }
            try await Self.until { standIn.journal.deliveries.last?.remark == "dropped on purpose" }
            #expect(desk.all.filter { $0.path == "/conference/status" }.count == 2)
            standIn.mischief.clear()

            var late = Mischief.Post()
            late.match = "participant-join"
            late.isLate = true
            standIn.mischief.add(late)
            _ = await standIn.exchange.perform { $0.dial(from: caller) }
            try await Self.until {
                await standIn.exchange.look { $0.conferences.values.contains { !$0.participants.isEmpty } }
            }
            _ = await standIn.exchange.perform { $0.hangUp(caller) }
            let told = try await desk.posts(to: "/conference/status", count: 4)
            #expect(
                told.suffix(2).map { $0.value("StatusCallbackEvent") } == ["participant-leave", "participant-join"])
        }
    }

    /// Looks again and again, for ten seconds at most.
    private static func until(_ isSo: () async -> Bool) async throws {
        for _ in 0..<500 {
            if await isSo() { return }
            try await Task.sleep(for: .milliseconds(20))
        }
        Issue.record("it did not come to that")
    }

    @Test func `tries again as the address says, with the same token`() async throws {
        let desk = TestDesk(pages: Self.pages, failing: 2)
        try await running(desk) { standIn, port, desk in
            let address = "http://127.0.0.1:\(port)"
            let own = await standIn.exchange.look { $0.number.voice.url }
            let base = own.dropLast("/conference/connect/client".count)
            let url = String(base) + "/flaky#rc=3&rp=5xx"
            let form = Courier.encoded([("To", answers), ("From", DoubleAccount.phoneNumber), ("Url", url)])
            #expect(try await Self.ask(port, "POST", Self.account + "/Calls.json", form).status == 201, "\(address)")
            let tried = try await desk.posts(to: "/flaky", count: 3)
            #expect(tried.count == 3)
            #expect(Set(tried.map(\.token)).count == 1)
        }
    }

    @Test func `refuses, stumbles and breaks off as told`() async throws {
        try await running { standIn, port, _ in
            func answer(_ rule: String) async throws -> (status: Int, json: JSONValue, headers: [(String, String)]) {
                _ = try await Self.ask(port, "POST", "/double/mischief", "{\"rest\":\(rule)}")
                return try await Self.ask(port, "GET", Self.account + "/Calls.json")
            }
            let busy = try await answer(#"{"status":429,"retryAfter":2,"times":1}"#)
            #expect(busy.status == 429 && busy.json["code"] == .integer(20429))
            #expect(busy.headers.contains { $0.0.lowercased() == "retry-after" && $0.1 == "2" })
            #expect(try await answer(#"{"status":401,"times":1}"#).json["code"] == .integer(20003))
            #expect(try await answer(#"{"code":21215,"times":1}"#).json["code"] == .integer(21215))
            let page = try await answer(#"{"html":true,"times":1}"#)
            #expect(page.status == 502 && page.json == .null)
            await #expect(throws: (any Error).self) { _ = try await answer(#"{"reset":true,"times":1}"#) }
            #expect(try await Self.ask(port, "GET", Self.account + "/Calls.json").status == 200)

            var happens = Mischief.Rest()
            happens.isReset = true
            happens.happens = true
            standIn.mischief.add(happens)
            let form = "To=%2B14155550001&From=%2B14155550100&Twiml=%3CResponse%2F%3E"
            await #expect(throws: (any Error).self) {
                _ = try await Self.ask(port, "POST", Self.account + "/Calls.json", form)
            }
            standIn.mischief.clear()
            let calls = try await Self.ask(port, "GET", Self.account + "/Calls.json")
            #expect(calls.json["calls"]?.array?.count == 1)
        }
    }

    @Test func `gives its SDK to pages of other origins`() async throws {
        try await running { _, port, _ in
            let answer = try await Self.ask(port, "GET", "/sdk/twilio.min.js")
            let headers = Dictionary(answer.headers.map { ($0.0.lowercased(), $0.1) }) { first, _ in first }
            #expect(answer.status == 200)
            #expect(headers["cross-origin-resource-policy"] == "cross-origin")
            #expect(headers["access-control-allow-origin"] == "*")
            #expect(headers["content-type"]?.hasPrefix("text/javascript") == true)
            #expect(try await Self.ask(port, "GET", "/").status == 200)
        }
    }

    @Test func `forgets everything on demand`() async throws {
        try await running { standIn, port, desk in
            _ = await standIn.exchange.perform { $0.dial(from: caller) }
            _ = try await desk.posts(to: "/conference/status", count: 1)
            #expect(try await Self.ask(port, "POST", "/double/reset").status == 204)
            let state = try await Self.ask(port, "GET", "/double/state").json
            #expect(state["calls"] == .array([]))
            #expect(standIn.journal.deliveries.isEmpty)
        }
    }
}
