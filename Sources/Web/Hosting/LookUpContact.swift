import Desk
import HTTPTypes
import Hummingbird
import NIOCore
import Store

/// Who somebody is that rings through a partner's toolbar.
struct HostingRoutes: Sendable {
    let store: Store
    let region: String
    /// The first of these that finds somebody decides.
    let fields: [LookupField]

    func add(to router: some RouterMethods<AgentContext>) {
        router.get(.init(Paths.contacts), use: lookUpContact)
    }

    @Sendable func lookUpContact(_ request: Request, context: AgentContext) async throws -> Response {
        let query = request.uri.queryParameters
        var found: [Contact] = []
        for field in fields where found.isEmpty {
            guard let typed = query[Substring(field.rawValue)], let key = key(field, String(typed)) else { continue }
            found = try await store.contacts(key)
        }
        let number = query["phone"].flatMap { try? PhoneNumber.parse(String($0), region: region) }
        return Self.response(found, caller: number)
    }

    /// Nil for what nobody can be found by.
    private func key(_ field: LookupField, _ typed: String) -> ContactKey? {
        switch field {
        case .phone: (try? PhoneNumber.parse(typed, region: region)).map { .phone($0) }
        case .ticket: TicketID(text: typed.hasPrefix("#") ? String(typed.dropFirst()) : typed).map { .ticket($0) }
        case .name: Self.name(typed).map { .name($0) }
        }
    }

    /// Shorter beginnings fit everybody.
    private static func name(_ typed: String) -> String? {
        let name = String(typed.drop { $0.isWhitespace }.prefix(200))
        let isClean = name.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
        return isClean && name.count >= 2 ? name : nil
    }

    private static let most = 10

    /// - Parameter caller: the number that was asked for, as it is kept and as people read it.
    private static func response(_ found: [Contact], caller: PhoneNumber?) -> Response {
        let number = caller.map { number -> JSONValue in
            .object(["e164": .string(number.e164), "words": .string(number.international)])
        }
        let body = JSONValue.object([
            "contacts": .array(found.prefix(most).map { ContactView($0).json }), "total": .integer(found.count),
            "number": number ?? .null,
        ])
        return Response(
            status: .ok, headers: [.contentType: "application/json; charset=utf-8"],
            body: .init(byteBuffer: ByteBuffer(string: body.text)))
    }
}

/// A contact as the dashboard reads it.
struct ContactView {
    let contact: Contact

    init(_ contact: Contact) { self.contact = contact }

    var json: JSONValue {
        let (first, last) = names
        return .object([
            "id": .string("\(contact.id)"), "name": .string(contact.name), "firstName": .string(first),
            "lastName": .string(last), "phone": .string(contact.phone.e164), "ticket": ticket,
            "unsolved": .integer(contact.unsolved),
        ])
    }

    private var ticket: JSONValue {
        let ticket = contact.ticket
        return .object([
            "id": .integer(Int(ticket.id.number)), "path": .string(Paths.deskTicket(ticket.id)),
            "title": .string(Self.title(ticket.start)), "status": .string(ticket.status.rawValue),
        ])
    }

    /// Only a guess, as names are: what stands before the last space, and the word behind it.
    private var names: (first: String, last: String) {
        guard let space = contact.name.lastIndex(of: " ") else { return (contact.name, "") }
        return (String(contact.name[..<space]), String(contact.name[contact.name.index(after: space)...]))
    }

    private static func title(_ description: String) -> String {
        let line = description.split(whereSeparator: \.isNewline).first.map { String($0) } ?? ""
        return line.count > 80 ? line.prefix(79) + "…" : line
    }
}
