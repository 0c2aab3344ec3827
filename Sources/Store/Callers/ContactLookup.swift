package import Desk

/// Somebody the desk knows from tickets: a name with a telephone.
package struct Contact: Sendable, Equatable {
    /// The oldest ticket found of theirs: it stays when newer ones come.
    package let id: TicketID
    package let name: String
    package let phone: PhoneNumber
    /// The one to open: of those that are not solved the newest, else the newest solved one.
    package let ticket: CallerMatch
    /// How many of theirs are not solved.
    package let unsolved: Int
}

/// What somebody is looked up by.
package enum ContactKey: Sendable, Equatable {
    case phone(PhoneNumber)
    case ticket(TicketID)
    /// How the name begins; ASCII letters in any case.
    case name(String)
}

extension Store {
    /// Everybody with that number, on that ticket or with such a name; those with work to do first.
    package func contacts(_ key: ContactKey) async throws -> [Contact] {
        let (condition, values) = Self.condition(key, database.dialect)
        return try await database.read { session in
            let rows = try session.query(
                """
                SELECT id, name, phone, substr(description, 1, 200) AS start, status, created_at FROM tickets
                WHERE \(condition) ORDER BY rank, id DESC LIMIT \(Self.mostTickets)
                """, values)
            return try Self.grouped(rows)
        }
    }

    private static let mostTickets = 200

    /// Behind every text that begins with another, in the order of code points.
    private static let lastScalar = "\u{10FFFF}"

    private static func condition(_ key: ContactKey, _ dialect: Dialect) -> (sql: String, values: [SQLValue]) {
        switch key {
        case .phone(let number): return ("phone = $1", [.text(number.e164)])
        case .ticket(let id): return ("id = $1", [.id(id)])
        case .name(let start):
            let name = dialect.lowerName
            return (
                "\(name) >= lower($1) AND \(name) < lower($1) || $2", [.text(start), .text(lastScalar)]
            )
        }
    }

    private static func grouped(_ rows: [SQLRow]) throws -> [Contact] {
        var found: [Contact] = []
        var places: [String: Int] = [:]
        for row in rows {
            let contact = try contact(row)
            let who = contact.phone.e164 + contact.name.lowercased()
            if let place = places[who] {
                found[place] = found[place].joined(with: contact)
            } else {
                places[who] = found.count
                found.append(contact)
            }
        }
        return found
    }

    private static func contact(_ row: SQLRow) throws -> Contact {
        guard let phone = PhoneNumber(e164: try row.text("phone")) else { throw StorageError.unexpected("phone") }
        let ticket = CallerMatch(
            id: try row.id("id"), name: try row.text("name"), start: try row.text("start"),
            status: try row.word("status"), filedAt: try row.time("created_at"))
        return Contact(
            id: ticket.id, name: ticket.name, phone: phone, ticket: ticket, unsolved: ticket.status == .solved ? 0 : 1)
    }
}

extension Contact {
    /// The same person's further ticket.
    fileprivate func joined(with other: Contact) -> Contact {
        Contact(
            id: other.id.number < id.number ? other.id : id, name: name, phone: phone, ticket: ticket,
            unsolved: unsolved + other.unsolved)
    }
}

extension Dialect {
    /// The name as the index `tickets_by_name` has it, compared by code points.
    fileprivate var lowerName: String { isShared ? "lower(name) COLLATE \"C\"" : "lower(name)" }
}
