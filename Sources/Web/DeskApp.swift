import Desk
import Foundation
package import Hummingbird
import HummingbirdCore
import HummingbirdTLS
package import Logging
import NIOCore
package import NIOSSL
import Secrets
package import ServiceLifecycle
package import Store
import Telephony
import WebSocketUpgrade

/// The desk as a program: what it is made of, and the HTTP server that runs it.
package struct DeskApp: Sendable {
    /// Where to listen, and with which certificate.
    package struct Listening: Sendable {
        package var host = "127.0.0.1"
        package var port = 8080
        package var tls: TLSConfiguration?

        package init(host: String = "127.0.0.1", port: Int = 8080, tls: TLSConfiguration? = nil) {
            self.host = host
            self.port = port
            self.tls = tls
        }
    }

    /// The folders the desk reads at start.
    package struct Folders: Sendable {
        package let templates: String
        package let assets: String

        package init(templates: String, assets: String) {
            self.templates = templates
            self.assets = assets
        }
    }

    package let setup: SetupCode
    let parts: Parts

    /// Puts the desk together; throws when a template, a name in one or a folder is missing.
    ///
    /// - Parameters:
    ///   - metrics: what the desk counts in; a process has one.
    ///   - recordings: asks for the sound of voicemail; nil asks the carrier, where there is one.
    package init(
        store: Store, settings: DeskSettings, folders: Folders, logger: Logger,
        metrics: MetricsRegistry = MetricsRegistry(), version: String = "",
        recordings: RecordingMedia.Fetch? = nil
    ) async throws {
        var store = store
        store.wrapUpSeconds = Int64(settings.wrapUpSeconds)
        let master = try await store.masterKey()
        let assets = try Assets(folder: folders.assets)
        let root = URL(filePath: folders.assets).deletingLastPathComponent().path(percentEncoded: false)
        let sdk = settings.twilio.map { ScriptFile($0.voiceSDK, root: root) }
        let streams = settings.lines.connect.map { ScriptFile($0.streams, root: root) }
        let telephone = settings.twilio.flatMap { account in
            sdk.map { TelephonePage(account, sdk: $0, isForCustomers: settings.browserCalls == .twilio) }
        }
        setup = SetupCode(isNeeded: try await !store.hasAgents(), shared: store.isShared ? master : nil)
        parts = Parts(
            store: store, settings: settings,
            views: try Views(
                templates: folders.templates, assets: assets, deskName: settings.name,
                telephone: telephone, lines: LinePage(settings.lines, streams: streams),
                partner: PartnerPage(settings)),
            cookies: DeskCookies(
                isSecure: settings.isSecure, master: master, clock: store.clock),
            keys: settings.twilio?.keys ?? .local(master: master), master: master,
            metrics: DeskMetrics(registry: metrics, version: version), recordings: recordings,
            scripts: [sdk, streams].compactMap { $0 }, logger: logger)
    }

    /// The router with every route, for tests without a socket.
    func router() -> Router<AppContext> { parts.router(setup: setup) }

    /// The server with its services; `onReady` is called once the port is open.
    package func application(
        _ listening: Listening, onReady: @escaping @Sendable (Int) async -> Void = { _ in }
    ) throws -> some ApplicationProtocol {
        let (live, genesys) = (parts.liveEndpoint, parts.genesysEndpoint)
        let http1 = HTTPServerBuilder.http1WebSocketUpgrade(configuration: sockets) { request, channel, logger in
            if case .upgrade(let serve) = try await genesys.decide(request) { return .upgrade(serve) }
            return try await live.decide(request, channel, logger)
        }
        let readiness = parts.readiness
        return Application(
            router: router(), server: try listening.tls.map { try .tls(http1, tlsConfiguration: $0) } ?? http1,
            configuration: .init(
                address: .hostname(listening.host, port: listening.port), backlog: 1024),
            services: parts.services,
            onServerRunning: { channel in
                readiness.open()
                await onReady(channel.localAddress?.port ?? listening.port)
            },
            logger: parts.logger)
    }

    private var sockets: WebSocketConfiguration {
        var sockets = WebSocketConfiguration()
        let metrics = parts.metrics
        sockets.onTooSlow = { metrics.drop(messages: $0) }
        return sockets
    }

    /// Says on `/readyz` that the desk goes away as soon as it begins to; to be the last service of all.
    package var drainWatch: any Service { DrainWatch(readiness: parts.readiness) }

    /// Before the port opens: where no other server runs, forgets sockets of earlier ones and gives their calls time to
    /// come back.
    package func prepare() async throws {
        guard try await parts.store.startServer(parts.serverID) else { return }
        try await parts.switchboard.recover()
        try await parts.store.renewLineCalls()
    }
}
