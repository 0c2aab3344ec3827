/// Scheme and authority, byte for byte as a browser's `Origin` header has them.
package struct WebOrigin: Sendable, Equatable {
    package let text: String

    /// Takes `https://desk.example.com`, with or without a trailing slash; no path, query or user.
    package init?(_ typed: String) {
        let trimmed = typed.hasSuffix("/") ? String(typed.dropLast()) : typed
        guard let scheme = ["https://", "http://"].first(where: { trimmed.hasPrefix($0) }) else { return nil }
        let authority = trimmed.dropFirst(scheme.count)
        guard !authority.isEmpty, authority.utf8.allSatisfy(Self.isAuthority) else { return nil }
        // Browsers leave the scheme's usual port out.
        let usualPort = scheme == "https://" ? ":443" : ":80"
        let host = authority.hasSuffix(usualPort) ? authority.dropLast(usualPort.count) : authority
        text = scheme + host.lowercased()
    }

    package var isSecure: Bool { text.hasPrefix("https://") }

    private static func isAuthority(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: [UInt8](".-:[]".utf8).contains(byte)
        }
    }
}

extension DeskSettings {
    /// Our own origin for a request with this `Host`: the configured one, else that of a loopback name; nil when the
    /// desk cannot know.
    func ownOrigin(host: String?) -> String? {
        if let publicOrigin { return publicOrigin.text }
        guard let host, Self.isLoopback(host) else { return nil }
        return (servesTLS ? "https://" : "http://") + host
    }

    private static func isLoopback(_ host: String) -> Bool {
        ["localhost", "127.0.0.1", "[::1]"].contains { name in
            guard host.hasPrefix(name) else { return false }
            let rest = host.dropFirst(name.count)
            return rest.isEmpty || (rest.first == ":" && rest.count > 1 && rest.dropFirst().utf8.allSatisfy(isDigit))
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
