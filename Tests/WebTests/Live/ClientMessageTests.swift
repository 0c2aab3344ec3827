import Desk
import Testing

@testable import Web

@Suite(.timeLimit(.minutes(10))) struct ClientMessageTests {
    static let understood: [(String, ClientMessage)] = [
        (#"{"type":"hello","as":"agent","tab":"t1"}"#, hello(nil)),
        (#"{"type":"hello","token":"x.y.z","tab":"t1"}"#, hello("x.y.z")),
        (#"{"type":"hello","token":null,"tab":"t1","mark":"m-1"}"#, hello(nil, mark: "m-1")),
        (#"{"type":"hello","tab":"t1","carrying":["k1","k2"]}"#, hello(nil, carrying: ["k1", "k2"])),
        (#"{"type":"dial","ref":"r1"}"#, .dial(ref: "r1", ticket: nil, by: .page)),
        (#"{"type":"dial","ref":"r1","ticket":12}"#, .dial(ref: "r1", ticket: TicketID(12), by: .page)),
        (#"{"type":"dial","ref":"r1","number":"+1 415"}"#, .dialNumber(ref: "r1", number: "+1 415")),
        (#"{"type":"dial","ref":"r1","ticket":12,"number":"+1"}"#, .dial(ref: "r1", ticket: TicketID(12), by: .page)),
        (#"{"type":"ringing","call":"k"}"#, .ringing(call: "k")),
        (#"{"type":"answer","call":"k"}"#, .answer(call: "k")),
        (#"{"type":"reject","call":"k"}"#, .reject(call: "k")), (#"{"type":"hangUp","call":"k"}"#, .hangUp(call: "k")),
        (#"{"type":"rejoin","call":"k"}"#, .rejoin(call: "k")), (#"{"type":"sound","call":"k"}"#, .sound(call: "k")),
        (#"{"type":"mute","call":"k","muted":true}"#, .mute(call: "k", true)),
        (
            #"{"type":"signal","call":"k","to":"41","data":{"candidate":null}}"#,
            .signal(call: "k", to: LegID(41), data: .object(["candidate": .null]))
        ),
        (#"{"type":"presence","presence":"available"}"#, .presence(.available)),
        (#"{"type":"presence","presence":"away"}"#, .presence(.away)),
        (#"{"type":"lineCall","line":"genesys","call":"a b","state":"live","direction":"in"}"#, lineCall()),
        (
            #"{"type":"lineCall","line":"genesys","call":"a b","state":"live","direction":"in","number":"x","name":null}"#,
            lineCall()
        ),
        (#"{"type":"watch","ticket":12}"#, .watch(TicketID(12), mark: "")),
        (#"{"type":"watch","ticket":null,"mark":"m"}"#, .watch(nil, mark: "m")),
        (#"{"type":"watch"}"#, .watch(nil, mark: "")),
        (#"{"type":"failed","call":"k","reason":"microphone"}"#, .failed(call: "k", .microphone)),
        (#"{"type":"failed","call":"k","reason":"media"}"#, .failed(call: "k", .failed)),
        (#"{"type":"failed","call":"k","reason":"hangup"}"#, .failed(call: "k", .failed)),
        (#"{"type":"ping"}"#, .ping), (#"{"type":"beat"}"#, .beat), (#" { "type" : "ping" } "#, .ping),
        (#"{"type":"ping","role":"admin","agent":1,"x":{"y":[1,2]}}"#, .ping), (#"{"type":"\u0070ing"}"#, .ping),
    ]

    private static func lineCall() -> ClientMessage {
        LineReport(line: .genesys, call: "a b", state: .live, direction: .in).map { .lineCall($0) } ?? .ping
    }

    private static func hello(_ token: String?, mark: String = "", carrying: [String] = []) -> ClientMessage {
        .hello(.init(token: token, tab: "t1", mark: mark, carrying: carrying))
    }

    @Test(arguments: understood) func `what pages say is understood`(text: String, message: ClientMessage) throws {
        #expect(try ClientMessage(text) == message)
    }

    static let names = [
        "", "a b", "a\u{301}", "<script>", "../x", "a.b", "é", "a\\u0000", "a\\n", String(repeating: "a", count: 65),
    ]

    @Test(arguments: names) func `T46 a name is 1 to 64 letters, digits, dashes and underscores`(name: String) {
        for message in [
            #"{"type":"hello","tab":"NAME"}"#, #"{"type":"dial","ref":"NAME"}"#, #"{"type":"answer","call":"NAME"}"#,
            #"{"type":"hangUp","call":"NAME"}"#, #"{"type":"signal","call":"NAME","to":"1","data":{}}"#,
            #"{"type":"failed","call":"NAME"}"#, #"{"type":"ringing","call":"NAME"}"#,
            #"{"type":"mute","call":"NAME","muted":true}"#,
        ] {
            #expect(throws: ClientMessage.Unreadable.self, "\(message)") {
                try ClientMessage(message.replacing("NAME", with: name))
            }
        }
    }

    static let nonsense = [
        "", " ", "null", "true", "1", "-", "\"ping\"", "[]", "{}", "[[[]]]", #"["type","ping"]"#, "ping", "{", "}",
        "{{{", "[",
        #"{"type":null}"#, #"{"type":1}"#, #"{"type":["ping"]}"#, #"{"type":{"ping":1}}"#, #"{"type":"ping"#,
        #"{"type":"ping"}}"#,
        #"{"type":"ping"}{"type":"ping"}"#, #"{"type":"ping",}"#, #"{'type':'ping'}"#, #"{type:"ping"}"#,
        #"{"type":"PING"}"#,
        #"{"type":"ping "}"#, #"{"type":"ping\u0000"}"#, #"{"type":"\ud800"}"#, #"{"type":"\ude00\ud83d"}"#,
        #"{"type":"ping\u0301"}"#,
        #"{"Type":"ping"}"#, #"{"type":"hello"}"#, #"{"type":"hello","tab":1}"#, #"{"type":"hello","tab":null}"#,
        #"{"type":"hello","tab":"t","token":1}"#, #"{"type":"hello","tab":"t","token":{}}"#,
        #"{"type":"hello","tab":"t","mark":1}"#,
        #"{"type":"dial"}"#, #"{"type":"dial","ref":"r","ticket":12.0}"#,
        #"{"type":"dial","ref":"r","ticket":"12"}"#, #"{"type":"dial","ref":"r","ticket":1.5}"#,
        #"{"type":"dial","ref":"r","ticket":9223372036854775808}"#, #"{"type":"dial","ref":"r","ticket":1e400}"#,
        #"{"type":"dial","ref":"r","ticket":-1e400}"#, #"{"type":"dial","ref":"r","ticket":NaN}"#,
        #"{"type":"dial","ref":"r","ticket":Infinity}"#, #"{"type":"dial","ref":"r","ticket":true}"#,
        #"{"type":"dial","ref":"r","ticket":[12]}"#, #"{"type":"answer"}"#, #"{"type":"answer","call":1}"#,
        #"{"type":"signal","call":"k","to":"41"}"#, #"{"type":"signal","call":"k","to":41,"data":{}}"#,
        #"{"type":"signal","call":"k","to":"0","data":{}}"#, #"{"type":"signal","call":"k","to":"-1","data":{}}"#,
        #"{"type":"signal","call":"k","to":"9223372036854775808","data":{}}"#,
        #"{"type":"signal","call":"k","to":"41","data":[]}"#,
        #"{"type":"signal","call":"k","to":"41","data":"x"}"#, #"{"type":"signal","call":"k","to":"41","data":null}"#,
        #"{"type":"signal","call":"k","to":"41","data":1}"#, #"{"type":"presence"}"#,
        #"{"type":"presence","presence":"offline"}"#,
        #"{"type":"presence","presence":"AWAY"}"#, #"{"type":"presence","presence":1}"#, #"{"type":"failed"}"#,
        #"{"type":"mute","call":"k"}"#, #"{"type":"mute","call":"k","muted":1}"#,
        #"{"type":"mute","call":"k","muted":"true"}"#,
        #"{"type":"exec","command":"x"}"#, #"{"type":"ping\"}"#, "{\"type\":\"pi\u{0}ng\"}", "{\"type\":\"pi\nng\"}",
        "\u{FEFF}\u{FEFF}{}",
        #"{"type":"watch","ticket":"1"}"#, #"{"__proto__":{"type":"ping"}}"#,
    ]

    @Test(arguments: nonsense) func `T46 what is no message of ours is unreadable and says no more`(text: String) {
        let error = #expect(throws: ClientMessage.Unreadable.self) { try ClientMessage(text) }
        #expect(error.map { String(describing: $0) } == "Unreadable()")
    }

    @Test(arguments: [Int64.min, -1, 0, .max]) func `T23 a ticket of any number is only a number`(number: Int64) throws
    {
        #expect(
            try ClientMessage(#"{"type":"dial","ref":"r","ticket":\#(number)}"#)
                == .dial(ref: "r", ticket: TicketID(number), by: .page))
        #expect(try ClientMessage(#"{"type":"watch","ticket":\#(number)}"#) == .watch(TicketID(number), mark: ""))
    }

    // MARK: Depth, size, cost

    @Test(arguments: [13, 64, 500, 10_000, 30_000]) func `T46 deep nesting is refused, wherever it stands`(depth: Int) {
        for form in [("[", "]"), (#"{"a":"#, "}"), (#"[{"a":"#, "}]"), (#"{"a":["#, "]}")] {
            let nest = String(repeating: form.0, count: depth) + "1" + String(repeating: form.1, count: depth)
            for text in [
                nest, #"{"type":"signal","call":"k","to":"1","data":{"a":\#(nest)}}"#,
                #"{"type":"hello","tab":"t","carrying":\#(nest)}"#, #"{"type":\#(nest)}"#,
            ] { #expect(throws: ClientMessage.Unreadable.self) { try ClientMessage(text) } }
        }
    }

    /// In a process of its own: a trap is a failure of this test, not the end of all.
    @Test func `T46 no depth at which a message breaks off ends the server`() async {
        await #expect(processExitsWith: .success) {
            for form in ["[", #"{"a":"#, #"[{"a":"#, #"{"a":["#, "[ ", "[\n", "[[],", "[\"", "[1,"] {
                for depth in 1...1_100 {
                    let text = String(repeating: form, count: depth)
                    _ = try? ClientMessage(text)
                    _ = try? ClientMessage(#"{"type":"signal","call":"k","to":"1","data":"# + text)
                }
            }
        }
    }

    @Test func `T46 no message made of a message's pieces ends the server`() async {
        await #expect(processExitsWith: .success) {
            let pieces = [
                "[", "]", "{", "}", ",", ":", "\"", "\\", "\"type\"", "\"signal\"", "\"data\"", "\"ticket\"", "null",
                "true", "-", "1e9",
                "9999999999999999999", "\\u", "\\ud83d", "d800", "\u{0}", "\u{301}", " ", "\n",
                "{\"type\":\"hello\",\"tab\":\"t\"}", "0.",
            ]
            var seed: UInt64 = 0x9E37_79B9_7F4A_7C15
            for _ in 0..<20_000 {
                var text = ""
                for _ in 0..<(1 + seed % 24) {
                    seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                    text += pieces[Int((seed >> 33) % UInt64(pieces.count))]
                }
                _ = try? ClientMessage(text)
            }
        }
    }

    @Test func `T46 what a message does not need is not looked at, however deep it is`() {
        let nest = String(repeating: "[", count: 30_000) + String(repeating: "]", count: 30_000)
        #expect(
            (try? ClientMessage(#"{"type":"ping","x":\#(nest)}"#)).map { $0 == .ping } ?? true,
            "read or refused, never a trap")
    }

    @Test func `T51 wide, long and repeated is read or refused, soon`() {
        let many = (0..<4_000).map { #""a\#($0)":1"# }.joined(separator: ",")
        let same = String(repeating: #""type":"ping","#, count: 4_000)
        for text in [
            "{\(many),\"type\":\"ping\"}", "{\(same)\"type\":\"ping\"}",
            #"{"type":"ping","x":"\#(String(repeating: "\\u0041", count: 10_000))"}"#,
            #"{"type":"signal","call":"k","to":"1","data":{\#(many)}}"#,
            #"{"type":"ping","x":\#(String(repeating: "9", count: 60_000))}"#,
            #"{"type":"signal","call":"k","to":"1","data":{"x":\#(String(repeating: "9", count: 60_000))}}"#,
            #"{"type":"signal","call":"k","to":"1","data":{"x":"\#(String(repeating: "e\u{301}", count: 10_000))"}}"#,
            "[" + String(repeating: "1,", count: 30_000) + "1]", String(repeating: "\"", count: 60_000),
            String(repeating: "\\", count: 60_000),
        ] { _ = try? ClientMessage(text) }
    }

    @Test(arguments: [
        #"{"type":"ping","type":"hangUp","call":"k"}"#, #"{"type":"hangUp","type":"ping","call":"k"}"#,
        #"{"type":"answer","call":"a","call":"b"}"#, #"{"type":"signal","call":"k","to":"1","to":"2","data":{}}"#,
    ])
    func `T46 a key that stands twice is refused or read in one way every time`(text: String) {
        let readings = (0..<20).map { _ in try? ClientMessage(text) }
        #expect(readings.allSatisfy { $0 == readings[0] })
    }

    @Test func `T46 cut anywhere, changed anywhere: a message is read or refused`() {
        let text = Array(
            #"{"type":"signal","call":"k3","to":"41","data":{"description":{"type":"offer","sdp":"v=0\r\n"}},"x":[1e5,null]}"#
                .utf8)
        for index in text.indices {
            _ = try? ClientMessage(String(decoding: text[..<index], as: UTF8.self))
            for byte: UInt8 in [0, 0x22, 0x5C, 0x7B, 0x5D, 0x2D, 0x65, 0x80, 0xED, 0xFF] {
                var changed = text
                changed[index] = byte
                _ = try? ClientMessage(String(decoding: changed, as: UTF8.self))
            }
        }
    }
}
