import Desk
import HTTPTypes
import Store
import TestSupport
import Testing

@testable import Web

/// What a request may cost: each of these is answered, and soon.
@Suite(.timeLimit(.minutes(10))) struct LimitTests {
    @Test func `T51 a form has at most a hundred fields`() async throws {
        let desk = try await TestDesk()
        let many = (0..<100).map { "f\($0)=1" }.joined(separator: "&")
        #expect(try await desk.stranger().post("/tickets", body: Array(many.utf8)).status == 422)
        try await desk.stranger().post("/tickets", body: Array((many + "&x=1").utf8))
            .expect(400, contains: ["could not be read"])
        let flood = String(repeating: "&a=1", count: 40_000)
        #expect(try await desk.stranger().post("/tickets", body: Array(flood.utf8)).status == 400)
        let nothing = [UInt8](repeating: UInt8(ascii: "&"), count: 190_000)
        #expect(try await desk.stranger().post("/tickets", body: nothing).status == 422)
    }

    @Test func `T51 a body of one long name, one long value or one long escape is read or refused`() async throws {
        let desk = try await TestDesk()
        let long = String(repeating: "a", count: 190_000)
        for body in [long + "=1", "name=" + long, "name=" + String(repeating: "%41", count: 60_000), "=" + long] {
            let answer = try await desk.stranger().post("/tickets", body: Array(body.utf8))
            #expect([400, 422].contains(answer.status))
        }
    }

    @Test(arguments: ["a=1; ", ";", "session=x; ", "=; ", "visitor=; ", "a=\"; "])
    func `T51 a hundred thousand cookies are nobody's`(cookie: String) async throws {
        let desk = try await TestDesk()
        let cookies = String(repeating: cookie, count: 100_000)
        #expect(try await desk.stranger().get("/", headers: [.cookie: cookies]).status == 200)
        #expect(try await desk.stranger().get("/dashboard", headers: [.cookie: cookies]).status == 303)
    }

    @Test func `T51 a query may have any number of parts`() async throws {
        let desk = try await TestDesk()
        let ana = try await desk.browser(of: desk.ana)
        let flood = String(repeating: "a=1&", count: 50_000)
        #expect(try await ana.get("/dashboard?\(flood)").status == 200)
        #expect(try await desk.stranger().get("/sign-in?\(flood)next=/dashboard").status == 200)
        #expect(try await desk.stranger().get("/setup?\(flood)code=x").status == 404)
        #expect(try await ana.get("/dashboard?after=\(String(repeating: "9", count: 100_000))").status == 404)
    }

    @Test func `T51 a user name as long as a form may be costs no more than another`() async throws {
        let desk = try await TestDesk()
        let long = String(repeating: "\u{1E9B}\u{323}", count: 30_000)
        let answer = try await desk.stranger().signIn(Colleague(username: long, name: "", password: "x"))
        #expect((400..<500).contains(answer.status))
    }

    @Test(arguments: [
        "18446744073709551616", "-1", "9223372036854775807", "99999999999999999999999", "1e9", "0x10", "",
    ])
    func `a length that lies is no trouble`(length: String) async throws {
        let desk = try await TestDesk()
        let answer = try await desk.stranger().post("/tickets", ["name": ""], headers: [.contentLength: length])
        #expect((400..<500).contains(answer.status))
    }
}
