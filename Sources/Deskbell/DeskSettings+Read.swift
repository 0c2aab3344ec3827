import Desk
import Foundation
import Secrets
import Web

extension DeskSettings {
    init(_ reader: SettingReader, root: String, servesTLS: Bool, listensOnLoopback: Bool) throws(Complaint) {
        self.init()
        self.servesTLS = servesTLS
        name = try Self.name(reader) ?? name
        region = try Self.country(reader.text("deskbell.region") ?? region, reader, "deskbell.region")
        dialCountries = try Self.dialCountries(reader, region: region)
        publicOrigin = try Self.publicOrigin(reader)
        trustedProxies = try Self.proxies(reader)
        iceServers = try Self.iceServers(reader)
        turnSecret = try Self.turnSecret(reader, iceServers)
        icePolicy = try Self.icePolicy(reader)
        browserCalls = try reader.choice("deskbell.browser.calls", default: .embedded)
        limitsRates = try Self.limitsRates(reader, listensOnLoopback: listensOnLoopback)
        try readCallRules(reader)
        twilio = try Self.twilio(reader, root: root, region: region)
        guard browserCalls == .embedded || twilio != nil else {
            throw reader.wrong("deskbell.browser.calls", "is twilio, but no Twilio account is set")
        }
    }

    private static func name(_ reader: SettingReader) throws(Complaint) -> String? {
        guard let text = reader.text("deskbell.name") else { return nil }
        guard let name = try? TypedText.line(text, limit: 100) else {
            throw reader.wrong("deskbell.name", "must be one line of at most 100 characters")
        }
        return name
    }

    private static func country(_ text: String, _ reader: SettingReader, _ key: String) throws(Complaint) -> String {
        let code = text.uppercased()
        guard PhoneNumber.isRegion(code) else {
            throw reader.wrong(key, "must be an ISO country code such as US, not \(text)")
        }
        return code
    }

    private static func dialCountries(_ reader: SettingReader, region: String) throws(Complaint) -> Set<String> {
        guard let text = reader.text("deskbell.dial.countries") else { return [region] }
        var countries: Set<String> = []
        for entry in text.split(whereSeparator: { $0 == "," || $0 == " " }) {
            countries.insert(try country(String(entry), reader, "deskbell.dial.countries"))
        }
        return countries
    }

    private static func publicOrigin(_ reader: SettingReader) throws(Complaint) -> WebOrigin? {
        guard let text = reader.text("deskbell.public.url") else { return nil }
        guard let origin = WebOrigin(text) else {
            throw reader.wrong(
                "deskbell.public.url", "must be an address such as https://desk.example.com, without a path")
        }
        return origin
    }

    private static func proxies(_ reader: SettingReader) throws(Complaint) -> TrustedProxies {
        switch TrustedProxies.parse(reader.text("deskbell.trusted.proxies") ?? "") {
        case .success(let proxies): return proxies
        case .failure(let unreadable):
            throw reader.wrong(
                "deskbell.trusted.proxies", "has \(unreadable.entry), which is no address or network")
        }
    }

    /// JSON as `RTCConfiguration.iceServers` has it, or a list of `stun:` and `turn:` addresses.
    private static func iceServers(_ reader: SettingReader) throws(Complaint) -> [IceServer] {
        guard let text = reader.text("deskbell.ice.servers") else { return [] }
        if text.hasPrefix("[") {
            guard let servers = try? JSONDecoder().decode([IceServer].self, from: Data(text.utf8)),
                servers.allSatisfy({ $0.urls.allSatisfy(isICE) })
            else {
                throw reader.wrong(
                    "deskbell.ice.servers", #"must be JSON such as [{"urls":["stun:stun.example.com"]}]"#)
            }
            return servers
        }
        let urls = text.split(whereSeparator: { $0 == "," || $0 == " " }).map(String.init)
        guard urls.allSatisfy(isICE) else {
            throw reader.wrong("deskbell.ice.servers", "must be stun:, turn: or turns: addresses")
        }
        return [IceServer(urls: urls)]
    }

    private static func turnSecret(_ reader: SettingReader, _ servers: [IceServer]) throws(Complaint) -> Secret? {
        guard let text = reader.text("deskbell.turn.secret") else { return nil }
        guard servers.contains(where: { $0.urls.contains { $0.hasPrefix("turn") } }) else {
            throw reader.wrong("deskbell.turn.secret", "is set, but DESKBELL_ICE_SERVERS names no turn: address")
        }
        return Secret(text)
    }

    private static func icePolicy(_ reader: SettingReader) throws(Complaint) -> IcePolicy? {
        guard reader.text("deskbell.ice.policy") != nil else { return nil }
        return try reader.choice("deskbell.ice.policy", default: .all)
    }

    private static func isICE(_ url: String) -> Bool {
        ["stun:", "stuns:", "turn:", "turns:"].contains { url.hasPrefix($0) && url.utf8.count > $0.utf8.count }
    }

    private static func limitsRates(_ reader: SettingReader, listensOnLoopback: Bool) throws(Complaint) -> Bool {
        guard let text = reader.text("deskbell.rate.limits"), text != "on" else { return true }
        guard text == "off" else { throw reader.wrong("deskbell.rate.limits", "must be on or off") }
        guard listensOnLoopback else {
            throw reader.wrong("deskbell.rate.limits", "can be off only while the desk listens on loopback")
        }
        return false
    }
}
