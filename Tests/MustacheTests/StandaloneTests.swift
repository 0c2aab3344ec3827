import Mustache
import Testing

struct StandaloneTests {
    private static let flags: MustacheValue = ["on": true, "off": false]

    @Test(arguments: [
        Example("a\n{{#on}}\nb\n{{/on}}\nc\n", flags, gives: "a\nb\nc\n"),
        Example("a\n  {{#on}}\n  b\n\t{{/on}}\nc\n", flags, gives: "a\n  b\nc\n"),
        Example("a\n{{^off}}\nb\n{{/off}}\nc\n", flags, gives: "a\nb\nc\n"),
        Example("a\n{{#off}}\nb\n{{/off}}\nc\n", flags, gives: "a\nc\n"),
        Example("a\n{{#on}}  \t\nb\n{{/on}} \nc", flags, gives: "a\nb\nc"),
        Example("{{#on}}\n\n{{/on}}\n", flags, gives: "\n"),
        Example("{{#on}}\n{{#on}}\na\n{{/on}}\n{{/on}}\n", flags, gives: "a\n"),
    ])
    func `a tag alone on its line takes the line with it`(_ example: Example) throws {
        expect(try render(example.template, example.value), is: example.expected)
    }

    @Test(arguments: [
        Example("a\r\n{{#on}}\r\n{{/on}}\r\nb", flags, gives: "a\r\nb"),
        Example("a\r\n  {{^off}}  \r\nx\r\n{{/off}}\r\nb", flags, gives: "a\r\nx\r\nb"),
        Example("a\r\n{{! note }}\r\nb", flags, gives: "a\r\nb"),
        Example("a{{#on}}\r\n{{/on}}\r\nb", flags, gives: "a\r\nb"),
        Example("{{#on}}\r{{/on}}\r", flags, gives: "\r\r"),
        Example("{{#on}}\r\r\n{{/on}}", flags, gives: "\r\r\n"),
    ])
    func `CR LF ends a line, a lone CR does not`(_ example: Example) throws {
        expect(try render(example.template, example.value), is: example.expected)
    }

    @Test(arguments: [
        Example("  {{#on}}\na{{/on}}\nb", flags, gives: "a\nb"),
        Example("a{{#on}}\nb\n  {{/on}}", flags, gives: "a\nb\n"),
        Example("  {{! note }}", flags, gives: ""),
        Example("a\n  {{! note }}  ", flags, gives: "a\n"),
        Example("{{!note}}\na", flags, gives: "a"),
    ])
    func `the first and the last line need no line end`(_ example: Example) throws {
        expect(try render(example.template, example.value), is: example.expected)
    }

    @Test(arguments: [
        Example(" . {{#on}}\tx\t{{/on}} . \n", flags, gives: " . \tx\t . \n"),
        Example(" {{#on}}a{{/on}}\n {{#on}}b{{/on}}\n", flags, gives: " a\n b\n"),
        Example(" {{#on}} {{! note }}\n {{/on}} . \n", flags, gives: "  \n  . \n"),
        Example("{{#on}}{{/on}}\nx", flags, gives: "\nx"),
        Example("  {{! one }} {{! two }}\nx", flags, gives: "   \nx"),
        Example("  a {{! note }}\n", flags, gives: "  a \n"),
        Example("\u{A0}{{! no blank }}\n", flags, gives: "\u{A0}\n"),
        Example("{{! mark }}\u{301}\n", flags, gives: "\u{301}\n"),
    ])
    func `a tag with company leaves its line alone`(_ example: Example) throws {
        expect(try render(example.template, example.value), is: example.expected)
    }

    @Test(arguments: [
        Example("a{{! anything }}b", gives: "ab"),
        Example("a{{!\n two\n lines }}b\n", gives: "ab\n"),
        Example("a {{! note }} b", gives: "a  b"),
        Example("a\n{{!\n two\n}}\nb\n", gives: "a\nb\n"),
        Example("a\n  {{!\n    two\n  }}\nb\n", gives: "a\nb\n"),
        Example("{{! {{name}}", gives: ""),
        Example("{{!= # ^ > < $ & '\"}}", gives: ""),
        Example("{{!}}", gives: ""),
    ])
    func `a comment leaves nothing behind`(_ example: Example) throws {
        expect(try render(example.template, example.value), is: example.expected)
    }
}
