import Desk
import NIOCore
import NIOHTTP1

/// Genesys Cloud's platform API (https://developer.genesys.cloud/platform/api/), as far as a desk needs it.
struct CloudClient: Sendable {
    let api: String
    let wire: GenesysHTTP
    let signIns: CloudSignIns
    let pause: @Sendable (Duration) async -> Void

    /// Longer waits are the asking person's to decide about.
    private static let longestWait = 5
    private static let mostTries = 3

    /// - Parameter path: below `/api/v2`.
    @discardableResult
    func send(
        _ method: HTTPMethod, _ path: String, _ json: JSONValue? = nil, as agent: GenesysAgent
    ) async throws(GenesysError) -> JSONValue {
        for attempt in 1... {
            let token = try await signIns.token(of: agent)
            let answer = try await wire.send(
                method, api + "/api/v2" + path, headers: ["Authorization": "Bearer " + token], json: json)
            switch answer.status {
            case 200...299: return answer.json
            case 401:
                await signIns.forget(token, of: agent)
                throw .signInNeeded
            case 404: throw .unknownCall
            case 409: throw .wrongState
            // Nothing was done: asking again does no harm.
            case 429:
                let seconds = answer.retryAfter ?? 2
                guard seconds <= Self.longestWait, attempt < Self.mostTries, !Task.isCancelled else {
                    throw .busy(seconds: seconds)
                }
                await pause(.seconds(max(1, seconds)))
            default: throw .refused(status: answer.status, message: answer.message)
            }
        }
        throw .unreachable
    }
}
