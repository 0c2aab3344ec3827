import NIOHTTP1

/// One question to the REST API.
struct TwilioRequest: Sendable {
    /// Whether asking twice does the same as asking once.
    enum Repeating: Sendable {
        case harmless
        /// It makes a call or a participant, or starts something anew.
        case harmful
    }

    let method: HTTPMethod
    /// Below the account: names of resources and ids by turns; none for the account itself.
    let parts: [String]
    var query = TwilioForm()
    var form = TwilioForm()
    var repeating = Repeating.harmless
    var ending = ".json"

    static func get(_ parts: String..., query: TwilioForm = TwilioForm()) -> TwilioRequest {
        TwilioRequest(method: .GET, parts: parts, query: query)
    }

    static func delete(_ parts: String...) -> TwilioRequest { TwilioRequest(method: .DELETE, parts: parts) }

    static func post(_ parts: String..., form: TwilioForm, repeating: Repeating) -> TwilioRequest {
        TwilioRequest(method: .POST, parts: parts, form: form, repeating: repeating)
    }

    /// From the first slash.
    func target(account: String) -> String {
        let path = ([account] + parts).map(TwilioForm.pathPart).joined(separator: "/")
        return "/2010-04-01/Accounts/\(path)\(ending)" + (query.isEmpty ? "" : "?" + query.text)
    }

    /// For records: a room is named by a call's key, which is nobody's business.
    var shownPath: String {
        guard !parts.isEmpty else { return "/Account" + ending }
        let shown = parts.enumerated().map { $0.offset % 2 == 0 || Self.isSid($0.element) ? $0.element : "…" }
        return "/" + shown.joined(separator: "/") + ending
    }

    private static func isSid(_ text: String) -> Bool {
        text.utf8.count == 34 && text.utf8.prefix(2).allSatisfy { (0x41...0x5A).contains($0) }
            && text.utf8.dropFirst(2).allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }
}
