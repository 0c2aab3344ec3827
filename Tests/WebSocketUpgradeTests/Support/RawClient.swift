import NIOCore
import NIOPosix
import NIOSSL

/// A client that says exactly what the test says, byte by byte.
final class RawClient {
    struct Ended: Error {}

    struct Answer {
        let status: String
        let fields: [String: String]
        let body: String
    }

    let channel: any Channel
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private var unread = ByteBuffer()

    private init(
        _ channel: any Channel, _ inbound: NIOAsyncChannelInboundStream<ByteBuffer>,
        _ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) {
        self.channel = channel
        self.inbound = inbound.makeAsyncIterator()
        self.outbound = outbound
    }

    static func connect(
        _ server: TestServer, tls: NIOSSLContext? = nil, body: (RawClient) async throws -> Void
    ) async throws {
        let bootstrap = ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
        let wrapped = try await bootstrap.connect(host: "127.0.0.1", port: server.port) { channel in
            channel.eventLoop.makeCompletedFuture {
                if let tls {
                    let handler = try NIOSSLClientHandler(context: tls, serverHostname: nil)
                    try channel.pipeline.syncOperations.addHandler(handler)
                }
                return try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
            }
        }
        try await wrapped.executeThenClose { inbound, outbound in
            try await body(RawClient(wrapped.channel, inbound, outbound))
        }
    }

    func write(_ bytes: ByteBuffer) async throws {
        try await outbound.write(bytes)
    }

    func write(_ text: String) async throws {
        try await outbound.write(ByteBuffer(string: text))
    }

    /// Asks for an upgrade, with fields the test may change or, with nil, leave out.
    func request(
        _ path: String = "/live", changing changes: [String: String?] = [:], then: ByteBuffer = .init()
    ) async throws {
        let fields: [String: String?] = [
            "Host": "localhost", "Upgrade": "websocket", "Connection": "keep-alive, Upgrade",
            "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version": "13",
        ]
        let lines = fields.merging(changes) { $1 }.compactMap { name, value in value.map { "\(name): \($0)\r\n" } }
        var bytes = ByteBuffer(string: "GET \(path) HTTP/1.1\r\n\(lines.joined())\r\n")
        bytes.writeImmutableBuffer(then)
        try await write(bytes)
    }

    /// Becomes a WebSocket.
    func upgrade() async throws {
        try await request()
        guard try await answer().status == "101 Switching Protocols" else { throw Ended() }
    }

    func get(_ path: String) async throws -> Answer {
        try await write("GET \(path) HTTP/1.1\r\nHost: localhost\r\n\r\n")
        return try await answer()
    }

    func answer() async throws -> Answer {
        var head: String?
        while head == nil {
            head = takeHead()
            if head == nil { try await readMore() }
        }
        let lines = (head ?? "").split(separator: "\r\n")
        let fields = lines.dropFirst().map { $0.split(separator: ": ", maxSplits: 1).map(String.init) }
        let named = Dictionary(uniqueKeysWithValues: fields.map { ($0[0].lowercased(), $0.last ?? "") })
        let body = try await take(named["content-length"].flatMap(Int.init) ?? 0)
        return Answer(status: String(lines[0].dropFirst(9)), fields: named, body: body)
    }

    /// The next frame; nil once the server has closed the connection.
    func frame() async throws -> ServerFrame? {
        while true {
            if let frame = ServerFrame(readingFrom: &unread) { return frame }
            do { try await readMore() } catch is Ended { return nil }
        }
    }

    private func takeHead() -> String? {
        let bytes = unread.readableBytesView
        guard let end = bytes.firstRange(of: "\r\n\r\n".utf8) else { return nil }
        let head = String(decoding: bytes[..<end.lowerBound], as: UTF8.self)
        unread.moveReaderIndex(to: end.upperBound)
        return head
    }

    private func take(_ length: Int) async throws -> String {
        while unread.readableBytes < length { try await readMore() }
        return unread.readString(length: length) ?? ""
    }

    private func readMore() async throws {
        guard let bytes = try await inbound.next() else { throw Ended() }
        unread.writeImmutableBuffer(bytes)
    }
}
