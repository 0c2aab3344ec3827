package import AsyncHTTPClient
package import Desk
import Telephony

/// Looks at everything that calls need, at once, and says what it found; it changes nothing.
package struct Doctor: Sendable {
    let settings: DeskSettings
    let clock: WallClock
    /// For one look; all together take little more.
    let limit: Duration
    let http: HTTPClient
    private let database: @Sendable () async -> Finding

    /// - Parameter database: how the database is, which depends on who asks.
    package init(
        settings: DeskSettings, limit: Duration, clock: WallClock = .system, http: HTTPClient = TwilioClient.sharedHTTP,
        database: @escaping @Sendable () async -> Finding
    ) {
        self.settings = settings
        self.limit = limit
        self.clock = clock
        self.http = http
        self.database = database
    }

    package func findings() async -> [Finding] {
        async let address = publicAddress()
        async let phone = phone()
        async let lines = lines.findings()
        async let data = database()
        let local = settingsFindings
        return local + [await address] + (await phone) + (await lines) + [await data] + diskFindings
    }

    /// Whether calls cannot work.
    package static func isBad(_ findings: [Finding]) -> Bool { findings.contains { $0.state == .fail } }

    private var lines: LineCheck {
        LineCheck(lines: settings.lines, publicOrigin: settings.publicOrigin, limit: limit, http: http)
    }

    private func phone() async -> [Finding] {
        guard let account = settings.twilio else {
            return [.ok("Phone calls", "Off, because no Twilio account is set. Calls between browsers work.")]
        }
        return await PhoneCheck(account: account, addresses: .init(settings), limit: limit, clock: clock, http: http)
            .findings()
    }

    private var settingsFindings: [Finding] {
        let hours = Self.words(ofSeconds: settings.longestCallSeconds)
        let read: Finding = .ok(
            "Settings",
            settings.twilio == nil
                ? "All can be read."
                : "All can be read. A phone call ends after \(hours); an agent may place "
                    + "\(settings.callsPerAgentAndDay) a day, all together \(settings.callsPerDay).")
        return [read] + settings.remarks.map { .warn("Settings", $0, "Change it if you did not mean it.") }
    }

    static func words(ofSeconds seconds: Int) -> String {
        seconds % 3600 == 0 ? "\(seconds / 3600) h" : "\(seconds / 60) min"
    }
}
