import Testing

@testable import Web

@Suite struct OriginTests {
    @Test(arguments: [
        ("https://desk.example.com", "https://desk.example.com"),
        ("https://desk.example.com/", "https://desk.example.com"),
        ("http://localhost:8080", "http://localhost:8080"), ("https://Desk.Example.COM", "https://desk.example.com"),
        ("http://[::1]:8080", "http://[::1]:8080"), ("https://xn--bcher-kva.example", "https://xn--bcher-kva.example"),
        ("http://127.0.0.1", "http://127.0.0.1"),
    ])
    func `an origin is what browsers send`(typed: String, text: String) {
        #expect(WebOrigin(typed)?.text == text)
        #expect(WebOrigin(typed)?.isSecure == text.hasPrefix("https:"))
    }

    @Test(arguments: [
        "", "desk.example.com", "ftp://desk.example.com", "https://", "http://", "https:///",
        "https://desk.example.com/path",
        "https://desk.example.com//", "https://desk.example.com?x", "https://desk.example.com#x",
        "https://a:b@desk.example.com",
        "https://desk example.com", "https://desk.example.com\n", "//desk.example.com", "javascript:alert(1)",
        "https:/desk",
        "https://bücher.example", "https://desk.example.com\u{301}", " https://desk.example.com", "https://a/b/",
    ])
    func `anything else is no origin`(typed: String) {
        #expect(WebOrigin(typed) == nil)
    }

    @Test(arguments: [
        ("https://desk.example.com:443", "https://desk.example.com"),
        ("http://desk.example.com:80", "http://desk.example.com"),
        ("https://desk.example.com:80", "https://desk.example.com:80"),
    ])
    func `the usual port is left out, as browsers do`(typed: String, text: String) {
        #expect(WebOrigin(typed)?.text == text)
    }

    static let loopback: [(host: String?, servesTLS: Bool, origin: String?)] = [
        ("localhost", false, "http://localhost"), ("localhost:8080", false, "http://localhost:8080"),
        ("127.0.0.1:8080", false, "http://127.0.0.1:8080"), ("[::1]:8080", false, "http://[::1]:8080"),
        ("[::1]", false, "http://[::1]"), ("localhost:8443", true, "https://localhost:8443"),
        (nil, false, nil), ("", false, nil), ("localhost:", false, nil), ("localhost:x", false, nil),
        ("localhost.", false, nil),
        ("localhost.evil.example", false, nil), ("localhost:1.evil.example", false, nil),
        ("evil.localhost", false, nil),
        ("127.0.0.1.evil.example", false, nil), ("127.0.0.2", false, nil), ("[::1].evil.example", false, nil),
        ("::1", false, nil),
        ("desk.example.com", false, nil), ("localhost:80@evil.example", false, nil), ("localhost:８０", false, nil),
        ("localhost\u{301}", false, nil), ("localhost:80\u{301}", false, nil), ("0.0.0.0", false, nil),
        ("LOCALHOST.evil", false, nil),
    ]

    @Test(arguments: loopback) func `without a public address only loopback names are known to be ours`(
        host: String?, servesTLS: Bool, origin: String?
    ) {
        var settings = DeskSettings()
        settings.servesTLS = servesTLS
        #expect(settings.ownOrigin(host: host) == origin)
    }

    @Test(arguments: ["desk.example.com", "localhost", "evil.example", "", nil])
    func `the public address is ours whatever the Host`(
        host: String?
    ) {
        var settings = DeskSettings()
        settings.publicOrigin = WebOrigin("https://desk.example.com")
        #expect(settings.ownOrigin(host: host) == "https://desk.example.com")
        #expect(settings.isSecure)
    }

    @Test func `cookies are bound to https where browsers come by it`() {
        var settings = DeskSettings()
        #expect(!settings.isSecure)
        settings.servesTLS = true
        #expect(settings.isSecure)
        settings.publicOrigin = WebOrigin("http://desk.example.com")
        #expect(!settings.isSecure)
        settings.servesTLS = false
        settings.publicOrigin = WebOrigin("https://desk.example.com")
        #expect(settings.isSecure)
    }
}
