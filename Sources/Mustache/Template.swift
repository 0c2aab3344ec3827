/// One parsed template: a flat list of nodes over the bytes they came from.
struct Template: Sendable {
    /// How deep sections and partials may nest, counted together while rendering, so that no stack overflows.
    static let depthLimit = 64

    let name: String
    let source: [UInt8]
    var nodes: [Node] = []
    var names: [Name] = []
    var partials: [Partial] = []

    init(name: String, source: [UInt8]) {
        self.name = name
        self.source = source
    }

    func failure(_ problem: MustacheError.Problem, line: Int) -> MustacheError {
        MustacheError(problem, template: name, line: line)
    }
}

/// A step of rendering; a section's body are the nodes up to its `end`.
enum Node: Sendable {
    case text(Range<Int>)
    /// Where an included template puts the indentation of its place.
    case lineStart
    case escaped(Reference)
    case trusted(Reference)
    case section(Reference, inverted: Bool, end: Int)
    case partial(Int)
}

/// The use of a name: its place in `Template.names` and its line.
struct Reference: Sendable {
    let name: Int
    let line: Int
}

/// A dotted name; `.` alone has no parts.
struct Name: Sendable {
    let text: String
    let parts: [String]
}

/// The use of a partial.
struct Partial: Sendable {
    /// Place of the included template in the library.
    let template: Int
    /// Empty unless the tag stands alone on its line.
    let indentation: ArraySlice<UInt8>
    let isAlone: Bool
    let isInSection: Bool
    let line: Int
}
