import HTTPTypes
import Hummingbird

/// What `GET /live` answers where no socket is opened.
struct LiveRoutes: Sendable {
    func add(to router: some RouterMethods<AppContext>) {
        router.get(.init(Paths.live)) { request, _ -> Response in
            throw request.headers[.upgrade] == nil ? Self.noUpgrade : Self.refused
        }
    }

    private static let refused = Refusal(
        status: .forbidden, heading: "This connection was refused",
        words: "Only the desk's own pages may connect. Open the desk under its own address.")

    private static let noUpgrade = Refusal(
        status: .upgradeRequired, heading: "This address is for the desk's pages",
        words: "They connect to it by themselves.", headers: [.upgrade: "websocket"])
}
