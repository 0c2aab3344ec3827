import HTTPTypes
import Hummingbird
import HummingbirdCore
package import Logging
import NIOCore
import WebSocketUpgrade

/// A web site that plays a vendor: files that are part of the program, and a socket that passes on to all other pages
/// what one of them says.
package struct DoubleSite: Sendable {
    package struct File: Sendable {
        let bytes: [UInt8]
        let type: String
        /// Whether the page shows only others that agree to it; one that frames the desk's cannot.
        var isIsolated = true

        package static func script(_ bytes: [UInt8]) -> File {
            File(bytes: bytes, type: "text/javascript; charset=utf-8")
        }
        package static func page(_ bytes: [UInt8], isIsolated: Bool = true) -> File {
            File(bytes: bytes, type: "text/html; charset=utf-8", isIsolated: isIsolated)
        }
        package static func style(_ bytes: [UInt8]) -> File { File(bytes: bytes, type: "text/css; charset=utf-8") }
    }

    private let files: [String: File]
    private let logger: Logger

    /// - Parameter files: by their paths.
    package init(files: [String: File], logger: Logger) {
        self.files = files
        self.logger = logger
    }

    /// Until the task is cancelled or its service group ends.
    ///
    /// - Parameters:
    ///   - port: 0 for any that is free.
    ///   - onReady: gets the port.
    package func run(
        host: String = "127.0.0.1", port: Int, onReady: @escaping @Sendable (Int) async -> Void = { _ in }
    ) async throws {
        let relay = Relay()
        let application = Application(
            responder: CallbackResponder<BasicRequestContext> { request, _ in answer(request) },
            server: .http1WebSocketUpgrade { request, _, _ in relay.decide(request) },
            configuration: .init(address: .hostname(host, port: port)),
            onServerRunning: { await onReady($0.localAddress?.port ?? port) },
            logger: logger)
        try await application.run()
    }

    private func answer(_ request: Request) -> Response {
        guard request.method == .get, let file = files[request.uri.path] else {
            return Response(status: .notFound, headers: Self.openToAll)
        }
        var headers = Self.openToAll
        headers[.contentType] = file.type
        if !file.isIsolated, let name = HTTPField.Name("Cross-Origin-Embedder-Policy") { headers[name] = nil }
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: file.bytes)))
    }

    /// The desk's pages, which let nothing in that does not say so, load scripts from here.
    private static let openToAll: HTTPFields = {
        var fields: HTTPFields = [.accessControlAllowOrigin: "*", .cacheControl: "no-store"]
        for (name, value) in [
            ("Cross-Origin-Resource-Policy", "cross-origin"), ("Cross-Origin-Embedder-Policy", "require-corp"),
            ("X-Content-Type-Options", "nosniff"),
        ] { HTTPField.Name(name).map { fields[$0] = value } }
        return fields
    }()
}
