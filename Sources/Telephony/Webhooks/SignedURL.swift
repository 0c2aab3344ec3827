/// An absolute URL as bytes, cut where the port is or would be; nothing in it is decoded or normalised.
struct SignedURL {
    private let beforePort: [UInt8]
    private let port: [UInt8]
    private let afterPort: [UInt8]

    init(_ url: String) {
        let bytes = Array(url.utf8)
        let scheme = bytes.prefix { $0 != UInt8(ascii: ":") }
        let isAbsolute = bytes.dropFirst(scheme.count).starts(with: "://".utf8)
        let authority = bytes.dropFirst(scheme.count + 3).prefix { !Self.authorityEnds.contains($0) }
        let port = isAbsolute ? Self.port(of: authority) : []
        let end = isAbsolute ? authority.endIndex : bytes.endIndex
        beforePort = Array(bytes[..<(end - port.count)])
        afterPort = Array(bytes[end...])
        self.port = port.isEmpty && isAbsolute ? Self.defaultPort(of: scheme) : Array(port)
    }

    /// Without the port and with it, the scheme's own where none is given.
    var variants: [[UInt8]] {
        [beforePort + afterPort, beforePort + port + afterPort]
    }

    /// The value of the one `bodySHA256` in the query; nil when there is none, or more than one.
    var bodyDigest: [UInt8]? {
        let query = afterPort.drop { $0 != UInt8(ascii: "?") }.dropFirst()
        let name = "bodySHA256=".utf8
        let values = query.split(separator: UInt8(ascii: "&")).filter { $0.starts(with: name) }
        return values.count == 1 ? values.first.map { Array($0.dropFirst(name.count)) } : nil
    }

    private static let authorityEnds = Set("/?#".utf8)

    /// The colon and the digits after it; empty when there are none, as after the last part of an IPv6 address.
    private static func port(of authority: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard let colon = authority.lastIndex(of: UInt8(ascii: ":")) else { return [] }
        let digits = authority[colon...].dropFirst()
        let isPort = digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        return isPort && !digits.isEmpty ? authority[colon...] : []
    }

    private static func defaultPort(of scheme: ArraySlice<UInt8>) -> [UInt8] {
        let isSecure = scheme.elementsEqual("https".utf8) || scheme.elementsEqual("wss".utf8)
        return Array((isSecure ? ":443" : ":80").utf8)
    }
}
