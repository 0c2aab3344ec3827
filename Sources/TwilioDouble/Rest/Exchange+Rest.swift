import Desk
import Foundation

/// The REST API, version 2010-04-01.
extension Exchange {
    package mutating func answer(_ request: RestRequest) -> RestAnswer {
        do throws(RestError) {
            return try serve(request)
        } catch {
            return error.answer
        }
    }

    private mutating func serve(_ request: RestRequest) throws(RestError) -> RestAnswer {
        guard Self.isAuthorized(request) else { throw .unauthorized }
        var path = request.path.split(separator: "/").map { String($0).removingPercentEncoding ?? String($0) }
        guard path.count >= 3, path[0] == "2010-04-01", path[1] == "Accounts" else { throw .notFound(request.path) }
        // Only the media of recordings are asked for by another ending.
        if path[path.count - 1].hasSuffix(".json") { path[path.count - 1].removeLast(".json".count) }
        guard path[2] == DoubleAccount.sid else { throw .notFound(request.path) }
        return try serve(request, Array(path.dropFirst(3)))
    }

    private mutating func serve(_ request: RestRequest, _ path: [String]) throws(RestError) -> RestAnswer {
        switch path.first {
        case nil: .ok(Self.account)
        case "Calls": try serveCalls(request, Array(path.dropFirst()))
        case "Conferences": try serveConferences(request, Array(path.dropFirst()))
        case "IncomingPhoneNumbers": try serveNumbers(request, Array(path.dropFirst()))
        case "Applications": try serveApplications(request, Array(path.dropFirst()))
        case "Recordings": try serveRecordings(request, Array(path.dropFirst()))
        default: throw .notFound(request.path)
        }
    }

    /// An API key with its secret, or the account with its auth token.
    private static func isAuthorized(_ request: RestRequest) -> Bool {
        guard let text = request.authorization, text.lowercased().hasPrefix("basic "),
            let bytes = Base64Text.decode(String(text.dropFirst(6)))
        else { return false }
        let given = String(decoding: bytes, as: UTF8.self)
        return given == DoubleAccount.apiKey + ":" + DoubleAccount.apiSecret
            || given == DoubleAccount.sid + ":" + DoubleAccount.authToken
    }

    private static let account = JSONValue.object([
        "sid": .string(DoubleAccount.sid), "friendly_name": .string("The double"), "status": .string("active"),
        "type": .string("Full"), "owner_account_sid": .string(DoubleAccount.sid), "uri": .string(uri("")),
        "date_created": .string("Thu, 01 Jan 2026 00:00:00 +0000"),
    ])

    static func uri(_ rest: String) -> String { "/2010-04-01/Accounts/\(DoubleAccount.sid)\(rest).json" }

    /// A list as Twilio gives it, one page long.
    static func list(_ name: String, _ all: [JSONValue], _ request: RestRequest) -> RestAnswer {
        let size = request.asked("PageSize").flatMap { Int($0) } ?? 50
        let page = Array(all.prefix(max(1, min(size, 1000))))
        return .ok(
            .object([
                name: .array(page), "page": .integer(0), "page_size": .integer(size), "start": .integer(0),
                "end": .integer(max(0, page.count - 1)), "next_page_uri": .null, "previous_page_uri": .null,
                "first_page_uri": .string(request.path), "uri": .string(request.path),
            ]))
    }

    static func text(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }

    static func date(_ value: Timestamp?) -> JSONValue { text(value?.rfc2822) }
}
