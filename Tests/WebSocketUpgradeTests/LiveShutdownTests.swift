import HTTPTypes
import HummingbirdCore
import HummingbirdTLS
import NIOCore
import NIOSSL
import Testing

@testable import WebSocketUpgrade

@Suite(.timeLimit(.minutes(1))) struct LiveShutdownTests {
    private static let patient: WebSocketConfiguration = {
        var configuration = WebSocketConfiguration()
        configuration.closeTimeout = .milliseconds(100)
        return configuration
    }()

    @Test func `a shutdown closes every socket with 1001 and does not wait for silent clients`() async throws {
        try await TestServer.run(Self.patient) { server in
            try await RawClient.connect(server) { client in
                try await client.upgrade()
                await server.beginShutdown()
                #expect(try await client.frame() == .close(1001, "The server is going away"))
                #expect(try await client.frame() == nil)
            }
        }
    }

    @Test func `a socket that opens while the server shuts down is told so`() async throws {
        let (decisions, decide) = AsyncStream.makeStream(of: Void.self)
        let (questions, ask) = AsyncStream.makeStream(of: Void.self)
        let server = HTTPServerBuilder.http1WebSocketUpgrade(configuration: Self.patient) { _, _, _ in
            ask.yield()
            for await _ in decisions { break }
            return .upgrade(TestServer.echo)
        }
        try await TestServer.run(server) { server in
            try await RawClient.connect(server) { client in
                try await client.request()
                for await _ in questions { break }
                await server.beginShutdown()
                decide.yield()
                #expect(try await client.answer().status == "101 Switching Protocols")
                #expect(try await client.frame() == .close(1001, "The server is going away"))
            }
        }
    }

    @Test func `all of it works under TLS`() async throws {
        let (certificate, key) = try TestCertificate.make()
        let tls = TLSConfiguration.makeServerConfiguration(
            certificateChain: [.certificate(certificate)], privateKey: .privateKey(key))
        let plain = HTTPServerBuilder.http1WebSocketUpgrade { request, _, _ in
            request.path == "/live" ? .upgrade(TestServer.echo) : .pass
        }
        var trusting = TLSConfiguration.makeClientConfiguration()
        trusting.certificateVerification = .none
        let context = try NIOSSLContext(configuration: trusting)
        try await TestServer.run(.tls(plain, tlsConfiguration: tls)) { server in
            try await RawClient.connect(server, tls: context) { client in
                #expect(try await client.get("/hello").body == "hello")
                try await client.upgrade()
                try await client.write(ClientFrame.text("secret"))
                #expect(try await client.frame() == .text("secret"))
                try await client.write(ClientFrame.frame(0x1, [0xFF]))
                #expect(try await client.frame() == .close(1007, "Text must be UTF-8"))
                #expect(try await client.frame() == nil)
            }
        }
    }
}
