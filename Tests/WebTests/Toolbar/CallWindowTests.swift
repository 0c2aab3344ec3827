import Desk
import Store
import TestSupport
import Testing

@testable import Web

@Suite(.timeLimit(.minutes(10))) struct CallWindowTests {
    private func page(_ live: LiveDesk, _ agent: AgentID, tab: String, role: String) async throws -> LivePage {
        let page = try await live.open(try await live.desk.browser(of: agent)).orThrow("no socket")
        page.say(#"{"type":"hello","as":"agent","tab":"\#(tab)","role":"\#(role)"}"#)
        _ = try await page.next("ready")
        return page
    }

    @Test func `a toolbar hears that the window came, and that it went`() async throws {
        let desk = try await TestDesk()
        try await LiveDesk.run(desk) { live in
            let toolbar = try await page(live, desk.ana, tab: "t", role: "toolbar")
            let window = try await page(live, desk.ana, tab: "w", role: "window")
            #expect(try await toolbar.next("window")["open"]?.bool == true)
            window.leave()
            // Who asked while the window came may hear twice that it is there.
            var isOpen = true
            while isOpen { isOpen = try await toolbar.next("window")["open"]?.bool ?? false }
            #expect(!isOpen)
        }
    }

    @Test func `a toolbar that comes later hears that there is one`() async throws {
        let desk = try await TestDesk()
        try await LiveDesk.run(desk) { live in
            _ = try await page(live, desk.ana, tab: "w", role: "window")
            let toolbar = try await page(live, desk.ana, tab: "t", role: "toolbar")
            #expect(try await toolbar.next("window")["open"]?.bool == true)
        }
    }

    @Test func `a command reaches that agent's window, and nobody else`() async throws {
        let desk = try await TestDesk()
        try await LiveDesk.run(desk) { live in
            let window = try await page(live, desk.ana, tab: "w", role: "window")
            let other = try await page(live, desk.ben, tab: "b", role: "window")
            let toolbar = try await page(live, desk.ana, tab: "t", role: "toolbar")
            toolbar.say(#"{"type":"window","command":"answer","call":"k","admin":true}"#)
            let told = try await window.next("window")
            #expect(told["command"]?.string == "answer" && told["call"]?.string == "k" && told["admin"] == nil)
            #expect(try await other.told().allSatisfy { $0["type"]?.string != "window" })
        }
    }

    @Test(
        arguments: [
            #"{"type":"window"}"#, #"{"type":"window","command":"signOut"}"#,
            #"{"type":"window","command":"dial","ticket":"x"}"#,
        ]) func `what is no command is not understood`(text: String)
    {
        #expect(throws: ClientMessage.Unreadable.self) { try ClientMessage(text) }
    }

    @Test func `a command is at most a few words`() throws {
        let long = String(repeating: "1", count: 201)
        #expect(throws: ClientMessage.Unreadable.self) {
            try ClientMessage(#"{"type":"window","command":"digits","digits":"\#(long)"}"#)
        }
    }

    @Test func `a number rings the ticket that has it`() async throws {
        let desk = try await TestDesk()
        let (browser, detail) = try await desk.customer()
        try await LiveDesk.run(desk) { live in
            let customer = try await live.customer(browser, path: "/t/\(detail.ticket.key)")
            let toolbar = try await page(live, desk.ana, tab: "t", role: "toolbar")
            toolbar.say(#"{"type":"dial","ref":"r1","number":"(415) 867-5309"}"#)
            #expect(try await customer.next("call")["call"]?["state"] != nil)
        }
    }

    @Test(arguments: ["+819012345678", "12", "none"]) func `a number of nobody is refused with words`(number: String)
        async throws
    {
        let desk = try await TestDesk()
        try await LiveDesk.run(desk) { live in
            let toolbar = try await page(live, desk.ana, tab: "t", role: "toolbar")
            toolbar.say(#"{"type":"dial","ref":"r1","number":"\#(number)"}"#)
            #expect(try await toolbar.next("refused")["words"]?.string?.isEmpty == false)
        }
    }
}
