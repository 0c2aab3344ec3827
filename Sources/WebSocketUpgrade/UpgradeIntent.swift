import NIOHTTP1

/// What a request with an `Upgrade` header, or a CONNECT, asks for.
///
/// NIO's HTTP decoder reads nothing more after such a request: its connection needs care also when nothing is upgraded.
struct UpgradeIntent: Equatable {
    /// The client's key, where this is a valid WebSocket request (RFC 6455, 4.2.1).
    let webSocketKey: String?
    /// Whether the decoder surely stops right behind the request's head, so that another can take over there.
    let isResumable: Bool
}

extension UpgradeIntent {
    /// Nil for an ordinary request.
    init?(_ request: HTTPRequestHead) {
        let headers = request.headers
        let upgrades = headers.contains(name: "upgrade")
        guard upgrades || request.method == .CONNECT else { return nil }
        isResumable =
            upgrades && request.method != .CONNECT && !Self.hasBody(headers)
            && Self.list(headers["connection"], contains: "upgrade")
        webSocketKey = isResumable && Self.isWebSocket(request) ? headers["sec-websocket-key"].first : nil
    }

    private static func isWebSocket(_ request: HTTPRequestHead) -> Bool {
        request.method == .GET && request.version == .http1_1
            && list(request.headers["upgrade"], contains: "websocket")
            && request.headers["sec-websocket-version"] == ["13"] && isKey(request.headers["sec-websocket-key"])
    }

    private static func hasBody(_ headers: HTTPHeaders) -> Bool {
        headers.contains(name: "transfer-encoding") || headers["content-length"].contains { $0 != "0" }
    }

    /// Strict, because this must never find "upgrade" in a Connection field where the decoder's own reading does not.
    private static func list(_ values: [String], contains name: String) -> Bool {
        let tokens = values.flatMap { value in
            let parts = value.lowercased().utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
            return parts.map { $0.first == UInt8(ascii: " ") ? $0.dropFirst() : $0 }
        }
        return tokens.allSatisfy(isToken) && tokens.contains { $0.elementsEqual(name.utf8) }
    }

    private static func isToken(_ bytes: Substring.UTF8View) -> Bool {
        !bytes.isEmpty
            && bytes.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
                case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "/"): true
                default: false
                }
            }
    }

    /// Once, and base64 of 16 bytes: 22 characters and two of padding.
    private static func isKey(_ keys: [String]) -> Bool {
        guard keys.count == 1, let key = keys.first?.utf8, key.count == 24 else { return false }
        guard key.suffix(2).elementsEqual("==".utf8) else { return false }
        return key.prefix(22).allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"): true
            default: false
            }
        }
    }
}
