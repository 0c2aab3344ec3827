import Secrets
import Testing

@Suite struct `Base64 texts` {
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ])
    func `the vectors of RFC 4648 come out`(text: String, encoded: String) {
        #expect(Base64.encode(Array(text.utf8)) == encoded)
        let unpadded = String(encoded.unicodeScalars.filter { $0 != "=" }.map(Character.init))
        #expect(Base64URL.encode(Array(text.utf8)) == unpadded)
        #expect(Base64URL.decode(unpadded) == Array(text.utf8))
    }

    @Test func `each alphabet has its own last two characters`() {
        #expect(Base64.encode([0xfb, 0xff]) == "+/8=")
        #expect(Base64URL.encode([0xfb, 0xff]) == "-_8")
    }

    @Test func `what was encoded is decoded, whatever its length`() {
        for count in 0...70 {
            let bytes = SecureRandom.bytes(count)
            #expect(Base64URL.decode(Base64URL.encode(bytes)) == bytes)
        }
    }

    @Test(arguments: [
        "A", "Zg==", "Zg=", "Zh", "Zm9", "Zm8=", "+/8", "Zm 9v", "Zm9v\n", "Zm9v\u{0}", "Zm9vé", "Zm9v.", "AAAAA", "=",
    ])
    func `only the one canonical text is decoded`(text: String) {
        #expect(Base64URL.decode(text) == nil)
    }
}
