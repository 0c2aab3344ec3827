package import Desk
import Telephony

/// Pages with sockets.
extension Exchange {
    /// A page has opened its socket, for the first time or again; it says which calls it believes to be in.
    package mutating func open(page id: String, calls: [String] = []) {
        var page = pages[id] ?? Page(id: id)
        page.isOpen = true
        pages[id] = page
        for call in calls {
            toldPeers[call] = nil
            if legs[call]?.isOver ?? true { say(to: id, "ended", ["call": .string(call)]) }
        }
    }

    /// Its socket is gone; it may come back.
    package mutating func close(page id: String) {
        guard pages[id]?.isOpen == true else { return }
        pages[id]?.isOpen = false
        alarm(.vanished(page: id), after: pages[id]?.number == nil ? pace.vanishing : .zero)
    }

    mutating func vanish(_ id: String) {
        guard let page = pages[id], !page.isOpen else { return }
        pages[id] = nil
        for leg in legs.values where !leg.isOver && leg.page == id { end(leg.sid, as: .completed) }
        for leg in legs.values where !leg.isOver && leg.ringing.contains(id) { stopRinging(leg.sid, on: id) }
    }

    package mutating func hear(_ message: JSONValue, from id: String) {
        guard pages[id] != nil, let type = message["type"]?.string else { return }
        switch type {
        case "token": present(message["token"]?.string ?? "", page: id)
        case "register": register(id)
        case "unregister": unregister(id)
        case "telephone": pages[id]?.number = message["number"]?.string
        case "connect": connect(message, page: id)
        case "signal": relay(message, from: id)
        default: act(type, message, page: id)
        }
    }

    /// What is said about one call.
    private mutating func act(_ type: String, _ message: JSONValue, page id: String) {
        guard let sid = message["call"]?.string, let leg = legs[sid], !leg.isOver else { return }
        switch type {
        case "accept" where leg.ringing.contains(id): accept(sid, on: id)
        case "reject" where leg.ringing.contains(id): stopRinging(sid, on: id)
        case "hangup" where leg.page == id: end(sid, as: leg.isTalking ? .completed : .canceled)
        case "mute" where leg.page == id: legs[sid]?.isSilent = message["muted"]?.bool ?? false
        case "digits" where leg.page == id:
            let digits = message["digits"]?.string ?? ""
            legs[sid]?.pressed += digits
            pressAtRecorder(sid, digits)
        default: break
        }
    }

    mutating func say(to page: String, _ type: String, _ members: [String: JSONValue] = [:]) {
        emit(.tell(page: page, .object(members.merging(["type": .string(type)]) { own, _ in own })))
    }
}

/// Tokens and registration.
extension Exchange {
    private mutating func present(_ token: String, page id: String) {
        do throws(AccessTokenError) {
            let now = Int(clamping: now.unixSeconds)
            let grants = try AccessToken.verify(token, keys: DoubleAccount.keys, now: now)
            let expiry = Self.expiry(of: token) ?? now
            pages[id]?.grants = grants
            pages[id]?.expires = expiry
            alarm(.tokenExpiry(page: id, at: expiry), after: .seconds(max(0, expiry - now)))
            say(to: id, "ready", ["identity": .string(grants.identity), "ttl": .integer(expiry - now)])
        } catch {
            say(to: id, "error", ["code": .integer(error.code)])
        }
    }

    private static func expiry(of token: String) -> Int? {
        let parts = token.split(separator: ".")
        guard parts.count == 3, let text = Base64Text.decode(String(parts[1])) else { return nil }
        return JSONValue(text)?["exp"]?.integer
    }

    mutating func expireToken(of id: String, at moment: Int) {
        guard let page = pages[id], page.expires == moment, page.grants != nil else { return }
        pages[id]?.grants = nil
        pages[id]?.isRegistered = false
        say(to: id, "error", ["code": .integer(20104)])
        if page.isRegistered { say(to: id, "unregistered") }
    }

    private mutating func register(_ id: String) {
        guard let grants = pages[id]?.grants else { return say(to: id, "error", ["code": .integer(20104)]) }
        guard grants.incomingAllow else { return say(to: id, "error", ["code": .integer(20151)]) }
        pages[id]?.isRegistered = true
        say(to: id, "registered")
    }

    private mutating func unregister(_ id: String) {
        pages[id]?.isRegistered = false
        for leg in legs.values where !leg.isOver && leg.ringing.contains(id) { stopRinging(leg.sid, on: id) }
        say(to: id, "unregistered")
    }
}

extension AccessTokenError {
    /// What the SDK says of it.
    fileprivate var code: Int {
        switch self {
        case .expired: 20104
        case .notYetValid: 20105
        case .wrongSignature: 31202
        case .invalidLifetime: 20157
        case .tooLarge, .malformed, .wrongHeader, .wrongClaims, .invalidIdentity: 20101
        }
    }
}
