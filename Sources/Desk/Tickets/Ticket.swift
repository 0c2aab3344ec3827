/// Where a ticket stands; the dashboard lists it in this order.
package enum TicketStatus: String, Sendable, CaseIterable {
    case open, pending, solved

    /// The place of the status in the dashboard's order, 0 first.
    package var rank: Int {
        switch self {
        case .open: 0
        case .pending: 1
        case .solved: 2
        }
    }

    package var word: String {
        switch self {
        case .open: "Open"
        case .pending: "Pending"
        case .solved: "Solved"
        }
    }
}

/// A customer's name, number and problem.
package struct Ticket: Sendable, Equatable {
    package let id: TicketID
    /// The 128 random bits that address the ticket's page for the customer.
    package let key: String
    package let name: String
    package let phone: PhoneNumber
    package let description: String
    package let status: TicketStatus
    package let filedAt: Timestamp

    package init(
        id: TicketID, key: String, name: String, phone: PhoneNumber, description: String,
        status: TicketStatus, filedAt: Timestamp
    ) {
        self.id = id
        self.key = key
        self.name = name
        self.phone = phone
        self.description = description
        self.status = status
        self.filedAt = filedAt
    }
}
