import Mustache
import Testing

struct SectionTests {
    private static let markup = MustacheValue.html(TrustedHTML(trusting: "<b>"))
    private static let nothing = MustacheValue.html(TrustedHTML(trusting: ""))

    @Test(arguments: [true, "text", "0", ["x"], [:], [.absent], markup] as [MustacheValue])
    func `a value that holds renders the section and not the inverted one`(_ value: MustacheValue) throws {
        expect(try render("{{#a}}yes{{/a}}{{^a}}no{{/a}}", ["a": value]), is: "yes")
        expect(try render("{{#o.a}}yes{{/o.a}}{{^o.a}}no{{/o.a}}", ["o": ["a": value]]), is: "yes")
    }

    @Test(arguments: [false, "", [], .absent, nothing] as [MustacheValue])
    func `a value that does not hold renders the inverted section alone`(_ value: MustacheValue) throws {
        expect(try render("{{#a}}yes{{/a}}{{^a}}no{{/a}}", ["a": value]), is: "no")
        expect(try render("{{#o.a}}yes{{/o.a}}{{^o.a}}no{{/o.a}}", ["o": ["a": value]]), is: "no")
    }

    @Test func `a dotted name that is absent in the middle does not hold`() throws {
        expect(try render("{{#a.b.c}}yes{{/a.b.c}}{{^a.b.c}}no{{/a.b.c}}", ["a": ["b": .absent]]), is: "no")
    }

    @Test(arguments: [
        Example("{{#all}}[{{name}}]{{/all}}", ["all": [["name": "a"], ["name": "b"]]], gives: "[a][b]"),
        Example("{{#all}}({{.}}){{/all}}", ["all": ["a", "<", .number(3)]], gives: "(a)(&lt;)(3)"),
        Example("{{#all}}({{#.}}{{.}}{{/.}}){{/all}}", ["all": [["a", "b"], [], ["c"]]], gives: "(ab)()(c)"),
        Example("{{#.}}{{.}};{{/.}}", ["a", "b"], gives: "a;b;"),
        Example("{{#all}}{{#.}}+{{/.}}{{^.}}-{{/.}}{{/all}}", ["all": [true, false, true]], gives: "+-+"),
        Example("{{#all}}({{.}}){{/all}}", ["all": ["a", .absent, ""]], gives: "(a)()()"),
        Example("{{#a}}{{#b}}{{c}}{{/b}}{{/a}}", ["a": [["b": [["c": "1"], ["c": "2"]]]]], gives: "12"),
    ])
    func `a list repeats the section for each element`(_ example: Example) throws {
        expect(try render(example.template, example.value), is: example.expected)
    }

    @Test(arguments: [
        Example("{{#a}}{{name}}{{/a}}", ["name": "outer", "a": ["name": "inner"]], gives: "inner"),
        Example("{{#a}}{{name}}{{/a}}", ["name": "outer", "a": true], gives: "outer"),
        Example("{{#a}}{{.}} {{name}}{{/a}}", ["name": "outer", "a": "text"], gives: "text outer"),
        Example("{{#a}}{{.}} {{name}};{{/a}}", ["name": "outer", "a": ["1", "2"]], gives: "1 outer;2 outer;"),
        Example("{{#a}}{{{.}}}{{name}}{{/a}}", ["name": "outer", "a": markup], gives: "<b>outer"),
        Example("{{^a}}{{name}}{{/a}}", ["name": "outer", "a": false], gives: "outer"),
        Example("{{#a}}{{/a}}{{name}}", ["name": "outer", "a": ["name": "inner"]], gives: "outer"),
        Example("{{#a}}{{#on}}{{.}}{{/on}}{{/a}}", ["a": ["1", "2"], "on": true], gives: "12"),
        Example("{{#a}}{{^off}}{{.}}{{/off}}{{/a}}", ["a": ["1", "2"], "off": ""], gives: "12"),
    ])
    func `only an object changes what names mean`(_ example: Example) throws {
        expect(try render(example.template, example.value), is: example.expected)
    }

    @Test(arguments: [
        Example("<{{#on}}({{#on}}x{{/on}}){{/on}}>", ["on": true], gives: "<(x)>"),
        Example("<{{#on}}({{#on}}x{{/on}}){{/on}}>", ["on": false], gives: "<>"),
        Example("<{{^on}}({{^on}}x{{/on}}){{/on}}>", ["on": false], gives: "<(x)>"),
        Example("{{#on}}1{{/on}} {{#on}}2{{/on}}", ["on": true], gives: "1 2"),
        Example("<{{# on }}x{{/ on }}>", ["on": true], gives: "<x>"),
        Example("{{#on}}{{/on}}", ["on": true], gives: ""),
    ])
    func `sections nest and follow one another`(_ example: Example) throws {
        expect(try render(example.template, example.value), is: example.expected)
    }
}
