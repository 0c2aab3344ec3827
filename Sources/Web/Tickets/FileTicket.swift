import Desk
import HTTPTypes
import Hummingbird
import Secrets
import Store

extension TicketRoutes {
    @Sendable func fileTicket(_ request: Request, context: AppContext) async throws -> Response {
        try limiter.check(.ticket, from: context.clientAddress)
        let form = try await TicketForm(request)
        switch form.draft(region: settings.region) {
        case .success(let draft): return try await file(draft, submission: form.submission, request)
        case .failure(let problems):
            return try await home(request, form: form.view(problems: problems), status: .unprocessableContent)
        }
    }

    private func file(_ draft: TicketDraft, submission: String, _ request: Request) async throws -> Response {
        let known = cookies.browserHash(request.headers)
        // Made from the form's own random id: pressed twice before the first answer came, both find the same browser.
        let fresh = cookies.browserSecret(of: submission)
        let filed = try await filed(draft, submission, browserHash: known ?? Digest.sha256(fresh))
        if filed.isNew { bus.publish(.ticketFiled(filed.id)) }
        var response = Response.redirect(to: Paths.ticket(key: filed.key))
        if known == nil {
            response.headers.append(.init(name: .setCookie, value: cookies.setBrowser(fresh)))
        }
        return response
    }

    /// A submission id that another browser used is no reason to lose a ticket: it is filed under one of its own.
    private func filed(
        _ draft: TicketDraft, _ submission: String, browserHash: [UInt8]
    ) async throws -> FiledTicket {
        do {
            return try await store.file(draft, submission: submission, browserHash: browserHash)
        } catch StorageError.constraint {
            let fresh = SecureRandom.token(bits: 128)
            return try await store.file(draft, submission: fresh, browserHash: browserHash)
        }
    }
}

/// The ticket form as it came in.
private struct TicketForm: Sendable {
    let name: String
    let phone: String
    let description: String
    let submission: String

    init(_ request: Request) async throws {
        let form = try await PostedForm(request)
        name = try form.value("name")
        phone = try form.value("phone_number")
        description = try form.value("description")
        submission = Self.checked(try form.value("submission"))
    }

    func draft(region: String) -> Result<TicketDraft, TicketDraft.Problems> {
        Result { () throws(TicketDraft.Problems) in
            try TicketDraft(name: name, phone: phone, description: description, region: region)
        }
    }

    func view(problems: TicketDraft.Problems) -> TicketFormView {
        TicketFormView(
            submission: submission, name: FieldView(typed: name, error: problems.name),
            phone: FieldView(typed: phone, error: problems.phone),
            description: FieldView(typed: description, error: problems.description),
            problem: "The ticket was not filed yet. Please look at the marked fields.")
    }

    /// A form without a usable submission id is a ticket of its own.
    private static func checked(_ submission: String) -> String {
        let isOurs = Base64URL.decode(submission)?.count == 16
        return isOurs ? submission : SecureRandom.token(bits: 128)
    }
}
