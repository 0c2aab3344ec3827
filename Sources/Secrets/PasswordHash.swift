import CLibcrypto

/// One stored password: scrypt (RFC 7914) written as a PHC string, `$scrypt$ln=15,r=8,p=3$salt$hash`.
struct PasswordHash: Sendable {
    struct Cost: Equatable, Sendable {
        let logN: Int
        let r: Int
        let p: Int

        /// 32 MiB and about 0.2 s: one of the minima of the OWASP password storage guide.
        static let current = Cost(logN: 15, r: 8, p: 3)

        /// What scrypt works on; limited so that a bad row cannot eat the machine.
        var bytes: Int { 128 * r << logN }

        var isBearable: Bool {
            (10...18).contains(logN) && (1...16).contains(r) && (1...16).contains(p) && bytes <= 64 << 20
                && bytes * p <= 256 << 20
        }
    }

    let cost: Cost
    let salt: [UInt8]
    let hash: [UInt8]

    /// Computes; this is the slow part. Nil when OpenSSL refuses.
    init?(of password: String, salt: [UInt8], cost: Cost, count: Int = 32) {
        guard let hash = Self.scrypt(password, salt, cost, count: count) else { return nil }
        (self.cost, self.salt, self.hash) = (cost, salt, hash)
    }

    func matches(_ password: String) -> Bool? {
        Self.scrypt(password, salt, cost, count: hash.count).map { constantTimeEquals($0, hash) }
    }

    private static func scrypt(_ password: String, _ salt: [UInt8], _ cost: Cost, count: Int) -> [UInt8]? {
        let password = Array(password.utf8)
        var done = false
        let hash = [UInt8](unsafeUninitializedCapacity: count) { out, filled in
            let memory = UInt64(cost.bytes + (1 << 20))
            done =
                deskbell_scrypt(
                    password, password.count, salt, salt.count, 1 << UInt64(cost.logN), UInt32(cost.r), UInt32(cost.p),
                    memory, out.baseAddress, count) == 1
            filled = done ? count : 0
        }
        return done ? hash : nil
    }
}

extension PasswordHash: CustomStringConvertible {
    var description: String {
        let alphabet = Base64Alphabet.standard
        return "$scrypt$ln=\(cost.logN),r=\(cost.r),p=\(cost.p)$\(alphabet.encode(salt))$\(alphabet.encode(hash))"
    }

    /// Reads exactly what ``description`` writes, with bearable parameters; else nil.
    init?(phc: String) {
        let parts = phc.utf8.prefix(512).split(separator: UInt8(ascii: "$"), omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        guard parts.count == 5, parts[0].isEmpty, parts[1] == "scrypt", let cost = Cost(parts[2]), cost.isBearable,
            let salt = Base64Alphabet.standard.decode(parts[3]), (8...64).contains(salt.count),
            let hash = Base64Alphabet.standard.decode(parts[4]), (16...64).contains(hash.count)
        else { return nil }
        (self.cost, self.salt, self.hash) = (cost, salt, hash)
        guard description.utf8.elementsEqual(phc.utf8) else { return nil }
    }
}

extension PasswordHash.Cost {
    fileprivate init?(_ text: String) {
        var values: [Int] = []
        for (name, field) in zip(["ln=", "r=", "p="], text.split(separator: ",", omittingEmptySubsequences: false)) {
            guard field.hasPrefix(name), field.utf8.count <= 6, let value = Int(field.dropFirst(name.count)) else {
                return nil
            }
            values.append(value)
        }
        guard values.count == 3 else { return nil }
        self.init(logN: values[0], r: values[1], p: values[2])
    }
}
