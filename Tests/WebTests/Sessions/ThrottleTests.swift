import Desk
import Store
import TestSupport
import Testing

@testable import Web

@Suite(.timeLimit(.minutes(10))) struct ThrottleTests {
    /// Guesses Ana's password until that is refused, and checks that it was soon enough: ten times at once, then one
    /// more in half a minute.
    private func guessUntilRefused(_ guesser: Browser, _ location: SourceLocation = #_sourceLocation) async throws
        -> Answer
    {
        let start = ContinuousClock.now
        var tried = 0
        var answer = try await guesser.signIn(Cast.ana, password: "wrong")
        while answer.status == 401 && tried < 40 {
            tried += 1
            answer = try await guesser.signIn(Cast.ana, password: "wrong")
        }
        let refilled = Int((ContinuousClock.now - start) / .seconds(30))
        #expect((10...(10 + refilled)).contains(tried), sourceLocation: location)
        #expect(answer.status == 429, sourceLocation: location)
        return answer
    }

    @Test func `T13 an account is guessed at ten times from an address, then no more`() async throws {
        let desk = try await TestDesk()
        try await desk.test.givePassword(to: Cast.ana)
        let guesser = desk.stranger(address: "203.0.113.1")
        let refused = try await guessUntilRefused(guesser)
        refused.expect(429, contains: ["Too many attempts. Try again in "])
        #expect(refused.header("Retry-After").flatMap { Int($0) } ?? 0 >= 1)
        #expect(refused.value(of: "username") == "ana")
        #expect(try await guesser.signIn(Cast.ana).status == 429, "the right password is not tried any more either")
        try await desk.stranger(address: "203.0.113.2").signIn(Cast.ana).expectRedirect(to: "/dashboard")
    }

    @Test func `T13 nobody is locked out by what others guess`() async throws {
        let desk = try await TestDesk()
        try await desk.test.givePassword(to: Cast.ana)
        for number in 1...20 {
            let guesser = desk.stranger(address: "198.51.100.\(number)")
            #expect(try await guesser.signIn(Cast.ana, password: "wrong").status == 401)
        }
        try await desk.stranger(address: "203.0.113.2").signIn(Cast.ana).expectRedirect(to: "/dashboard")
    }

    @Test func `T13 signing in well makes the attempts before it forgotten`() async throws {
        let desk = try await TestDesk()
        try await desk.test.givePassword(to: Cast.ana)
        let ana = desk.stranger(address: "203.0.113.1")
        for _ in 0..<2 {
            for _ in 0..<9 { #expect(try await ana.signIn(Cast.ana, password: "wrong").status == 401) }
            #expect(try await ana.signIn(Cast.ana).status == 303)
        }
    }

    @Test(arguments: ["ANA", "Ａｎａ"]) func `T13 another spelling is not another account`(username: String) async throws {
        let desk = try await TestDesk()
        let guesser = desk.stranger(address: "203.0.113.1")
        _ = try await guessUntilRefused(guesser)
        let who = Colleague(username: username, name: "", password: "wrong")
        #expect(try await guesser.signIn(who).status == 429)
    }

    @Test func `T13 lifting the limits for benchmarks does not lift this one`() async throws {
        let desk = try await TestDesk { $0.limitsRates = false }
        _ = try await guessUntilRefused(desk.stranger())
    }
}
