import Desk
import Logging
import ServiceLifecycle
import Store
import Telephony

/// What there is once of a Twilio account.
struct TwilioParts: Sendable {
    let account: TwilioAccount
    let client: TwilioClient
    let queue = CarrierQueue()

    /// Agents' pages are told when telephones can be reached no longer, and when they can again.
    init(_ account: TwilioAccount, hub: LiveHub, logger: Logger) {
        self.account = account
        let breaker = CircuitBreaker(onChange: { isPossible in
            logger.notice("telephones", metadata: ["reachable": .stringConvertible(isPossible)])
            for socket in hub.agentSockets where socket.line == .twilio {
                socket.send(PhoneLine.state(isPossible: isPossible))
            }
        })
        client = TwilioClient(credentials: account.credentials, breaker: breaker) { exchange in
            ExchangeLog.current?.note(exchange)
        }
    }
}

extension TwilioParts {
    /// The sound of a recording, from nowhere but the account's own API.
    var fetchRecording: RecordingMedia.Fetch {
        { [client] sid in
            let media = try await client.recordingMedia(sid)
            return RecordingMedia(contentType: media.contentType, length: media.contentLength, body: media.body)
        }
    }
}

extension Parts {
    var dialPolicy: DialPolicy { DialPolicy(countries: settings.dialCountries) }

    var roomTwiML: RoomTwiML {
        RoomTwiML(base: settings.publicOrigin?.text ?? "", music: views.assets.path("sounds/hold-music.wav"))
    }

    var phones: PhoneLine? {
        twilio.map {
            PhoneLine(policy: dialPolicy, caps: settings.callCaps, client: $0.client, queue: $0.queue, logger: logger)
        }
    }

    private var news: LegNews { LegNews(store: store, switchboard: switchboard) }

    var conferences: ConferenceRoutes {
        ConferenceRoutes(
            store: store, bus: bus, settings: settings, switchboard: switchboard, news: news, twiML: roomTwiML)
    }

    /// Makes Twilio's rooms what the desk's calls are.
    var carrier: TwilioCarrier? {
        twilio.map { twilio in
            TwilioCarrier(
                store: store, hub: hub, client: twilio.client, switchboard: switchboard,
                number: twilio.account.phoneNumber, base: roomTwiML.base, longest: Int64(settings.longestCallSeconds),
                policy: dialPolicy, logger: logger)
        }
    }

    /// Makes good what was not told.
    var reconciler: CallReconciler? {
        guard let twilio, let phones else { return nil }
        return CallReconciler(
            store: store, client: twilio.client, news: news, phones: phones, switchboard: switchboard,
            number: twilio.account.phoneNumber, logger: logger)
    }

    /// What keeps Twilio's rooms as the desk's calls are.
    var carrying: [any Service] {
        guard let twilio, let carrier, let reconciler else { return [] }
        return [CarrierService(queue: twilio.queue, carrier: carrier), reconciler]
    }
}

extension DeskSettings {
    var callCaps: CallCaps {
        CallCaps(
            perAgentAndDay: Int64(callsPerAgentAndDay), perDay: Int64(callsPerDay), longest: Int64(longestCallSeconds))
    }
}
