import Desk
import Foundation

// What the lines that are offered, and the pages around ours, open.
extension PagePolicy {
    /// Agents' pages.
    static func desk(_ settings: DeskSettings) -> PagePolicy {
        var policy = PagePolicy()
        policy.open(for: settings)
        policy.show(settings.lines)
        return policy
    }

    /// The media toolbar, which stands in pages of Oracle Fusion or of our own desk.
    static func toolbar(_ settings: DeskSettings) -> PagePolicy {
        var policy = PagePolicy()
        policy.open(for: settings)
        let hosts = settings.lines.fusion.origins.map(\.text)
        policy.ancestors = ["'self'"] + hosts
        // Oracle's library comes from its own server, an older one from the page around ours.
        if !hosts.isEmpty {
            policy.scripts += ["https://static.oracle.com"] + hosts
            policy.runsForeignLoader = true
        }
        policy.opensWindows = true
        policy.showsOthers = true
        policy.isLoadable = true
        return policy
    }

    /// Customers' pages that load a telephone.
    static func customer(_ settings: DeskSettings) -> PagePolicy {
        var policy = PagePolicy()
        if let account = settings.twilio { policy.open(account) }
        return policy
    }

    /// What partners' toolbars load from us.
    static var shared: PagePolicy {
        var policy = PagePolicy()
        policy.isLoadable = true
        policy.isReadable = true
        return policy
    }

    private mutating func open(for settings: DeskSettings) {
        if let account = settings.twilio { open(account) }
        let lines = settings.lines
        if lines.offered.contains(.amazonConnect), let connect = lines.connect { open(connect) }
        if lines.offered.contains(.genesys), lines.genesys?.clientID != nil { opensWindows = true }
    }

    private mutating func open(_ account: TwilioAccount) {
        scripts += account.scriptOrigins
        connections += account.signallingOrigins
    }

    /// The panel keeps the sound; it is shown in a frame, and signs the agent in in a window.
    private mutating func open(_ connect: ConnectSettings) {
        if case .url(let script) = connect.streams { scripts.append(script.origin.text) }
        show(connect.panel.origin.text)
    }

    /// The partner's toolbar beside the pages.
    private mutating func show(_ lines: LineSettings) {
        guard let toolbar = lines.partnerToolbar?.origin.text else { return }
        if lines.hostsOwnToolbar {
            frames.append("'self'")
            opensWindows = true
            showsOthers = true
        } else {
            show(toolbar)
        }
    }

    private mutating func show(_ origin: String) {
        frames.append(origin)
        trusted.append(origin)
        opensWindows = true
        showsOthers = true
    }
}

extension TwilioAccount {
    /// Where the SDK itself comes from, if not from us.
    fileprivate var scriptOrigins: [String] {
        if case .url(let origin, _) = voiceSDK { [origin.text] } else { [] }
    }

    /// The hosts of Voice JavaScript SDK 2.x (https://www.twilio.com/docs/voice/sdks/javascript); what stands in for
    /// Twilio speaks where its script came from.
    fileprivate var signallingOrigins: [String] {
        let signalling = "wss://voice-js.\(edge ?? "roaming").twilio.com"
        let own = scriptOrigins.map { $0.replacingOccurrences(of: "http", with: "ws", options: .anchored) }
        return [signalling] + own + (insights ? ["https://eventgw.twilio.com", "https://eventgw.us1.twilio.com"] : [])
    }
}
