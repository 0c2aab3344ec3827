/// Swift source without what its texts and comments say; code inside `\( … )` stays.
struct SwiftCode {
    private var rest: Substring.UnicodeScalarView
    private var code = String.UnicodeScalarView()

    static func withoutTextsAndComments(_ source: String) -> String {
        var reader = SwiftCode(rest: Substring(source).unicodeScalars)
        reader.readCode(untilParenthesis: false)
        return String(reader.code)
    }

    private init(rest: Substring.UnicodeScalarView) { self.rest = rest }

    private func starts(with text: String) -> Bool { rest.starts(with: text.unicodeScalars) }

    private mutating func skip(_ count: Int) { rest = rest.dropFirst(count) }

    private mutating func readCode(untilParenthesis: Bool) {
        var depth = 0
        while let scalar = rest.first {
            if starts(with: "//") {
                rest = rest.drop { $0 != "\n" }
            } else if starts(with: "/*") {
                skipComment()
            } else if let fence = textFence() {
                readText(fence)
            } else {
                depth += scalar == "(" ? 1 : scalar == ")" ? -1 : 0
                if untilParenthesis && depth < 0 { return }
                code.append(scalar)
                skip(1)
            }
        }
    }

    private mutating func skipComment() {
        var depth = 0
        repeat {
            if starts(with: "/*") {
                depth += 1
                skip(2)
            } else if starts(with: "*/") {
                depth -= 1
                skip(2)
            } else {
                skip(1)
            }
        } while depth > 0 && !rest.isEmpty
    }

    /// How many number signs and quotes open a text here; nil where none begins.
    private func textFence() -> (signs: Int, quotes: Int)? {
        let signs = rest.prefix { $0 == "#" }.count
        let quotes = rest.dropFirst(signs).prefix { $0 == "\"" }.count
        guard quotes > 0 else { return nil }
        return (signs, quotes >= 3 ? 3 : 1)
    }

    private mutating func readText(_ fence: (signs: Int, quotes: Int)) {
        let signs = String(repeating: "#", count: fence.signs)
        let end = String(repeating: "\"", count: fence.quotes) + signs
        code.append(contentsOf: "\"\"".unicodeScalars)
        skip(fence.signs + fence.quotes)
        while !rest.isEmpty && !starts(with: end) {
            if starts(with: "\\" + signs + "(") {
                skip(2 + fence.signs)
                readCode(untilParenthesis: true)
                skip(1)
            } else {
                skip(starts(with: "\\" + signs) ? 2 + fence.signs : 1)
            }
        }
        skip(end.unicodeScalars.count)
    }
}
