import Secrets
import Synchronization
import Testing

@testable import Telephony

private let call = "CA" + String(repeating: "2", count: 32)
private let sound = #"{"sid":"CA1","status":"ringing"}"#
private let new = NewTwilioCall(
    to: "+14158675309", from: "+14155550100", url: "https://ex.com/v", statusCallback: nil, timeout: 20, timeLimit: 60)

/// R17: Twilio is down, slow, broken, or something else answers in its place.
@Suite struct `Trouble with Twilio` {
    private func asking(_ bench: TwilioBench) async -> TwilioError? {
        await fault { () async throws(TwilioError) in _ = try await bench.client.call(call) }
    }

    private func placing(_ bench: TwilioBench) async -> TwilioError? {
        await fault { () async throws(TwilioError) in _ = try await bench.client.createCall(new) }
    }

    @Test func `R17 refused connections: nothing was sent, so even a call may be tried again`() async throws {
        let bench = TwilioBench(TwilioStub.nobody)
        #expect(await placing(bench) == .unreachable)
        #expect(bench.exchanges.count == 4)
        #expect(bench.exchanges.allSatisfy { $0.status == nil && $0.problem != nil })
        #expect(bench.pauses == [.milliseconds(500), .seconds(1), .seconds(2)])
    }

    @Test func `R17 a connection that breaks: asked again, but never for a call`() async throws {
        for broken in ["HTTP/1.1 200 x\r\nContent-Length: 900\r\n\r\n{\"sid\":", "HTTP/1.1 2", ""] {
            try await TwilioStub.answering(.raw(broken), .answer(200, sound)) { stub in
                let bench = TwilioBench(stub.origin)
                #expect(await asking(bench) == nil)
                #expect(stub.asked.count == 2)
            }
            try await TwilioStub.answering(.raw(broken), .answer(201, sound)) { stub in
                let bench = TwilioBench(stub.origin)
                #expect(await placing(bench) == .uncertain)
                #expect(stub.asked.count == 1)
            }
        }
    }

    @Test func `R17 no answer in time`() async throws {
        try await TwilioStub.answering(.silence) { stub in
            let bench = TwilioBench(stub.origin, limit: .seconds(2))
            #expect(await placing(bench) == .uncertain)
            #expect(await asking(bench) == .unreachable)
            #expect(stub.asked.count == 2)
            #expect(bench.exchanges.map(\.problem) == ["no answer in time", "no answer in time"])
        }
    }

    @Test func `R17 500: asked again, but never for a call`() async throws {
        try await TwilioStub.answering(.answer(500), .answer(503, "no JSON"), .answer(200, sound)) { stub in
            let bench = TwilioBench(stub.origin)
            #expect(await asking(bench) == nil)
            #expect(bench.exchanges.map(\.status) == [500, 503, 200])
        }
        try await TwilioStub.answering(.answer(500), .answer(201, sound)) { stub in
            let bench = TwilioBench(stub.origin)
            #expect(await placing(bench) == .uncertain)
            #expect(stub.asked.count == 1)
        }
        try await TwilioStub.answering(.answer(502, "<html>")) { stub in
            #expect(await asking(TwilioBench(stub.origin)) == .refused(code: nil, status: 502, message: ""))
            #expect(stub.asked.count == 4)
        }
    }

    @Test func `R17 429: nothing was done, so it is asked again when Twilio says`() async throws {
        let busy = #"{"code":20429,"message":"Too Many Requests","status":429}"#
        try await TwilioStub.answering(
            .answer(429, headers: ["Retry-After: 2"], busy), .answer(429, busy), .answer(201, sound)
        ) { stub in
            let bench = TwilioBench(stub.origin)
            #expect(await placing(bench) == nil)
            #expect(bench.pauses == [.seconds(2), .seconds(1)])
            #expect(bench.exchanges.map(\.code) == [20429, 20429, nil])
        }
        try await TwilioStub.answering(.answer(429, headers: ["Retry-After: 60"], busy)) { stub in
            let bench = TwilioBench(stub.origin)
            #expect(await placing(bench) == .refused(code: 20429, status: 429, message: "Too Many Requests"))
            #expect(stub.asked.count == 1)
        }
        try await TwilioStub.answering(.answer(429, busy)) { stub in
            #expect(await placing(TwilioBench(stub.origin)) != nil)
            #expect(stub.asked.count == 4)
        }
    }

    @Test(arguments: ["<html>Log in to the hotel</html>", "", "[]", "null", #"{"sid":"#, #"{"sid":1}"#])
    func `R17 something else answers`(body: String) async throws {
        try await TwilioStub.answering(.answer(200, body)) { stub in
            #expect(await asking(TwilioBench(stub.origin)) == .unreadable)
            #expect(await placing(TwilioBench(stub.origin)) == .uncertain)
            #expect(stub.asked.count == 2)
        }
    }

    @Test func `R17 the other side does not speak TLS`() async throws {
        try await TwilioStub.answering(.raw("HTTP/1.1 200 x\r\n\r\n")) { stub in
            let bench = TwilioBench("https://127.0.0.1:\(stub.port)", limit: .seconds(2))
            #expect(await placing(bench) == .unreachable)
        }
    }

    @Test func `an answer without end is not read`() async throws {
        let large = #"{"sid":"CA1","x":""# + String(repeating: "x", count: TwilioAnswer.largestBody) + "\"}"
        try await TwilioStub.answering(.answer(200, large)) { stub in
            #expect(await asking(TwilioBench(stub.origin)) == .unreadable)
            #expect(await placing(TwilioBench(stub.origin)) == .uncertain)
        }
    }

    @Test func `T41 no redirect is followed`() async throws {
        try await TwilioStub.answering(.answer(200, sound)) { elsewhere in
            try await TwilioStub.answering(.answer(302, headers: ["Location: \(elsewhere.origin)/"], "")) { stub in
                let bench = TwilioBench(stub.origin)
                #expect(await asking(bench) == .refused(code: nil, status: 302, message: ""))
                let media = await fault { () async throws(TwilioError) in
                    _ = try await bench.client.recordingMedia("RE1")
                }
                #expect(media == .refused(code: nil, status: 302, message: ""))
            }
            #expect(elsewhere.asked.isEmpty)
        }
    }

    @Test(
        arguments: [
            (#"{"code":21211,"message":"Invalid","status":400}"#, 21211, "Invalid"),
            (#"{"code":"20404","detail":"Gone"}"#, 20404, "Gone"),
            (#"{"type":"about:blank","title":"Bad","status":400,"errors":[{"detail":"x"}]}"#, nil, "Bad"),
            ("{}", nil, ""), ("<html>", nil, ""), ("", nil, ""), (#"{"message":5}"#, nil, ""),
        ] as [(String, Int?, String)])
    func `a refusal is read in every form`(body: String, code: Int?, message: String) async throws {
        try await TwilioStub.answering(.answer(400, body)) { stub in
            let bench = TwilioBench(stub.origin)
            let refusal = TwilioError.refused(code: code, status: 400, message: message)
            #expect(await asking(bench) == refusal)
            #expect(await placing(bench) == refusal)
            #expect(bench.client.isReachable)
        }
    }

    @Test func `what is gone needs no removing`() async throws {
        try await TwilioStub.answering(.answer(404, #"{"code":20404,"status":404}"#)) { stub in
            let client = TwilioBench(stub.origin).client
            #expect(
                await fault { () async throws(TwilioError) in try await client.removeParticipant("a", from: "CF1") }
                    == nil)
            #expect(await fault { () async throws(TwilioError) in try await client.endConference("CF1") } == nil)
            #expect(await fault { () async throws(TwilioError) in try await client.deleteRecording("RE1") } == nil)
            #expect(await asking(TwilioBench(stub.origin)) == .refused(code: 20404, status: 404, message: ""))
        }
    }

    @Test func `records have no secrets in them`() async throws {
        try await TwilioStub.answering(
            .answer(200, headers: ["Twilio-Request-Id: RQ1"], #"{"conferences":[{"sid":"CF1"}],"participants":[]}"#)
        ) { stub in
            let bench = TwilioBench(stub.origin)
            _ = try await bench.client.participant(label: "leg-1", in: "aCallsSecretKey0123456")
            try await bench.client.removeParticipant("leg-1", from: "CF" + String(repeating: "1", count: 32))
            #expect(
                bench.exchanges.map(\.path) == [
                    "/Conferences.json", "/Conferences/…/Participants.json",
                    "/Conferences/CF11111111111111111111111111111111/Participants/….json",
                ])
            #expect(bench.exchanges.allSatisfy { $0.requestID == "RQ1" && $0.status == 200 && $0.milliseconds >= 0 })
        }
    }

    @Test func `while Twilio is down nobody waits for it`() async throws {
        let breaker = CircuitBreaker()
        try await TwilioStub.answering(.answer(500)) { stub in
            let bench = TwilioBench(stub.origin, breaker: breaker)
            #expect(await asking(bench) == .refused(code: nil, status: 500, message: ""))
            #expect(bench.client.isReachable)
            #expect(await asking(bench) == .unreachable)
            #expect(!bench.client.isReachable)
            #expect(await placing(bench) == .unreachable)
            #expect(stub.asked.count == 5)
        }
    }

    @Test func `people read what happened and what to do`() {
        let errors: [TwilioError] =
            [.unreachable, .uncertain, .unreadable]
            + [20003, 20404, 20429, 21210, 21211, 21212, 21214, 21215, 21216, 13224, 99999].map {
                .refused(code: $0, status: 400, message: "Some words")
            } + [401, 403, 404, 429, 500, 302].map { .refused(code: nil, status: $0, message: "") }
        for error in errors {
            #expect(error.words.hasSuffix(".") || error.words.contains("Some words") || error.words.contains("302"))
            #expect(!error.words.contains("refused(") && error.words.count > 20)
        }
        #expect(TwilioError.refused(code: 99999, status: 400, message: "Some words").words.contains("error 99999"))
    }
}

@Suite struct `Circuit breakers` {
    private final class Hand: Sendable {
        let time = Mutex(ContinuousClock.now)
        let changes = Mutex<[Bool]>([])
        func advance(_ duration: Duration) { time.withLock { $0 = $0.advanced(by: duration) } }
    }

    private func breaker(_ hand: Hand) -> CircuitBreaker {
        CircuitBreaker(
            now: { hand.time.withLock { $0 } }, onChange: { change in hand.changes.withLock { $0.append(change) } })
    }

    private func fail(_ breaker: CircuitBreaker, times: Int = 5) {
        for _ in 0..<times where breaker.begin() { breaker.end(answered: false) }
    }

    @Test func `five failures in a row open it, and one success between closes the count`() {
        let hand = Hand()
        let breaker = breaker(hand)
        fail(breaker, times: 4)
        breaker.end(answered: true)
        fail(breaker, times: 4)
        #expect(breaker.isClosed && breaker.begin())
        breaker.end(answered: false)
        #expect(!breaker.isClosed && !breaker.begin())
        #expect(hand.changes.withLock { $0 } == [false])
    }

    @Test func `after ten seconds one question goes out, and closes it when answered`() {
        let hand = Hand()
        let breaker = breaker(hand)
        fail(breaker)
        hand.advance(.milliseconds(9_999))
        #expect(!breaker.begin())
        hand.advance(.milliseconds(1))
        #expect(breaker.begin() && !breaker.begin())
        breaker.end(answered: true)
        #expect(breaker.isClosed && breaker.begin())
        #expect(hand.changes.withLock { $0 } == [false, true])
    }

    @Test func `a probe that fails begins the rest anew, one that is given up does not`() {
        let hand = Hand()
        let breaker = breaker(hand)
        fail(breaker)
        hand.advance(.seconds(10))
        #expect(breaker.begin())
        breaker.end(answered: false)
        #expect(!breaker.begin())
        hand.advance(.seconds(10))
        #expect(breaker.begin())
        breaker.abandon()
        #expect(breaker.begin())
        #expect(hand.changes.withLock { $0 } == [false])
    }
}
