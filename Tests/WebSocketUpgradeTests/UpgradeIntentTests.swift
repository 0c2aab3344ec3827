import NIOHTTP1
import Testing

@testable import WebSocketUpgrade

@Suite struct UpgradeIntentTests {
    static let key = "dGhlIHNhbXBsZSBub25jZQ=="

    private func intent(
        _ method: HTTPMethod = .GET, version: HTTPVersion = .http1_1, changing changes: [(String, String?)] = []
    ) -> UpgradeIntent? {
        var headers: HTTPHeaders = [
            "Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Key": Self.key,
            "Sec-WebSocket-Version": "13",
        ]
        for (name, value) in changes {
            headers.remove(name: name)
            if let value { headers.add(name: name, value: value) }
        }
        return UpgradeIntent(HTTPRequestHead(version: version, method: method, uri: "/", headers: headers))
    }

    @Test func `a request without an Upgrade field is an ordinary one`() {
        #expect(intent(changing: [("Upgrade", nil)]) == nil)
        #expect(intent(.POST, changing: [("Upgrade", nil)]) == nil)
    }

    @Test(arguments: [
        ("websocket", "Upgrade"), ("WebSocket", "keep-alive, Upgrade"), ("h2c, websocket", "upgrade,keep-alive"),
    ])
    func `a valid request gives the client's key`(upgrade: String, connection: String) {
        let intent = intent(changing: [("Upgrade", upgrade), ("Connection", connection)])
        #expect(intent == UpgradeIntent(webSocketKey: Self.key, isResumable: true))
    }

    static let wrong: [(String, String?)] = [
        ("Sec-WebSocket-Version", "8"), ("Sec-WebSocket-Version", nil), ("Upgrade", "h2c"), ("Upgrade", "web socket"),
        ("Sec-WebSocket-Key", nil), ("Sec-WebSocket-Key", "short"), ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=!"),
        ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==, x"), ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25j\u{e9}=="),
    ]

    @Test(arguments: wrong)
    func `a wrong request is passed on and its connection lives`(name: String, value: String?) {
        #expect(intent(changing: [(name, value)]) == UpgradeIntent(webSocketKey: nil, isResumable: true))
    }

    @Test(arguments: ["close", "upgraded", "foo upgrade", "upgrade ", "upgrade\t", "upgrade;", "", ",upgrade"])
    func `an odd Connection field is never an upgrade`(connection: String) {
        let intent = intent(changing: [("Connection", connection)])
        #expect(intent == UpgradeIntent(webSocketKey: nil, isResumable: false))
    }

    @Test func `a key must be given once`() {
        let twice: HTTPHeaders = ["Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13"]
        var head = HTTPRequestHead(version: .http1_1, method: .GET, uri: "/", headers: twice)
        head.headers.add(name: "Sec-WebSocket-Key", value: Self.key)
        #expect(UpgradeIntent(head)?.webSocketKey == Self.key)
        head.headers.add(name: "Sec-WebSocket-Key", value: Self.key)
        #expect(UpgradeIntent(head)?.webSocketKey == nil)
    }

    @Test func `only GET in HTTP 1.1 becomes a WebSocket`() {
        let passed = UpgradeIntent(webSocketKey: nil, isResumable: true)
        #expect(intent(.POST) == passed)
        #expect(intent(version: .http1_0) == passed)
        #expect(intent(.CONNECT) == UpgradeIntent(webSocketKey: nil, isResumable: false))
        let connect = intent(.CONNECT, changing: [("Upgrade", nil)])
        #expect(connect == UpgradeIntent(webSocketKey: nil, isResumable: false))
    }
}
