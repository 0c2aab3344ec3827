/// One key per purpose out of one master key: HKDF with SHA-256 and no salt (RFC 5869).
package enum HKDF {
    /// A key of `count` bytes, 1 to 8160; the same master and purpose always give the same key.
    package static func derive(master: [UInt8], purpose: String, count: Int = 32) -> [UInt8] {
        expand(HMAC.sha256(key: [], master), info: Array(purpose.utf8), count: count)
    }

    static func expand(_ pseudorandomKey: [UInt8], info: [UInt8], count: Int) -> [UInt8] {
        precondition((1...8160).contains(count), "HKDF gives 1 to 8160 bytes")
        var out: [UInt8] = []
        var block: [UInt8] = []
        for number in UInt8(1)...UInt8.max where out.count < count {
            block = HMAC.sha256(key: pseudorandomKey, block + info + [number])
            out += block
        }
        return Array(out.prefix(count))
    }
}
