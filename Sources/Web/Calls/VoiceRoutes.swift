import Desk
import Hummingbird

/// Where Twilio asks what to do with a call.
struct VoiceRoutes: Sendable {
    let settings: DeskSettings
    let policy: DialPolicy

    func add(to router: some RouterMethods<AppContext>) {
        let signed = router.group("").add(middleware: WebhookGuard(settings: settings))
        signed.post(.init(Paths.connect), use: connect)
        signed.post(.init(Paths.dialed), use: dialed)
    }
}
