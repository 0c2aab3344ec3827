import CLibcrypto

/// Keyed digests (RFC 2104).
package enum HMAC {
    /// HMAC-SHA-256, 32 bytes; key and message may be empty.
    package static func sha256(key: [UInt8], _ message: [UInt8]) -> [UInt8] {
        code(EVP_sha256(), count: 32, key, message)
    }

    /// HMAC-SHA-1, 20 bytes: for wire formats that demand it.
    package static func sha1(key: [UInt8], _ message: [UInt8]) -> [UInt8] {
        code(EVP_sha1(), count: 20, key, message)
    }

    private static func code(_ digest: OpaquePointer?, count size: Int, _ key: [UInt8], _ message: [UInt8]) -> [UInt8] {
        // OpenSSL takes an absent key for "the last one". RFC 2104 pads keys with zeros: an empty one equals [0].
        let key = key.isEmpty ? [0] : key
        return [UInt8](unsafeUninitializedCapacity: size) { out, count in
            guard let keyCount = Int32(exactly: key.count),
                CLibcrypto.HMAC(digest, key, keyCount, message, message.count, out.baseAddress, nil) != nil
            else { fatalError("libcrypto cannot compute an HMAC") }
            count = size
        }
    }
}
