import Desk
import NIOHTTP1

/// What came back, read up to a limit.
struct TwilioAnswer: Sendable {
    let status: Int
    let headers: HTTPHeaders
    /// Nil for a body that is larger than any of Twilio's.
    let body: [UInt8]?

    static let largestBody = 1024 * 1024

    var isSuccess: Bool { (200...299).contains(status) }

    var requestID: String? { headers.first(name: "Twilio-Request-Id") }

    /// The object that is the answer; an empty one for none where none belongs.
    var object: JSONValue? {
        if status == 204 { return .object([:]) }
        let value = body.flatMap { JSONValue($0, maxDepth: 16) }
        return value?.object == nil ? nil : value
    }

    /// Twilio's code, where it says one.
    var code: Int? {
        guard let code = object?["code"] else { return nil }
        return code.integer ?? code.string.flatMap { Int($0) }
    }

    /// As `TwilioError` has it; older parts of Twilio say `message`, newer ones RFC 9457's `detail` and `title`, and
    /// what stands between may say anything.
    var refusal: TwilioError {
        let object = object
        let texts = ["message", "detail", "title"].compactMap { object?[$0]?.string }
        return .refused(code: code, status: status, message: String((texts.first ?? "").prefix(300)))
    }

    /// How long to wait before the next try; only seconds are understood.
    var retryAfter: Duration? {
        headers.first(name: "Retry-After").flatMap { Int($0) }.map { .seconds(max(0, min($0, 3600))) }
    }
}
