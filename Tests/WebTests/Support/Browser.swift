import HTTPTypes
import Synchronization
import TestSupport

@testable import Web

/// Somebody's browser: keeps cookies and says of itself what browsers say.
final class Browser: Sendable {
    let desk: TestDesk
    let address: String
    private let jar = Mutex<[String: String]>([:])

    init(desk: TestDesk, address: String) {
        self.desk = desk
        self.address = address
    }

    // MARK: Cookies

    func cookie(_ name: String) -> String? { jar.withLock { $0[name] } }

    func set(_ name: String, to value: String?) { jar.withLock { $0[name] = value } }

    /// All cookies as they are sent; nil without any.
    var cookieHeader: String? {
        let pairs = jar.withLock { $0 }.map { "\($0)=\($1)" }
        return pairs.isEmpty ? nil : pairs.sorted().joined(separator: "; ")
    }

    /// A second browser with the same cookies as this one now.
    func copy() -> Browser {
        let other = Browser(desk: desk, address: address)
        let cookies = jar.withLock { $0 }
        other.jar.withLock { $0 = cookies }
        return other
    }

    // MARK: Asking

    func get(_ path: String, headers: HTTPFields = [:]) async throws -> Answer {
        try await send(.get, path, headers: headers)
    }

    /// Posts a form from a page of the desk itself.
    func post(
        _ path: String, _ fields: KeyValuePairs<String, String> = [:], headers: HTTPFields = [:]
    ) async throws -> Answer {
        try await post(path, body: FormFields.encoded(fields), headers: headers)
    }

    func post(_ path: String, body: [UInt8], headers: HTTPFields = [:]) async throws -> Answer {
        var all = Self.ownForm
        for field in headers { all[field.name] = field.value }
        return try await send(.post, path, headers: all, body: body)
    }

    /// Sends exactly these headers, and the cookies.
    func send(
        _ method: HTTPRequest.Method, _ path: String, headers: HTTPFields = [:], body: [UInt8] = [],
        host: String = "localhost"
    ) async throws -> Answer {
        var question = Question(method, path)
        question.address = address
        question.host = host
        question.headers = headers
        question.body = body
        if headers[.cookie] == nil { question.headers[.cookie] = cookieHeader }
        let answer = try await desk.answer(to: question)
        keep(answer.cookies)
        return answer
    }

    static let formType = "application/x-www-form-urlencoded"
    static var ownForm: HTTPFields {
        var fields: HTTPFields = [.contentType: formType, .origin: "http://localhost"]
        if let site = HTTPField.Name("Sec-Fetch-Site") { fields[site] = "same-origin" }
        return fields
    }

    private func keep(_ cookies: [String]) {
        for cookie in cookies {
            let pair = cookie.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            set(String(pair[0]), to: cookie.contains("Max-Age=0") ? nil : String(pair[1]))
        }
    }

    // MARK: What people do

    /// Opens the first page, then files a ticket from it.
    func file(_ customer: Customer = Cast.robert) async throws -> Answer {
        let home = try await get("/")
        return try await post(
            "/tickets",
            [
                "name": customer.name, "phone_number": customer.phone, "description": customer.problem,
                "submission": try home.value(of: "submission").orThrow("no submission"),
            ])
    }

    func signIn(_ who: Colleague, password: String? = nil, next: String = "/dashboard") async throws -> Answer {
        try await post(
            "/sign-in", ["username": who.username, "password": password ?? who.password, "next": next])
    }
}
