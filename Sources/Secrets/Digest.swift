import CLibcrypto

/// SHA-256 (FIPS 180-4).
package enum Digest {
    /// The 32 bytes of the digest.
    package static func sha256(_ bytes: some Collection<UInt8>) -> [UInt8] {
        let message = Array(bytes)
        return [UInt8](unsafeUninitializedCapacity: Int(SHA256_DIGEST_LENGTH)) { out, count in
            SHA256(message, message.count, out.baseAddress)
            count = out.count
        }
    }
}
