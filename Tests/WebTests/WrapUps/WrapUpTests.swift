import Desk
import Foundation
import Store
import TestSupport
import Testing

@testable import Web

@Suite struct WrapUpTests {
    private let form: KeyValuePairs = [
        "outcome": "Resolved", "note": "Sent\r\na new <head>.", "follow_up": "call-back",
    ]

    private func path(_ call: Call) -> String { "/dashboard/calls/\(call.key)/wrap-up" }

    @Test func `an agent saves their wrap-up, and everybody hears of it once`() async throws {
        let desk = try await TestDesk()
        let (customer, detail) = try await desk.customer()
        let call = try await desk.talk(.ticket(detail.ticket.id))
        try await desk.end(call)
        let ana = try await desk.browser(of: desk.ana)
        _ = await desk.events()
        #expect(try await ana.post(path(call), form).status == 204)
        #expect(await desk.events() == [.ticketChanged(detail.ticket.id), .presence(desk.ana), .availability])
        try await ana.get("/dashboard/tickets/1").expect(
            200, contains: ["Wrap-up by Ana Diaz: Resolved", "a new &lt;head&gt;.", "Call back"])
        try await customer.get("/t/\(detail.ticket.key)").expect(
            200, mustNotContain: ["Wrap-up", "new &lt;head", "Call back"])
        #expect(try await ana.post(path(call), ["outcome": "No answer"]).status == 204)
        #expect(await desk.events() == [])
        try await ana.get("/dashboard/tickets/1").expect(200, mustNotContain: ["No answer"])
    }

    @Test func `solved as follow-up solves the ticket`() async throws {
        let desk = try await TestDesk()
        let (_, detail) = try await desk.customer()
        let call = try await desk.talk(.ticket(detail.ticket.id))
        try await desk.end(call)
        let ana = try await desk.browser(of: desk.ana)
        #expect(try await ana.post(path(call), ["outcome": "Resolved", "follow_up": "solved"]).status == 204)
        #expect(try await desk.store.ticket(detail.ticket.id)?.ticket.status == .solved)
        try await ana.get("/dashboard").expect(200, contains: ["Solved <b>1</b>"])
    }

    static let wrong: [(fields: [String: String], field: String, words: String)] = [
        ([:], "outcome", "Choose how the call went."),
        (["outcome": "resolved"], "outcome", "Choose how the call went."),
        (["outcome": "Resolved\u{301}"], "outcome", "Choose how the call went."),
        (["outcome": "Resolved", "note": "a\u{8}b"], "note", "cannot be shown"),
        (["outcome": "Resolved", "note": String(repeating: "球", count: 10_001)], "note", "too long"),
        (["outcome": "Resolved", "follow_up": "later"], "follow_up", "Choose what is to happen next"),
    ]

    @Test(arguments: wrong) func `what cannot be taken is named with its field, and what was typed stays`(
        fields: [String: String], field: String, words: String
    ) async throws {
        let desk = try await TestDesk()
        let call = try await desk.talk()
        _ = try await desk.store.noteWrapUp("Typed before", of: call.key, by: desk.ana)
        try await desk.end(call)
        let ana = try await desk.browser(of: desk.ana)
        let answer = try await ana.post(path(call), body: FormFields.encoded(fields))
        #expect(answer.status == 422)
        let json = try JSONValue(answer.bytes).orThrow("no JSON")
        #expect(json["field"] == .string(field) && json["error"]?.string?.contains(words) == true)
        #expect(try await desk.store.openWrapUp(of: desk.ana)?.wrapUp.note == "Typed before")
    }

    @Test func `a call that is not theirs is the same 404 to agents, and strangers are sent away`() async throws {
        let desk = try await TestDesk()
        let call = try await desk.talk()
        try await desk.end(call)
        for path in [path(call), "/dashboard/calls/x/wrap-up", "/dashboard/calls/%00/wrap-up"] {
            try await desk.browser(of: desk.ben).post(path, form).expect(404, contains: ["This page does not exist"])
            try await desk.stranger().post(path, form).expect(401)
        }
        #expect(try await desk.browser(of: desk.ana).post(path(call), form).status == 204)
    }

    // MARK: What pages are told

    @Test func `the message has all there is, and null where there is nothing`() async throws {
        let desk = try await TestDesk { $0.outcomes = ["Resolved", "Wrong number"] }
        let wrapUps = desk.parts.wrapUps
        #expect(try await wrapUps.wrapUpMessage(for: desk.ana) == nil)
        let (_, detail) = try await desk.customer()
        let call = try await desk.talk(.ticket(detail.ticket.id))
        #expect(try await wrapUps.note("Broke", of: call.key, by: desk.ana) == 5)
        #expect(try await wrapUps.note("Broke", of: call.key, by: desk.ben) == nil)
        let message = try await wrapUps.wrapUpMessage(for: desk.ana).orThrow("no message")
        let json = try JSONValue(Array(try JSONEncoder().encode(message))).orThrow("no JSON")
        let now = Int(desk.clock.now.milliseconds)
        #expect(
            json
                == .object([
                    "call": .string(call.key), "with": .string("Robert Kane"), "until": .null, "now": .integer(now),
                    "outcomes": .array([.string("Resolved"), .string("Wrong number")]), "outcome": .string(""),
                    "note": .string("Broke"), "followUp": .string("none"), "ticket": .bool(true),
                ]))
    }

    @Test func `nobody is told while nothing is due`() async throws {
        let desk = try await TestDesk()
        try await desk.parts.wrapUps.endDue()
        #expect(await desk.events() == [])
    }
}
