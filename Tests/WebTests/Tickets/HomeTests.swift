import Desk
import HTTPTypes
import Store
import TestSupport
import Testing

@testable import Web

@Suite struct HomeTests {
    @Test func `the first page has the form, the button to call and the desk's name`() async throws {
        let desk = try await TestDesk { $0.name = "Birch & Sons" }
        let answer = try await desk.stranger().get("/")
        answer.expect(
            200,
            contains: [
                "Birch &amp; Sons", "Submit ticket", "Call support", "name=\"phone_number\"", "name=\"description\"",
                "Connecting…", "Nobody is available now: leave a ticket and we call you back",
            ],
            mustNotContain: ["Your tickets", "Sign out"])
        #expect(answer.header("Content-Type") == "text/html; charset=utf-8")
    }

    @Test func `it says how many agents are free`() async throws {
        let desk = try await TestDesk()
        try await desk.test.seat(desk.ana, tab: "ana")
        try await desk.stranger().get("/").expect(200, contains: ["1 agent is available"])
        try await desk.test.seat(desk.ben, tab: "ben")
        try await desk.stranger().get("/").expect(200, contains: ["2 agents are available"])
    }

    @Test func `a browser gets its visitor's cookie once`() async throws {
        let desk = try await TestDesk()
        let browser = desk.stranger()
        #expect(try await browser.get("/").cookies.count == 1)
        #expect(try await browser.get("/").cookies.isEmpty)
        #expect(browser.cookie("visitor") != nil)
    }

    @Test func `a browser sees the tickets it filed, newest first, and nobody else's`() async throws {
        let desk = try await TestDesk()
        let robert = desk.stranger()
        _ = try await robert.file(Cast.robert)
        _ = try await desk.stranger().file(Cast.erin)
        let home = try await robert.get("/")
        home.expect(
            200, contains: ["Your tickets (1)", "The mallet broke at the joint.", "#1"],
            mustNotContain: ["The ball", "#2"])
        try await desk.stranger().get("/").expect(200, mustNotContain: ["Your tickets", "mallet broke"])
    }

    @Test func `each page has a submission of its own`() async throws {
        let desk = try await TestDesk()
        let first = try await desk.stranger().get("/").value(of: "submission")
        let second = try await desk.stranger().get("/").value(of: "submission")
        #expect(first != nil && first != second)
        #expect(first?.utf8.count == 22)
    }

    @Test func `HEAD says what GET would, without a body`() async throws {
        let desk = try await TestDesk()
        let answer = try await desk.stranger().send(.head, "/")
        #expect(answer.status == 200)
        #expect(answer.bytes.isEmpty)
    }
}
