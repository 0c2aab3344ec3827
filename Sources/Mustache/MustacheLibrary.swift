/// Every template of the desk, parsed and checked once, rendered from any thread.
package struct MustacheLibrary: Sendable {
    private let templates: [Template]
    private let places: [String: Int]

    /// Parses the given sources by name and refuses what could only fail later: broken tags, unknown partials,
    /// partials that include themselves without end.
    package init(templates sources: [String: String]) throws(MustacheError) {
        let sorted = sources.sorted { $0.key < $1.key }
        let places = Dictionary(uniqueKeysWithValues: zip(sorted.map(\.key), sorted.indices))
        var templates: [Template] = []
        for (name, source) in sorted {
            templates.append(try Parser.parse(source, name: name, places: places))
        }
        try PartialGraph(templates).refuseEndless()
        self.templates = templates
        self.places = places
    }

    package var names: Set<String> { Set(places.keys) }

    /// The partials that the template includes, and those that they include; none for an unknown template.
    package func partials(of name: String) -> Set<String> {
        guard let place = places[name] else { return [] }
        return Set(PartialGraph(templates).reachable(from: place).map { templates[$0].name })
    }

    /// The template as UTF-8; throws for an unknown template or name and for a value that does not fit its tag.
    package func render(_ name: String, _ value: MustacheValue) throws(MustacheError) -> [UInt8] {
        guard let place = places[name] else { throw MustacheError(.unknownTemplate, template: name) }
        var renderer = Renderer(templates: templates)
        try renderer.render(Frame(template: templates[place]).entering(value))
        return renderer.output
    }
}
