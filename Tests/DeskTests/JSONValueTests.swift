import Desk
import Testing

@Suite struct `Strict JSON` {
    @Test(
        arguments: [
            ("{}", .object([:])), (" [ ] ", .array([])), ("[1,2]", .array([.integer(1), .integer(2)])),
            (
                #"{"a":{"b":[true,false,null]}}"#,
                .object(["a": .object(["b": .array([.bool(true), .bool(false), .null])])])
            ),
            ("0", .integer(0)), ("-0", .integer(0)), ("-12", .integer(-12)), ("9223372036854775807", .integer(.max)),
            ("9223372036854775808", .number("9223372036854775808")), ("1.5", .number("1.5")),
            ("1e400", .number("1e400")),
            ("1E+2", .number("1E+2")),
            ("0.0e-1", .number("0.0e-1")), (#""""#, .string("")), (#""é世🇺🇸""#, .string("é世🇺🇸")),
            (#""\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00\u0000""#, .string("\"\\/\u{8}\u{C}\n\r\té😀\u{0}")),
            ("\t\r\n true", .bool(true)),
        ] as [(String, JSONValue)])
    func `what the standard allows is read`(text: String, value: JSONValue) {
        #expect(JSONValue(Array(text.utf8)) == value)
    }

    @Test(arguments: [
        "", " ", "{", "[", "]", "{]", "[1,]", "[,1]", "[1 2]", "{,}", #"{"a"}"#, #"{"a":}"#, #"{"a":1,}"#, #"{a:1}"#,
        #"{'a':1}"#, #"{"a":1 "b":2}"#, #"{"a":1}}"#, "01", "-", "+1", ".5", "1.", "1.e1", "1e", "1e+", "--1", "0x10",
        "NaN", "Infinity", "tru", "True", "nul", #"""#, #""a"#, #""\x""#, #""\u12""#, #""\u12g4""#, #""\u+123""#,
        #""\ud83d""#, #""\ud83dx""#, #""\ude00""#, #""\ud83d\u0041""#, "\"a\nb\"", "\"a\u{0}b\"", "1\u{0}", "\u{FEFF}1",
        "1 // one", "[[[[[[[[[1]]]]]]]]]", #"{"a":1,"a":1}"#, #"{"a":1,"\u0061":2}"#, #"{"é":1,"e\#u{301}":2}"#,
    ])
    func `anything else is refused`(text: String) {
        #expect(JSONValue(Array(text.utf8)) == nil)
    }

    @Test func `bytes that are not UTF-8 are refused`() {
        #expect(JSONValue([0x22, 0xFF, 0x22]) == nil)
        #expect(JSONValue([0x22, 0xC3, 0x22]) == nil)
        #expect(JSONValue([0x22, 0xED, 0xA0, 0x80, 0x22]) == nil)
    }

    @Test(arguments: ["", "alice", "\"\\", "\u{0}\u{1F}\n", "é世🇺🇸</script>\u{2028}"])
    func `a quoted text reads as itself`(text: String) {
        #expect(JSONValue(Array(JSONValue.quoted(text).utf8)) == .string(text))
    }

    @Test(arguments: [
        "null", "true", "0", "-1", "1.5", "1e400", "9223372036854775808", #""\"\\\u0000\u001f""#, "[]", "{}",
        #"[1,null,"x",[],{}]"#, #"{"a":{"b":[1,2]},"c":null}"#, #"{"sdpMLineIndex":0,"sdpMid":"0"}"#,
    ])
    func `what was read is written as it was`(text: String) throws {
        let value = try #require(JSONValue(Array(text.utf8)))
        #expect(value.text == text)
    }

    @Test func `a text keeps its bytes, also those Swift holds for equal to others`() throws {
        for text in ["e\u{301}", "\u{E9}", "\u{1F3FB}", "\r\n", "\u{2028}", "</script>", "\u{FEFF}", "\u{FFFF}"] {
            let read = try #require(JSONValue(Array(JSONValue.string(text).text.utf8))?.string)
            #expect(Array(read.utf8) == Array(text.utf8))
        }
    }
}
