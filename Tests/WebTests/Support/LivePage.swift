import Desk
import Foundation
import NIOCore
import Synchronization

@testable import Web
@testable import WebSocketUpgrade

/// A page's live socket without a network: what it says goes to the desk's code, what it is told is read here.
final class LivePage: Sendable {
    /// The desk closed the socket.
    struct Closed: Error, Equatable {
        let code: UInt16
        let reason: String
    }

    private let inbox: Inbox
    private let outbox: Outbox
    private let wakes: AsyncStream<Void>
    private let settle: @Sendable () async -> Void
    private let end = AsyncStream.makeStream(of: Void.self)
    let connection: WebSocketConnection

    init(_ connection: WebSocketConnection, settle: @escaping @Sendable () async -> Void) {
        self.connection = connection
        self.settle = settle
        inbox = connection.inbox
        outbox = connection.outbox
        let (wakes, wake) = AsyncStream.makeStream(of: Void.self)
        self.wakes = wakes
        outbox.onWake { [inbox, outbox] in
            // As the pipeline does: a closing socket hears nothing more.
            if outbox.beginDraining() != nil { inbox.finish() }
            wake.yield()
        }
    }

    func say(_ json: String) { inbox.deliver(.text(json)) }

    /// The page goes away.
    func leave() {
        inbox.finish()
        outbox.shut()
    }

    /// Runs the desk's side of the socket to its end.
    func converse(_ conversation: @Sendable (WebSocketConnection) async -> Void) async {
        await conversation(connection)
        end.continuation.finish()
    }

    /// Returns once the desk has put the socket away.
    func ended() async { for await _ in end.stream {} }

    // MARK: What it is told

    /// The next message; throws when the desk closes the socket instead.
    func next() async throws -> JSONValue {
        while true {
            if let message = try read() { return message }
            try Task.checkCancellation()
            for await _ in wakes { break }
        }
    }

    /// The next message of this type; others in between are passed over.
    func next(_ type: String) async throws -> JSONValue {
        while true {
            let message = try await next()
            if message["type"]?.string == type { return message }
        }
    }

    /// Everything the page was told until all it said, and all that had happened before, was worked off.
    func told() async throws -> [JSONValue] {
        say(#"{"type":"ping"}"#)
        var messages: [JSONValue] = []
        while true {
            let message = try await next()
            if message["type"]?.string == "pong" { break }
            messages.append(message)
        }
        await settle()
        while let message = try read() { messages.append(message) }
        return messages
    }

    /// How the desk closed the socket, after whatever it still said.
    func closing() async -> Closed? {
        do {
            while true { _ = try await next() }
        } catch {
            return error as? Closed
        }
    }

    private func read() throws -> JSONValue? {
        let close = outbox.beginDraining()
        if let frame = outbox.next() { return try Self.message(frame) }
        if let close { throw Closed(code: close.code?.rawValue ?? 0, reason: close.reason) }
        return nil
    }

    /// Server frames are whole and not masked (RFC 6455 §5.2).
    private static func message(_ frame: ByteBuffer) throws -> JSONValue {
        var frame = frame
        guard frame.readInteger(as: UInt8.self) == 0x81 else { throw Missing(what: "no text") }
        switch frame.readInteger(as: UInt8.self) {
        case 126: frame.moveReaderIndex(forwardBy: 2)
        case 127: frame.moveReaderIndex(forwardBy: 8)
        default: break
        }
        guard let message = JSONValue(Array(frame.readableBytesView)) else { throw Missing(what: "no JSON") }
        return message
    }
}

extension JSONValue {
    var number: Double? { integer.map(Double.init) }
    var flag: Bool? { bool }
    var list: [JSONValue]? { array }
    var keys: Set<String> { Set(object?.keys ?? [:].keys) }

    /// What kind of message it is.
    var type: String { self["type"]?.string ?? "" }
}
