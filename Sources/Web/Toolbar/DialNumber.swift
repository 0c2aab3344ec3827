import Desk
import Store

extension LiveConversation {
    /// A number out of another page, such as a contact in a CRM: rings the ticket that has it.
    func dialNumber(_ typed: String, ref: String, _ socket: LiveSocket) async throws {
        guard socket.person.agent != nil else { return }
        do {
            let number = try PhoneNumber.parse(typed, region: endpoint.settings.region)
            guard let ticket = try await endpoint.store.ticket(withNumber: number) else {
                return socket.send(.refused(ref: ref, code: "unknown", words: Self.noTicket))
            }
            // Without telephones the customer's open page rings, as *Call Customer* has it.
            let byPhone = endpoint.switchboard.phones?.isPossible == true
            try await obey(.dial(ref: ref, ticket: ticket, by: byPhone ? .phone : .page), socket)
        } catch let problem as PhoneNumberProblem {
            socket.send(.refused(ref: ref, code: "number", words: problem.sentence))
        }
    }

    private static let noTicket = "No open ticket has this number. File one first, then call."
}
