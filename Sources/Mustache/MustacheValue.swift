/// What a template can be given: finished values only, nothing is computed while rendering.
package enum MustacheValue: Sendable {
    /// Rendered by `{{name}}`, escaped; as a section it holds when it is not empty.
    case text(String)
    /// Rendered by `{{{name}}}` alone; as a section it holds when it is not empty.
    case html(TrustedHTML)
    /// Decides a section, is never rendered.
    case flag(Bool)
    /// Repeats a section once for each element.
    case list([MustacheValue])
    /// Becomes the scope of the names inside its section.
    case object([String: MustacheValue])
    /// A known name without a value: `{{name}}` renders nothing, a section does not hold.
    case absent
}

extension MustacheValue {
    /// The number in decimal digits, without grouping.
    package static func number(_ number: Int) -> MustacheValue {
        .text(String(number))
    }

    /// The text, or `.absent` for nil.
    package static func optional(_ text: String?) -> MustacheValue {
        text.map(MustacheValue.text) ?? .absent
    }

    /// Whether a section over this value is rendered (for a list: at least once).
    var holds: Bool {
        switch self {
        case .text(let text): !text.isEmpty
        case .html(let html): !html.bytes.isEmpty
        case .flag(let flag): flag
        case .list(let elements): !elements.isEmpty
        case .object: true
        case .absent: false
        }
    }
}

extension MustacheValue: ExpressibleByStringInterpolation {
    package init(stringLiteral text: String) {
        self = .text(text)
    }
}

extension MustacheValue: ExpressibleByBooleanLiteral {
    package init(booleanLiteral flag: Bool) {
        self = .flag(flag)
    }
}

extension MustacheValue: ExpressibleByArrayLiteral {
    package init(arrayLiteral elements: MustacheValue...) {
        self = .list(elements)
    }
}

extension MustacheValue: ExpressibleByDictionaryLiteral {
    /// The last value wins where a key stands twice.
    package init(dictionaryLiteral pairs: (String, MustacheValue)...) {
        self = .object(Dictionary(pairs) { _, last in last })
    }
}
