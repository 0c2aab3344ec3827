import Desk
import HTTPTypes
import Hummingbird
import Store
import Telephony

/// Where Twilio asks and tells about the rooms in which calls are held.
struct ConferenceRoutes: Sendable {
    let store: Store
    let bus: Bus
    let settings: DeskSettings
    let switchboard: Switchboard
    let news: LegNews
    let twiML: RoomTwiML

    func add(to router: some RouterMethods<AppContext>) {
        let signed = router.group("").add(middleware: WebhookGuard(settings: settings))
        signed.post(.init(Paths.callerConnect), use: connectCaller)
        signed.post(.init(Paths.conferenceWait), use: wait)
        signed.post(.init(Paths.conferenceHold), use: hold)
        signed.post(.init(Paths.conferenceLost), use: lost)
        signed.post(.init(Paths.voicemail), use: voicemail)
        signed.post(.init(Paths.conferenceStatus), use: conferenceStatus)
        signed.post(.init(Paths.agentConnect), use: connectAgent)
        signed.post(.init(Paths.callStatus), use: callStatus)
        signed.post(.init(Paths.recording), use: recording)
        signed.post(.init(Paths.recorded), use: recorded)
    }

    /// False without an account: then nothing was signed, and nothing is touched.
    var isLive: Bool { settings.twilio != nil }

    @Sendable func wait(_ request: Request, context: AppContext) async throws -> Response {
        VoiceRoutes.response(twiML.waiting(isAgain: request.uri.queryParameters["again"] != nil))
    }

    @Sendable func hold(_ request: Request, context: AppContext) async throws -> Response {
        VoiceRoutes.response(twiML.hold())
    }

    @Sendable func lost(_ request: Request, context: AppContext) async throws -> Response {
        VoiceRoutes.response(twiML.loss())
    }

    @Sendable func recorded(_ request: Request, context: AppContext) async throws -> Response {
        VoiceRoutes.response(TwiML([.say("Thank you. We will call you back."), .hangup]))
    }

    /// Status callbacks need no words.
    static var done: Response { VoiceRoutes.response(TwiML([])) }
}
