import Desk
import Hummingbird
import Logging
import NIOCore
import Secrets
import Synchronization
import Telephony
import TwilioDouble

/// A desk with a few pages of TwiML that checks every signature.
final class TestDesk: Sendable {
    struct Post: Sendable {
        let path: String
        let form: [(name: String, value: String)]
        let token: String
        let isSigned: Bool

        func value(_ name: String) -> String? { form.first { $0.name == name }?.value }
    }

    private let posts = Mutex<[Post]>([])
    private let pages: [String: String]
    private let failing: Int

    /// - Parameter failing: how many requests to /flaky are answered with 500 at first.
    init(pages: [String: String], failing: Int = 0) {
        self.pages = pages
        self.failing = failing
    }

    var all: [Post] { posts.withLock { $0 } }

    /// What came to a path, as soon as there are so many.
    func posts(to path: String, count: Int) async throws -> [Post] {
        for _ in 0..<200 {
            let found = all.filter { $0.path == path }
            if found.count >= count { return found }
            try await Task.sleep(for: .milliseconds(25))
        }
        return all.filter { $0.path == path }
    }

    func whileRunning(_ body: @escaping @Sendable (String) async throws -> Void) async throws {
        let (ports, announce) = AsyncStream.makeStream(of: Int.self)
        let application = Application(
            responder: CallbackResponder<BasicRequestContext> { request, _ in try await self.answer(request) },
            configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { announce.yield($0.localAddress?.port ?? 0) },
            logger: Logger(label: "desk", factory: { _ in SwiftLogNoOpLogHandler() }))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await application.run() }
            for await port in ports.prefix(1) { try await body("http://127.0.0.1:\(port)") }
            tasks.cancelAll()
        }
    }

    private func answer(_ request: Request) async throws -> Response {
        let body = try await request.body.collect(upTo: 1_048_576)
        let form = try FormBody(Array(body.readableBytesView)).pairs
        let url = "http://\(request.head.authority ?? "")\(request.head.path ?? "")"
        let signature = request.headers.first { $0.name.canonicalName == "x-twilio-signature" }?.value
        let token = request.headers.first { $0.name.canonicalName == "i-twilio-idempotency-token" }?.value
        let check = WebhookSignature(authTokens: [Secret(DoubleAccount.authToken)])
        let isSigned = check.isValid(signature: signature, url: url, body: .form(form))
        let path = request.uri.path
        let count = posts.withLock { posts in
            posts.append(Post(path: path, form: form, token: token ?? "", isSigned: isSigned))
            return posts.filter { $0.path == path }.count
        }
        if path == "/flaky", count <= failing { return Response(status: .internalServerError) }
        guard let page = pages[path] else { return Response(status: .noContent) }
        return Response(
            status: .ok, headers: [.contentType: "text/xml; charset=utf-8"],
            body: .init(byteBuffer: ByteBuffer(string: page)))
    }
}
