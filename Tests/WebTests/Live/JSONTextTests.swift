import Foundation
import Testing

@testable import Web

@Suite(.timeLimit(.minutes(1))) struct JSONTextTests {
    private func read(_ text: String) throws -> JSONText { try JSONDecoder().decode(JSONText.self, from: Data(text.utf8)) }

    private func written(_ value: JSONText) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    /// Another reader's view of the same JSON.
    private func sorted(_ text: String) throws -> String {
        let value = try JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)
        let data = try JSONSerialization.data(withJSONObject: value, options: [.sortedKeys, .fragmentsAllowed])
        return String(decoding: data, as: UTF8.self)
    }

    @Test(arguments: [
        "null", "true", "false", "0", "1", "-1", "1.5", "9007199254740991", "\"\"", "\"a\"", #""\"\\\/\b\f\n\r\t""#, "[]", "{}",
        "[1,null,true,\"x\",[],{}]", #"{"a":{"b":[1,2,3]},"c":null}"#, #"{"sdpMLineIndex":0,"sdpMid":"0"}"#, "\"\\u0000\"", "\"é\\u0301👩‍👩‍👧\"",
        #"{"description":{"sdp":"v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\n","type":"offer"}}"#,
    ])
    func `signalling passes through as it was`(text: String) throws {
        let value = try read(text)
        #expect(try read(try written(value)) == value)
        #expect(try sorted(text) == sorted(try written(value)))
    }

    @Test func `flags stay flags and numbers numbers, whole ones whole`() throws {
        #expect(try read("true") == .flag(true))
        #expect(try read("1") == .number(1))
        #expect(try written(.number(0)) == "0")
        #expect(try written(.number(-3)) == "-3")
        #expect(try written(.number(1.5)) == "1.5")
        #expect(try read("\"1\"") == .text("1"))
    }

    @Test func `a text keeps its bytes, also those Swift holds for equal to others`() throws {
        for text in ["e\u{301}", "\u{E9}", "\u{1F3FB}", "\r\n", "\u{2028}", "</script>", "\u{FEFF}", "\u{FFFF}"] {
            guard case .text(let read) = try read(try written(.text(text))) else {
                Issue.record("no text")
                continue
            }
            #expect(Array(read.utf8) == Array(text.utf8))
        }
    }

    @Test(arguments: [
        "", "{", "[1,]", "{\"a\":}", "nul", "TRUE", "01", "+1", ".5", "1.", "0x10", "1e400", "-1e400", "NaN", "Infinity", "'a'", "\"\\x\"",
        "\"\\ud800\"", "\"a", "[1 2]", "{\"a\" 1}", "\u{0}", "1 1", "[", "]",
    ])
    func `T46 what is no JSON is refused`(text: String) {
        #expect(throws: (any Error).self) { try read(text) }
    }

    @Test(arguments: ["9223372036854775807", "9223372036854775808", "-9223372036854775808", "1e308", "-1e308", "0.1e-300", "-0", "1E5"])
    func `T46 a number at the end of the world is read and written without a trap`(number: String) throws {
        let value = try read(number)
        guard case .number = value else {
            Issue.record("no number")
            return
        }
        #expect(try read(try written(value)) == value)
    }

    @Test func `T46 nesting has an end, and what is beyond it is refused and not cut`() throws {
        func nested(_ depth: Int) -> String { String(repeating: "[", count: depth) + String(repeating: "]", count: depth) }
        #expect(throws: Never.self) { try read(nested(8)) }
        for depth in [20, 100, 500, 5_000, 100_000] { #expect(throws: (any Error).self) { try read(nested(depth)) } }
        func objects(_ depth: Int) -> String { String(repeating: #"{"a":"#, count: depth) + "1" + String(repeating: "}", count: depth) }
        #expect(throws: Never.self) { try read(objects(8)) }
        for depth in [20, 100, 500, 5_000, 100_000] { #expect(throws: (any Error).self) { try read(objects(depth)) } }
    }

    @Test func `T45 an offer as long as a message may be passes whole`() throws {
        let sdp = String(repeating: "a=candidate:1 1 udp 2122260223 192.168.1.2 50000 typ host\r\n", count: 1_000)
        let value = JSONText.object(["description": .object(["type": .text("offer"), "sdp": .text(sdp)])])
        #expect(try read(try written(value)) == value)
    }
}
