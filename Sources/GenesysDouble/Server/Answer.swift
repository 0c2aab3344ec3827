import Desk
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// What the double answers to one request.
struct Answer: Sendable {
    enum Body: Sendable {
        case none
        case json(JSONValue)
        case file([UInt8], type: String)
    }

    var status: Int
    var body = Body.none
    var headers: [(name: String, value: String)] = []

    static func ok(_ json: JSONValue) -> Answer { Answer(status: 200, body: .json(json)) }
    static let nothing = Answer(status: 204)
    static let notFound = error(404, "not.found", "There is no such thing here.")

    /// In the form of both: the contract's `error`, Genesys Cloud's `message` and `code`.
    static func error(_ status: Int, _ code: String, _ words: String) -> Answer {
        let members: [String: JSONValue] = [
            "status": .integer(status), "code": .string(code), "message": .string(words), "error": .string(words),
        ]
        return Answer(status: status, body: .json(.object(members)))
    }

    static func refused(_ refusal: Refusal) -> Answer {
        switch refusal {
        case .unknownCall: error(404, "not.found", "There is no such call.")
        case .wrongState: error(409, "conflict", "The call is not in a state for that.")
        case .badField(let field): error(400, "bad.request", "The field \(field) is missing or wrong.")
        }
    }

    var response: Response {
        var fields: HTTPFields = [.cacheControl: "no-store"]
        if let name = HTTPField.Name("X-Content-Type-Options") { fields[name] = "nosniff" }
        for (name, value) in headers { HTTPField.Name(name).map { fields[$0] = value } }
        let status = HTTPResponse.Status(code: status)
        switch body {
        case .none: return Response(status: status, headers: fields)
        case .json(let json):
            fields[.contentType] = "application/json"
            return Response(status: status, headers: fields, body: .init(byteBuffer: ByteBuffer(string: json.text)))
        case .file(let bytes, let type):
            fields[.contentType] = type
            return Response(status: status, headers: fields, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
        }
    }
}

/// One request, read.
struct Asked: Sendable {
    let method: String
    let path: [String]
    let query: [String: String]
    let body: [UInt8]
    let authorization: String?

    init(_ request: Request) async throws {
        method = request.method.rawValue
        path = request.uri.path.split(separator: "/").map { $0.removingPercentEncoding ?? String($0) }
        let pairs = (try? FormBody(Array((request.uri.query ?? "").utf8)))?.pairs ?? []
        query = Dictionary(pairs.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
        body = Array(try await request.body.collect(upTo: 262_144).readableBytesView)
        authorization = request.headers[.authorization]
    }

    var json: JSONValue { JSONValue(body, maxDepth: 16) ?? .object([:]) }

    var form: [String: String] {
        let pairs = (try? FormBody(body))?.pairs ?? []
        return Dictionary(pairs.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    }
}
