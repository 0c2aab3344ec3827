import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Store
import TestSupport
import Testing

@testable import Web

/// The whole application with its services, on a port of its own.
@Suite(.timeLimit(.minutes(10))) struct ServerTests {
    @Test func `the desk opens its port, serves a customer from the form to the ticket, and closes`() async throws {
        let desk = try await TestDesk()
        try await desk.app.prepare()
        try await desk.app.application(.init(port: 0)).test(.live) { client in
            let health = try await client.execute(uri: "/healthz", method: .get)
            #expect(health.status == .ok && String(buffer: health.body) == "ok\n")
            let fields = ["name": "Robert Kane", "phone_number": Cast.robert.phone, "description": "It broke."]
            let filed = try await client.execute(
                uri: "/tickets", method: .post, headers: [.contentType: Browser.formType],
                body: ByteBuffer(bytes: FormFields.encoded(fields)))
            #expect(filed.status == .seeOther)
            let page = try await client.execute(uri: try filed.headers[.location].orThrow("no page"), method: .get)
            #expect(page.status == .ok && String(buffer: page.body).contains("Robert Kane"))
            #expect(page.headers[.contentLength].flatMap { Int($0) } == page.body.readableBytes)
            let head = try await client.execute(uri: "/", method: .head)
            #expect(head.status == .ok && head.body.readableBytes == 0)
            let missing = try await client.execute(uri: "/nowhere", method: .get)
            #expect(missing.status == .notFound && missing.headers[.server] == nil)
        }
        #expect(try await desk.store.board(.first).counts.open == 1)
    }

    @Test func `what was served without a signed-in agent sets no session`() async throws {
        let desk = try await TestDesk()
        for path in ["/", "/sign-in", "/dashboard", "/nowhere", "/healthz"] {
            let answer = try await desk.stranger().get(path)
            #expect(answer.cookies.allSatisfy { $0.hasPrefix("visitor=") }, "\(path)")
        }
    }

    @Test func `health says nothing but that the desk answers`() async throws {
        let desk = try await TestDesk()
        let answer = try await desk.stranger().get("/healthz")
        answer.expect(200)
        #expect(answer.text == "ok\n")
        #expect(answer.cookies.isEmpty)
        #expect(answer.header("Content-Type") == "text/plain; charset=utf-8")
    }
}
