import Desk
import Store
import TestSupport
import Testing

@testable import Web

@Suite(.timeLimit(.minutes(3))) struct ThrottleTests {
    @Test func `T13 an account is guessed at ten times from an address, then no more`() async throws {
        let desk = try await TestDesk()
        try await desk.test.givePassword(to: Cast.ana)
        let guesser = desk.stranger(address: "203.0.113.1")
        for _ in 0..<10 { #expect(try await guesser.signIn(Cast.ana, password: "wrong").status == 401) }
        let refused = try await guesser.signIn(Cast.ana, password: "wrong")
        refused.expect(429, contains: ["Too many attempts. Try again in "], mustNotContain: ["wrong\""])
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
            for _ in 0..<2 { #expect(try await guesser.signIn(Cast.ana, password: "wrong").status == 401) }
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

    @Test func `T13 one address cannot try one password on every account`() async throws {
        let desk = try await TestDesk()
        let guesser = desk.stranger(address: "203.0.113.1")
        var tried = 0
        for number in 0..<80 {
            let who = Colleague(username: "agent\(number)", name: "", password: "wrong")
            guard try await guesser.signIn(who).status == 401 else { break }
            tried += 1
        }
        #expect((10...60).contains(tried))
    }

    @Test(arguments: ["ANA", "Ａｎａ", "ana"]) func `T13 another spelling is not another account`(username: String) async throws {
        let desk = try await TestDesk()
        let guesser = desk.stranger(address: "203.0.113.1")
        for _ in 0..<10 { _ = try await guesser.signIn(Cast.ana, password: "wrong") }
        let who = Colleague(username: username, name: "", password: "wrong")
        #expect(try await guesser.signIn(who).status == 429)
    }

    @Test func `T13 lifting the limits for benchmarks does not lift this one`() async throws {
        let desk = try await TestDesk { $0.limitsRates = false }
        let guesser = desk.stranger()
        for _ in 0..<10 { _ = try await guesser.signIn(Cast.ana, password: "wrong") }
        #expect(try await guesser.signIn(Cast.ana, password: "wrong").status == 429)
    }
}
