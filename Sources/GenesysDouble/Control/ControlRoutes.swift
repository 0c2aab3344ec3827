import Desk

/// What people and tests ask of the double itself, under `/double/`.
struct ControlRoutes: Sendable {
    let exchange: Operator
    let hub: SocketHub
    let seed: @Sendable () -> UInt64

    func answer(_ asked: Asked) async -> Answer {
        let json = asked.json
        do throws(Refusal) {
            switch (asked.method, asked.path.dropFirst().joined(separator: "/")) {
            case ("GET", "state"): return .ok(await state())
            case ("GET", "log"): return .ok(.array(await exchange.log))
            case ("POST", "reset"):
                hub.breakAll()
                await exchange.reset(seed: seed())
            case ("POST", "sockets/break"): hub.breakAll()
            case ("POST", "sockets/closing"):
                hub.sayToChannels(#"{"topicName":"v2.system.socket_closing","eventBody":{"message":"closing"}}"#)
            case ("POST", "mischief"):
                try await exchange.perform { exchange throws(Refusal) in exchange.mischief.set(json) }
            case ("DELETE", "mischief"):
                try await exchange.perform { exchange throws(Refusal) in exchange.mischief = Mischief() }
            case ("POST", "token"):
                let agent = json["agent"]?.string ?? "agent"
                return .ok(.object(["access_token": .string(await exchange.withCloud { $0.newToken(agent) })]))
            case ("POST", "ring"): return try await ring(json)
            case ("POST", let act): try await use(act, json)
            default: return .notFound
            }
            return .nothing
        } catch {
            return .refused(error)
        }
    }

    private func ring(_ json: JSONValue) async throws(Refusal) -> Answer {
        let (agent, number) = (json["agent"]?.string ?? "agent", json["number"]?.string ?? "+14158675309")
        let (name, queue) = (json["name"]?.string, json["queue"]?.string)
        let connection = try await exchange.perform { exchange throws(Refusal) in
            exchange.ring(agent, from: number, name: name, queue: queue)
        }
        return .ok(.object(["connectionId": .string(connection)]))
    }

    /// What an agent does on the desk phone, and what the other side does.
    private func use(_ act: String, _ json: JSONValue) async throws(Refusal) {
        let (named, agent) = (json["connectionId"]?.string, json["agent"]?.string ?? "agent")
        try await exchange.perform { exchange throws(Refusal) in
            let current = exchange.current(of: agent).flatMap { exchange.conversations[$0.conversation]?.legs[$0.leg] }
            guard let connection = named ?? current?.connection else { throw Refusal.unknownCall }
            switch act {
            case "phone/answer": try exchange.answer(connection)
            case "phone/hangup": try exchange.release(connection, ending: "endpoint")
            case "phone/hold": try exchange.setHeld(connection, true)
            case "phone/retrieve": try exchange.setHeld(connection, false)
            case "customer/hangup": try exchange.hangUpAsCustomer(connection)
            case "customer/answer": try exchange.pickUpAsCustomer(connection)
            case "customer/busy": try exchange.pickUpAsCustomer(connection, isBusy: true)
            default: throw Refusal.badField("act")
            }
        }
    }

    private func state() async -> JSONValue {
        let (agents, conversations) = await exchange.look { exchange in
            (exchange.agents, exchange.order.compactMap { exchange.conversations[$0] })
        }
        return .object([
            "agents": .object(agents.mapValues(JSONValue.bool)),
            "sockets": .array(hub.names.map(JSONValue.string)),
            "wrapUps": .object(await exchange.cloud.wrapUps),
            "calls": .array(conversations.map(Self.view)),
        ])
    }

    private static func view(_ conversation: Conversation) -> JSONValue {
        .object([
            "id": .string(conversation.id), "number": .string(conversation.customer),
            "customer": .string(conversation.customerState.rawValue),
            "direction": .string(conversation.isInbound ? "inbound" : "outbound"),
            "attributes": .object(conversation.attributes.mapValues(JSONValue.string)),
            "consulted": conversation.consulted.map { consult in
                .object([
                    "connectionId": .string(consult.connection), "number": .string(consult.number),
                    "state": .string(consult.state.rawValue),
                ])
            } ?? .null,
            "legs": .array(conversation.legs.map(view)),
        ])
    }

    private static func view(_ leg: Conversation.Leg) -> JSONValue {
        .object([
            "agent": .string(leg.agent), "connectionId": .string(leg.connection), "state": .string(leg.state.rawValue),
            "held": .bool(leg.isHeld), "muted": .bool(leg.isMuted), "participant": .string(leg.id),
        ])
    }
}
