package import Desk
import Foundation
package import Secrets

/// What the operator set, checked by the executable; everything in `Web` reads it from here.
package struct DeskSettings: Sendable {
    /// The name of the shop or team, shown on every page.
    package var name = "Birchwood Bicycle Polo Co."
    /// The country whose numbers need no country code: an ISO code such as `US`.
    package var region = "US"
    /// Where calls may go: ISO codes.
    package var dialCountries: Set<String> = ["US"]
    /// Scheme and authority under which the desk is reached from outside, when set.
    package var publicOrigin: WebOrigin?
    /// True when this process itself speaks TLS.
    package var servesTLS = false
    /// Peers whose `X-Forwarded-For` is believed.
    package var trustedProxies: TrustedProxies = .none
    /// STUN and TURN servers for the browsers, as `RTCIceServer` objects.
    package var iceServers: [IceServer] = []
    /// Shared with the TURN server, for credentials that expire.
    package var turnSecret: Secret?
    /// Nil: agents' pages go through TURN where there is one, everybody else's find the shortest way.
    package var icePolicy: IcePolicy?
    package var browserCalls: Call.CarrierName = .embedded
    package var twilio: TwilioAccount?
    /// The lines beside these, and who may show our softphone in a frame.
    package var lines = LineSettings()
    /// False lifts the limits for anonymous visitors; for benchmarks on loopback only.
    package var limitsRates = true
    /// How long an agent is not rung after a call, to write down what it was about; 0 for no such time.
    package var wrapUpSeconds = 60
    /// What can have come of a call.
    package var outcomes = ["Resolved", "Needs a follow-up", "Left a message", "No answer", "Wrong number"]
    /// A telephone call ends after so long, whatever happens.
    package var longestCallSeconds = 14_400
    /// How many telephone calls one agent, and all of them, may place on one day.
    package var callsPerAgentAndDay = 200
    package var callsPerDay = 1_000

    /// The folder that keeps everything, where there is one.
    package var dataFolder: String?
    /// What is allowed, but unusual.
    package var remarks: [String] = []

    package init() {}

    /// Whether browsers reach the desk by https, so that cookies can be `Secure` and named `__Host-`.
    package var isSecure: Bool { publicOrigin.map(\.isSecure) ?? servesTLS }
}

/// `RTCConfiguration.iceTransportPolicy`.
package enum IcePolicy: String, Sendable, CaseIterable, Codable {
    case all, relay
}

/// One entry of WebRTC's `RTCConfiguration.iceServers`.
package struct IceServer: Sendable, Equatable, Codable {
    package let urls: [String]
    package let username: String?
    package let credential: String?

    package init(urls: [String], username: String? = nil, credential: String? = nil) {
        self.urls = urls
        self.username = username
        self.credential = credential
    }

    /// Takes one address as well as a list, as browsers do.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let one = try? container.decode(String.self, forKey: .urls)
        urls = try one.map { [$0] } ?? container.decode([String].self, forKey: .urls)
        username = try container.decodeIfPresent(String.self, forKey: .username)
        credential = try container.decodeIfPresent(String.self, forKey: .credential)
    }
}
