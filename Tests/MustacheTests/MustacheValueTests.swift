import Mustache
import Testing

struct MustacheValueTests {
    @Test func `literals become values`() throws {
        let name = "Ana"
        let value: MustacheValue = [
            "text": "Hello, \(name) & co", "flag": true, "list": ["a", "b"], "object": ["x": "y"],
        ]
        let template = "{{text}} {{#flag}}on{{/flag}} {{#list}}{{.}}{{/list}} {{object.x}}"
        expect(try render(template, value), is: "Hello, Ana &amp; co on ab y")
    }

    @Test func `the last of two equal keys wins`() throws {
        expect(try render("{{x}}", ["x": "first", "x": "last"]), is: "last")
    }

    @Test(arguments: [(0, "0"), (-1, "-1"), (1_234_567, "1234567"), (Int.min, "-9223372036854775808")])
    func `numbers are plain digits`(_ number: Int, _ text: String) throws {
        expect(try render("{{.}}", .number(number)), is: text)
    }

    @Test func `zero is a text like any other`() throws {
        expect(try render("{{#x}}{{.}} calls{{/x}}{{^x}}none{{/x}}", ["x": .number(0)]), is: "0 calls")
    }

    @Test func `trusted HTML is its bytes`() {
        #expect(TrustedHTML(trusting: "<é>") == TrustedHTML(trustingBytes: [0x3C, 0xC3, 0xA9, 0x3E]))
        #expect(TrustedHTML(trusting: "<é>").bytes == [0x3C, 0xC3, 0xA9, 0x3E])
    }
}
