import Hummingbird
import Store

/// The customer's pages.
struct TicketRoutes: Sendable {
    let store: Store
    let bus: Bus
    let views: Views
    let settings: DeskSettings
    let cookies: DeskCookies
    let limiter: RateLimiter

    func add(to router: some RouterMethods<AppContext>) {
        router.get(.init(Paths.home), use: showHome)
        router.post(.init(Paths.tickets), use: fileTicket)
        router.get(.init(Paths.ticketPage), use: showTicket)
    }
}
