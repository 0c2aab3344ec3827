import HTTPTypes
import HummingbirdCore
import NIOCore
import Testing

@testable import WebSocketUpgrade

@Suite(.timeLimit(.minutes(1))) struct LiveHTTPTests {
    @Test func `ordinary requests share a connection`() async throws {
        try await TestServer.run { server in
            try await RawClient.connect(server) { client in
                for _ in 0..<3 {
                    let answer = try await client.get("/hello")
                    #expect(answer.status == "200 OK" && answer.body == "hello")
                }
            }
        }
    }

    @Test(arguments: ["", "Host: localhost\r\nHost: other\r\n"])
    func `without one clear host a request is refused and the connection ends`(hosts: String) async throws {
        try await TestServer.run { server in
            try await RawClient.connect(server) { client in
                try await client.write("GET /hello HTTP/1.1\r\n\(hosts)\r\nGET /hello HTTP/1.1\r\nHost: x\r\n\r\n")
                let answer = try await client.answer()
                #expect(answer.status == "400 Bad Request" && answer.fields["connection"] == "close")
                #expect(try await client.frame() == nil)
            }
        }
    }

    @Test func `HTTP/1.0 needs no host`() async throws {
        try await TestServer.run { server in
            try await RawClient.connect(server) { client in
                try await client.write("GET /hello HTTP/1.0\r\n\r\n")
                #expect(try await client.answer().status == "200 OK")
            }
        }
    }

    @Test func `a refused upgrade is answered by the router and the connection lives`() async throws {
        try await TestServer.run { server in
            try await RawClient.connect(server) { client in
                for _ in 0..<2 {
                    try await client.request("/refused")
                    #expect(try await client.answer().status == "403 Forbidden")
                    #expect(try await client.get("/hello").body == "hello")
                }
            }
        }
    }

    @Test func `a request right behind a refused upgrade is answered`() async throws {
        try await TestServer.run { server in
            try await RawClient.connect(server) { client in
                let next = ByteBuffer(string: "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n")
                try await client.request("/refused", then: next)
                #expect(try await client.answer().status == "403 Forbidden")
                #expect(try await client.answer().body == "hello")
            }
        }
    }

    @Test(arguments: [["Sec-WebSocket-Version": "8"], ["Sec-WebSocket-Key": "x"], ["Upgrade": "h2c"]])
    func `a wrong request never reaches the decision`(change: [String: String]) async throws {
        let server = HTTPServerBuilder.http1WebSocketUpgrade { _, _, _ in
            Issue.record("asked for a request that is not valid")
            return .pass
        }
        try await TestServer.run(server) { server in
            try await RawClient.connect(server) { client in
                try await client.request(changing: change.mapValues { $0 })
                #expect(try await client.answer().status == "403 Forbidden")
                #expect(try await client.get("/hello").body == "hello")
            }
        }
    }

    @Test func `a decision that throws passes`() async throws {
        struct Refused: Error {}
        try await TestServer.run(.http1WebSocketUpgrade { _, _, _ in throw Refused() }) { server in
            try await RawClient.connect(server) { client in
                try await client.request()
                #expect(try await client.answer().status == "403 Forbidden")
            }
        }
    }

    @Test func `where the decoder's state is uncertain the connection ends after the answer`() async throws {
        try await TestServer.run { server in
            try await RawClient.connect(server) { client in
                try await client.request("/hello", changing: ["Connection": "keep alive upgrade"])
                let answer = try await client.answer()
                #expect(answer.body == "hello" && answer.fields["connection"] == "close")
                #expect(try await client.frame() == nil)
            }
        }
    }

    @Test func `an upgrade with a body is answered as HTTP`() async throws {
        try await TestServer.run { server in
            try await RawClient.connect(server) { client in
                try await client.request(changing: ["Content-Length": "5"], then: ByteBuffer(string: "abcde"))
                let answer = try await client.answer()
                #expect(answer.status == "403 Forbidden" && answer.fields["connection"] == "close")
                #expect(try await client.frame() == nil)
            }
        }
    }

    @Test func `a CONNECT is refused and its connection ends`() async throws {
        try await TestServer.run { server in
            try await RawClient.connect(server) { client in
                try await client.write("CONNECT localhost:22 HTTP/1.1\r\nHost: localhost\r\n\r\n")
                let answer = try await client.answer()
                #expect(answer.status == "404 Not Found" && answer.fields["connection"] == "close")
                #expect(try await client.frame() == nil)
            }
        }
    }
}
