import Desk
import Synchronization
import WebSocketUpgrade

/// The open sockets, by the names their pages gave themselves.
final class PageHub: Sendable {
    private struct Entry {
        let connection: WebSocketConnection
        let isWatching: Bool
    }

    private let entries = Mutex<[String: Entry]>([:])

    /// - Parameter isWatching: whether it wants to hear of every change.
    func add(_ page: String, _ connection: WebSocketConnection, isWatching: Bool) {
        let old = entries.withLock { entries in
            defer { entries[page] = Entry(connection: connection, isWatching: isWatching) }
            return entries[page]
        }
        old?.connection.close(.normalClosure, reason: "The page has a newer socket.")
    }

    /// False when the page has another socket by now.
    func remove(_ page: String, _ connection: WebSocketConnection) -> Bool {
        entries.withLock { entries in
            guard entries[page]?.connection.id == connection.id else { return false }
            entries[page] = nil
            return true
        }
    }

    func send(_ message: JSONValue, to page: String) {
        entries.withLock { $0[page]?.connection }?.send(message.text)
    }

    func sayChanged() {
        let watching = entries.withLock { $0.values.filter(\.isWatching).map(\.connection) }
        for connection in watching { connection.send(#"{"type":"changed"}"#) }
    }

    /// Breaks every socket; the pages come back by themselves.
    func breakAll() {
        let all = entries.withLock { $0.values.map(\.connection) }
        for connection in all { connection.close(.goingAway, reason: "Broken off on purpose.") }
    }

    func closeAll() {
        let all = entries.withLock { entries in
            defer { entries = [:] }
            return entries.values.map(\.connection)
        }
        for connection in all { connection.close(.normalClosure, reason: "The double was reset.") }
    }
}
