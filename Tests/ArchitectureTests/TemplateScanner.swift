/// Finds where a template's tags stand in its HTML.
struct TemplateScanner {
    /// Something a template must not do, in words for the reader of the test's output.
    typealias Fault = String

    private var rest: Substring
    private(set) var faults: [Fault] = []

    static func faults(in template: String) -> [Fault] {
        var scanner = TemplateScanner(rest: Substring(template))
        scanner.readText()
        return scanner.faults
    }

    private init(rest: Substring) { self.rest = rest }

    // MARK: Between tags

    private mutating func readText() {
        while let character = rest.first {
            if rest.hasPrefix("{{") {
                readMustache()
            } else if rest.hasPrefix("<!--") {
                faults.append("an HTML comment goes to every reader")
                rest = rest.dropFirst(4)
            } else if character == "<", let next = rest.dropFirst().first, next.isLetter {
                readTag()
            } else {
                rest.removeFirst()
            }
        }
    }

    /// Reads one mustache tag and answers with its inside.
    @discardableResult
    private mutating func readMustache() -> Substring {
        if rest.hasPrefix("{{{") || rest.hasPrefix("{{&") { faults.append("unescaped: \(rest.prefix(20))") }
        if rest.hasPrefix("{{=") { faults.append("other delimiters: \(rest.prefix(20))") }
        let inside = rest.dropFirst(2).prefix { $0 != "}" }
        rest = rest[inside.endIndex...].drop { $0 == "}" }
        return inside
    }

    // MARK: Inside of a tag

    private mutating func readTag() {
        rest.removeFirst()
        let name = take { $0.isLetter || $0.isNumber || $0 == "-" }.lowercased()
        if name == "style" { faults.append("an inline style") }
        var attributes: [String: String] = [:]
        while let character = rest.first, character != ">" {
            if rest.hasPrefix("{{") {
                refuseInterpolation(readMustache(), in: name)
            } else if character.isWhitespace || character == "/" {
                rest.removeFirst()
            } else {
                readAttribute(of: name, &attributes)
            }
        }
        rest = rest.dropFirst()
        if name == "script" { readScript(attributes) }
    }

    /// A section may make an attribute come and go; a value may not become a name.
    private mutating func refuseInterpolation(_ inside: Substring, in tag: String) {
        guard let kind = inside.first, "#^/!".contains(kind) else {
            faults.append("{{\(inside)}} stands outside of quotes in <\(tag)>")
            return
        }
    }

    private mutating func readAttribute(of tag: String, _ attributes: inout [String: String]) {
        let name = take { !$0.isWhitespace && !"=>/{".contains($0) }.lowercased()
        guard !name.isEmpty else {
            faults.append("<\(tag)> cannot be read at \(rest.prefix(20))")
            rest = rest.dropFirst()
            return
        }
        if name.hasPrefix("on") { faults.append("<\(tag) \(name)> handles an event inline") }
        if name == "style" { faults.append("<\(tag)> has an inline style") }
        guard rest.first == "=" else { return }
        rest.removeFirst()
        guard rest.first == "\"" else {
            faults.append("<\(tag) \(name)> is not quoted")
            return
        }
        rest.removeFirst()
        let value = take { $0 != "\"" }
        rest = rest.dropFirst()
        attributes[name] = value
        checkValue(value, of: name, tag)
    }

    private mutating func checkValue(_ value: String, of name: String, _ tag: String) {
        if value.contains("{{{") || value.contains("{{&") { faults.append("<\(tag) \(name)> has an unescaped value") }
        let isAddress = ["href", "src", "action", "formaction", "srcset", "data", "poster", "ping"].contains(name)
        guard isAddress, value.contains("{{") else { return }
        let isOneValue = value.hasPrefix("{{") && value.firstRange(of: "}}")?.upperBound == value.endIndex
        if !isOneValue { faults.append("<\(tag) \(name)> puts an address together: \(value)") }
    }

    private mutating func readScript(_ attributes: [String: String]) {
        if attributes["src"] == nil { faults.append("a script without src") }
        if !rest.hasPrefix("</script>") { faults.append("an inline script") }
    }

    private mutating func take(while matches: (Character) -> Bool) -> String {
        let taken = rest.prefix(while: matches)
        rest = rest[taken.endIndex...]
        return String(taken)
    }
}
