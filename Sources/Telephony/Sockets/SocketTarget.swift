import Foundation

/// Where a socket of somebody else's is: scheme, host, port and the rest of a `ws:` or `wss:` address.
package struct SocketTarget: Sendable, Equatable {
    package let isSecure: Bool
    package let host: String
    package let port: Int
    /// With the query; begins with a slash.
    package let path: String

    /// Takes ws, wss, http and https; nil for what is none, or names a user.
    package init?(_ text: String) {
        guard let end = text.range(of: "://") else { return nil }
        let scheme = text[..<end.lowerBound].lowercased()
        guard let isSecure = Self.schemes[scheme] else { return nil }
        let rest = text[end.upperBound...]
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        guard let (host, port) = Self.hostAndPort(authority, isSecure: isSecure) else { return nil }
        let path = rest.dropFirst(authority.count)
        guard path.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
        (self.isSecure, self.host, self.port) = (isSecure, host, port)
        self.path = path.hasPrefix("/") ? String(path) : "/" + path
    }

    /// As the `Host` field has it.
    package var authority: String {
        let shown = host.contains(":") ? "[\(host)]" : host
        return port == (isSecure ? 443 : 80) ? shown : "\(shown):\(port)"
    }

    private static let schemes = ["ws": false, "http": false, "wss": true, "https": true]

    private static func hostAndPort(_ authority: Substring, isSecure: Bool) -> (String, Int)? {
        var (host, rest) = (authority, Substring())
        if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") {
            host = authority[..<end].dropFirst()
            rest = authority[end...].dropFirst()
        } else if let colon = authority.lastIndex(of: ":") {
            (host, rest) = (authority[..<colon], authority[colon...])
        }
        guard !host.isEmpty, host.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "@") }) else {
            return nil
        }
        if rest.isEmpty { return (String(host), isSecure ? 443 : 80) }
        guard rest.hasPrefix(":"), let port = UInt16(rest.dropFirst()), port > 0 else { return nil }
        return (String(host), Int(port))
    }
}
