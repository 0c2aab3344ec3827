import Desk
import HTTPTypes
import Secrets
import Store

/// The desk's cookies: `__Host-` and `Secure` where browsers come by https, plain names on http.
struct DeskCookies: Sendable {
    private let prefix: String
    private let attributes: String
    /// Of the cookie that lives in a frame of another site, one for each site around it.
    private let framedAttributes = "; Path=/; HttpOnly; SameSite=None; Secure; Partitioned"
    private let visitorKey: [UInt8]
    private let browserKey: [UInt8]
    private let clock: WallClock

    /// How long a visitor's identity stays the same, in seconds.
    static let visitorLife: Int64 = 12 * 60 * 60
    private static let browserLife = 180 * 24 * 60 * 60

    init(isSecure: Bool, master: [UInt8], clock: WallClock) {
        prefix = isSecure ? "__Host-" : ""
        attributes = "; Path=/; HttpOnly; SameSite=Lax" + (isSecure ? "; Secure" : "")
        visitorKey = HKDF.derive(master: master, purpose: "visitor cookie")
        browserKey = HKDF.derive(master: master, purpose: "browser cookie")
        self.clock = clock
    }

    // MARK: The agent's session

    /// SHA-256 of the session id in the request.
    func sessionHash(_ headers: HTTPFields) -> [UInt8]? {
        digest("session", headers)
    }

    func setSession(_ id: [UInt8]) -> String { cookie("session", Base64URL.encode(id), maxAge: nil) }

    var endSession: String { cookie("session", "", maxAge: 0) }

    /// The session that a request to this path comes with, and how the store knows it: the desk's own, or in a frame of
    /// another page the toolbar's.
    func session(
        of headers: HTTPFields, path: some StringProtocol, in store: Store
    ) async throws -> (hash: [UInt8], signedIn: SignedIn)? {
        for hash in sessionHashes(headers, path: path) {
            if let signedIn = try await store.session(hash) { return (hash, signedIn) }
        }
        return nil
    }

    /// SHA-256 of the ids of the sessions that a request to this path may come with, the usual one first.
    func sessionHashes(_ headers: HTTPFields, path: some StringProtocol) -> [[UInt8]] {
        let framed = Paths.worksInFrame(path) ? toolbarHash(headers) : nil
        return [sessionHash(headers), framed].compactMap { $0 }
    }

    // MARK: The agent's session in the media toolbar

    func toolbarHash(_ headers: HTTPFields) -> [UInt8]? {
        digest("toolbar", headers)
    }

    /// Browsers take `Secure` on http, too, where the host is this machine.
    func setToolbar(_ id: [UInt8]) -> String { "\(prefix)toolbar=\(Base64URL.encode(id))\(framedAttributes)" }

    var endToolbar: String { "\(prefix)toolbar=\(framedAttributes); Max-Age=0" }

    // MARK: The browser that filed tickets

    /// SHA-256 of the secret by which a browser finds its own tickets.
    func browserHash(_ headers: HTTPFields) -> [UInt8]? {
        digest("browser", headers)
    }

    /// The secret of a browser that had none when it sent this form.
    func browserSecret(of submission: String) -> [UInt8] {
        HMAC.sha256(key: browserKey, Array(submission.utf8))
    }

    func setBrowser(_ secret: [UInt8]) -> String {
        cookie("browser", Base64URL.encode(secret), maxAge: Self.browserLife)
    }

    // MARK: The visitor who may call

    /// The identity of the visitor, or nil when there is no cookie of ours or its 12 hours are over.
    func visitorIdentity(_ headers: HTTPFields) -> String? {
        guard let bytes = value("visitor", headers).flatMap(Base64URL.decode), bytes.count == 56 else { return nil }
        let signed = Array(bytes.prefix(24))
        guard constantTimeEquals(HMAC.sha256(key: visitorKey, signed), Array(bytes.suffix(32))) else { return nil }
        let madeAt = signed.prefix(8).reduce(Int64(0)) { $0 << 8 | Int64($1) }
        let age = clock.now.unixSeconds.subtractingReportingOverflow(madeAt)
        guard !age.overflow, (-60..<Self.visitorLife).contains(age.partialValue) else { return nil }
        return "visitor_" + Hex.encode(Digest.sha256(signed).prefix(16))
    }

    func newVisitor() -> String {
        let now = UInt64(bitPattern: clock.now.unixSeconds)
        let time = (0..<8).map { UInt8(truncatingIfNeeded: now >> (56 - 8 * UInt64($0))) }
        let signed = time + SecureRandom.bytes(16)
        let value = Base64URL.encode(signed + HMAC.sha256(key: visitorKey, signed))
        return cookie("visitor", value, maxAge: Int(Self.visitorLife))
    }

    // MARK: Reading and writing

    /// SHA-256 of the 32 random bytes in the cookie of that name.
    private func digest(_ name: String, _ headers: HTTPFields) -> [UInt8]? {
        value(name, headers).flatMap(Base64URL.decode).flatMap { $0.count == 32 ? Digest.sha256($0) : nil }
    }

    /// The one cookie of that name; two of a name are none, since nobody can say which is ours.
    private func value(_ name: String, _ headers: HTTPFields) -> String? {
        let wanted = [UInt8]((prefix + name).utf8)
        var found: [String] = []
        for pair in headers[values: .cookie].flatMap({ $0.utf8.split(separator: UInt8(ascii: ";")) }) {
            let trimmed = pair.drop { $0 == UInt8(ascii: " ") }
            let key = trimmed.prefix { $0 != UInt8(ascii: "=") }
            guard key.elementsEqual(wanted), key.count < trimmed.count else { continue }
            found.append(String(decoding: trimmed.dropFirst(key.count + 1), as: UTF8.self))
        }
        return found.count == 1 ? found.first : nil
    }

    private func cookie(_ name: String, _ value: String, maxAge: Int?) -> String {
        "\(prefix)\(name)=\(value)\(attributes)" + (maxAge.map { "; Max-Age=\($0)" } ?? "")
    }
}

enum Hex {
    static func encode(_ bytes: some Sequence<UInt8>) -> String {
        let digits = [UInt8]("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
