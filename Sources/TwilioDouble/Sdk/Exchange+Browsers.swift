import Desk
import Telephony

/// Legs that end in browsers.
extension Exchange {
    /// A browser calls the application.
    mutating func connect(_ message: JSONValue, page id: String) {
        let reference = message["ref"] ?? .null
        guard let grants = pages[id]?.grants else {
            return say(to: id, "refused", ["ref": reference, "code": .integer(20104)])
        }
        guard grants.outgoingApplicationSid != nil else {
            return say(to: id, "refused", ["ref": reference, "code": .integer(31002)])
        }
        var leg = newLeg(.inbound, from: "client:" + grants.identity, to: "")
        leg.status = .ringing
        leg.page = id
        leg.callback = application.callback
        leg.details = [("ApplicationSid", DoubleAccount.applicationSid)]
        leg.custom = (message["params"]?.object ?? [:]).sorted { $0.key < $1.key }.compactMap { name, value in
            value.string.map { (name: name, value: $0) }
        }
        add(leg)
        say(to: id, "connecting", ["ref": reference, "call": .string(leg.sid)])
        run(leg.sid, url: application.voice.url, method: application.voice.method)
    }

    /// Rings every page that is registered under the name; who is not registered cannot be reached.
    mutating func ringPages(_ sid: String) {
        guard let leg = legs[sid] else { return }
        let (identity, parameters) = Self.address(of: leg)
        let reached = pages.values.filter { $0.isOpen && $0.isRegistered && $0.grants?.identity == identity }
        guard !reached.isEmpty else { return end(sid, as: .noAnswer) }
        legs[sid]?.ringing = Set(reached.map(\.id))
        let custom = (parameters + leg.custom).map { ($0.name, JSONValue.string($0.value)) }
        for page in reached.map(\.id).sorted() {
            say(
                to: page, "incoming",
                [
                    "call": .string(sid), "custom": .object(Dictionary(custom) { _, last in last }),
                    "parameters": .object([
                        "CallSid": .string(sid), "From": .string(leg.from), "To": .string("client:" + identity),
                        "AccountSid": .string(DoubleAccount.sid),
                    ]),
                ])
        }
        ring(sid)
    }

    /// `client:bob?ticket=42` is bob with a parameter.
    private static func address(of leg: Leg) -> (String, [(name: String, value: String)]) {
        let text = leg.to.dropFirst("client:".count)
        let query = text.drop { $0 != "?" }.dropFirst()
        return (String(text.prefix { $0 != "?" }), (try? FormBody(Array(query.utf8)))?.pairs ?? [])
    }

    mutating func accept(_ sid: String, on page: String) {
        guard legs[sid]?.status == .ringing else { return }
        let others = legs[sid]?.ringing.subtracting([page]) ?? []
        legs[sid]?.page = page
        legs[sid]?.ringing = []
        for other in others.sorted() { say(to: other, "cancel", ["call": .string(sid)]) }
        answer(sid)
    }

    /// One page refuses, or is gone; when the last does, so does the call.
    mutating func stopRinging(_ sid: String, on page: String) {
        legs[sid]?.ringing.remove(page)
        if legs[sid]?.ringing.isEmpty == true { end(sid, as: .busy) }
    }

    mutating func tellRingback(to sid: String) {
        guard let leg = legs[sid], let page = leg.page, !leg.isTalking else { return }
        say(to: page, "ringing", ["call": .string(sid)])
    }

    mutating func tellAccepted(_ sid: String) {
        guard let page = legs[sid]?.page else { return }
        say(to: page, "accepted", ["call": .string(sid)])
    }

    /// - Parameter leg: as it was before it ended.
    mutating func tellEnded(_ leg: Leg, _ status: CallStatus) {
        for page in leg.ringing.sorted() { say(to: page, "cancel", ["call": .string(leg.sid)]) }
        guard let page = leg.page else { return }
        var members: [String: JSONValue] = ["call": .string(leg.sid)]
        if status == .failed { members["code"] = .integer(31005) }
        if status == .busy { members["code"] = .integer(31486) }
        say(to: page, "ended", members)
    }
}
