/// Appends a template's bytes to its output.
struct Renderer {
    let templates: [Template]
    private(set) var output: [UInt8] = []

    init(templates: [Template]) {
        self.templates = templates
        output.reserveCapacity(16_384)
    }

    mutating func render(_ frame: Frame) throws(MustacheError) {
        try render(0..<frame.template.nodes.count, in: frame)
    }

    private mutating func render(_ nodes: Range<Int>, in frame: Frame) throws(MustacheError) {
        var index = nodes.lowerBound
        while index < nodes.upperBound {
            var next = index + 1
            switch frame.template.nodes[index] {
            case .text(let range): appendText(frame.template.source[range], in: frame)
            case .lineStart: output.append(contentsOf: frame.indentation)
            case .escaped(let reference): try appendEscaped(reference, in: frame)
            case .trusted(let reference): try appendTrusted(reference, in: frame)
            case .partial(let use): try appendPartial(frame.template.partials[use], in: frame)
            case .section(let reference, let inverted, let end):
                try appendSection(reference, inverted: inverted, body: next..<end, in: frame)
                next = end
            }
            index = next
        }
    }

    private mutating func appendText(_ text: ArraySlice<UInt8>, in frame: Frame) {
        if frame.indentation.isEmpty {
            output.append(contentsOf: text)
        } else {
            appendIndented(text, frame.indentation)
        }
    }

    /// The last line end gets no indentation: what follows it starts a line itself.
    private mutating func appendIndented(_ text: ArraySlice<UInt8>, _ indentation: [UInt8]) {
        for index in text.indices {
            output.append(text[index])
            if text[index] == .lineFeed, index + 1 < text.endIndex { output.append(contentsOf: indentation) }
        }
    }

    private mutating func appendEscaped(_ reference: Reference, in frame: Frame) throws(MustacheError) {
        switch try frame.value(of: reference) {
        case .text(let text): output.appendEscaped(text)
        case .absent: break
        case .html: throw frame.failure(reference) { .needsTripleBraces($0) }
        case .flag, .list, .object: throw frame.failure(reference) { .notText($0) }
        }
    }

    private mutating func appendTrusted(_ reference: Reference, in frame: Frame) throws(MustacheError) {
        guard case .html(let html) = try frame.value(of: reference) else {
            throw frame.failure(reference) { .notTrusted($0) }
        }
        output.append(contentsOf: html.bytes)
    }

    private mutating func appendPartial(_ partial: Partial, in frame: Frame) throws(MustacheError) {
        var inner = try frame.deeper(line: partial.line)
        inner.template = templates[partial.template]
        // Indentation is the template's text, not its output: a partial inside a line starts without any.
        inner.indentation = partial.isAlone ? frame.indentation + partial.indentation : []
        try render(inner)
    }

    private mutating func appendSection(
        _ reference: Reference,
        inverted: Bool,
        body: Range<Int>,
        in frame: Frame
    ) throws(MustacheError) {
        let value = try frame.value(of: reference)
        guard value.holds != inverted else { return }
        let inner = try frame.deeper(line: reference.line)
        switch value {
        case _ where inverted, .flag, .absent:
            try render(body, in: inner)
        case .text, .html, .object:
            try render(body, in: inner.entering(value))
        case .list(let elements):
            for element in elements { try render(body, in: inner.entering(element)) }
        }
    }
}
