import Desk
import Synchronization
import Telephony

/// Issues access tokens; a customer has at most three that are valid, then gets the newest again.
final class TokenLedger: Sendable {
    struct Issued: Sendable, Equatable {
        let token: String
        /// Seconds since 1970.
        let expires: Int
    }

    private static let most = 3
    /// Expired entries are forgotten once there are that many identities.
    private static let mostIdentities = 20_000

    let keys: AccessToken.Keys
    private let clock: WallClock
    private let live = Mutex<[String: [Issued]]>([:])

    init(keys: AccessToken.Keys, clock: WallClock) {
        self.keys = keys
        self.clock = clock
    }

    /// - Parameters:
    ///   - life: in seconds.
    ///   - isLimited: for customers, whose pages anybody can open.
    func issue(identity: String, incoming: Bool, life: Int, isLimited: Bool) throws -> Issued {
        let now = Int(clock.now.unixSeconds)
        let grants = AccessToken.Grants(
            identity: identity, incomingAllow: incoming, outgoingApplicationSid: keys.applicationSid)
        guard isLimited else { return try issue(grants, now: now, life: life) }
        return try live.withLock { live in
            if live.count >= Self.mostIdentities {
                live = live.filter { $0.value.contains { $0.expires > now } }
            }
            let valid = (live[identity] ?? []).filter { $0.expires > now }
            if valid.count >= Self.most, let newest = valid.last { return newest }
            let issued = try issue(grants, now: now, life: life)
            live[identity] = valid + [issued]
            return issued
        }
    }

    private func issue(_ grants: AccessToken.Grants, now: Int, life: Int) throws -> Issued {
        Issued(token: try AccessToken.issue(grants, keys: keys, now: now, ttl: life), expires: now + life)
    }
}
