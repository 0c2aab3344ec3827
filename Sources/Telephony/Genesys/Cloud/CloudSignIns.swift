import AsyncHTTPClient
import Desk
import Foundation
import NIOHTTP1
import Secrets

/// Agents' tokens for Genesys Cloud, by OAuth's authorization code with PKCE (RFC 7636). They are kept in memory alone:
/// after a restart of the desk agents sign in again.
package actor CloudSignIns {
    private struct Pending {
        let agent: AgentID
        let verifier: String
        let back: String
        let since: Timestamp
        /// Later ones have greater ones.
        let number: Int
    }

    private struct Token {
        let text: String
        let refresh: String?
        let expires: Timestamp
    }

    private let login: String
    private let client: String
    private let wire: GenesysHTTP
    private let clock: WallClock
    private var pending: [String: Pending] = [:]
    private var begun = 0
    private var tokens: [AgentID: Token] = [:]
    /// Who waits for a renewal that is under way: Genesys Cloud takes a refresh token once.
    private var renewing: [AgentID: [CheckedContinuation<Result<String, GenesysError>, Never>]] = [:]

    /// Of one agent, as in several tabs.
    private static let mostPending = 5
    /// How long somebody may take to type a password.
    private static let patience: Int64 = 10 * 60 * 1000
    /// A token that ends sooner is renewed before it is used.
    private static let spare: Int64 = 60 * 1000

    init(login: String, client: String, wire: GenesysHTTP, clock: WallClock) {
        self.login = login
        self.client = client
        self.wire = wire
        self.clock = clock
    }

    /// The address at Genesys Cloud to which this agent's browser goes.
    ///
    /// - Parameter back: where Genesys Cloud sends the browser afterwards.
    package func begin(for agent: GenesysAgent, back: String) -> String {
        let now = clock.now
        forgetOldest(of: agent.id, at: now)
        begun += 1
        let (state, verifier) = (SecureRandom.token(bits: 128), SecureRandom.token(bits: 256))
        pending[state] = Pending(agent: agent.id, verifier: verifier, back: back, since: now, number: begun)
        let challenge = Base64URL.encode(Digest.sha256(Array(verifier.utf8)))
        return login + "/oauth/authorize?"
            + CloudForm.text([
                ("response_type", "code"), ("client_id", client), ("redirect_uri", back), ("state", state),
                ("code_challenge", challenge), ("code_challenge_method", "S256"),
            ])
    }

    /// Takes the code with which the browser came back: once, and from the agent who left.
    package func finish(state: String, code: String, for agent: GenesysAgent) async throws(GenesysError) {
        guard let left = pending.removeValue(forKey: state), left.agent == agent.id,
            clock.now.milliseconds - left.since.milliseconds < Self.patience
        else { throw .signInNeeded }
        tokens[agent.id] = try await token([
            ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", left.back),
            ("client_id", client), ("code_verifier", left.verifier),
        ])
    }

    /// A token that is good for a while.
    func token(of agent: GenesysAgent) async throws(GenesysError) -> String {
        guard let known = tokens[agent.id] else { throw .signInNeeded }
        if known.expires.milliseconds - clock.now.milliseconds > Self.spare { return known.text }
        guard renewing[agent.id] == nil else {
            return try await withCheckedContinuation { renewing[agent.id, default: []].append($0) }.get()
        }
        renewing[agent.id] = []
        let outcome = await renewal(of: known, for: agent.id)
        for waiter in renewing.removeValue(forKey: agent.id) ?? [] { waiter.resume(returning: outcome) }
        return try outcome.get()
    }

    private func renewal(of known: Token, for agent: AgentID) async -> Result<String, GenesysError> {
        do throws(GenesysError) {
            guard let refresh = known.refresh else { throw .signInNeeded }
            let renewed = try await token([
                ("grant_type", "refresh_token"), ("refresh_token", refresh), ("client_id", client),
            ])
            if tokens[agent]?.text == known.text { tokens[agent] = renewed }
            return .success(renewed.text)
        } catch {
            if error == .signInNeeded, tokens[agent]?.text == known.text { tokens[agent] = nil }
            return .failure(error)
        }
    }

    private func forgetOldest(of agent: AgentID, at now: Timestamp) {
        pending = pending.filter { now.milliseconds - $0.value.since.milliseconds < Self.patience }
        let own = pending.filter { $0.value.agent == agent }.sorted { $0.value.number < $1.value.number }
        for (state, _) in own.dropLast(Self.mostPending - 1) { pending[state] = nil }
    }

    /// Genesys Cloud does not take it any more.
    func forget(_ text: String, of agent: GenesysAgent) {
        if tokens[agent.id]?.text == text { tokens[agent.id] = nil }
    }

    private func token(_ fields: [(String, String)]) async throws(GenesysError) -> Token {
        let answer = try await wire.send(.POST, login + "/oauth/token", form: CloudForm.text(fields))
        guard answer.status == 200 else {
            throw (400...403).contains(answer.status) ? .signInNeeded : .refused(status: answer.status, message: "")
        }
        guard let text = answer.json["access_token"]?.string, !text.isEmpty, text.utf8.allSatisfy(CloudForm.isVisible)
        else { throw .unreadable }
        let seconds = max(60, min(answer.json["expires_in"]?.integer ?? 3600, 7 * 86_400))
        let expires = clock.now.milliseconds + Int64(seconds) * 1000
        return Token(
            text: text, refresh: answer.json["refresh_token"]?.string, expires: Timestamp(milliseconds: expires))
    }
}

/// A posted form, or a query.
enum CloudForm {
    static func text(_ fields: [(String, String)]) -> String {
        fields.map { encode($0.0) + "=" + encode($0.1) }.joined(separator: "&")
    }

    static func encode(_ text: String) -> String { text.addingPercentEncoding(withAllowedCharacters: allowed) ?? "" }

    static func isVisible(_ byte: UInt8) -> Bool { byte > 0x20 && byte < 0x7F }

    private static let allowed = CharacterSet(
        charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
}
