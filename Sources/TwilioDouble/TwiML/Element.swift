import Foundation

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// One element of an XML document.
struct Element: Sendable {
    let name: String
    let attributes: [String: String]
    var children: [Element] = []
    var text = ""

    /// The words between the tags, without the white space around them.
    var words: String { text.trimmingCharacters(in: .whitespacesAndNewlines) }
}

/// Reads XML into its root element with Foundation's own parser, which is as strict as XML is.
final class ElementReader: NSObject, XMLParserDelegate {
    private var open: [Element] = []
    private var root: Element?

    /// Nil for anything that is not well-formed.
    static func read(_ text: String) -> Element? {
        let reader = ElementReader()
        let parser = XMLParser(data: Data(text.utf8))
        parser.shouldResolveExternalEntities = false
        parser.delegate = reader
        return parser.parse() ? reader.root : nil
    }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String] = [:]
    ) {
        open.append(Element(name: name, attributes: attributes))
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) { append(string) }

    func parser(_ parser: XMLParser, foundCDATA block: Data) { append(String(decoding: block, as: UTF8.self)) }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
        guard let element = open.popLast() else { return }
        if open.isEmpty { root = element } else { open[open.count - 1].children.append(element) }
    }

    private func append(_ text: String) {
        guard !open.isEmpty else { return }
        open[open.count - 1].text += text
    }
}
