import Testing

@Suite struct TemplateTests {
    private static var templates: [Repository.File] {
        get throws { try Repository.files(under: "Templates", ending: ".mustache") }
    }

    @Test(arguments: try Self.templates)
    func `T03 values stand in text and in quoted attributes alone`(template: Repository.File) {
        #expect(TemplateScanner.faults(in: template.text) == [])
    }

    @Test func `T03 nothing is rendered without being escaped`() throws {
        for template in try Self.templates {
            #expect(!template.text.contains("{{{") && !template.text.contains("{{&"), "\(template.path)")
        }
    }

    @Test(arguments: try Self.templates) func `a template is short enough to be read at once`(template: Repository.File)
    {
        #expect(template.lines.count <= 81)
    }

    @Test func `each page has exactly one status, that of its phone`() throws {
        let places = try Self.templates.filter { $0.text.contains(#"role="status""#) }.map(\.path)
        #expect(places == ["Templates/shared/phone.mustache"])
    }

    @Test(arguments: [
        ("<a href={{path}}>", "is not quoted"), ("<a {{name}}=\"x\">", "outside of quotes"),
        ("<p onclick=\"x()\">", "inline"), ("<p style=\"color: red\">", "inline style"),
        ("<style>p {}</style>", "inline style"),
        ("<script>x()</script>", "without src"), ("<script src=\"/a.js\">{{x}}</script>", "inline script"),
        ("{{{html}}}", "unescaped"), ("{{& html}}", "unescaped"), ("<p title=\"{{{x}}}\">", "unescaped"),
        ("{{=<% %>=}}", "delimiters"), ("<a href=\"/x/{{id}}\">", "puts an address together"),
        ("<a href=\"{{a}}{{b}}\">", "puts an address together"), ("<!-- {{x}} -->", "comment"),
        ("<p{{x}}>", "outside of quotes"), ("<p class='{{x}}'>", "is not quoted"),
    ])
    func `what is forbidden is found`(template: String, fault: String) {
        #expect(TemplateScanner.faults(in: template).contains { $0.contains(fault) })
    }

    @Test(arguments: [
        "<a href=\"{{path}}\">{{words}}</a>", "<input{{#error}} aria-invalid=\"true\"{{/error}} value=\"{{value}}\">",
        "<script src=\"{{x}}\"></script>", "<p class=\"a {{b}} c\" hidden>x < y</p>", "<p>{{#a}}b{{/a}}</p>",
        "<a href=\"/dashboard\">For agents</a>", "<br/>",
    ])
    func `what is allowed is not`(template: String) {
        #expect(TemplateScanner.faults(in: template) == [])
    }
}
