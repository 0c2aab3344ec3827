package import Desk

/// A refusal as Twilio gives it.
package struct RestError: Error, Equatable, Sendable {
    package let code: Int
    package let status: Int
    package let message: String

    static let unauthorized = RestError(code: 20003, status: 401, message: "Authenticate")
    static let invalidNumber = RestError(
        code: 21211, status: 400, message: "The 'To' number is not a valid phone number.")
    static let notOurNumber = RestError(
        code: 21210, status: 400, message: "The source phone number provided is not yet verified for your account.")
    static let forbiddenCountry = RestError(
        code: 21215, status: 400,
        message: "Account not authorized to call this number. Perhaps you need to enable geo permissions.")
    static let wrongState = RestError(
        code: 21220, status: 400, message: "Invalid call state: the call is not in a state that allows this.")
    static let noInstruction = RestError(
        code: 21205, status: 400, message: "Url is not a valid URL, and there is no Twiml.")
    static let roomFull = RestError(code: 16020, status: 400, message: "The conference is full.")
    static let wrongMethod = RestError(code: 20004, status: 405, message: "Method not allowed")

    static func notFound(_ what: String) -> RestError {
        RestError(code: 20404, status: 404, message: "The requested resource \(what) was not found")
    }

    static func duplicateLabel(_ label: String) -> RestError {
        RestError(
            code: 16025, status: 400, message: "The participant label \(label) is already in use in this conference.")
    }

    static func badParameter(_ name: String) -> RestError {
        RestError(code: 20001, status: 400, message: "Parameter '\(name)' is not valid")
    }

    static func byCode(_ code: Int, status: Int) -> RestError {
        RestError(code: code, status: status, message: "The double was told to refuse with \(code).")
    }

    var answer: RestAnswer {
        let body = JSONValue.object([
            "code": .integer(code), "message": .string(message), "status": .integer(status),
            "more_info": .string("https://www.twilio.com/docs/errors/\(code)"),
        ])
        return RestAnswer(status: status, body: .json(body))
    }
}

package struct RestRequest: Sendable {
    package var method: String
    /// Raw, as it was sent.
    package var path: String
    package var query: [(name: String, value: String)] = []
    package var form: [(name: String, value: String)] = []
    package var authorization: String?

    package init(
        method: String, path: String, query: [(name: String, value: String)] = [],
        form: [(name: String, value: String)] = [], authorization: String? = nil
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.form = form
        self.authorization = authorization
    }

    func text(_ name: String) -> String? { form.first { $0.name == name }?.value }

    func asked(_ name: String) -> String? { query.first { $0.name == name }?.value }

    func flag(_ name: String) throws(RestError) -> Bool? {
        switch text(name)?.lowercased() {
        case nil: nil
        case "true": true
        case "false": false
        default: throw .badParameter(name)
        }
    }

    func number(_ name: String, _ fallback: Int, in range: ClosedRange<Int>) throws(RestError) -> Int {
        guard let text = text(name) else { return fallback }
        guard let number = Int(text), range.contains(number) else { throw .badParameter(name) }
        return number
    }

    /// `StatusCallback`, `StatusCallbackMethod` and the repeated `StatusCallbackEvent`.
    func callback(_ name: String, fallback: Set<String>) throws(RestError) -> Callback? {
        guard let url = try url(name) else { return nil }
        // The events of a room come in one text, with spaces between them.
        let events = Set(
            form.filter { $0.name == name + "Event" }.flatMap { $0.value.split(separator: " ").map(String.init) })
        return Callback(url: url, method: method(name + "Method", "POST"), events: events.isEmpty ? fallback : events)
    }

    func action(_ name: String, method fallback: String) throws(RestError) -> Document.Action? {
        try url(name + "Url").map { Document.Action(url: $0, method: method(name + "Method", fallback)) }
    }

    func method(_ name: String, _ fallback: String) -> String { text(name)?.uppercased() ?? fallback }

    /// An absolute address; an empty one counts as none.
    func url(_ name: String) throws(RestError) -> String? {
        guard let text = text(name), !text.isEmpty else { return nil }
        guard let url = Exchange.resolve(text, against: nil) else {
            throw RestError(code: 21205, status: 400, message: "\(name) is not a valid URL: \(text)")
        }
        return url
    }
}

package struct RestAnswer: Sendable {
    package enum Body: Sendable {
        case none
        case json(JSONValue)
        case bytes([UInt8], type: String)
    }

    package var status: Int
    package var body: Body
    package var headers: [(name: String, value: String)] = []

    static func ok(_ json: JSONValue) -> RestAnswer { RestAnswer(status: 200, body: .json(json)) }
    static func created(_ json: JSONValue) -> RestAnswer { RestAnswer(status: 201, body: .json(json)) }
    static let gone = RestAnswer(status: 204, body: .none)

    package var json: JSONValue? { if case .json(let value) = body { value } else { nil } }
}
