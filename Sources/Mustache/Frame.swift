/// Where rendering stands: which template, what names mean, what `{{.}}` is.
struct Frame {
    var template: Template
    var scope: [String: MustacheValue] = [:]
    var current: MustacheValue = .absent
    var indentation: [UInt8] = []
    var depth = 0

    /// Only an object changes the scope, and it hides what was around it.
    func entering(_ value: MustacheValue) -> Frame {
        var frame = self
        frame.current = value
        if case .object(let members) = value { frame.scope = members }
        return frame
    }

    func deeper(line: Int) throws(MustacheError) -> Frame {
        guard depth < Template.depthLimit else { throw template.failure(.nestedTooDeep, line: line) }
        var frame = self
        frame.depth += 1
        return frame
    }

    func value(of reference: Reference) throws(MustacheError) -> MustacheValue {
        let name = template.names[reference.name]
        guard let first = name.parts.first else { return current }
        guard var value = scope[first] else { throw failure(reference) { .unknownName($0) } }
        for part in name.parts.dropFirst() {
            if case .absent = value { return .absent }
            guard case .object(let members) = value, let member = members[part] else {
                throw failure(reference) { .unknownName($0) }
            }
            value = member
        }
        return value
    }

    func failure(_ reference: Reference, _ problem: (String) -> MustacheError.Problem) -> MustacheError {
        template.failure(problem(template.names[reference.name].text), line: reference.line)
    }
}
