import Hummingbird
import NIOCore

/// For operators: whether the process answers.
struct HealthRoutes: Sendable {
    private static let ok = ByteBuffer(string: "ok\n")

    func add(to router: some RouterMethods<AppContext>) {
        router.get(.init(Paths.health)) { _, _ in
            Response(
                status: .ok, headers: [.contentType: "text/plain; charset=utf-8"],
                body: .init(byteBuffer: Self.ok))
        }
    }
}
