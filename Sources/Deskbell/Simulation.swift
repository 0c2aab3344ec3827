import Foundation
import Logging
import NIOCore
import ServiceLifecycle
import UnixSignals

/// A service's stand-in as it runs from the console: until somebody ends it, quiet but for what goes wrong.
struct Simulation: Service {
    private let body: @Sendable () async throws -> Void

    /// - Parameters:
    ///   - name: in the log.
    ///   - body: runs the stand-in, and says on the console what a desk needs to use it.
    static func run(
        _ name: String, on port: Int, _ body: @escaping @Sendable (Logger) async throws -> Void
    ) async throws {
        var logger = Logger(label: name)
        logger.logLevel = .warning
        let quiet = logger
        let group = ServiceGroup(
            configuration: .init(
                services: [Simulation { try await body(quiet) }], gracefulShutdownSignals: [.sigterm, .sigint],
                logger: quiet))
        do {
            try await group.run()
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            throw Complaint("Port \(port) is in use by another program. Choose another with --port.")
        }
    }

    private init(_ body: @escaping @Sendable () async throws -> Void) { self.body = body }

    func run() async throws { try await body() }
}
