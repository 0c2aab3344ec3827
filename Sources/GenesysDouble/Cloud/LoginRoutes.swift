import Desk
import Secrets

/// Where agents sign in at Genesys Cloud: whoever types a name is that agent.
struct LoginRoutes: Sendable {
    let exchange: Operator

    func answer(_ asked: Asked) async -> Answer {
        switch (asked.method, asked.path.joined(separator: "/")) {
        case ("GET", "oauth/authorize"): await authorize(asked.query)
        case ("POST", "oauth/token"): await token(asked.form)
        default: .notFound
        }
    }

    private func authorize(_ query: [String: String]) async -> Answer {
        guard query["client_id"] == Cloud.client, query["response_type"] == "code",
            query["code_challenge_method"] == "S256", let challenge = query["code_challenge"],
            let back = query["redirect_uri"], let state = query["state"]
        else { return .error(400, "invalid.request", "The request to sign in is not complete.") }
        guard let agent = query["user"], !agent.isEmpty else {
            return Answer(
                status: 200, body: .file(PackageResources.genesys_login_html, type: "text/html; charset=utf-8"))
        }
        let code = SecureRandom.token(bits: 128)
        await exchange.withCloud { $0.grants[code] = .init(agent: agent, challenge: challenge, back: back) }
        let mark = back.contains("?") ? "&" : "?"
        return Answer(status: 302, headers: [("Location", "\(back)\(mark)code=\(code)&state=\(state)")])
    }

    private func token(_ form: [String: String]) async -> Answer {
        let tokens = await exchange.withCloud { cloud in
            cloud.entitled(form).map { (access: cloud.newToken($0), refresh: cloud.newRefresher($0)) }
        }
        guard let tokens else { return .error(400, "invalid_grant", "The code is not valid.") }
        return .ok(
            .object([
                "access_token": .string(tokens.access), "token_type": .string("bearer"),
                "expires_in": .integer(86_399), "refresh_token": .string(tokens.refresh),
            ]))
    }
}
