import Desk
import Foundation
import Secrets

/// What Genesys Cloud keeps of sign-ins and channels.
struct Cloud: Sendable {
    struct Grant: Sendable {
        let agent: String
        let challenge: String
        let back: String
    }

    struct Channel: Sendable {
        let agent: String
        var topics: Set<String> = []
    }

    static let client = "3f2b6e0c-4b54-4d5f-9a36-2f6d0c1de5a7"

    /// Codes that were given out and not exchanged yet.
    var grants: [String: Grant] = [:]
    /// Agents by their access tokens.
    var tokens: [String: String] = [:]
    /// Agents by tokens that buy a new access token once.
    var refreshers: [String: String] = [:]
    var channels: [String: Channel] = [:]
    /// What was written down about calls, by participant.
    var wrapUps: [String: JSONValue] = [:]

    /// The same agent has the same id in every run.
    func userID(_ agent: String) -> String {
        let hex = Digest.sha256(Array(agent.utf8)).prefix(16).map { byte in
            let text = String(byte, radix: 16)
            return text.utf8.count == 1 ? "0" + text : text
        }
        return [0..<4, 4..<6, 6..<8, 8..<10, 10..<16].map { hex[$0].joined() }.joined(separator: "-")
    }

    mutating func newToken(_ agent: String) -> String {
        let token = SecureRandom.token(bits: 256)
        tokens[token] = agent
        return token
    }

    mutating func newRefresher(_ agent: String) -> String {
        let token = SecureRandom.token(bits: 256)
        refreshers[token] = agent
        return token
    }

    /// Whose request it is.
    func agent(_ authorization: String?) -> String? {
        guard let authorization, authorization.lowercased().hasPrefix("bearer ") else { return nil }
        return tokens[String(authorization.dropFirst(7))]
    }

    func deliveries(_ topic: String, _ body: JSONValue) -> [Operator.Delivery] {
        let message = JSONValue.object([
            "topicName": .string(topic), "version": .string("2"), "eventBody": body,
            "metadata": .object(["CorrelationId": .string("00000000-0000-0000-0000-000000000000")]),
        ])
        return channels.filter { $0.value.topics.contains(topic) }.map { id, _ in
            Operator.Delivery(isBridge: false, name: id, text: message.text)
        }
    }

    /// The agent to whom a posted form entitles, once.
    mutating func entitled(_ form: [String: String]) -> String? {
        switch form["grant_type"] {
        case "authorization_code": exchange(form)
        case "refresh_token":
            form["client_id"] == Self.client ? refreshers.removeValue(forKey: form["refresh_token"] ?? "") : nil
        default: nil
        }
    }

    /// Takes a code once, from whoever knows what it was asked for with (RFC 7636, 4.6).
    private mutating func exchange(_ form: [String: String]) -> String? {
        guard let grant = grants.removeValue(forKey: form["code"] ?? ""), form["client_id"] == Self.client,
            form["redirect_uri"] == grant.back,
            Base64URL.encode(Digest.sha256(Array((form["code_verifier"] ?? "").utf8))) == grant.challenge
        else { return nil }
        return grant.agent
    }
}

/// The presences that every organization has.
enum CloudPresence {
    static let onQueue = "e08eaf1b-ee47-4fa9-a231-1200e284798f"
    static let away = "5e5c5c66-ea97-4e7f-ac41-6424784829f2"
    static let available = "6a3af858-942f-489d-9700-5f9bcdcdae9b"

    static let all: [(id: String, name: String)] = [(available, "Available"), (away, "Away"), (onQueue, "OnQueue")]
}
