import Desk
import Hummingbird
import Store

extension DashboardRoutes {
    @Sendable func addNote(_ request: Request, context: AgentContext) async throws -> Response {
        let id = try ticketID(context)
        guard try await store.ticket(id) != nil else { throw Refusal.notFound }
        let typed = try await PostedForm(request).value("note")
        let note = Result { () throws(TypedText.Problem) in
            try TypedText.paragraphs(typed, limit: TicketDraft.descriptionLimit)
        }
        switch note {
        case .success(let note):
            try await store.addNote(note, to: id, by: context.agent.id)
            bus.publish(.ticketChanged(id))
            return .redirect(to: Paths.deskTicket(id))
        case .failure(let problem):
            let field = FieldView(typed: typed, error: Self.sentence(problem))
            return try await deskTicket(id, note: field, status: .unprocessableContent, context)
        }
    }

    private static func sentence(_ problem: TypedText.Problem) -> String {
        switch problem {
        case .empty: "Write the note first."
        case .tooLong: "This note is too long. Use at most 10,000 characters."
        case .controlCharacter: "The note has a character that cannot be shown. Take it out and try again."
        }
    }
}
