import HTTPTypes
import Synchronization
import WebSocketUpgrade

/// `/double/relay`: what one page says, all others hear.
final class Relay: Sendable {
    private let pages = Mutex<[ObjectIdentifier: WebSocketConnection]>([:])

    func decide(_ request: HTTPRequest) -> WebSocketDecision {
        guard (request.path ?? "").prefix(while: { $0 != "?" }) == "/double/relay" else { return .pass }
        return .upgrade { connection in await self.serve(connection) }
    }

    private func serve(_ connection: WebSocketConnection) async {
        pages.withLock { $0[connection.id] = connection }
        for await message in connection.messages {
            guard case .text(let text) = message else { continue }
            pass(text, from: connection.id)
        }
        pages.withLock { $0[connection.id] = nil }
    }

    private func pass(_ text: String, from id: ObjectIdentifier) {
        let others = pages.withLock { $0.filter { $0.key != id }.map(\.value) }
        for other in others { other.send(text) }
    }
}
