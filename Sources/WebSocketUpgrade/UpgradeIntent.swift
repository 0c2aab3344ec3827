import HTTPTypes

/// What a request with an `Upgrade` header, or a CONNECT, asks for.
///
/// NIO's HTTP decoder reads nothing more after such a request: its connection needs care also when nothing is upgraded.
struct UpgradeIntent: Equatable {
    /// The client's key, where this is a valid WebSocket request (RFC 6455, 4.2.1).
    let webSocketKey: String?
    /// Whether the decoder surely stopped right behind the request's head, so that another can take over there.
    let isResumable: Bool
}

extension UpgradeIntent {
    /// Nil for an ordinary request.
    init?(_ request: HTTPRequest) {
        let fields = request.headerFields
        guard request.method == .connect || fields[.upgrade] != nil else { return nil }
        isResumable = request.method != .connect && fields[.upgrade] != nil
            && !Self.hasBody(fields) && Self.list(fields[.connection], contains: "upgrade")
        webSocketKey = isResumable && Self.isWebSocket(request) ? fields[.secWebSocketKey] : nil
    }

    private static func isWebSocket(_ request: HTTPRequest) -> Bool {
        let fields = request.headerFields
        return request.method == .get && list(fields[.upgrade], contains: "websocket")
            && fields[.secWebSocketVersion] == "13" && isKey(fields[.secWebSocketKey])
    }

    private static func hasBody(_ fields: HTTPFields) -> Bool {
        fields[.transferEncoding] != nil || (fields[.contentLength] ?? "0") != "0"
    }

    /// Strict, because this must never find "upgrade" in a Connection field where the decoder's own reading does not.
    private static func list(_ value: String?, contains name: String) -> Bool {
        guard let value else { return false }
        let parts = value.lowercased().utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        let tokens = parts.map { $0.first == UInt8(ascii: " ") ? $0.dropFirst() : $0 }
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

    /// Base64 of 16 bytes: 22 characters and two of padding.
    private static func isKey(_ key: String?) -> Bool {
        guard let bytes = key?.utf8, bytes.count == 24, bytes.suffix(2).elementsEqual("==".utf8) else { return false }
        return bytes.prefix(22).allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"): true
            default: false
            }
        }
    }
}
