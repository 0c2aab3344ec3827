package import AsyncHTTPClient
import NIOHTTP1

/// The sound of a recording as it comes, to be handed on.
package struct TwilioMedia: Sendable {
    /// 200, or 206 for a part.
    package let status: Int
    package let contentType: String
    package let contentLength: Int?
    package let contentRange: String?
    package let body: HTTPClientResponse.Body

    init(_ response: HTTPClientResponse) {
        status = Int(response.status.code)
        contentType = response.headers.first(name: "Content-Type") ?? "audio/mpeg"
        contentLength = response.headers.first(name: "Content-Length").flatMap { Int($0) }
        contentRange = response.headers.first(name: "Content-Range")
        body = response.body
    }
}

extension TwilioClient {
    /// The sound of a recording as MP3.
    ///
    /// - Parameter range: the browser's `Range`, handed on.
    package func recordingMedia(_ sid: String, range: String? = nil) async throws(TwilioError) -> TwilioMedia {
        var request = TwilioRequest.get("Recordings", sid)
        request.ending = ".mp3"
        let response = try await response(to: request, range: range)
        guard response.status.code == 200 || response.status.code == 206 else {
            guard let answer = try? await TwilioWire.read(response) else { throw .unreachable }
            throw answer.refusal
        }
        return TwilioMedia(response)
    }

    /// Deletes a recording at Twilio; one that is gone already is no error.
    package func deleteRecording(_ sid: String) async throws(TwilioError) {
        try await removing(.delete("Recordings", sid))
    }

    private func response(to request: TwilioRequest, range: String?) async throws(TwilioError) -> HTTPClientResponse {
        guard breaker.begin() else { throw .unreachable }
        let start = timing.now()
        do throws(TwilioWire.Failure) {
            let response = try await wire.response(to: request, within: timing.limit, range: range)
            let head = TwilioAnswer(status: Int(response.status.code), headers: response.headers, body: nil)
            report(request, since: start, answer: head)
            breaker.end(answered: head.status < 500)
            return response
        } catch {
            report(request, since: start, problem: error.problem)
            if Task.isCancelled { breaker.abandon() } else { breaker.end(answered: false) }
            throw .unreachable
        }
    }
}
