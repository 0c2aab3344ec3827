import Desk
import Hummingbird
import Logging
import Secrets
import ServiceLifecycle
import Store
import Telephony

/// The desk's live pieces, each made once.
struct Parts: Sendable {
    let store: Store
    let settings: DeskSettings
    let views: Views
    let cookies: DeskCookies
    let keys: AccessToken.Keys
    let logger: Logger
    let serverID = SecureRandom.token(bits: 128)
    let bus: Bus
    /// To the other servers that share the data.
    let line: PostgresRelayLine?
    let hub = LiveHub()
    let hasher = PasswordHasher(threads: 1)
    let limiter: RateLimiter
    let tokens: TokenLedger
    let metrics: DeskMetrics
    let recordings: RecordingMedia.Fetch
    /// What pages load that is the operator's.
    let scripts: [ScriptFile]
    let readiness: Readiness
    /// Where there is an account for telephones.
    let twilio: TwilioParts?
    /// Where there is a line to Genesys.
    let genesys: GenesysParts?
    private let probe: WriteProbe

    init(
        store: Store, settings: DeskSettings, views: Views, cookies: DeskCookies, keys: AccessToken.Keys,
        master: [UInt8], metrics: DeskMetrics, recordings: RecordingMedia.Fetch?, scripts: [ScriptFile],
        logger: Logger
    ) {
        (bus, line) = store.bus(desk: master)
        self.store = store
        self.settings = settings
        self.views = views
        self.cookies = cookies
        self.keys = keys
        self.logger = logger
        self.metrics = metrics
        let hub = hub
        twilio = settings.twilio.map { TwilioParts($0, hub: hub, logger: logger) }
        genesys = settings.lines.genesys.map { GenesysParts($0, clock: store.clock) }
        self.scripts = scripts
        self.recordings = recordings ?? twilio?.fetchRecording ?? RecordingMedia.none
        limiter = RateLimiter(isOn: settings.limitsRates)
        tokens = TokenLedger(keys: keys, clock: store.clock)
        let server = serverID
        let probe = WriteProbe(logger: logger) { _ = try await store.signOfLife(of: server) }
        self.probe = probe
        readiness = Readiness(
            takesWrites: { await probe.takesWrites() },
            bus: line.map { line in Readiness.BusWatch { line.hearing?.ago } })
    }

    var switchboard: Switchboard {
        Switchboard(
            store: store, bus: bus, limits: settings.limitsRates ? .normal : .none, meters: metrics.calls,
            chosenCarrier: settings.browserCalls, phones: phones)
    }

    var wrapUps: WrapUps { WrapUps(store: store, bus: bus, outcomes: settings.outcomes) }

    var lines: LineCalls { LineCalls(store: store, bus: bus, settings: settings.lines) }

    private var ice: IceConfiguration { IceConfiguration(settings: settings, clock: store.clock) }

    private var heartbeat: Heartbeat { Heartbeat(store: store, hub: hub, bus: bus, logger: logger) }

    var liveEndpoint: LiveEndpoint {
        LiveEndpoint(
            store: store, hub: hub, bus: bus, switchboard: switchboard, wrapUps: wrapUps, lines: lines,
            linePage: views.lines,
            settings: settings, cookies: cookies, keys: keys, serverID: serverID, limiter: limiter,
            heartbeat: heartbeat,
            ice: ice)
    }

    var services: [any Service] {
        let teller = LiveTeller(
            store: store, hub: hub, bus: bus, views: views, wrapUps: wrapUps, ice: ice, logger: logger)
        return [
            LiveService(bus: bus, teller: teller),
            ConnectionKeeper(
                store: store, hub: hub, switchboard: switchboard, teller: teller, serverID: serverID, logger: logger),
            heartbeat,
            CallTimers(switchboard: switchboard, lines: lines, logger: logger),
            SessionKeeper(store: store, hub: hub, logger: logger),
            WrapUpKeeper(wrapUps: wrapUps, logger: logger),
            probe,
        ] + carrying + genesysServices + sharing
    }

    /// Where other servers work on the same data.
    private var sharing: [any Service] {
        guard let line else { return [] }
        return [
            RelayService(line: line),
            ServerKeeper(
                store: store, hub: hub, switchboard: switchboard, line: line, serverID: serverID, logger: logger),
        ]
    }

    /// Outermost first. The file middleware answers where no route does.
    func router(setup: SetupCode) -> Router<AppContext> {
        let router = Router(context: AppContext.self, options: .autoGenerateHeadEndpoints)
        router.addMiddleware {
            CountRequests(meters: metrics.requests)
            RequestLog()
            SecurityHeaders(settings: settings, assetPrefix: views.assets.base + "/")
            ErrorPages(views: views)
            ClientAddresses(trusted: settings.trustedProxies)
            CrossSiteGuard(settings: settings)
            KnownAssets(assets: views.assets)
            FileMiddleware(views.assets.folder, urlBasePath: views.assets.base, logger: logger)
        }
        HealthRoutes(
            readiness: readiness,
            metrics: MetricsPage(registry: metrics.registry, store: store, hub: hub, line: line)
        ).add(to: router)
        LiveRoutes(settings: settings, limiter: limiter).add(to: router)
        VoiceRoutes(settings: settings, policy: dialPolicy, store: store, twiML: roomTwiML).add(to: router)
        conferences.add(to: router)
        for script in scripts { script.add(to: router) }
        tickets.add(to: router)
        addSignedIn(to: router.group("").add(middleware: LoadSession(store: store, cookies: cookies)), setup)
        return router
    }

    private func addSignedIn(to group: RouterGroup<AppContext>, _ setup: SetupCode) {
        sessions.add(to: group)
        ToolbarRoutes(views: views, settings: settings, bus: bus, sessions: sessions).add(to: group)
        TokenRoutes(store: store, cookies: cookies, tokens: tokens, limiter: limiter).add(to: group)
        SetupRoutes(store: store, views: views, hasher: hasher, setup: setup, sessions: sessions).add(to: group)
        let agents = group.group("", context: AgentContext.self)
        DashboardRoutes(store: store, bus: bus, views: views).add(to: agents)
        ConsultRoutes(store: store, switchboard: switchboard).add(to: agents)
        CallerRoutes(store: store, bus: bus, views: views, region: settings.region).add(to: agents)
        HostingRoutes(store: store, region: settings.region, fields: settings.lines.lookupFields).add(to: agents)
        WrapUpRoutes(wrapUps: wrapUps).add(to: agents)
        RecordingRoutes(store: store, fetch: recordings).add(to: agents)
        addGenesys(to: agents)
        OwnPhoneRoutes(store: store, bus: bus, views: views).add(to: agents)
        let admins = agents.group("", context: AdminContext.self)
        PeopleRoutes(store: store, bus: bus, views: views, hasher: hasher, region: settings.region).add(to: admins)
        DoctorRoutes(store: store, settings: settings, bus: bus, views: views).add(to: admins)
    }

    private var tickets: TicketRoutes {
        TicketRoutes(
            store: store, bus: bus, views: views, settings: settings, cookies: cookies, limiter: limiter)
    }

    private var sessions: SessionRoutes {
        SessionRoutes(
            store: store, bus: bus, views: views, cookies: cookies, hasher: hasher, limiter: limiter)
    }
}
