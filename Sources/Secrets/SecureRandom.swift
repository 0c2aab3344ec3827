import CLibcrypto

/// Bytes nobody can guess.
package enum SecureRandom {
    /// `count` bytes; the process ends when the system has no randomness to give.
    package static func bytes(_ count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { out, filled in
            guard let size = Int32(exactly: count), count == 0 || RAND_bytes(out.baseAddress, size) == 1 else {
                fatalError("libcrypto has no random bytes")
            }
            filled = count
        }
    }

    /// At least `bits` random bits as base64url without padding: safe in addresses, cookies and headers.
    package static func token(bits: Int = 128) -> String {
        Base64URL.encode(bytes((bits + 7) / 8))
    }
}
