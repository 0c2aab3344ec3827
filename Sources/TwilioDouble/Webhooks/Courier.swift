import AsyncHTTPClient
import Desk
import NIOCore
import NIOHTTP1

/// Carries webhooks to the desk: signed, retried as Twilio does, and with the mischief that is wanted.
actor Courier {
    private let client: HTTPClient
    private let journal: Journal
    private let mischief: MischiefBook
    private let algorithm: WebhookSigner.Algorithm
    private let clock: WallClock
    private var lines: [String: [Webhook]] = [:]
    private var sids: Sids

    init(
        client: HTTPClient, journal: Journal, mischief: MischiefBook, algorithm: WebhookSigner.Algorithm,
        clock: WallClock, seed: UInt64
    ) {
        self.client = client
        self.journal = journal
        self.mischief = mischief
        self.algorithm = algorithm
        self.clock = clock
        sids = Sids(seed: seed)
    }

    /// True when somebody has to deliver what stands in this line.
    func queue(_ webhook: Webhook) -> Bool {
        lines[webhook.line, default: []].append(webhook)
        return lines[webhook.line]?.count == 1
    }

    /// One after the other, until the line is empty; who is being delivered still stands in it.
    func deliverAll(of line: String) async {
        while let webhook = lines[line]?.first, !Task.isCancelled {
            let rule = mischief.rule(for: webhook)
            if rule?.isLate == true { await letPass(webhook) }
            await deliver(webhook, rule)
            lines[line]?.removeFirst()
            if lines[line]?.isEmpty == true { lines[line] = nil }
        }
    }

    /// The next of the line goes first, if one comes soon.
    private func letPass(_ webhook: Webhook) async {
        for _ in 0..<20 where lines[webhook.line]?.count == 1 { try? await Task.sleep(for: .milliseconds(50)) }
        guard let line = lines[webhook.line], line.count > 1 else { return }
        let next = line[1]
        lines[webhook.line]?.remove(at: 1)
        await deliver(next, mischief.rule(for: next))
    }

    /// For TwiML: mischief of delay and doubling only, for without an answer there is no call.
    func ask(_ webhook: Webhook) async -> WebhookOutcome {
        let rule = mischief.rule(for: webhook)
        if let rule { try? await Task.sleep(for: rule.delay) }
        let token = sids.make("")
        let outcome = await attempt(webhook, token: token)
        if rule?.isDoubled == true { _ = await attempt(webhook, token: token) }
        return outcome
    }

    private func deliver(_ webhook: Webhook, _ rule: Mischief.Post?) async {
        let token = sids.make("")
        if rule?.isDropped == true { return note(webhook, token, 0, 0, "", "dropped on purpose") }
        if let rule { try? await Task.sleep(for: rule.delay) }
        _ = await attempt(webhook, token: token)
        if rule?.isDoubled == true { _ = await attempt(webhook, token: token) }
    }

    /// Tries as often as the address allows.
    private func attempt(_ webhook: Webhook, token: String) async -> WebhookOutcome {
        let (url, options) = DeliveryOptions.split(webhook.url)
        var outcome = WebhookOutcome.failed(code: 11200, words: "not tried")
        for attempt in 0...options.retries {
            let (result, failure) = await once(webhook, url, options, token, attempt)
            outcome = result
            guard let failure, options.retried.contains(failure), !Task.isCancelled else { break }
        }
        return outcome
    }

    private func once(
        _ webhook: Webhook, _ url: String, _ options: DeliveryOptions, _ token: String, _ attempt: Int
    ) async -> (WebhookOutcome, DeliveryOptions.Failure?) {
        do {
            let limit = min(options.reading, options.total)
            let answer = try await client.execute(request(webhook, url, token), timeout: TimeAmount(limit))
            let body = String(buffer: try await answer.body.collect(upTo: 16_777_216))
            let status = Int(answer.status.code)
            let type = answer.headers.first(name: "Content-Type")
            note(webhook, token, attempt, status, type?.hasPrefix("audio/") == true ? "(sound)" : body, nil)
            return (.answered(status: status, contentType: type, body: body), DeliveryOptions.failure(status))
        } catch {
            note(webhook, token, attempt, 0, "", String(describing: error))
            return Self.failure(error, url)
        }
    }

    private static func failure(_ error: any Error, _ url: String) -> (WebhookOutcome, DeliveryOptions.Failure?) {
        let isSlow = [HTTPClientError.deadlineExceeded, .readTimeout].contains { $0 == error as? HTTPClientError }
        if error as? HTTPClientError == .redirectLimitReached {
            return (.failed(code: 11215, words: "too many redirects from \(url)"), nil)
        }
        return (
            .failed(code: isSlow ? 11205 : 11200, words: "no answer from \(url): \(error)"),
            isSlow ? .reading : .connecting
        )
    }

    private func request(_ webhook: Webhook, _ url: String, _ token: String) -> HTTPClientRequest {
        let isGet = webhook.method == "GET"
        let form = Self.encoded(webhook.parameters)
        let target = isGet && !form.isEmpty ? url + (url.contains("?") ? "&" : "?") + form : url
        var request = HTTPClientRequest(url: target)
        request.method = HTTPMethod(rawValue: webhook.method)
        request.headers = headers(url: target, isGet ? [] : webhook.parameters, token)
        if !isGet {
            request.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded; charset=UTF-8")
            request.body = .bytes(ByteBuffer(string: form))
        }
        return request
    }

    private func headers(
        url: String, _ parameters: [(name: String, value: String)], _ token: String
    ) -> HTTPHeaders {
        let signature = WebhookSigner.signature(
            url: url, parameters: parameters, authToken: DoubleAccount.authToken, algorithm: algorithm)
        var headers: HTTPHeaders = [
            "User-Agent": "TwilioProxy/1.1", "Accept": "*/*", "X-Twilio-Signature": signature,
            "I-Twilio-Idempotency-Token": token,
        ]
        if algorithm == .sha256 {
            headers.add(name: "X-Twilio-Webhooks-Signature-Settings", value: "key=double,algorithm=HMAC_SHA256")
        }
        return headers
    }

    private func note(
        _ webhook: Webhook, _ token: String, _ attempt: Int, _ status: Int, _ answer: String, _ remark: String?
    ) {
        journal.note(
            Journal.Delivery(
                at: clock.now, url: webhook.url, method: webhook.method, parameters: webhook.parameters, token: token,
                attempt: attempt, status: status, answer: answer, remark: remark))
    }

    /// As Twilio's own encoder writes forms.
    static func encoded(_ pairs: [(name: String, value: String)]) -> String {
        pairs.map { "\(escaped($0.name))=\(escaped($0.value))" }.joined(separator: "&")
    }

    private static func escaped(_ text: String) -> String {
        text.utf8.map { byte -> String in
            if plain.contains(byte) { return String(UnicodeScalar(byte)) }
            if byte == UInt8(ascii: " ") { return "+" }
            let digits = String(byte, radix: 16, uppercase: true)
            return "%" + (digits.count == 1 ? "0" : "") + digits
        }.joined()
    }

    private static let plain = Set(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._".utf8)
}
