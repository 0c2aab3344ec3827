import HTTPTypes
import Hummingbird

/// What `GET /live` answers where no socket is opened.
struct LiveRoutes: Sendable {
    let settings: DeskSettings
    let limiter: RateLimiter

    func add(to router: some RouterMethods<AppContext>) {
        router.get(.init(Paths.live)) { request, context -> Response in
            throw refusal(of: request, from: context.clientAddress)
        }
    }

    private func refusal(of request: Request, from address: String) -> Refusal {
        guard request.headers[.upgrade] != nil else { return Self.noUpgrade }
        guard let origin = request.headers[.origin], origin == settings.ownOrigin(host: request.head.authority) else {
            return Self.refused
        }
        return limiter.refusal(.socket, from: address) ?? Self.refused
    }

    static let refused = Refusal(
        status: .forbidden, heading: "This connection was refused",
        words: "Only the desk's own pages may connect. Open the desk under its own address.")

    static let noUpgrade = Refusal(
        status: .upgradeRequired, heading: "This address is for the desk's pages",
        words: "They connect to it by themselves.", headers: [.upgrade: "websocket"])
}
