import Desk
import HTTPTypes

@testable import Secrets
@testable import Web

/// `DeskCookies`: nobody becomes a visitor by any bytes but those of the one cookie that was signed.
enum CookieFuzz {
    private static let master = [UInt8](repeating: 7, count: 32)
    private static let key = HKDF.derive(master: master, purpose: "visitor cookie")
    private static let now: Int64 = 1_800_000_000
    private static let signed = withUnsafeBytes(of: now.bigEndian) { Array($0) } + [UInt8](1...16)
    private static let genuine = Base64URL.encode(signed + HMAC.sha256(key: key, signed))
    private static let identity = "visitor_" + Hex.encode(Digest.sha256(signed).prefix(16))

    private static let plain = cookies(isSecure: false)
    private static let secure = cookies(isSecure: true)

    static func take(_ bytes: [UInt8]) {
        guard let first = bytes.first else { return }
        let isSecure = first & 1 == 1
        let name = (isSecure ? "__Host-" : "") + "visitor="
        let text =
            switch first >> 1 & 3 {
            case 0: Array(name.utf8) + Array(genuine.utf8).edited(by: bytes.dropFirst())
            case 1: Array((name + genuine).utf8) + bytes.dropFirst()
            case 2: Array(bytes.dropFirst()) + Array((name + genuine).utf8)
            default: Array(bytes.dropFirst())
            }
        check(fields(text), isSecure ? secure : plain, name: name)
    }

    private static func check(_ fields: HTTPFields, _ cookies: DeskCookies, name: String) {
        let header = fields[values: .cookie].joined(separator: ";")
        if let found = cookies.visitorIdentity(fields) {
            expect(found == identity, "there is no other identity")
            expect(header.utf8Contains(name + genuine), "an identity comes from its cookie")
        }
        let hashes = [cookies.sessionHash(fields), cookies.browserHash(fields)].compactMap { $0 }
        expect(hashes.allSatisfy { $0.count == 32 }, "hashes have their size")
        if !hashes.isEmpty { expect(header.utf8.count >= "session=".utf8.count + 43, "a hash comes from a cookie") }
    }

    private static func fields(_ bytes: [UInt8]) -> HTTPFields {
        var fields = HTTPFields()
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            fields.append(HTTPField(name: .cookie, value: String(decoding: line, as: UTF8.self)))
        }
        return fields
    }

    private static func cookies(isSecure: Bool) -> DeskCookies {
        DeskCookies(isSecure: isSecure, master: master, clock: WallClock { Timestamp(milliseconds: now * 1000) })
    }
}

extension String {
    fileprivate func utf8Contains(_ part: String) -> Bool {
        let bytes = Array(utf8)
        let part = Array(part.utf8)
        return bytes.indices.contains { bytes[$0...].starts(with: part) }
    }
}
