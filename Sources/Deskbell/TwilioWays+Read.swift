import Secrets
import Telephony
import Web

extension TwilioAccount {
    /// How Twilio signs, where it is reached, and what pages load for it.
    mutating func readWays(_ reader: SettingReader, root: String) throws(Complaint) {
        secondaryAuthToken = try Self.secondaryToken(reader)
        signature = try reader.choice("twilio.webhook.signature", default: signature)
        region = try Self.region(reader)
        edge = try Self.edge(reader)
        if let region, region != "us1", edge == nil, Self.usualEdges[region] == nil {
            throw reader.wrong("twilio.region", "is \(region), which needs TWILIO_EDGE")
        }
        apiURL = try Self.apiURL(reader)
        voiceSDK = try Self.voiceSDK(reader, root: root)
        insights = try reader.choice("twilio.insights", default: Switch.off) == .on
    }

    private enum Switch: String, CaseIterable { case on, off }

    private static func secondaryToken(_ reader: SettingReader) throws(Complaint) -> Secret? {
        guard let text = reader.text("twilio.auth.token.secondary") else { return nil }
        guard text != reader.text("twilio.auth.token") else {
            throw reader.wrong("twilio.auth.token.secondary", "is the same as TWILIO_AUTH_TOKEN")
        }
        return Secret(text)
    }

    /// They become part of a host name.
    private static func region(_ reader: SettingReader) throws(Complaint) -> String? {
        guard let text = reader.text("twilio.region") else { return nil }
        guard text.wholeMatch(of: #/[a-z]{2}[0-9]/#) != nil else {
            throw reader.wrong("twilio.region", "must be a region such as us1, ie1 or au1")
        }
        return text
    }

    private static func edge(_ reader: SettingReader) throws(Complaint) -> String? {
        guard let text = reader.text("twilio.edge") else { return nil }
        guard text.wholeMatch(of: #/[a-z]+(-[a-z]+)*/#) != nil else {
            throw reader.wrong("twilio.edge", "must be an edge location such as dublin or sao-paulo")
        }
        return text
    }

    private static func apiURL(_ reader: SettingReader) throws(Complaint) -> String? {
        guard let text = reader.text("twilio.api.url") else { return nil }
        guard let origin = WebOrigin(text) else {
            throw reader.wrong("twilio.api.url", "must be an address such as https://api.twilio.com, without a path")
        }
        return origin.text
    }

    private static func voiceSDK(_ reader: SettingReader, root: String) throws(Complaint) -> VoiceSDK {
        let text = reader.text("twilio.voice.sdk") ?? "Public/vendor/twilio.min.js"
        guard text.hasPrefix("http") && text.contains("://") else {
            return .file(text.hasPrefix("/") ? text : root + "/" + text)
        }
        guard let url = text.wholeMatch(of: #/(https?://[^/]+)(/[!$&'()*+,\-.\/0-9:=@A-Z_a-z~%]+)/#),
            let origin = WebOrigin(String(url.output.1))
        else {
            throw reader.wrong(
                "twilio.voice.sdk", "must be a path, or an address such as https://files.example.com/twilio.min.js")
        }
        return .url(origin: origin, path: String(url.output.2))
    }
}
