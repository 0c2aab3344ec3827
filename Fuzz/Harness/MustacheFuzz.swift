@testable import Mustache

/// The template parser on any text, and the renderer on any value: no value can make markup.
enum MustacheFuzz {
    private static let names = ["a", "b", "c", "d"]

    static func take(_ bytes: [UInt8]) {
        guard let first = bytes.first else { return }
        if first & 1 == 0 {
            checkTemplates(bytes.dropFirst())
        } else {
            checkValues(bytes.dropFirst())
        }
    }

    // MARK: Any templates

    /// Up to four templates, parted by 0xFF, which no UTF-8 has.
    private static func checkTemplates(_ bytes: ArraySlice<UInt8>) {
        let texts = bytes.split(separator: 0xFF, maxSplits: names.count - 1, omittingEmptySubsequences: false)
        let sources = zip(names, texts).map { ($0, String(decoding: withoutSpecials($1), as: UTF8.self)) }
        guard let library = try? MustacheLibrary(templates: Dictionary(uniqueKeysWithValues: sources)) else { return }
        let tags = bytes.indices.dropFirst().count { bytes[$0] == 0x7B && bytes[$0 - 1] == 0x7B }
        // Lists and partials inside each other take exponential time; those who write templates know.
        let isSmall = tags <= 12 && !library.names.contains { library.partials(of: $0).contains($0) }
        guard isSmall, let page = try? library.render("a", data) else { return }
        expect(hasNoSpecials(page), "values are escaped: \(String(decoding: page, as: UTF8.self))")
    }

    private static let evil = "<&>\"'{{x}}\u{301}"
    private static let data: MustacheValue = [
        "x": .text(evil), "t": .html(TrustedHTML(trusting: "trusted")), "n": .absent, "f": true,
        "l": [.text(evil), ["x": .text(evil), "l": [.text(evil)]]], "o": ["x": .text(evil), "o": ["x": .text(evil)]],
    ]

    /// `>` and `&` are kept where they begin a tag.
    private static func withoutSpecials(_ text: ArraySlice<UInt8>) -> [UInt8] {
        text.indices.map { index in
            let isSigil = index >= text.startIndex + 2 && text[index - 1] == 0x7B && text[index - 2] == 0x7B
            let isKept = isSigil && (text[index] == UInt8(ascii: ">") || text[index] == UInt8(ascii: "&"))
            return isSpecial(text[index]) && !isKept ? UInt8(ascii: ".") : text[index]
        }
    }

    private static func hasNoSpecials(_ page: [UInt8]) -> Bool {
        page.indices.allSatisfy { !isSpecial(page[$0]) || isEntity(page[$0...]) }
    }

    private static func isEntity(_ text: ArraySlice<UInt8>) -> Bool {
        ["&amp;", "&lt;", "&gt;", "&quot;", "&#39;"].contains { text.starts(with: $0.utf8) }
    }

    private static func isSpecial(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"), UInt8(ascii: "\""), UInt8(ascii: "'"): true
        default: false
        }
    }

    // MARK: Any values

    private static let page = try? MustacheLibrary(templates: [
        "page": """
        <p title="{{x}}" class='{{o.x}}'>{{#l}}<b>{{.}}</b>{{/l}}{{^l}}<i>{{n}}</i>{{/l}}</p>
          {{> part}}

        """,
        "part": "<u>{{x}}</u>\n{{#x}}<q>{{.}}</q>{{/x}}\n",
    ])

    /// Up to eight values, parted by 0xFF.
    private static func checkValues(_ bytes: ArraySlice<UInt8>) {
        let values = bytes.split(separator: 0xFF, maxSplits: 7, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        let x = values[0]
        let list = values.dropFirst()
        let data: MustacheValue = [
            "x": .text(x), "o": ["x": .text(x)], "n": .absent, "l": .list(list.map { .text($0) }),
        ]
        let rendered = try? page?.render("page", data)
        let isExpected = rendered?.elementsEqual(expected(x, Array(list)).utf8) == true
        expect(isExpected, "a page is its template with escaped values")
    }

    private static func expected(_ x: String, _ list: [String]) -> String {
        let x = escaped(x)
        let items = list.isEmpty ? "<i></i>" : list.map { "<b>\(escaped($0))</b>" }.joined()
        let quote = x.isEmpty ? "" : "<q>\(x)</q>"
        return "<p title=\"\(x)\" class='\(x)'>\(items)</p>\n  <u>\(x)</u>\n  \(quote)\n"
    }

    private static func escaped(_ text: String) -> String {
        var out = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": out.append(contentsOf: "&amp;".unicodeScalars)
            case "<": out.append(contentsOf: "&lt;".unicodeScalars)
            case ">": out.append(contentsOf: "&gt;".unicodeScalars)
            case "\"": out.append(contentsOf: "&quot;".unicodeScalars)
            case "'": out.append(contentsOf: "&#39;".unicodeScalars)
            default: out.append(scalar)
            }
        }
        return String(out)
    }
}
