import Secrets
import Testing

@Suite struct `Digests and keys` {
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    ])
    func `SHA-256 gives the digests of its standard`(message: String, digest: String) {
        #expect(hexadecimal(Digest.sha256(message.utf8)) == digest)
    }

    @Test(arguments: [
        (
            [UInt8](repeating: 0x0b, count: 20), "Hi There",
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
            "b617318655057264e28bc0b6fb378c8ef146be00"
        ),
        (
            Array("Jefe".utf8), "what do ya want for nothing?",
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
            "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"
        ),
        (
            [], "",
            "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad",
            "fbdb1d1b18aa6c08324b7d64b71fb76370690e1d"
        ),
    ])
    func `HMAC gives the codes of RFC 4231 and RFC 2202`(key: [UInt8], message: String, sha256: String, sha1: String) {
        #expect(hexadecimal(HMAC.sha256(key: key, Array(message.utf8))) == sha256)
        #expect(hexadecimal(HMAC.sha1(key: key, Array(message.utf8))) == sha1)
    }

    @Test func `HKDF gives the key of RFC 5869 without salt and info`() {
        let key = HKDF.derive(master: [UInt8](repeating: 0x0b, count: 22), purpose: "", count: 42)
        #expect(
            hexadecimal(key)
                == "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8")
    }

    @Test func `keys differ by purpose and have the length asked for`() {
        let master = SecureRandom.bytes(32)
        #expect(HKDF.derive(master: master, purpose: "cookies") == HKDF.derive(master: master, purpose: "cookies"))
        #expect(HKDF.derive(master: master, purpose: "cookies") != HKDF.derive(master: master, purpose: "tokens"))
        #expect(HKDF.derive(master: master, purpose: "tokens", count: 8160).count == 8160)
        #expect(HKDF.derive(master: master, purpose: "tokens", count: 1).count == 1)
    }

    @Test func `random bytes have the length asked for and do not repeat`() {
        #expect(SecureRandom.bytes(0).isEmpty)
        #expect(SecureRandom.bytes(32).count == 32)
        #expect(Set((0..<1000).map { _ in SecureRandom.token() }).count == 1000)
        #expect(SecureRandom.token(bits: 128).utf8.count == 22)
        #expect(SecureRandom.token(bits: 256).utf8.count == 43)
        #expect(Base64URL.decode(SecureRandom.token(bits: 256))?.count == 32)
    }

    @Test(
        arguments: [
            ([], [], true), ([1], [1], true), ([1, 2, 3], [1, 2, 3], true), ([1, 2, 3], [1, 2, 4], false),
            ([1], [], false),
            ([1, 2], [1, 2, 0], false),
        ] as [([UInt8], [UInt8], Bool)])
    func `the constant-time comparison compares`(a: [UInt8], b: [UInt8], equal: Bool) {
        #expect(constantTimeEquals(a, b) == equal)
    }
}

func hexadecimal(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".unicodeScalars)
    var text = String.UnicodeScalarView()
    for byte in bytes {
        text.append(digits[Int(byte >> 4)])
        text.append(digits[Int(byte & 15)])
    }
    return String(text)
}
