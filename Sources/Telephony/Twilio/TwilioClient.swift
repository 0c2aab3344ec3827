package import AsyncHTTPClient
import Desk
import NIOHTTP1

/// Twilio's REST API (https://www.twilio.com/docs/voice/api), as far as a desk needs it.
///
/// For work in the background: an answer may take ten seconds. What makes a call is never asked for twice; where it may
/// have been made, the error is `uncertain`.
package struct TwilioClient: Sendable {
    package let breaker: CircuitBreaker
    let wire: TwilioWire
    let timing: TwilioTiming
    let onExchange: @Sendable (TwilioExchange) -> Void

    /// - Parameters:
    ///   - http: must follow no redirects; it is not shut down by this client.
    ///   - onExchange: told of every request, for records.
    package init(
        credentials: TwilioCredentials, http: HTTPClient? = nil, breaker: CircuitBreaker = CircuitBreaker(),
        timing: TwilioTiming = TwilioTiming(), onExchange: @escaping @Sendable (TwilioExchange) -> Void = { _ in }
    ) {
        wire = TwilioWire(credentials: credentials, http: http ?? Self.sharedHTTP)
        self.breaker = breaker
        self.timing = timing
        self.onExchange = onExchange
    }

    /// Whether Twilio answered lately: phone calls are possible.
    package var isReachable: Bool { breaker.isClosed }

    /// The object that answers a request.
    func object(_ request: TwilioRequest) async throws(TwilioError) -> JSONValue {
        guard let object = try await answer(to: request).object else { throw .unreadable }
        return object
    }

    func answer(to request: TwilioRequest) async throws(TwilioError) -> TwilioAnswer {
        let deadline = timing.now() + timing.limit
        var retries = 0
        while true {
            let outcome = await attempt(request, within: deadline - timing.now())
            let failure: Failed
            switch outcome {
            case .success(let success): return success.answer
            case .failure(let failed): failure = failed
            }
            retries += 1
            let pause = timing.backoff(retry: retries, asked: failure.wait)
            guard failure.mayRetry, retries <= timing.mostRetries, timing.now() + pause < deadline, !Task.isCancelled
            else { throw failure.error }
            await timing.pause(pause)
        }
    }

    // MARK: One try

    private struct Success {
        let answer: TwilioAnswer
    }

    private struct Failed: Error {
        let error: TwilioError
        var mayRetry = false
        /// What Twilio asks to wait.
        var wait: Duration?
    }

    private func attempt(_ request: TwilioRequest, within limit: Duration) async -> Result<Success, Failed> {
        guard breaker.begin() else { return .failure(Failed(error: .unreachable)) }
        let start = timing.now()
        do throws(TwilioWire.Failure) {
            let answer = try await wire.answer(to: request, within: limit)
            report(request, since: start, answer: answer)
            breaker.end(answered: Self.isTwilios(answer))
            return Self.judge(answer, request)
        } catch {
            report(request, since: start, problem: error.problem)
            if Task.isCancelled { breaker.abandon() } else { breaker.end(answered: false) }
            return .failure(Self.judge(error, request))
        }
    }

    private static func isTwilios(_ answer: TwilioAnswer) -> Bool {
        answer.status < 500 && (!answer.isSuccess || answer.object != nil)
    }

    private static func judge(_ answer: TwilioAnswer, _ request: TwilioRequest) -> Result<Success, Failed> {
        let isHarmless = request.repeating == .harmless
        switch answer.status {
        case 200...299 where answer.object != nil: return .success(Success(answer: answer))
        case 200...299: return .failure(Failed(error: isHarmless ? .unreadable : .uncertain))
        // Nothing was done (https://www.twilio.com/docs/api/errors/20429).
        case 429: return .failure(Failed(error: answer.refusal, mayRetry: true, wait: answer.retryAfter))
        case 500...599 where isHarmless:
            return .failure(Failed(error: answer.refusal, mayRetry: true, wait: answer.retryAfter))
        case 500...599: return .failure(Failed(error: .uncertain))
        default: return .failure(Failed(error: answer.refusal))
        }
    }

    private static func judge(_ failure: TwilioWire.Failure, _ request: TwilioRequest) -> Failed {
        let mayHaveHappened = failure.wasSent && request.repeating == .harmful
        return Failed(error: mayHaveHappened ? .uncertain : .unreachable, mayRetry: !mayHaveHappened)
    }

    // MARK: Records

    func report(
        _ request: TwilioRequest, since start: ContinuousClock.Instant, answer: TwilioAnswer? = nil,
        problem: String? = nil
    ) {
        onExchange(
            TwilioExchange(
                method: request.method.rawValue, path: request.shownPath, status: answer?.status,
                requestID: answer?.requestID, milliseconds: Int((timing.now() - start) / .milliseconds(1)),
                code: answer?.code, problem: problem))
    }
}
