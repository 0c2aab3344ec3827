import Desk
import Testing

@Suite struct `Form bodies` {
    @Test(
        arguments: [
            ("", []), ("&&&", []), ("a=1", [("a", "1")]), ("a", [("a", "")]), ("a=", [("a", "")]), ("=1", [("", "1")]),
            ("a=1&b=2&a=3", [("a", "1"), ("b", "2"), ("a", "3")]), ("a=b=c", [("a", "b=c")]),
            ("a=1;b=2", [("a", "1;b=2")]),
            ("full+name=Ana+Diaz", [("full name", "Ana Diaz")]), ("n=%2B1+415%2b1", [("n", "+1 415+1")]),
            ("token=%257B%2522", [("token", "%7B%22")]), ("n=h%C3%A9llo+%E4%B8%96%E7%95%8C", [("n", "héllo 世界")]),
            ("n=é", [("n", "é")]), ("a=%26%3D%25", [("a", "&=%")]), ("a=1\r\n", [("a", "1\r\n")]),
        ] as [(String, [(String, String)])])
    func `pairs are decoded once and keep their order`(body: String, pairs: [(String, String)]) throws {
        let form = try FormBody(body.utf8)
        #expect(form.pairs.map(\.name) == pairs.map(\.0))
        #expect(form.pairs.map(\.value) == pairs.map(\.1))
    }

    @Test(
        arguments: [
            ("a=%", .brokenEscape), ("a=%4", .brokenEscape), ("a=%zz", .brokenEscape), ("%=1", .brokenEscape),
            ("a=%4&b=1", .brokenEscape), ("a=%+1", .brokenEscape), ("a=%00", .containsNUL), ("a\u{0}=1", .containsNUL),
            ("a=%FF", .notUTF8), ("a=%C3", .notUTF8), ("a=%C0%80", .notUTF8), ("a=%ED%A0%80", .notUTF8),
            ("%F8=1", .notUTF8),
            ("a=%F4%90%80%80", .notUTF8),
        ] as [(String, FormBodyError)])
    func `what no browser sends is refused`(body: String, error: FormBodyError) {
        #expect(throws: error) { try FormBody(body.utf8) }
    }

    @Test func `there is a limit of pairs`() throws {
        let body = Array(repeating: "a=1", count: 1001).joined(separator: "&")
        #expect(throws: FormBodyError.tooManyPairs) { try FormBody(body.utf8) }
        #expect(try FormBody(body.utf8, maxPairs: 1001).pairs.count == 1001)
    }

    @Test func `a name is found by its bytes`() throws {
        let form = try FormBody("caf%C3%A9=1&cafe%CC%81=2&b=3&b=3".utf8)
        #expect(form.first("caf\u{E9}") == "1")
        #expect(form.first("cafe\u{301}") == "2")
        #expect(form.first("c") == nil)
        #expect(!form.isRepeated("caf\u{E9}"))
        #expect(form.isRepeated("b"))
        #expect(!form.isRepeated("c"))
    }
}
