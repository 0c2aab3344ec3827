import Desk
import Hummingbird
import Secrets
import Store
import TestSupport

@testable import Web

/// A desk of a test's own, with its cast, asked through its router.
struct TestDesk: Sendable {
    let test: TestStore
    /// The store the desk works on.
    let store: Store
    let app: DeskApp
    let ana: AgentID
    let ben: AgentID
    let dora: AgentID
    let log: TestLog
    private let responder: RouterResponder<AppContext>

    /// - Parameter change: changes the settings before the desk opens.
    init(
        _ change: (inout DeskSettings) -> Void = { _ in },
        recordings: @escaping RecordingMedia.Fetch = RecordingMedia.none
    ) async throws {
        let test = try await TestStore()
        ana = try await test.add(Cast.ana)
        ben = try await test.add(Cast.ben)
        dora = try await test.add(Cast.dora)
        self.test = test
        store = test.store
        log = TestLog()
        app = try await Self.open(store, log, recordings, change)
        responder = app.router().buildResponder()
    }

    /// A desk whose store somebody else prepared; the cast is there if they put it there first.
    init(opening test: TestStore, store: Store? = nil) async throws {
        (ana, ben, dora) = (AgentID(1), AgentID(2), AgentID(3))
        self.test = test
        self.store = store ?? test.store
        log = TestLog()
        app = try await Self.open(self.store, log) { _ in }
        responder = app.router().buildResponder()
    }

    /// A desk before its first run: nobody can sign in yet.
    static func unstaffed() async throws -> TestDesk { try await TestDesk(opening: try await TestStore()) }

    var parts: Parts { app.parts }
    var clock: TestClock { test.clock }

    private static func open(
        _ store: Store, _ log: TestLog, _ recordings: @escaping RecordingMedia.Fetch = RecordingMedia.none,
        _ change: (inout DeskSettings) -> Void
    ) async throws -> DeskApp {
        var settings = DeskSettings()
        change(&settings)
        // As the settings are read: with an account, its line is the one that is offered.
        if settings.twilio != nil, settings.lines.offered == [.embedded] { settings.lines.offered = [.twilio] }
        return try await DeskApp(
            store: store, settings: settings, folders: folders, logger: log.logger, recordings: recordings)
    }

    static let folders = DeskApp.Folders(templates: Project.path("Templates"), assets: Project.path("Public"))

    func answer(to question: Question) async throws -> Answer { try await question.ask(responder, logger: log.logger) }

    // MARK: Who asks

    /// A browser without any cookie.
    func stranger(address: String = "127.0.0.1") -> Browser { Browser(desk: self, address: address) }

    /// A browser in which this agent is signed in.
    func browser(of agent: AgentID, address: String = "127.0.0.1") async throws -> Browser {
        let id = SecureRandom.bytes(32)
        try await store.openSession(Digest.sha256(id), for: agent)
        let browser = stranger(address: address)
        browser.set("session", to: Base64URL.encode(id))
        return browser
    }

    /// A browser that filed Robert's ticket, and the ticket.
    func customer(_ customer: Customer = Cast.robert) async throws -> (browser: Browser, ticket: TicketDetail) {
        let browser = stranger()
        let answer = try await browser.file(customer)
        let key = try answer.ticketKey()
        return (browser, try await store.ticket(key: key).orThrow("no ticket"))
    }

    // MARK: What happened

    /// The events told since the last call.
    func events() async -> [BusEvent] {
        let end = BusEvent.accessEnded(AgentID(-1))
        parts.bus.publish(end)
        var events: [BusEvent] = []
        for await event in parts.bus.events {
            if event == end { break }
            events.append(event)
        }
        return events
    }

    /// Everything that can be seen of what is stored, to compare before and after.
    func contents() async throws -> Contents { try await Contents(store) }
}

/// What a request must not have changed.
struct Contents: Equatable {
    let agents: [Agent]
    let board: BoardPage
    let tickets: [TicketDetail]
    let calls: [Call]

    init(_ store: Store) async throws {
        agents = try await store.agents()
        board = try await store.board(.first)
        calls = try await store.runningCalls()
        var tickets: [TicketDetail] = []
        for row in board.rows { tickets.append(try await store.ticket(row.id).orThrow("no ticket")) }
        self.tickets = tickets
    }
}

struct Missing: Error { let what: String }

extension Optional {
    /// The value, or an error that says what is missing.
    func orThrow(_ what: String) throws -> Wrapped {
        guard let self else { throw Missing(what: what) }
        return self
    }
}
