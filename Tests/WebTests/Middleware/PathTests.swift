import Desk
import Foundation
import Testing

@testable import Web

@Suite struct PathTests {
    @Test(arguments: [
        "/", "/dashboard", "/dashboard/tickets/1", "/dashboard?after=0-12", "/t/abc#x", "/a//b", "/%2F%2Fevil",
        "/~x!$&'()*+,;=:@",
        "/" + String(repeating: "a", count: 511),
    ])
    func `T06 a path of ours is gone back to`(path: String) {
        #expect(Paths.safeReturn(path) == path)
    }

    @Test(arguments: [
        nil, "", "dashboard", "//evil.example", "///evil.example", "/\\evil.example", "\\/evil.example", "/a\\b",
        "https://evil.example", "javascript:alert(1)", "/\r\nX: 1", "/\n", "/\t", "/ ", "/a b", "/\u{0}", "/\u{7F}",
        "/é",
        "/\u{10A}", "/\u{560A}", "/\u{301}", "\u{301}/", " /", "/\u{2028}", "/" + String(repeating: "a", count: 512),
    ])
    func `T06 anything else is not`(path: String?) {
        #expect(Paths.safeReturn(path) == "/dashboard")
    }

    @Test(arguments: ["", "a b", "é", "\r\n", "%", "+", "&=?#/", "\u{1F3FB}", "-._~", "\u{0}", "\"<>'"])
    func `a value in a link comes back as it was`(value: String) {
        let encoded = Query.encode(value)
        #expect(encoded.removingPercentEncoding == value)
        #expect(encoded.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"\"<>&=?#/+ '".utf8.contains($0) })
    }

    @Test func `links are the patterns filled in`() {
        #expect(Paths.deskTicket(TicketID(12)) == Paths.deskTicket.replacing("{id}", with: "12"))
        #expect(Paths.status(of: TicketID(12)) == Paths.ticketStatus.replacing("{id}", with: "12"))
        #expect(Paths.notes(of: TicketID(12)) == Paths.ticketNotes.replacing("{id}", with: "12"))
        #expect(Paths.disabling(AgentID(7)) == Paths.disabling.replacing("{id}", with: "7"))
        #expect(Paths.enabling(AgentID(7)) == Paths.enabling.replacing("{id}", with: "7"))
        #expect(Paths.password(of: AgentID(7)) == Paths.password.replacing("{id}", with: "7"))
        #expect(Paths.ticket(key: "k") == Paths.ticketPage.replacing("{key}", with: "k"))
    }
}
