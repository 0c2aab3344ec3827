import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOEmbedded
import Synchronization

@testable import Web

/// One request as a test says it, to the last header.
struct Question: Sendable {
    var method: HTTPRequest.Method
    var path: String
    var host = "localhost"
    /// The other end of the connection.
    var address = "127.0.0.1"
    var headers: HTTPFields = [:]
    var body: [UInt8] = []

    init(_ method: HTTPRequest.Method, _ path: String) {
        self.method = method
        self.path = path
    }

    func ask(_ responder: RouterResponder<AppContext>, logger: Logger) async throws -> Answer {
        let head = HTTPRequest(method: method, scheme: "http", authority: host, path: path, headerFields: headers)
        let channel = NIOAsyncTestingChannel()
        channel.remoteAddress = try SocketAddress(ipAddress: address, port: 50_000)
        let response = try await responder.respond(
            to: Request(head: head, body: RequestBody(buffer: ByteBuffer(bytes: body))),
            context: AppContext(source: .init(channel: channel, logger: logger)))
        let collected = CollectedBody()
        try await response.body.write(collected)
        return Answer(response.head, collected.bytes)
    }
}

private final class CollectedBody: ResponseBodyWriter {
    private let buffer = Mutex(ByteBuffer())

    var bytes: [UInt8] { buffer.withLock { Array($0.readableBytesView) } }

    func write(_ written: ByteBuffer) async throws {
        buffer.withLock { _ = $0.writeImmutableBuffer(written) }
    }

    func finish(_ trailers: HTTPFields?) async throws {}
}

/// A form's fields as a browser sends them.
enum FormFields {
    static func encoded(_ fields: KeyValuePairs<String, String>) -> [UInt8] {
        encoded(fields.map { ($0, $1) })
    }

    static func encoded(_ fields: [String: String]) -> [UInt8] {
        encoded(fields.sorted { $0.key < $1.key }.map { ($0, $1) })
    }

    private static func encoded(_ fields: [(String, String)]) -> [UInt8] {
        Array(fields.map { "\(Query.encode($0))=\(Query.encode($1))" }.joined(separator: "&").utf8)
    }
}
