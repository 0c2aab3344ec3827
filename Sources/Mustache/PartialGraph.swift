/// Which template includes which.
struct PartialGraph {
    private let templates: [Template]

    init(_ templates: [Template]) {
        self.templates = templates
    }

    func reachable(from place: Int) -> Set<Int> {
        var found: Set<Int> = []
        var waiting = [place]
        while let next = waiting.popLast() {
            for partial in templates[next].partials where found.insert(partial.template).inserted {
                waiting.append(partial.template)
            }
        }
        return found
    }

    /// Throws for a template that comes back to itself through partials outside of any section.
    func refuseEndless() throws(MustacheError) {
        let ending = ending()
        guard var place = templates.indices.first(where: { !ending.contains($0) }) else { return }
        var passed: Set<Int> = []
        while let partial = unconditional(place).first(where: { !ending.contains($0.template) }) {
            guard passed.insert(place).inserted else {
                let name = templates[partial.template].name
                throw templates[place].failure(.endlessPartial(name), line: partial.line)
            }
            place = partial.template
        }
    }

    /// Templates whose unconditional partials all come to an end.
    private func ending() -> Set<Int> {
        var ending: Set<Int> = []
        var before = -1
        while before != ending.count {
            before = ending.count
            for place in templates.indices where unconditional(place).allSatisfy({ ending.contains($0.template) }) {
                ending.insert(place)
            }
        }
        return ending
    }

    private func unconditional(_ place: Int) -> [Partial] {
        templates[place].partials.filter { !$0.isInSection }
    }
}
