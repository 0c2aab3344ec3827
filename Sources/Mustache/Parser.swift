/// Turns the bytes of one template into nodes.
struct Parser {
    private struct OpenSection {
        let node: Int
        let reference: Reference
        let inverted: Bool
        let name: String
    }

    private var template: Template
    private let places: [String: Int]
    private var open: [OpenSection] = []
    private var position = 0

    /// - Parameter places: where each template of the library will stand.
    static func parse(_ source: String, name: String, places: [String: Int]) throws(MustacheError) -> Template {
        var parser = Parser(template: Template(name: name, source: Array(source.utf8)), places: places)
        try parser.parse()
        return parser.template
    }

    private init(template: Template, places: [String: Int]) {
        self.template = template
        self.places = places
    }

    private mutating func parse() throws(MustacheError) {
        var scanner = Scanner(template)
        while let tag = try scanner.next() {
            let line = tag.mayStandAlone ? template.source.standaloneLine(around: tag.range) : nil
            appendText(upTo: line?.lowerBound ?? tag.range.lowerBound)
            if line == nil, template.source.startsLine(at: tag.range.lowerBound) { template.nodes.append(.lineStart) }
            try append(tag, aloneIn: line)
            position = line?.upperBound ?? tag.range.upperBound
        }
        appendText(upTo: template.source.endIndex)
        if let section = open.last {
            throw template.failure(.unclosedSection(section.name), line: section.reference.line)
        }
    }

    private mutating func appendText(upTo end: Int) {
        guard position < end else { return }
        if template.source.startsLine(at: position) { template.nodes.append(.lineStart) }
        template.nodes.append(.text(position..<end))
    }

    private mutating func append(_ tag: Tag, aloneIn line: Range<Int>?) throws(MustacheError) {
        switch tag.kind {
        case .comment: break
        case .escaped: template.nodes.append(.escaped(try reference(tag)))
        case .trusted: template.nodes.append(.trusted(try reference(tag)))
        case .section: try openSection(tag, inverted: false)
        case .inverted: try openSection(tag, inverted: true)
        case .close: try closeSection(tag)
        case .partial: try appendPartial(tag, aloneIn: line)
        }
    }

    private mutating func openSection(_ tag: Tag, inverted: Bool) throws(MustacheError) {
        guard open.count < Template.depthLimit else { throw template.failure(.nestedTooDeep, line: tag.line) }
        let reference = try reference(tag)
        let node = template.nodes.count
        open.append(OpenSection(node: node, reference: reference, inverted: inverted, name: tag.text))
        template.nodes.append(.section(reference, inverted: inverted, end: node))
    }

    private mutating func closeSection(_ tag: Tag) throws(MustacheError) {
        guard let section = open.popLast() else {
            throw template.failure(.unopenedSection(tag.text), line: tag.line)
        }
        guard section.name == tag.text else {
            throw template.failure(.mismatchedClose(found: tag.text, open: section.name), line: tag.line)
        }
        let end = template.nodes.count
        template.nodes[section.node] = .section(section.reference, inverted: section.inverted, end: end)
    }

    private mutating func appendPartial(_ tag: Tag, aloneIn line: Range<Int>?) throws(MustacheError) {
        guard let place = places[tag.text] else {
            throw template.failure(.unknownPartial(tag.text), line: tag.line)
        }
        let indentation = (line?.lowerBound ?? tag.range.lowerBound)..<tag.range.lowerBound
        template.nodes.append(.partial(template.partials.count))
        template.partials.append(
            Partial(
                template: place,
                indentation: template.source[indentation],
                isAlone: line != nil,
                isInSection: !open.isEmpty,
                line: tag.line
            )
        )
    }

    private mutating func reference(_ tag: Tag) throws(MustacheError) -> Reference {
        template.names.append(Name(text: tag.text, parts: try parts(tag)))
        return Reference(name: template.names.count - 1, line: tag.line)
    }

    private func parts(_ tag: Tag) throws(MustacheError) -> [String] {
        let dot = UInt8(ascii: ".")
        if tag.content.elementsEqual([dot]) { return [] }
        let parts = tag.content.split(separator: dot, omittingEmptySubsequences: false)
        guard parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(\.isNameByte) }) else {
            throw template.failure(.badName(tag.text), line: tag.line)
        }
        return parts.map { String(decoding: $0, as: UTF8.self) }
    }
}
