/// The peers whose word on a client's address is taken.
package struct TrustedProxies: Sendable, Equatable {
    private struct Network: Sendable, Equatable {
        let bytes: [UInt8]
        let prefix: Int

        func contains(_ address: [UInt8]) -> Bool {
            guard address.count == bytes.count else { return false }
            for index in bytes.indices {
                let bits = min(max(prefix - index * 8, 0), 8)
                let mask = UInt8(truncatingIfNeeded: 0xFF00 >> bits)
                guard bytes[index] & mask == address[index] & mask else { return false }
            }
            return true
        }
    }

    private let networks: [Network]

    package static let none = TrustedProxies(networks: [])

    private init(networks: [Network]) { self.networks = networks }

    /// Reads addresses and networks such as `127.0.0.1, 10.0.0.0/8, fd00::/8`; nil names what could not be read.
    package static func parse(_ list: String) -> Result<TrustedProxies, Unreadable> {
        var networks: [Network] = []
        for entry in list.split(whereSeparator: { $0 == "," || $0 == " " }) {
            guard let network = network(String(entry)) else { return .failure(Unreadable(entry: String(entry))) }
            networks.append(network)
        }
        return .success(TrustedProxies(networks: networks))
    }

    package struct Unreadable: Error { package let entry: String }

    /// The client behind a chain of proxies: the last address in `X-Forwarded-For` that is not a proxy of ours.
    func client(peer: String, forwardedFor: [String]) -> String {
        guard contains(peer) else { return peer }
        let hops = forwardedFor.flatMap { $0.split(separator: ",") }
            .map { $0.drop(while: { $0 == " " }) }.map { String($0.reversed().drop(while: { $0 == " " }).reversed()) }
        for hop in hops.reversed() {
            guard IPAddress.bytes(hop) != nil else { return peer }
            if !contains(hop) { return hop }
        }
        return peer
    }

    private func contains(_ address: String) -> Bool {
        guard let bytes = IPAddress.bytes(address) else { return false }
        return networks.contains { $0.contains(bytes) }
    }

    private static func network(_ text: String) -> Network? {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let address = parts.first, let bytes = IPAddress.bytes(address) else { return nil }
        guard parts.count == 2 else { return Network(bytes: bytes, prefix: bytes.count * 8) }
        guard let prefix = Int(parts[1]), (0...bytes.count * 8).contains(prefix) else { return nil }
        return Network(bytes: bytes, prefix: prefix)
    }
}
