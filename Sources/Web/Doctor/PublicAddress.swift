import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Telephony

extension Doctor {
    private static let subject = "Public address"

    /// Whether the desk answers where browsers and Twilio look for it.
    func publicAddress() async -> Finding {
        guard let origin = settings.publicOrigin else { return withoutAddress }
        guard await answers(at: origin.text) else {
            let found = "\(origin.text) does not answer from here."
            let advice =
                "Start the desk, and see that the name, the proxy or the tunnel leads to it: "
                + "curl \(origin.text)\(Paths.health) should say ok."
            return settings.twilio == nil
                ? .warn(Self.subject, found, advice) : .fail(Self.subject, found, advice)
        }
        guard origin.isSecure else {
            return .warn(
                Self.subject, "\(origin.text) answers, but not by https.",
                "Browsers give the microphone to https pages only: put a proxy in front, or set DESKBELL_TLS_CERT.")
        }
        return .ok(Self.subject, "\(origin.text) answers.")
    }

    private var withoutAddress: Finding {
        settings.twilio == nil
            ? .ok(Self.subject, "Not set: the desk is for browsers on this machine.")
            : .fail(
                Self.subject, "Not set, so that Twilio cannot reach the desk.",
                "Set DESKBELL_PUBLIC_URL to how the desk is reached from outside.")
    }

    private func answers(at origin: String) async -> Bool {
        await Self.isFine(origin + Paths.health, within: limit, http)
    }

    /// Whether a desk on this machine says that it can be given work.
    package static func isReady(at origin: String, within limit: Duration) async -> Bool {
        await isFine(origin + Paths.readiness, within: limit, TwilioClient.sharedHTTP)
    }

    private static func isFine(_ url: String, within limit: Duration, _ http: HTTPClient) async -> Bool {
        let milliseconds = Int64(limit / .milliseconds(1))
        let response = try? await http.execute(HTTPClientRequest(url: url), timeout: .milliseconds(milliseconds))
        return response?.status.code == 200
    }
}
