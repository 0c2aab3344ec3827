import Desk
import Logging
import TestSupport
import Testing

@testable import Web

@Suite struct JSONLogTests {
    private func line(_ write: (Logger) -> Void) throws -> JSONValue {
        let log = TestLog()
        let logger = Logger(label: "desk") { label in
            JSONLogHandler(label: label, clock: TestClock().wall, write: log.take)
        }
        write(logger)
        #expect(log.lines.count == 1)
        let text = try log.lines.first.orThrow("no line")
        #expect(text.hasSuffix("}\n") && text.utf8.count { $0 < 0x20 } == 1)
        return try JSONValue(Array(text.utf8)).orThrow("no JSON")
    }

    @Test func `a line is one object with its time, level, message and logger first`() throws {
        let line = try line { $0.notice("open", metadata: ["port": .stringConvertible(8080), "host": "::1"]) }
        #expect(line["time"]?.string == "2027-01-15T08:00:00.000Z")
        #expect(line["level"]?.string == "notice" && line["message"]?.string == "open")
        #expect(line["logger"]?.string == "desk" && line["host"]?.string == "::1")
        #expect(line["port"]?.integer == 8080)
    }

    @Test func `nothing that is logged breaks a line or takes the place of its head`() throws {
        let line = try line {
            $0.error("a\"\n\u{1B}[31m\\", metadata: ["time": "never", "list": ["x\ny", ["k": "\u{0}"]]])
        }
        #expect(line["message"]?.string == "a\"\n\u{1B}[31m\\")
        #expect(line["time"]?.string != "never" && line["_time"]?.string == "never")
        #expect(line["list"]?.array == [.string("x\ny"), .object(["k": .string("\u{0}")])])
    }

    @Test func `times have three digits of milliseconds`() {
        #expect(JSONLogHandler.time(Timestamp(milliseconds: 7)) == "1970-01-01T00:00:00.007Z")
        #expect(JSONLogHandler.time(Timestamp(milliseconds: 1_234)) == "1970-01-01T00:00:01.234Z")
    }
}
