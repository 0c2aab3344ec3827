/// Whom a limit counts: an IPv4 address, or the /64 that an IPv6 customer usually has to itself.
enum ClientNetwork {
    static func of(_ address: String) -> String {
        guard let bytes = IPAddress.bytes(address) else { return address }
        return Hex.encode(bytes.prefix(8))
    }
}
