import Foundation

/// Internet addresses as the network has them.
enum IPAddress {
    /// The 4 bytes of an IPv4 address or the 16 of an IPv6 address; nil for anything else.
    ///
    /// An IPv4 peer of a socket that listens on both families (`::ffff:192.0.2.1`) is an IPv4 address.
    static func bytes(_ text: String) -> [UInt8]? {
        guard !text.utf8.contains(0) else { return nil }
        return read(text, AF_INET, 4) ?? read(text, AF_INET6, 16).map(unmapped)
    }

    /// Whether the address is of this machine or of a private network (RFC 1918, RFC 4193).
    static func isNear(_ text: String) -> Bool {
        guard let bytes = bytes(text) else { return false }
        guard bytes.count == 4 else { return bytes == loopback6 || bytes[0] & 0xFE == 0xFC }
        switch (bytes[0], bytes[1]) {
        case (127, _), (10, _), (172, 16...31), (192, 168): return true
        default: return false
        }
    }

    private static let loopback6 = [UInt8](repeating: 0, count: 15) + [1]
    private static let mappedPrefix = [UInt8](repeating: 0, count: 10) + [0xFF, 0xFF]

    private static func unmapped(_ bytes: [UInt8]) -> [UInt8] {
        bytes.starts(with: mappedPrefix) ? Array(bytes.dropFirst(mappedPrefix.count)) : bytes
    }

    private static func read(_ text: String, _ family: CInt, _ count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        return inet_pton(family, text, &bytes) == 1 ? bytes : nil
    }
}
