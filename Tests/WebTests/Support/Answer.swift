import HTTPTypes
import Secrets
import Testing

/// What the desk answered.
struct Answer: Sendable {
    let status: Int
    let headers: HTTPFields
    let bytes: [UInt8]

    init(_ head: HTTPResponse, _ bytes: [UInt8]) {
        status = head.status.code
        headers = head.headerFields
        self.bytes = bytes
    }

    var text: String { String(decoding: bytes, as: UTF8.self) }
    var location: String? { headers[.location] }

    func header(_ name: String) -> String? { HTTPField.Name(name).flatMap { headers[$0] } }

    /// The cookies that were set: names, values and attributes.
    var cookies: [String] { headers[values: .setCookie] }

    /// Looks for bytes: to Swift a text with a combining mark behind it is another text.
    func contains(_ text: String) -> Bool { bytes.firstRange(of: Array(text.utf8)) != nil }

    /// The status, and what the body has and has not.
    func expect(
        _ status: Int, contains wanted: [String] = [], mustNotContain unwanted: [String] = [],
        _ location: SourceLocation = #_sourceLocation
    ) {
        #expect(self.status == status, sourceLocation: location)
        for text in wanted { #expect(contains(text), "misses: \(text)", sourceLocation: location) }
        for text in unwanted { #expect(!contains(text), "has: \(text)", sourceLocation: location) }
    }

    func expectRedirect(to path: String, _ location: SourceLocation = #_sourceLocation) {
        #expect(status == 303, sourceLocation: location)
        #expect(self.location == path, sourceLocation: location)
    }

    /// The value of a form's hidden or filled field.
    func value(of field: String) -> String? {
        guard let expression = try? Regex("name=\"\(field)\"[^>]* value=\"([^\"]*)\"", as: (Substring, Substring).self)
        else { return nil }
        return text.firstMatch(of: expression).map { String($0.output.1) }
    }

    /// Where the desk stood when the page was made.
    var mark: String? { text.firstMatch(of: #/data-mark="([^"]*)"/#).map { String($0.output.1) } }

    /// The key of the ticket whose page this redirects to.
    func ticketKey() throws -> String {
        guard status == 303, let location, location.hasPrefix("/t/") else {
            throw Missing(what: "no ticket: \(status)")
        }
        return String(location.dropFirst(3))
    }
}
