import NIOCore
import NIOPosix
import Synchronization

@testable import Telephony
import Secrets

/// Something at Twilio's place that answers what the test says, one connection after the other.
final class TwilioStub: Sendable {
    enum Reply: Sendable {
        case answer(Int, headers: [String] = [], String = "{}")
        /// These bytes, and the end of the connection.
        case raw(String)
        case silence
    }

    struct Asked: Sendable, Equatable {
        /// Method and target.
        let line: String
        let fields: [String]
        let body: String
    }

    private let replies: Mutex<[Reply]>
    private let seen = Mutex<[Asked]>([])
    let port: Int

    var asked: [Asked] { seen.withLock { $0 } }
    var origin: String { "http://127.0.0.1:\(port)" }

    private init(_ replies: [Reply], port: Int) {
        self.replies = Mutex(replies)
        self.port = port
    }

    /// - Parameter replies: by turns; the last one goes on.
    static func answering(_ replies: Reply..., while body: (TwilioStub) async throws -> Void) async throws {
        let server = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .bind(host: "127.0.0.1", port: 0) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        let stub = TwilioStub(replies, port: server.channel.localAddress?.port ?? 0)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await stub.serve(server) }
            try await body(stub)
            group.cancelAll()
        }
    }

    /// Where nothing listens: another test might be given any port that was free a moment ago.
    static let nobody = "http://127.0.0.1:1"

    private func serve(_ server: NIOAsyncChannel<NIOAsyncChannel<ByteBuffer, ByteBuffer>, Never>) async throws {
        try await withThrowingDiscardingTaskGroup { group in
            try await server.executeThenClose { connections in
                for try await connection in connections {
                    group.addTask { try? await self.answer(connection) }
                }
            }
        }
    }

    private func answer(_ connection: NIOAsyncChannel<ByteBuffer, ByteBuffer>) async throws {
        try await connection.executeThenClose { inbound, outbound in
            var text = ""
            for try await bytes in inbound {
                text += String(buffer: bytes)
                guard let asked = Self.whole(text) else { continue }
                seen.withLock { $0.append(asked) }
                return try await say(outbound)
            }
        }
    }

    private func say(_ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>) async throws {
        switch replies.withLock({ $0.count > 1 ? $0.removeFirst() : $0.first ?? .silence }) {
        case .silence: try await Task.sleep(for: .seconds(60))
        case .raw(let text): try await outbound.write(ByteBuffer(string: text))
        case .answer(let status, let headers, let body):
            let lines =
                ["HTTP/1.1 \(status) x", "Content-Length: \(body.utf8.count)", "Connection: close"] + headers
            try await outbound.write(ByteBuffer(string: lines.joined(separator: "\r\n") + "\r\n\r\n" + body))
        }
    }

    private static func whole(_ text: String) -> Asked? {
        guard let end = text.firstRange(of: "\r\n\r\n") else { return nil }
        let lines = text[..<end.lowerBound].split(separator: "\r\n").map(String.init)
        let body = String(text[end.upperBound...])
        let length = lines.first { $0.lowercased().hasPrefix("content-length:") }
            .flatMap { Int($0.dropFirst(15).trimmingPrefix(" ")) }
        guard body.utf8.count >= length ?? 0 else { return nil }
        let line = (lines.first ?? "").split(separator: " ").prefix(2).joined(separator: " ")
        return Asked(line: line, fields: Array(lines.dropFirst()), body: body)
    }
}

/// A client as tests want it: it never waits, and says what it did.
struct TwilioBench: Sendable {
    let client: TwilioClient
    private let record: Record

    private final class Record: Sendable {
        let exchanges = Mutex<[TwilioExchange]>([])
        let pauses = Mutex<[Duration]>([])
    }

    static let account = "AC" + String(repeating: "a", count: 32)
    static let key = "SK" + String(repeating: "b", count: 32)

    init(
        _ origin: String, limit: Duration = .seconds(10), breaker: CircuitBreaker = CircuitBreaker()
    ) {
        let record = Record()
        var timing = TwilioTiming()
        timing.limit = limit
        timing.pause = { pause in record.pauses.withLock { $0.append(pause) } }
        timing.jitter = { 1 }
        self.record = record
        client = TwilioClient(
            credentials: TwilioCredentials(
                accountSid: Self.account, user: Self.key, password: Secret("secret"), origin: origin),
            breaker: breaker, timing: timing,
            onExchange: { exchange in record.exchanges.withLock { $0.append(exchange) } })
    }

    var exchanges: [TwilioExchange] { record.exchanges.withLock { $0 } }
    var pauses: [Duration] { record.pauses.withLock { $0 } }
}

/// What was thrown; nil where nothing was.
func fault(_ work: () async throws(TwilioError) -> Void) async -> TwilioError? {
    do throws(TwilioError) {
        try await work()
        return nil
    } catch {
        return error
    }
}
