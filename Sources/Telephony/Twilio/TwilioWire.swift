import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Synchronization

/// One exchange over HTTP, with neither judgement nor retries.
struct TwilioWire: Sendable {
    let credentials: TwilioCredentials
    let http: HTTPClient

    /// Why there is no answer.
    struct Failure: Error, Sendable {
        /// Whether any of the form may have left.
        let wasSent: Bool
        let problem: String
    }

    private struct TooLate: Error {}

    func answer(to request: TwilioRequest, within limit: Duration) async throws(Failure) -> TwilioAnswer {
        try await attempt(request, within: limit, range: nil) { response in
            try await Self.read(response)
        }
    }

    /// The head of the answer; its body is still to come.
    func response(
        to request: TwilioRequest, within limit: Duration, range: String?
    ) async throws(Failure) -> HTTPClientResponse {
        try await attempt(request, within: limit, range: range) { $0 }
    }

    static func read(_ response: HTTPClientResponse) async throws -> TwilioAnswer {
        let status = Int(response.status.code)
        do {
            let body = try await response.body.collect(upTo: TwilioAnswer.largestBody)
            return TwilioAnswer(status: status, headers: response.headers, body: Array(body.readableBytesView))
        } catch is NIOTooManyBytesError {
            return TwilioAnswer(status: status, headers: response.headers, body: nil)
        }
    }

    private func attempt<Value: Sendable>(
        _ request: TwilioRequest, within limit: Duration, range: String?,
        _ read: @escaping @Sendable (HTTPClientResponse) async throws -> Value
    ) async throws(Failure) -> Value {
        let sent = SentMark()
        let asked = httpRequest(request, range: range, sent)
        do {
            return try await Self.within(limit) { [http] in
                try await read(try await http.execute(asked, deadline: .distantFuture))
            }
        } catch {
            throw Failure(wasSent: sent.isSet, problem: Self.name(of: error))
        }
    }

    private func httpRequest(_ request: TwilioRequest, range: String?, _ sent: SentMark) -> HTTPClientRequest {
        var asked = HTTPClientRequest(url: credentials.origin + request.target(account: credentials.accountSid))
        asked.method = request.method
        asked.headers = [
            "Authorization": credentials.authorization, "Accept": "application/json", "User-Agent": "deskbell",
        ]
        if let range { asked.headers.add(name: "Range", value: range) }
        guard request.method == .POST else { return asked }
        asked.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
        let body = Array(request.form.text.utf8)
        asked.body = .stream(MarkedBody(bytes: body, sent: sent), length: .known(Int64(body.count)))
        return asked
    }

    private static func within<Value: Sendable>(
        _ limit: Duration, _ work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        try await withThrowingTaskGroup(of: Value.self) { group in
            group.addTask(operation: work)
            group.addTask {
                try await Task.sleep(for: limit)
                throw TooLate()
            }
            guard let first = try await group.next() else { throw TooLate() }
            group.cancelAll()
            return first
        }
    }

    /// What an error is called: its own text may have addresses in it.
    private static func name(of error: any Error) -> String {
        switch error {
        case is TooLate: "no answer in time"
        case is CancellationError: "cancelled"
        case let error as HTTPClientError: error.shortDescription
        default: String(describing: type(of: error))
        }
    }
}

/// Set once the connection asks for the form: from then on it may have arrived.
private final class SentMark: Sendable {
    private let mark = Mutex(false)

    var isSet: Bool { mark.withLock { $0 } }
    func set() { mark.withLock { $0 = true } }
}

private struct MarkedBody: AsyncSequence, Sendable {
    let bytes: [UInt8]
    let sent: SentMark

    struct Iterator: AsyncIteratorProtocol {
        var rest: ByteBuffer?
        let sent: SentMark

        mutating func next() async -> ByteBuffer? {
            sent.set()
            defer { rest = nil }
            return rest
        }
    }

    func makeAsyncIterator() -> Iterator { Iterator(rest: ByteBuffer(bytes: bytes), sent: sent) }
}
