import Desk
import NIOHTTP1

extension CloudUpstream {
    package func perform(_ request: GenesysRequest, for agent: GenesysAgent) async throws(GenesysError) {
        switch request.kind {
        case .initialize: break
        case .available: try await setPresence(CloudPresence.onQueue, agent)
        case .unavailable, .terminate: try await setPresence(CloudPresence.away, agent)
        case .accept: try await patch(request, ["state": .string("connected")], agent)
        case .reject, .hangup: try await hangUp(request, agent)
        case .hold: try await patch(request, ["held": .bool(true)], agent)
        case .retrieve: try await patch(request, ["held": .bool(false)], agent)
        case .mute: try await patch(request, ["muted": .bool(true)], agent)
        case .unmute: try await patch(request, ["muted": .bool(false)], agent)
        case .makeCall: try await makeCall(request, agent)
        case .initiateTransfer: try await consult(request, agent)
        case .completeTransfer: try await complete(request, agent)
        case .cancelTransfer: try await cancel(request, agent)
        case .sendDtmf: try await sendDigits(request, agent)
        case .attachData: try await attach(request, agent)
        case .wrapUp: try await wrapUp(request, agent)
        }
    }

    // MARK: The agent

    private func setPresence(_ wanted: String, _ agent: GenesysAgent) async throws(GenesysError) {
        let user = try await CloudChannel.user(agent, client)
        let all = try await client.send(.GET, "/presence/definitions", as: agent)["entities"]?.array ?? []
        let fitting = all.filter { CloudPresence.plain($0["systemPresence"]?.string ?? "") == wanted }
        // Organizations add presences of their own beside Genesys'.
        let chosen = fitting.first { $0["type"]?.string == "System" } ?? fitting.first
        guard let id = chosen?["id"]?.string else { throw .impossible }
        try await client.send(
            .PATCH, "/users/\(user)/presences/purecloud",
            .object(["presenceDefinition": .object(["id": .string(id)])]), as: agent)
    }

    private func makeCall(_ request: GenesysRequest, _ agent: GenesysAgent) async throws(GenesysError) {
        guard let number = request.toNumber else { throw .impossible }
        try await client.send(
            .POST, "/conversations/calls", .object(["phoneNumber": .string(number)]), as: agent)
    }

    // MARK: A call

    private func connection(_ id: String?) throws(GenesysError) -> CloudConnection {
        guard let connection = CloudConnection(id) else { throw .unknownCall }
        return connection
    }

    private func path(_ connection: CloudConnection, participant: String? = nil) -> String {
        "/conversations/calls/\(connection.conversation)/participants/\(participant ?? connection.participant)"
    }

    private func patch(
        _ request: GenesysRequest, _ change: [String: JSONValue], _ agent: GenesysAgent
    ) async throws(GenesysError) {
        try await client.send(.PATCH, path(try connection(request.connectionID)), .object(change), as: agent)
    }

    /// Whoever is being asked is taken out by ending the consultation.
    private func hangUp(_ request: GenesysRequest, _ agent: GenesysAgent) async throws(GenesysError) {
        let connection = try connection(request.connectionID)
        let conversation = try await conversation(connection, agent)
        if conversation.consulted?.id == connection.participant { return try await cancel(request, agent) }
        try await patch(request, ["state": .string("disconnected")], agent)
    }

    private func conversation(
        _ connection: CloudConnection, _ agent: GenesysAgent
    ) async throws(GenesysError) -> CloudConversation {
        let json = try await client.send(.GET, "/conversations/calls/\(connection.conversation)", as: agent)
        guard let conversation = CloudConversation(json) else { throw .unreadable }
        return conversation
    }

    /// The customer's place, by which calls are handed over.
    private func customer(
        _ connection: CloudConnection, _ agent: GenesysAgent
    ) async throws(GenesysError) -> String {
        guard
            let customer = CloudConnection(
                "\(connection.conversation):\(try await conversation(connection, agent).customer?.id ?? "")")
        else { throw .unknownCall }
        return customer.participant
    }

    private func consult(_ request: GenesysRequest, _ agent: GenesysAgent) async throws(GenesysError) {
        let connection = try connection(request.connectionID)
        let customer = try await customer(connection, agent)
        let body = JSONValue.object([
            "speakTo": .string("DESTINATION"),
            "destination": .object(["address": .string(request.toNumber ?? "")]),
        ])
        try await client.send(.POST, path(connection, participant: customer) + "/consult", body, as: agent)
    }

    /// The agent leaves: the other two stay together.
    private func complete(_ request: GenesysRequest, _ agent: GenesysAgent) async throws(GenesysError) {
        let connection = try connection(request.heldConnectionID ?? request.connectionID)
        let user = try await CloudChannel.user(agent, client)
        guard let own = try await conversation(connection, agent).own(user)?.id else { throw .unknownCall }
        try await client.send(
            .PATCH, path(connection, participant: own), .object(["state": .string("disconnected")]), as: agent)
    }

    private func cancel(_ request: GenesysRequest, _ agent: GenesysAgent) async throws(GenesysError) {
        let connection = try connection(request.connectionID)
        let customer = try await customer(connection, agent)
        try await client.send(.DELETE, path(connection, participant: customer) + "/consult", as: agent)
    }

    private func sendDigits(_ request: GenesysRequest, _ agent: GenesysAgent) async throws(GenesysError) {
        let connection = try connection(request.connectionID)
        try await client.send(
            .POST, "/conversations/\(connection.conversation)/participants/\(connection.participant)/digits",
            .object(["digits": .string(request.digits ?? "")]), as: agent)
    }

    private func attach(_ request: GenesysRequest, _ agent: GenesysAgent) async throws(GenesysError) {
        let path = path(try connection(request.connectionID)) + "/attributes"
        let attributes = JSONValue.object(request.userData.mapValues(JSONValue.string))
        try await client.send(.PATCH, path, .object(["attributes": attributes]), as: agent)
    }

    /// Leaves the agent free for the next call, where Genesys Cloud asks for a wrap-up code.
    private func wrapUp(_ request: GenesysRequest, _ agent: GenesysAgent) async throws(GenesysError) {
        let path = path(try connection(request.connectionID)) + "/wrapup"
        var code = request.reasonCode
        if code == nil { code = try await client.send(.GET, path + "codes", as: agent).array?.first?["id"]?.string }
        guard let code else { return }
        try await client.send(
            .PATCH, path.replacing("/wrapup", with: ""),
            .object(["wrapup": .object(["code": .string(code), "notes": .string(request.notes ?? "")])]), as: agent)
    }
}
