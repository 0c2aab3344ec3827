import Desk
import HTTPTypes
import Hummingbird
import Mustache
import NIOCore

/// Renders pages; refuses to exist while a template, partial or name is missing.
struct Views: Sendable {
    let deskName: String
    let assets: Assets
    /// What pages with a telephone load; nil where the desk has no account for one.
    let telephone: TelephonePage?
    /// What agents' pages are told of their lines.
    let lines: LinePage
    /// What agents' pages show in a frame, where the operator named one.
    let partner: PartnerPage?
    private let library: MustacheLibrary

    /// Why templates and pages do not fit.
    enum Problem: Error, CustomStringConvertible {
        case unused(Set<String>)

        var description: String {
            switch self {
            case .unused(let names): "No page uses the templates \(names.sorted().joined(separator: ", "))."
            }
        }
    }

    init(
        templates: String, assets: Assets, deskName: String, telephone: TelephonePage? = nil,
        lines: LinePage = .sample, partner: PartnerPage? = nil
    ) throws {
        self.deskName = deskName
        self.telephone = telephone
        self.lines = lines
        self.partner = partner
        self.assets = assets
        library = try MustacheLibrary(directory: templates)
        try prove()
    }

    /// Whether calls can ring this agent's own telephone.
    func rings(_ agent: Agent) -> Bool { telephone != nil && agent.phone != nil }

    func bytes(_ page: some Page) throws -> [UInt8] { try library.render(type(of: page).template, page.value) }

    func text(_ page: some Page) throws -> String { String(decoding: try bytes(page), as: UTF8.self) }

    /// A page that could not be rendered is a defect, answered without words of the inside.
    func response(_ page: some Page, status: HTTPResponse.Status = .ok) -> Response {
        guard let bytes = try? bytes(page) else { return Response(status: .internalServerError) }
        return Response(
            status: status, headers: [.contentType: "text/html; charset=utf-8"],
            body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// Renders every page's samples, and finds templates that nothing uses.
    private func prove() throws {
        var used: Set<String> = []
        for page in Self.pages { used.formUnion(try prove(page)) }
        let unused = library.names.subtracting(used)
        guard unused.isEmpty else { throw Problem.unused(unused) }
    }

    private func prove<P: Page>(_ page: P.Type) throws -> Set<String> {
        for sample in page.samples { _ = try bytes(sample) }
        return library.partials(of: page.template).union([page.template])
    }

    /// Every page and fragment there is.
    static var pages: [any Page.Type] {
        [
            HomePage.self, CustomerTicketPage.self, CustomerTicketFragment.self, DeskStateFragment.self,
            SignInPage.self, SetupPage.self, ErrorPage.self,
            DashboardPage.self, RowFragment.self, CountsFragment.self, DeskTicketPage.self, DetailFragment.self,
            PeoplePage.self, OwnPhonePage.self, CallerTicketsPage.self, NewTicketPage.self, DoctorPage.self,
            ToolbarPage.self, ToolbarSignInPage.self, ToolbarRefusedPage.self, CallWindowPage.self,
        ]
    }
}

/// A field of a form: what was typed, and what is wrong with it.
struct FieldView: Sendable {
    var typed = ""
    var error: String?

    var value: MustacheValue { ["value": .text(typed), "error": .optional(error)] }
}
