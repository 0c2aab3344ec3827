import HTTPTypes
import Testing

@testable import WebSocketUpgrade

@Suite struct UpgradeIntentTests {
    static let key = "dGhlIHNhbXBsZSBub25jZQ=="

    private func request(
        _ method: HTTPRequest.Method = .get, changing changes: [(HTTPField.Name, String?)] = []
    ) -> HTTPRequest {
        var fields: HTTPFields = [
            .upgrade: "websocket", .connection: "Upgrade", .secWebSocketKey: Self.key, .secWebSocketVersion: "13",
        ]
        for (name, value) in changes { fields[name] = value }
        return HTTPRequest(method: method, scheme: "http", authority: "localhost", path: "/", headerFields: fields)
    }

    @Test func `a request without an Upgrade field is an ordinary one`() {
        #expect(UpgradeIntent(request(changing: [(.upgrade, nil)])) == nil)
    }

    @Test(arguments: [
        ("websocket", "Upgrade"), ("WebSocket", "keep-alive, Upgrade"), ("h2c, websocket", "upgrade,keep-alive"),
    ])
    func `a valid request gives the client's key`(upgrade: String, connection: String) {
        let intent = UpgradeIntent(request(changing: [(.upgrade, upgrade), (.connection, connection)]))
        #expect(intent?.webSocketKey == Self.key)
        #expect(intent?.isResumable == true)
    }

    @Test func `Connection may be repeated`() {
        var request = request(changing: [(.connection, nil)])
        request.headerFields.append(HTTPField(name: .connection, value: "keep-alive"))
        request.headerFields.append(HTTPField(name: .connection, value: "Upgrade"))
        #expect(UpgradeIntent(request)?.webSocketKey == Self.key)
    }

    static let wrong: [(HTTPField.Name, String?)] = [
        (.secWebSocketVersion, "8"), (.secWebSocketVersion, nil), (.upgrade, "h2c"),
        (.secWebSocketKey, nil), (.secWebSocketKey, "short"), (.secWebSocketKey, "dGhlIHNhbXBsZSBub25jZQ==, x"),
        (.secWebSocketKey, "dGhlIHNhbXBsZSBub25jZQ=!"), (.secWebSocketKey, "dGhlIHNhbXBsZSBub25j\u{e9}=="),
    ]

    @Test(arguments: wrong)
    func `a wrong request is passed on and its connection lives`(name: HTTPField.Name, value: String?) {
        let intent = UpgradeIntent(request(changing: [(name, value)]))
        #expect(intent == UpgradeIntent(webSocketKey: nil, isResumable: true))
    }

    @Test(arguments: [
        "close", "upgraded", "keep alive upgrade", "foo upgrade", "upgrade ", "upgrade\t", " \tupgrade", "upgrade;", "",
        ",upgrade",
    ])
    func `an odd Connection field is never an upgrade`(connection: String) {
        let intent = UpgradeIntent(request(changing: [(.connection, connection)]))
        #expect(intent == UpgradeIntent(webSocketKey: nil, isResumable: false))
    }

    @Test func `a request with a body is never an upgrade`() {
        #expect(UpgradeIntent(request(changing: [(.contentLength, "5")]))?.isResumable == false)
        #expect(UpgradeIntent(request(changing: [(.transferEncoding, "chunked")]))?.isResumable == false)
        #expect(UpgradeIntent(request(changing: [(.contentLength, "0")]))?.webSocketKey == Self.key)
    }

    @Test func `only GET becomes a WebSocket`() {
        #expect(UpgradeIntent(request(.post)) == UpgradeIntent(webSocketKey: nil, isResumable: true))
        #expect(UpgradeIntent(request(.connect)) == UpgradeIntent(webSocketKey: nil, isResumable: false))
        let connect = UpgradeIntent(request(.connect, changing: [(.upgrade, nil)]))
        #expect(connect == UpgradeIntent(webSocketKey: nil, isResumable: false))
    }
}
