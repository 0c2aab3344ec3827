import Desk

/// What conversations of Genesys Cloud are in the contract's events: the difference between one telling and the next.
struct CloudCalls: Sendable {
    private struct Shape: Equatable {
        let name: GenesysEvent.Name
        let isMuted: Bool
    }

    private var shapes: [String: Shape] = [:]
    /// Connections to those who are asked, by conversation.
    private var consults: [String: String] = [:]
    private let user: String

    init(user: String) { self.user = user }

    mutating func take(_ conversation: CloudConversation) -> [GenesysEvent] {
        guard let own = conversation.own(user) else { return [] }
        let consulted = conversation.consulted.flatMap { $0.isOver || $0.userID == user ? nil : $0 }
        var events = earlier(conversation, than: own)
        events += self.events(own, conversation, isConsulting: consulted != nil && !own.isOver)
        events += consultation(conversation, own)
        return events
    }

    /// Places this agent had before are over.
    private mutating func earlier(
        _ conversation: CloudConversation, than own: CloudConversation.Participant
    ) -> [GenesysEvent] {
        conversation.participants.filter { $0.userID == user && $0.id != own.id }.flatMap { old -> [GenesysEvent] in
            let id = CloudConnection(conversation.id, old.id).id
            return shapes.removeValue(forKey: id) == nil ? [] : [GenesysEvent(.released, connectionID: id)]
        }
    }

    private mutating func consultation(
        _ conversation: CloudConversation, _ own: CloudConversation.Participant
    ) -> [GenesysEvent] {
        let other = conversation.consulted.flatMap { $0.userID == user || own.isOver ? nil : $0 }
        let id = other.map { CloudConnection(conversation.id, $0.id).id }
        // Who left the others together hears no more of them; who was asked in vain may be gone without a word.
        var all: [GenesysEvent] = []
        if let known = consults[conversation.id], known != id { all += released(known) }
        consults[conversation.id] = id
        if let other { all += events(other, conversation) }
        return all.map { event in
            var event = event
            (event.callType, event.direction) = ("Consult", .outbound)
            event.parentConnectionID = CloudConnection(conversation.id, own.id).id
            event.otherDN = other?.name ?? other?.address.map(Self.number)
            return event
        }
    }

    private mutating func released(_ id: String) -> [GenesysEvent] {
        shapes.removeValue(forKey: id) == nil ? [] : [GenesysEvent(.released, connectionID: id)]
    }

    private mutating func events(
        _ participant: CloudConversation.Participant, _ conversation: CloudConversation, isConsulting: Bool = false
    ) -> [GenesysEvent] {
        let id = CloudConnection(conversation.id, participant.id).id
        let before = shapes[id]
        guard let name = Self.name(participant, isConsulting: isConsulting, before: before?.name) else { return [] }
        let shape = Shape(name: name, isMuted: participant.isMuted && !participant.isOver)
        guard shape != before else { return [] }
        if name == .released {
            guard shapes.removeValue(forKey: id) != nil else { return [] }
        } else {
            shapes[id] = shape
        }
        var events: [GenesysEvent] = []
        if before?.name != name { events.append(event(name, id, participant, conversation)) }
        if (before?.isMuted ?? false) != shape.isMuted, name != .released {
            events.append(event(shape.isMuted ? .muteOn : .muteOff, id, participant, conversation))
        }
        return events
    }

    private static func name(
        _ participant: CloudConversation.Participant, isConsulting: Bool, before: GenesysEvent.Name?
    ) -> GenesysEvent.Name? {
        switch participant.state {
        case "alerting", "offering": .ringing
        case "dialing", "contacting": .dialing
        case "connected" where participant.isHeld || isConsulting: .held
        case "connected": before == .held || before == .retrieved ? .retrieved : .established
        case "disconnected", "terminated": .released
        default: nil
        }
    }

    private func event(
        _ name: GenesysEvent.Name, _ id: String, _ participant: CloudConversation.Participant,
        _ conversation: CloudConversation
    ) -> GenesysEvent {
        var event = GenesysEvent(name, connectionID: id)
        // Whoever talks with the customer is in one call; a question to a colleague is not the customer's.
        event.eventID = participant.userID == user ? conversation.id : id
        event.callUUID = conversation.id
        event.direction = participant.direction == "outbound" ? .outbound : .inbound
        event.callType = event.direction == .outbound ? "Outbound" : "Inbound"
        let number = conversation.customer?.address.map(Self.number)
        if event.direction == .inbound { event.ani = number } else { event.otherDN = number }
        event.dnis = conversation.customer?.dnis.map(Self.number)
        event.queueName = participant.queue
        if let name = conversation.customer?.name { event.userData["name"] = name }
        if name == .released { event.reason = participant.disconnectType }
        return event
    }

    /// Addresses are written as `tel:+14158675309` or as SIP's.
    static func number(_ address: String) -> String {
        let bare = address.hasPrefix("tel:") ? String(address.dropFirst(4)) : address
        guard bare.hasPrefix("sip:") else { return bare }
        return String(bare.dropFirst(4).prefix { $0 != "@" && $0 != ";" })
    }
}
