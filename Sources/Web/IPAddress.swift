import Foundation

/// Internet addresses as the network has them.
enum IPAddress {
    /// The 4 bytes of an IPv4 address or the 16 of an IPv6 address; nil for anything else.
    static func bytes(_ text: String) -> [UInt8]? { read(text, AF_INET, 4) ?? read(text, AF_INET6, 16) }

    private static func read(_ text: String, _ family: CInt, _ count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        return inet_pton(family, text, &bytes) == 1 ? bytes : nil
    }
}
