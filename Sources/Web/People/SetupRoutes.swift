import Desk
import HTTPTypes
import Hummingbird
import Secrets
import Store
import Synchronization

/// The code printed on the console at the first start; gone once the first admin is made.
package final class SetupCode: Sendable {
    private let code: Mutex<String?>

    /// - Parameter shared: what all servers of a desk have in common, where there may be several: whichever one a proxy
    ///   asks must know the code. One server alone makes a new code at each start.
    package init(isNeeded: Bool, shared: [UInt8]?) {
        let made = shared.map { Base64URL.encode(HKDF.derive(master: $0, purpose: "setup code", count: 16)) }
        code = Mutex(isNeeded ? made ?? SecureRandom.token(bits: 128) : nil)
    }

    /// The path of the setup page, with the code.
    package var path: String? { code.withLock { $0.map(Paths.setup(code:)) } }

    func matches(_ typed: String) -> Bool {
        guard let code = code.withLock({ $0 }) else { return false }
        return constantTimeEquals(Array(code.utf8), Array(typed.utf8))
    }

    func use() { code.withLock { $0 = nil } }
}

/// The first run: makes the first admin, then does not exist.
struct SetupRoutes: Sendable {
    let store: Store
    let views: Views
    let hasher: PasswordHasher
    let setup: SetupCode
    let sessions: SessionRoutes

    func add(to router: some RouterMethods<AppContext>) {
        router.get(.init(Paths.setup), use: showSetup)
        router.post(.init(Paths.setup), use: makeFirstAdmin)
    }

    @Sendable func showSetup(_ request: Request, context: AppContext) async throws -> Response {
        let code = request.uri.queryParameters["code"].map { String($0) } ?? ""
        guard setup.matches(code), try await !store.hasAgents() else { throw Refusal.notFound }
        return views.response(SetupPage(layout: layout, code: code))
    }

    @Sendable func makeFirstAdmin(_ request: Request, context: AppContext) async throws -> Response {
        let form = try await PostedForm(request)
        let code = try form.value("code")
        guard setup.matches(code) else { throw Refusal.notFound }
        let person = try PersonForm(form, role: .admin)
        switch person.draft {
        case .failure(let problems):
            let page = SetupPage(
                layout: layout, code: code, form: person.view(problems: problems),
                problem: "Please look at the marked fields.")
            return views.response(page, status: .unprocessableContent)
        case .success(let draft):
            let password = try await hasher.hash(person.password)
            guard let admin = try await store.addFirst(draft, password: password) else { throw Refusal.notFound }
            setup.use()
            return try await sessions.begin(for: admin, request, goTo: Paths.dashboard)
        }
    }

    private var layout: Layout { views.publicLayout(title: "Set up", page: "setup") }
}
