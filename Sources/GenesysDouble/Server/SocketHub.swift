import Synchronization
import WebSocketUpgrade

/// The open sockets: agents' of the contract, and Genesys Cloud's channels.
final class SocketHub: Sendable {
    private struct Entry {
        let connection: WebSocketConnection
        let isBridge: Bool
        let name: String
    }

    private let entries = Mutex<[ObjectIdentifier: Entry]>([:])

    func serve(_ connection: WebSocketConnection, isBridge: Bool, name: String) async {
        entries.withLock { $0[connection.id] = Entry(connection: connection, isBridge: isBridge, name: name) }
        for await message in connection.messages {
            guard !isBridge, case .text(let text) = message, text.contains("\"ping\"") else { continue }
            connection.send(#"{"topicName":"channel.metadata","eventBody":{"message":"pong"}}"#)
        }
        entries.withLock { $0[connection.id] = nil }
    }

    func send(_ delivery: Operator.Delivery, toEverybody: Bool) {
        let all = entries.withLock { Array($0.values) }
        for entry in all where entry.isBridge == delivery.isBridge && (toEverybody || entry.name == delivery.name) {
            entry.connection.send(delivery.text)
        }
    }

    /// To every channel of Genesys Cloud.
    func sayToChannels(_ text: String) {
        for entry in entries.withLock({ Array($0.values) }) where !entry.isBridge { entry.connection.send(text) }
    }

    var names: [String] { entries.withLock { $0.values.map(\.name).sorted() } }

    /// Breaks every socket in the middle of whatever goes on.
    func breakAll() {
        for entry in entries.withLock({ Array($0.values) }) {
            entry.connection.close(.goingAway, reason: "Broken off on purpose.")
        }
    }
}
