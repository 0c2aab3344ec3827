import Secrets
import Testing

@Suite struct `Passwords` {
    private let hasher = PasswordHasher(threads: 2)

    @Test func `a password matches its hash and no other password does`() async throws {
        let stored = try await hasher.hash("correct horse")
        #expect(stored.hasPrefix("$scrypt$ln=15,r=8,p=3$"))
        #expect(try await hasher.verify("correct horse", against: stored))
        #expect(try await !hasher.verify("correct horse ", against: stored))
        #expect(try await !hasher.verify("", against: stored))
    }

    @Test func `the same password never has the same hash`() async throws {
        let first = try await hasher.hash("correct horse")
        let second = try await hasher.hash("correct horse")
        #expect(first != second)
    }

    @Test func `passwords are told apart by their bytes`() async throws {
        let stored = try await hasher.hash("caf\u{E9} noir")
        #expect(try await hasher.verify("caf\u{E9} noir", against: stored))
        #expect(try await !hasher.verify("cafe\u{301} noir", against: stored))
    }

    /// The vector with N = 16384 of RFC 7914, as a PHC string.
    @Test func `the vector of RFC 7914 is understood`() async throws {
        let stored =
            "$scrypt$ln=14,r=8,p=1$U29kaXVtQ2hsb3JpZGU$"
            + "cCO9yzr9c0hGHAbNgf046/2o+7qQT44+qbVD9lRdofLVQylVYT8Pz2LUlwUkKpr55h6F3A1lHkDfzwF7RVdYhw"
        #expect(try await hasher.verify("pleaseletmein", against: stored))
        #expect(try await !hasher.verify("pleaseletmeim", against: stored))
    }

    @Test func `an unknown account answers false, and not without work`() async throws {
        let start = ContinuousClock.now
        #expect(try await !hasher.verify("wrong horse", against: nil))
        let spent = ContinuousClock.now - start
        #expect(spent > .milliseconds(20), "no machine does 32 MiB of scrypt, three times over, in less")
    }

    @Test(arguments: [
        "", "secret", "$scrypt$", "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$AAAAAAAAAAAAAAAAAAAAAA",
        "$scrypt$ln=30,r=8,p=3$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
        "$scrypt$ln=15,r=800,p=3$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
        "$scrypt$ln=15,r=8,p=99$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
        "$scrypt$ln=18,r=16,p=16$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
        "$scrypt$ln=9223372036854775807,r=8,p=3$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
        "$scrypt$ln=-1,r=8,p=3$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
        "$scrypt$ln=+15,r=8,p=3$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
        "$scrypt$ln=015,r=8,p=3$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
        "$scrypt$ln=15,r=8,p=3,x=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
        "$scrypt$ln=15,r=8$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
        "$scrypt$ln=15,r=8,p=3$AAAA$AAAAAAAAAAAAAAAAAAAAAA",
        "$scrypt$ln=15,r=8,p=3$AAAAAAAAAAAAAAAAAAAAAA==$AAAAAAAAAAAAAAAAAAAAAA",
        "$scrypt$ln=15,r=8,p=3$AAAAAAAAAAAAAAAAAAAAAA$",
        "$scrypt$ln=15,r=8,p=3$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA$",
        "$scrypt$ln=15,r=8,p=3$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA\n",
        "$scrypt$ln=15,r=8,p=3$AAAAAAAAAAAAAAAAAAAAAA$" + String(repeating: "A", count: 100_000),
    ])
    func `a stored hash that is not ours or too dear is not worked on`(stored: String) async {
        await #expect(throws: PasswordHasherError.unreadable) { try await hasher.verify("x", against: stored) }
    }

    @Test(arguments: [
        "short", "1234567", "", "password", "PassWord1", "aaaaaaaaaa", "12345678", "qwertyuiop", "nul\u{0}nul\u{0}nul",
        String(repeating: "ab", count: 129),
    ])
    func `a weak or unusable password is refused in words`(password: String) {
        #expect(PasswordRules.problem(with: password)?.hasSuffix(".") == true)
    }

    @Test(arguments: [
        "correct horse", "8letters", "пароль-длинный", "pass word 1", "        1", String(repeating: "ab", count: 128),
        "🐴🐴🐴🐴🔋🔋🔋🔋",
    ])
    func `any other password of eight to 256 characters is fine`(password: String) {
        #expect(PasswordRules.problem(with: password) == nil)
    }

    @Test func `a secret does not show itself`() {
        let secret = Secret("hunter2hunter2")
        var dumped = ""
        dump(["key": secret], to: &dumped)
        let printed = ["\(secret)", String(describing: secret), String(reflecting: secret), "\([secret])", dumped]
        for text in printed {
            #expect(!text.contains("hunter2"))
        }
        #expect("\(secret)" == "•••")
        #expect(secret.reveal() == "hunter2hunter2")
    }
}
