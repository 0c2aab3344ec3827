import Desk
import Hummingbird
import Store

/// Where Twilio asks what to do with a call.
struct VoiceRoutes: Sendable {
    let settings: DeskSettings
    let policy: DialPolicy
    let store: Store
    let twiML: RoomTwiML

    var base: String { twiML.base }

    func add(to router: some RouterMethods<AppContext>) {
        let signed = router.group("").add(middleware: WebhookGuard(settings: settings))
        signed.post(.init(Paths.connect), use: connect)
        signed.post(.init(Paths.dialed), use: dialed)
    }
}
