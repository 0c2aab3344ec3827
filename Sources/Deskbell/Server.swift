import CoreMetrics
import Foundation
import Hummingbird
import Logging
import NIOCore
import NIOSSL
import ServiceLifecycle
import Store
import UnixSignals
import Web

/// Puts the live pieces together and runs them until a signal comes.
struct Server {
    let settings: Settings

    func run() async throws {
        let logger = Self.logger(settings.logLevel, settings.logFormat)
        let metrics = MetricsRegistry()
        MetricsSystem.bootstrap(metrics)
        let systemd = SystemdNotifier()
        Self.raiseFileLimit()
        let watch = StorageWatch()
        let waits = DatabaseMeters(registry: metrics)
        let storage = try await Storage(
            settings, onReplaced: watch.report, onWait: { waits.note($0, waited: $1) })
        let folders = DeskApp.Folders(templates: settings.root + "/Templates", assets: settings.root + "/Public")
        let app = try await DeskApp(
            store: storage.store, settings: settings.desk, folders: folders, logger: logger, metrics: metrics,
            version: Version.current)
        try await app.prepare()
        for remark in settings.remarks { Console.say(remark) }
        let application = try app.application(try listening()) { port in
            announce(port: port, setup: app.setup)
            systemd?.sayReady()
        }
        do {
            let supervised = SystemdService(notifier: systemd, eventLoops: application.eventLoopGroup)
            try await Self.group(application, watch, [supervised, app.drainWatch], logger).run()
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            throw Complaint("Port \(settings.port) is in use by another program. Choose another with --port.")
        }
        // The lock on a data directory is held until here.
        withExtendedLifetime(storage) {}
    }

    /// A replaced database file ends the desk gracefully: whoever waits for an answer still gets one.
    ///
    /// - Parameter heralds: what says that the desk goes away: before it does, and so after it in the list.
    private static func group(
        _ application: some Service, _ watch: StorageWatch, _ heralds: [any Service], _ logger: Logger
    ) -> ServiceGroup {
        var services: [ServiceGroupConfiguration.ServiceConfiguration] = [
            .init(service: application),
            .init(service: watch, failureTerminationBehavior: .gracefullyShutdownGroup),
        ]
        for herald in heralds { services.append(.init(service: herald)) }
        return ServiceGroup(
            configuration: .init(
                services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
    }

    private func listening() throws -> DeskApp.Listening {
        DeskApp.Listening(host: settings.host, port: settings.port, tls: try tls())
    }

    private func tls() throws -> TLSConfiguration? {
        guard let certificate = settings.certificate, let key = settings.privateKey else { return nil }
        do {
            let chain = try NIOSSLCertificate.fromPEMFile(certificate).map { NIOSSLCertificateSource.certificate($0) }
            return .makeServerConfiguration(
                certificateChain: chain, privateKey: .privateKey(try NIOSSLPrivateKey(file: key, format: .pem)))
        } catch {
            throw Complaint("DESKBELL_TLS_CERT and DESKBELL_TLS_KEY must be PEM files that belong together (\(error)).")
        }
    }

    private func announce(port: Int, setup: SetupCode) {
        let scheme = settings.certificate == nil ? "http" : "https"
        let address = settings.desk.publicOrigin?.text ?? "\(scheme)://localhost:\(port)"
        Console.say("Deskbell is open at \(address)")
        guard let path = setup.path else { return }
        Console.say("There is no agent yet. Make the first admin here:\n\(address)\(path)")
    }

    private static func logger(_ level: Logger.Level, _ format: LogFormat) -> Logger {
        LoggingSystem.bootstrap { label in format.handler(label: label) }
        var logger = Logger(label: "deskbell")
        logger.logLevel = level
        return logger
    }

    /// Every open page is a file descriptor.
    private static func raiseFileLimit() {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}

/// Ends the process when the database file was removed or replaced, so that its supervisor starts it anew.
struct StorageWatch: Service {
    private let reports: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() { (reports, continuation) = AsyncStream.makeStream() }

    @Sendable func report() { continuation.yield() }

    func run() async throws {
        for await _ in reports.cancelOnGracefulShutdown() {
            throw Complaint("The database file was removed or replaced. Start the desk again.")
        }
    }
}
