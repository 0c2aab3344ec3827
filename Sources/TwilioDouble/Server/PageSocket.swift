import Desk
import HTTPTypes
import WebSocketUpgrade

/// `/double/socket`: Voice SDKs and simulated telephones.
struct PageSocket: Sendable {
    let exchange: Operator
    let hub: PageHub

    func decide(_ request: HTTPRequest) -> WebSocketDecision {
        guard (request.path ?? "").prefix(while: { $0 != "?" }) == "/double/socket" else { return .pass }
        return .upgrade { connection in await serve(connection) }
    }

    /// The first message says which page it is; one that comes again goes on where it was.
    private func serve(_ connection: WebSocketConnection) async {
        var page: String?
        for await message in connection.messages {
            guard case .text(let text) = message, let json = JSONValue(Array(text.utf8)) else { continue }
            if let page {
                await exchange.perform { $0.hear(json, from: page) }
            } else if json["type"]?.string == "hello", let id = json["page"]?.string {
                page = id
                await open(id, json, connection)
            }
        }
        if let page, hub.remove(page, connection) { await exchange.perform { $0.close(page: page) } }
    }

    private func open(_ id: String, _ hello: JSONValue, _ connection: WebSocketConnection) async {
        hub.add(id, connection, isWatching: hello["watch"]?.bool ?? false)
        let calls = hello["calls"]?.array?.compactMap(\.string) ?? []
        await exchange.perform { $0.open(page: id, calls: calls) }
    }
}
