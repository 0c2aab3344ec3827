import Desk
import HTTPTypes
import Hummingbird
import NIOCore

/// Everything the double answers over HTTP.
struct DoubleResponder: HTTPResponder {
    typealias Context = DoubleContext

    let exchange: Operator
    let mischief: MischiefBook
    let journal: Journal
    let control: ControlRoutes
    let clock: WallClock

    @Sendable func respond(to request: Request, context: DoubleContext) async throws -> Response {
        let path = request.uri.path
        if request.method == .options { return Self.response(204, .none) }
        if path.hasPrefix("/2010-04-01/") { return try await rest(request, context) }
        if path.hasPrefix("/double/") { return try await control.answer(request) }
        guard request.method == .get, let file = PageFiles.file(path) else { return Self.response(404, .none) }
        return Self.response(200, .bytes(file.bytes, type: file.type))
    }

    private func rest(_ request: Request, _ context: DoubleContext) async throws -> Response {
        let asked = try await Self.read(request)
        let rule = mischief.rule(for: asked)
        if let rule { try await Task.sleep(for: rule.delay) }
        let (answer, isReset) = await self.answer(asked, rule)
        note(asked, answer, isReset)
        if isReset { context.reset() }
        return Self.response(answer.status, answer.body, answer.headers)
    }

    private func answer(_ request: RestRequest, _ rule: Mischief.Rest?) async -> (RestAnswer, isReset: Bool) {
        guard let rule, rule.spoilsAnswer else { return (await exchange.perform { $0.answer(request) }, false) }
        if rule.happens { await exchange.perform { _ = $0.answer(request) } }
        return (rule.answer, rule.isReset)
    }

    private func note(_ request: RestRequest, _ answer: RestAnswer, _ isReset: Bool) {
        journal.note(
            Journal.Request(
                at: clock.now, method: request.method, path: request.path, form: request.form + request.query,
                status: isReset ? 0 : answer.status, answer: answer.json?.text ?? ""))
    }

    private static func read(_ request: Request) async throws -> RestRequest {
        let body = try await request.body.collect(upTo: 1_048_576)
        return RestRequest(
            method: request.method.rawValue, path: request.uri.path,
            query: (try? FormBody(Array((request.uri.query ?? "").utf8)))?.pairs ?? [],
            form: (try? FormBody(Array(body.readableBytesView)))?.pairs ?? [],
            authorization: request.headers[.authorization])
    }

    static func response(
        _ status: Int, _ body: RestAnswer.Body, _ headers: [(name: String, value: String)] = []
    ) -> Response {
        var fields = openToAll
        for (name, value) in headers { HTTPField.Name(name).map { fields[$0] = value } }
        let status = HTTPResponse.Status(code: status)
        switch body {
        case .none: return Response(status: status, headers: fields)
        case .json(let json):
            fields[.contentType] = "application/json"
            return Response(status: status, headers: fields, body: .init(byteBuffer: ByteBuffer(string: json.text)))
        case .bytes(let bytes, let type):
            fields[.contentType] = type
            return Response(status: status, headers: fields, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
        }
    }

    /// The desk's pages, which let nothing in that does not say so, load the SDK from here.
    private static let openToAll: HTTPFields = {
        var fields: HTTPFields = [.accessControlAllowOrigin: "*", .cacheControl: "no-store"]
        for (name, value) in [
            ("Cross-Origin-Resource-Policy", "cross-origin"), ("Access-Control-Allow-Methods", "GET, POST, DELETE"),
            ("Access-Control-Allow-Headers", "Content-Type, Authorization"), ("X-Content-Type-Options", "nosniff"),
        ] { HTTPField.Name(name).map { fields[$0] = value } }
        return fields
    }()
}

extension Mischief.Rest {
    /// What the desk gets in place of an answer.
    var answer: RestAnswer {
        if isHTML {
            let page = "<!doctype html><title>Bad gateway</title><h1>502 Bad Gateway</h1>"
            return RestAnswer(status: status ?? 502, body: .bytes(Array(page.utf8), type: "text/html"))
        }
        var answer = RestError.byCode(code ?? Self.code(of: status ?? 400), status: status ?? 400).answer
        if let retryAfter { answer.headers.append(("Retry-After", String(retryAfter))) }
        return answer
    }

    private static func code(of status: Int) -> Int {
        switch status {
        case 401: 20003
        case 404: 20404
        case 429: 20429
        case 500...: 20500
        default: 20001
        }
    }
}
