import Desk
import HTTPTypes
import Hummingbird
import NIOCore
import Telephony

/// What `POST /genesys/events` answers.
struct GenesysReply: Sendable, Equatable {
    let status: Int
    var requestID: String?
    var field: String?
    var words: String?
    var retryAfter: Int?

    /// Taken on, not done: what comes of it is told as an event.
    static func accepted(_ requestID: String?) -> GenesysReply { GenesysReply(status: 202, requestID: requestID) }

    init(status: Int, requestID: String? = nil, field: String? = nil, words: String? = nil) {
        self.status = status
        self.requestID = requestID
        self.field = field
        self.words = words
    }

    init(_ problem: GenesysRequest.Problem) {
        self.init(status: 400, field: problem.field, words: problem.words)
    }

    init(_ error: GenesysError, requestID: String?) {
        self.init(status: Self.status(of: error), requestID: requestID, words: error.words)
        if case .unknownCall = error { field = "connectionId" }
        if case .busy(let seconds) = error { retryAfter = seconds }
    }

    private static func status(of error: GenesysError) -> Int {
        switch error {
        case .unreachable, .unreadable: 502
        case .late: 504
        case .signInNeeded: 403
        case .unknownCall: 404
        case .wrongState, .impossible: 409
        case .busy: 429
        case .refused(let status, _): [400, 403].contains(status) ? status : 502
        }
    }

    var response: Response {
        var members: [String: JSONValue] = ["status": .string(status == 202 ? "Success" : "Error")]
        for case (let name, let text?) in ["requestId": requestID, "field": field, "error": words] {
            members[name] = .string(text)
        }
        var headers: HTTPFields = [.contentType: "application/json; charset=utf-8", .cacheControl: "no-store"]
        if let retryAfter { headers[.retryAfter] = String(retryAfter) }
        return Response(
            status: .init(code: status), headers: headers,
            body: .init(byteBuffer: ByteBuffer(string: JSONValue.object(members).text)))
    }
}
