import Desk
import HTTPTypes
import Hummingbird
import Secrets
import Store

extension CallerRoutes {
    @Sendable func showNewTicket(_ request: Request, context: AgentContext) async throws -> Response {
        let key = request.uri.queryParameters["call"].map { String($0) } ?? ""
        let caller = key.isEmpty ? nil : try await caller(inCall: key, context)
        if let ticket = caller?.ticket { return .redirect(to: Paths.deskTicket(ticket)) }
        let form = NewTicketForm(
            call: key, submission: SecureRandom.token(bits: 128),
            phone: caller?.caller?.number?.international ?? Self.proposed("phone", 64, request),
            name: Self.proposed("name", 200, request))
        return page(form, caller: caller, problems: nil, context)
    }

    /// What the page that led here knows of the customer.
    private static func proposed(_ name: Substring, _ most: Int, _ request: Request) -> String {
        let text = request.uri.queryParameters[name].map { String($0) } ?? ""
        return text.utf8.count <= most && text.unicodeScalars.allSatisfy { $0.value >= 0x20 } ? text : ""
    }

    @Sendable func fileNewTicket(_ request: Request, context: AgentContext) async throws -> Response {
        let form = try NewTicketForm(try await PostedForm(request))
        let caller = form.call.isEmpty ? nil : try await caller(inCall: form.call, context)
        switch form.draft(region: region) {
        case .failure(let problems): return page(form, caller: caller, problems: problems, context)
        case .success(let draft): return try await file(draft, form, caller, context)
        }
    }

    private func file(
        _ draft: TicketDraft, _ form: NewTicketForm, _ caller: CallerView?, _ context: AgentContext
    ) async throws -> Response {
        let key = caller == nil ? nil : form.call
        guard let filed = try await filed(draft, form.submission, forCall: key, by: context.agent.id) else {
            throw Refusal.notFound
        }
        if filed.isNew {
            bus.publish(.ticketFiled(filed.id))
            if let caller { tell(caller.call, on: filed.id) }
        }
        return .redirect(to: Paths.deskTicket(filed.id))
    }

    /// A submission id that a customer used is no reason to lose a ticket: it is filed under one of its own.
    private func filed(
        _ draft: TicketDraft, _ submission: String, forCall key: String?, by agent: AgentID
    ) async throws -> FiledTicket? {
        do {
            return try await store.file(draft, submission: submission, forCall: key, by: agent)
        } catch StorageError.constraint {
            let fresh = SecureRandom.token(bits: 128)
            return try await store.file(draft, submission: fresh, forCall: key, by: agent)
        }
    }

    private func page(
        _ form: NewTicketForm, caller: CallerView?, problems: TicketDraft.Problems?, _ context: AgentContext
    ) -> Response {
        let page = NewTicketPage(
            layout: views.deskLayout(title: "New ticket", page: "new-ticket", agent: context.agent, mark: bus.mark),
            form: form, caller: caller.map { CallerFacts($0) }, problems: problems)
        return views.response(page, status: problems == nil ? .ok : .unprocessableContent)
    }
}

/// The form of a ticket that an agent files, as it came in or goes out.
struct NewTicketForm: Sendable {
    /// The key of the call it is about; empty without one.
    let call: String
    let submission: String
    var name = ""
    var phone = ""
    var description = ""

    init(call: String, submission: String, phone: String, name: String = "") {
        self.call = call
        self.submission = submission
        self.phone = phone
        self.name = name
    }

    init(_ form: PostedForm) throws {
        call = try form.value("call")
        let typed = try form.value("submission")
        // A form without a usable submission id is a ticket of its own.
        submission = Base64URL.decode(typed)?.count == 16 ? typed : SecureRandom.token(bits: 128)
        name = try form.value("name")
        phone = try form.value("phone_number")
        description = try form.value("description")
    }

    func draft(region: String) -> Result<TicketDraft, TicketDraft.Problems> {
        Result { () throws(TicketDraft.Problems) in
            try TicketDraft(name: name, phone: phone, description: description, region: region, author: .agent)
        }
    }
}
