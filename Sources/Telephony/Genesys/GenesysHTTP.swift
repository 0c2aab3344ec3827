import AsyncHTTPClient
import Desk
import Foundation
import NIOCore
import NIOHTTP1

/// JSON over HTTPS to whoever speaks to Genesys for us: one exchange, one limit, errors that tell what may have happened.
struct GenesysHTTP: Sendable {
    struct Answer: Sendable {
        let status: Int
        let headers: HTTPHeaders
        /// Null for none.
        let json: JSONValue

        /// Seconds, where it says when to come back.
        var retryAfter: Int? {
            headers.first(name: "Retry-After").flatMap { Int($0) }.map { max(0, min($0, 3600)) }
        }

        /// What the answer says of itself, whoever wrote it.
        var message: String {
            let texts = ["error", "message", "error_description", "errorMessage"].compactMap { json[$0]?.string }
            return String((texts.first ?? "").prefix(300))
        }
    }

    let http: HTTPClient
    var limit: Duration = .seconds(9)

    private static let largestAnswer = 1_048_576

    func send(
        _ method: HTTPMethod, _ url: String, headers: [String: String] = [:], json: JSONValue? = nil,
        form: String? = nil
    ) async throws(GenesysError) -> Answer {
        var request = HTTPClientRequest(url: url)
        request.method = method
        request.headers = ["Accept": "application/json", "User-Agent": "deskbell"]
        for (name, value) in headers { request.headers.replaceOrAdd(name: name, value: value) }
        if let json {
            request.headers.replaceOrAdd(name: "Content-Type", value: "application/json")
            request.body = .bytes(Array(json.text.utf8))
        } else if let form {
            request.headers.replaceOrAdd(name: "Content-Type", value: "application/x-www-form-urlencoded")
            request.body = .bytes(Array(form.utf8))
        }
        return try await exchange(request)
    }

    private func exchange(_ request: HTTPClientRequest) async throws(GenesysError) -> Answer {
        do {
            let deadline = NIODeadline.now() + TimeAmount(limit)
            let response = try await http.execute(request, deadline: deadline)
            let body = try await response.body.collect(upTo: Self.largestAnswer)
            let json = JSONValue(Array(body.readableBytesView), maxDepth: 32) ?? .null
            return Answer(status: Int(response.status.code), headers: response.headers, json: json)
        } catch let error as HTTPClientError {
            throw Self.isLate(error) ? .late : .unreachable
        } catch is NIOTooManyBytesError {
            throw .unreadable
        } catch {
            throw .unreachable
        }
    }

    private static func isLate(_ error: HTTPClientError) -> Bool {
        error == .deadlineExceeded || error == .readTimeout || error == .remoteConnectionClosed
    }

    /// A client that goes where it is told to and nowhere else.
    static let shared: HTTPClient = {
        var settings = HTTPClient.Configuration(redirectConfiguration: .disallow, timeout: .init(connect: .seconds(5)))
        settings.httpVersion = .http1Only
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: settings)
    }()
}
