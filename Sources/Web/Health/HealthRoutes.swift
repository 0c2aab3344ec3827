import HTTPTypes
import Hummingbird
import NIOCore

/// For operators: whether the process answers, whether it should get work, and how it does.
struct HealthRoutes: Sendable {
    let readiness: Readiness
    let metrics: MetricsPage

    private static let ok = ByteBuffer(string: "ok\n")
    private static let plain = "text/plain; charset=utf-8"
    private static let forwardedFor = HTTPField.Name("X-Forwarded-For")

    func add(to router: some RouterMethods<AppContext>) {
        router.get(.init(Paths.health)) { _, _ in Self.response(.ok, Self.plain, Self.ok) }
        router.get(.init(Paths.readiness), use: showReadiness)
        router.get(.init(Paths.metrics), use: showMetrics)
    }

    @Sendable private func showReadiness(_ request: Request, context: AppContext) async throws -> Response {
        let obstacle = await readiness.obstacle()
        return Self.response(
            obstacle == nil ? .ok : .serviceUnavailable, Self.plain, ByteBuffer(string: (obstacle ?? "ready") + "\n"))
    }

    /// For neighbours who ask directly: a proxy on this machine would make the whole world look near.
    @Sendable private func showMetrics(_ request: Request, context: AppContext) async throws -> Response {
        guard IPAddress.isNear(context.clientAddress), !Self.isForwarded(request) else { throw Refusal.notFound }
        return Self.response(.ok, PrometheusText.contentType, ByteBuffer(string: await metrics.text()))
    }

    private static func isForwarded(_ request: Request) -> Bool {
        if let name = forwardedFor, request.headers[name] != nil { return true }
        return false
    }

    private static func response(_ status: HTTPResponse.Status, _ type: String, _ body: ByteBuffer) -> Response {
        Response(status: status, headers: [.contentType: type], body: .init(byteBuffer: body))
    }
}
