import Desk
import Foundation
import HTTPTypes
import Store

@testable import Web

/// The small readers of addresses: where to go after signing in, places on the dashboard, ids, and who is behind a proxy.
enum AddressFuzz {
    private static let proxies = (try? TrustedProxies.parse("127.0.0.1, 10.0.0.0/8, fd00::/8").get()) ?? .none

    static func take(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        checkReturn(text)
        checkIdentifiers(text)
        checkProxies(bytes)
        let query = try? FormBody(("q=" + Query.encode(text)).utf8)
        let survives = query?.first("q")?.isExactly(text) == true
        expect(survives || text.utf8.contains(0), "a value survives its way in a link")
    }

    private static func checkReturn(_ text: String) {
        let path = Paths.safeReturn(text)
        expect(path.isExactly(text) || path == Paths.dashboard, "a path is taken as it is or not at all")
        expect(path.utf8.allSatisfy { (0x21...0x7E).contains($0) }, "a path has no white space and no controls")
        let target = URL(string: path, relativeTo: URL(string: "https://desk.example/sign-in"))
        expect(target.map { $0.host == "desk.example" } ?? true, "a path does not leave the desk")
        expect(target.map { $0.scheme == "https" } ?? true, "a path keeps its scheme")
    }

    private static func checkIdentifiers(_ text: String) {
        if let id = TicketID(text: text) {
            expect(id.number > 0 && id.description.isExactly(text), "an id has one form")
        }
        if let id = Identity.ticket(text) { expect(Identity.ticket(id) == text, "an identity has one form") }
        guard let cursor = BoardCursor(text: text) else { return }
        expect((0...2).contains(cursor.rank) && cursor.ticket.number > 0, "a place is on the dashboard")
        expect(BoardCursor(text: cursor.text) == cursor, "a place comes back from its link")
    }

    private static func checkProxies(_ bytes: [UInt8]) {
        let values = bytes.split(separator: UInt8(ascii: "\n")).map {
            HTTPField(name: .userAgent, value: String(decoding: $0, as: UTF8.self)).value
        }
        let client = proxies.client(peer: "127.0.0.1", forwardedFor: values)
        expect(IPAddress.bytes(client) != nil && !ClientNetwork.of(client).isEmpty, "a client has an address")
        expect(proxies.client(peer: "192.0.2.1", forwardedFor: values) == "192.0.2.1", "strangers are not believed")
        if let list = values.first, case .success(let parsed) = TrustedProxies.parse(list) {
            _ = parsed.client(peer: "10.0.0.1", forwardedFor: Array(values.dropFirst()))
        }
    }
}
