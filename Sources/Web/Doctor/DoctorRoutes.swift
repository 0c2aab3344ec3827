import Desk
import Hummingbird
import Store

/// What an admin sees of the desk's health; other agents have no use for it.
struct DoctorRoutes: Sendable {
    let store: Store
    let settings: DeskSettings
    let bus: Bus
    let views: Views

    /// Nobody waits longer for a page.
    private static let limit: Duration = .milliseconds(2_500)

    func add(to router: some RouterMethods<AdminContext>) {
        router.get(.init(Paths.doctor), use: show)
    }

    @Sendable func show(_ request: Request, context: AdminContext) async throws -> Response {
        let layout = views.deskLayout(
            title: "Doctor", page: "doctor", agent: context.agent, mark: bus.mark, onTickets: false, onDoctor: true)
        let doctor = Doctor(settings: settings, limit: Self.limit, clock: store.clock) { [store] in
            await Doctor.database(store, within: Self.limit)
        }
        return views.response(DoctorPage(layout: layout, findings: await doctor.findings()))
    }
}
