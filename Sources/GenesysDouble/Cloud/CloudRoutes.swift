import Desk

/// Genesys Cloud's platform API below `/api/v2`, as its documentation has it.
struct CloudRoutes: Sendable {
    let exchange: Operator
    let base: @Sendable () -> String

    func answer(_ asked: Asked) async -> Answer {
        let mischief = await exchange.look(\.mischief)
        if mischief.busy > 0 {
            _ = try? await exchange.perform { exchange throws(Refusal) in exchange.mischief.busy -= 1 }
            var answer = Answer.error(429, "too.many.requests", "Rate limit exceeded the maximum.")
            answer.headers = [("Retry-After", String(mischief.retryAfter))]
            return answer
        }
        guard let agent = await exchange.withCloud({ $0.agent(asked.authorization) }) else {
            return .error(401, "bad.credentials", "Invalid login credentials.")
        }
        do throws(Refusal) {
            let path = Array(asked.path.dropFirst(2))
            switch path.first {
            case "conversations": return try await conversations(asked, path, agent)
            case "notifications": return await notifications(asked, path, agent)
            default: return try await people(asked, path, agent)
            }
        } catch {
            return .refused(error)
        }
    }

    // MARK: People

    private func people(_ asked: Asked, _ path: [String], _ agent: String) async throws(Refusal) -> Answer {
        let user = await exchange.withCloud { $0.userID(agent) }
        switch (asked.method, path.joined(separator: "/")) {
        case ("GET", "users/me"):
            return .ok(
                .object([
                    "id": .string(user), "name": .string(agent), "email": .string(agent + "@example.com"),
                    "state": .string("active"),
                ]))
        case ("GET", "presence/definitions"): return .ok(CloudView.list(Self.definitions))
        case ("GET", "users/\(user)/presences/purecloud"):
            return .ok(CloudView.presence(isReady: await exchange.look { $0.agents[agent] ?? false }))
        case ("PATCH", "users/\(user)/presences/purecloud"):
            let id = asked.json["presenceDefinition"]?["id"]?.string
            guard CloudPresence.all.contains(where: { $0.id == id }) else { throw .badField("presenceDefinition") }
            let isReady = id == CloudPresence.onQueue
            try await exchange.perform { exchange throws(Refusal) in exchange.setReady(agent, isReady) }
            return .ok(CloudView.presence(isReady: isReady))
        case ("GET", "users/\(user)/routingstatus"), ("PUT", "users/\(user)/routingstatus"):
            return .ok(.object(["userId": .string(user), "status": asked.json["status"] ?? .string("OFF_QUEUE")]))
        default: return .notFound
        }
    }

    private static let definitions: [JSONValue] = CloudPresence.all.map { id, name in
        .object([
            "id": .string(id), "systemPresence": .string(name), "type": .string("System"), "deactivated": .bool(false),
            "languageLabels": .object(["en_US": .string(name)]),
        ])
    }

    // MARK: Channels

    private func notifications(_ asked: Asked, _ path: [String], _ agent: String) async -> Answer {
        let base = base().replacing("http", with: "ws", maxReplacements: 1)
        guard path.count > 1, path[1] == "channels" else { return .notFound }
        if path.count == 2, asked.method == "POST" {
            let id = (try? await exchange.perform { exchange throws(Refusal) in exchange.newID() }) ?? ""
            await exchange.withCloud { $0.channels[id] = .init(agent: agent) }
            let members: [String: JSONValue] = [
                "id": .string(id), "connectUri": .string(base + "/channels/" + id),
                "expires": .string("2099-01-01T00:00:00.000Z"),
            ]
            return .ok(.object(members))
        }
        guard path.count == 4, path[3] == "subscriptions" else { return .notFound }
        let topics = (asked.json.array ?? []).compactMap { $0["id"]?.string }
        let known = await exchange.withCloud { cloud -> Bool in
            guard cloud.channels[path[2]]?.agent == agent else { return false }
            // Nobody hears of other people's calls.
            let own = "v2.users.\(cloud.userID(agent))."
            guard topics.allSatisfy({ $0.hasPrefix(own) }) else { return false }
            cloud.channels[path[2]]?.topics.formUnion(topics)
            return true
        }
        return known ? .ok(CloudView.list(asked.json.array ?? [])) : .error(400, "invalid.topic", "Invalid topic.")
    }

    // MARK: Conversations

    private func conversations(_ asked: Asked, _ path: [String], _ agent: String) async throws(Refusal) -> Answer {
        if path.last == "digits", path.count == 5 { return Answer(status: 202) }
        guard path.count > 1, path[1] == "calls" else { return .notFound }
        switch (asked.method, path.count) {
        case ("GET", 2): return .ok(await list(agent))
        case ("POST", 2): return try await dial(asked.json, agent)
        case ("GET", 3): return try await show(path[2])
        case (_, 5...) where path[3] == "participants":
            return try await participant(asked, path[2], path[4], Array(path.dropFirst(5)))
        default: return .notFound
        }
    }

    private func list(_ agent: String) async -> JSONValue {
        let all = await exchange.look { exchange in
            exchange.order.compactMap { exchange.conversations[$0] }.filter { conversation in
                conversation.legs.contains { $0.agent == agent && $0.state != .over }
            }
        }
        let cloud = await exchange.cloud
        return CloudView.list(all.map { CloudView.conversation($0, cloud) })
    }

    private func dial(_ json: JSONValue, _ agent: String) async throws(Refusal) -> Answer {
        guard let number = json["phoneNumber"]?.string, !number.isEmpty else { throw .badField("phoneNumber") }
        let id = try await exchange.perform { exchange throws(Refusal) in
            exchange.dial(number, by: agent, request: nil, userData: [:])
        }
        return .ok(.object(["id": .string(id), "selfUri": .string("/api/v2/conversations/calls/" + id)]))
    }

    private func show(_ id: String) async throws(Refusal) -> Answer {
        guard let conversation = await exchange.look({ $0.conversations[id] }) else { throw .unknownCall }
        return .ok(CloudView.conversation(conversation, await exchange.cloud))
    }

    private func participant(
        _ asked: Asked, _ id: String, _ participant: String, _ rest: [String]
    ) async throws(Refusal) -> Answer {
        guard let conversation = await exchange.look({ $0.conversations[id] }) else { throw .unknownCall }
        let leg = conversation.legs.first { $0.id == participant }
        switch (asked.method, rest.first ?? "") {
        case ("PATCH", ""):
            guard let leg else { throw .unknownCall }
            try await change(leg, asked.json)
            return Answer(status: 202)
        case ("PATCH", "attributes"):
            let data = Exchange.texts(asked.json["attributes"])
            guard let leg else { throw .unknownCall }
            try await exchange.perform { exchange throws(Refusal) in try exchange.attach(leg.connection, data) }
            return .ok(asked.json)
        case ("POST", "consult"): return try await consult(asked.json, conversation, participant)
        case ("DELETE", "consult"):
            guard let asking = conversation.consulted?.asking else { throw .wrongState }
            try await exchange.perform { exchange throws(Refusal) in try exchange.cancelConsult(asking) }
            return Answer(status: 202)
        case ("GET", "wrapupcodes"):
            return .ok(.array([.object(["id": .string(Self.wrapUpCode), "name": .string("Resolved")])]))
        default: return .notFound
        }
    }

    private static let wrapUpCode = "7fb334b0-0e9e-11e4-9191-0800200c9a66"

    private func change(_ leg: Conversation.Leg, _ json: JSONValue) async throws(Refusal) {
        if let wrapUp = json["wrapup"] { return await exchange.withCloud { $0.wrapUps[leg.id] = wrapUp } }
        try await exchange.perform { exchange throws(Refusal) in
            switch json["state"]?.string {
            case "connected": try exchange.answer(leg.connection)
            // Who is asking a colleague leaves the others together.
            case "disconnected":
                let isAsking = exchange.conversations.values.contains { $0.consulted?.asking == leg.connection }
                try isAsking ? exchange.completeConsult(leg.connection) : exchange.release(leg.connection)
            case nil: break
            default: throw Refusal.badField("state")
            }
            if let isHeld = json["held"]?.bool { try exchange.setHeld(leg.connection, isHeld) }
            if let isMuted = json["muted"]?.bool { try exchange.setMuted(leg.connection, isMuted) }
        }
    }

    /// The customer is who is handed over.
    private func consult(
        _ json: JSONValue, _ conversation: Conversation, _ participant: String
    ) async throws(Refusal) -> Answer {
        let destination = json["destination"]?["address"]?.string ?? json["destination"]?["userId"]?.string
        guard participant == conversation.customerID, let destination,
            let asking = conversation.legs.last(where: { $0.state == .connected })
        else { throw .badField("destination") }
        try await exchange.perform { exchange throws(Refusal) in
            try exchange.beginConsult(asking.connection, with: destination, request: nil)
        }
        let id = await exchange.look { $0.conversations[conversation.id]?.consulted?.id }
        return Answer(status: 202, body: .json(.object(["destinationParticipantId": .string(id ?? "")])))
    }
}
