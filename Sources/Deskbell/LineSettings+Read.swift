import Desk
import Web

extension LineSettings {
    /// - Parameters:
    ///   - desk: what was read before; some lines are taken from it.
    ///   - root: the folder that a relative path begins at.
    init(_ reader: SettingReader, desk: DeskSettings, root: String, port: Int) throws(Complaint) {
        self.init()
        connect = try ConnectSettings.read(reader, root: root)
        genesys = try GenesysSettings.read(reader)
        fusion = try FusionSettings.read(reader)
        offered = try offered(reader, hasTwilio: desk.twilio != nil)
        lookupFields = try Self.lookupFields(reader) ?? lookupFields
        try readToolbar(reader, desk: desk, port: port)
    }

    /// What each line needs; nothing where it is there.
    private func missing(for line: LineName, hasTwilio: Bool) -> String? {
        switch line {
        case .embedded: nil
        case .twilio: hasTwilio ? nil : "twilio.account.sid"
        case .amazonConnect: connect == nil ? "deskbell.connect.ccp.url" : nil
        case .genesys: genesys == nil ? "deskbell.genesys.url" : nil
        }
    }

    private func offered(_ reader: SettingReader, hasTwilio: Bool) throws(Complaint) -> [LineName] {
        let named = try Self.list(LineName.self, reader, "deskbell.lines")
        for line in named ?? [] {
            guard let key = missing(for: line, hasTwilio: hasTwilio) else { continue }
            throw reader.wrong(
                "deskbell.lines", "names \(line.rawValue), but \(SettingReader.name(of: key)) is not set")
        }
        let usual: [LineName] = [hasTwilio ? .twilio : .embedded, .amazonConnect, .genesys]
        return named ?? usual.filter { missing(for: $0, hasTwilio: hasTwilio) == nil }
    }

    private static func lookupFields(_ reader: SettingReader) throws(Complaint) -> [LookupField]? {
        try list(LookupField.self, reader, "deskbell.lookup.fields")
    }

    /// Words with commas or spaces between them, each once.
    private static func list<Value: RawRepresentable<String> & CaseIterable & Hashable>(
        _ type: Value.Type, _ reader: SettingReader, _ key: String
    ) throws(Complaint) -> [Value]? {
        guard let words = reader.words(key) else { return nil }
        let values = words.compactMap(Value.init)
        guard !values.isEmpty, values.count == words.count, Set(values).count == values.count else {
            let all = type.allCases.map(\.rawValue).joined(separator: ", ")
            throw reader.wrong(key, "must be one or more of \(all), each once, with commas between them")
        }
        return values
    }

    /// A path alone is the desk's own toolbar.
    private mutating func readToolbar(_ reader: SettingReader, desk: DeskSettings, port: Int) throws(Complaint) {
        let key = "deskbell.toolbar.url"
        guard let text = reader.text(key) else { return }
        hostsOwnToolbar = text.hasPrefix("/") && !text.hasPrefix("//")
        let own = desk.publicOrigin?.text ?? "\(desk.servesTLS ? "https" : "http")://localhost:\(port)"
        partnerToolbar = hostsOwnToolbar ? WebAddress(own + text) : reader.page(text)
        guard partnerToolbar != nil else {
            throw reader.wrong(key, "must be an address such as https://toolbar.example.com/, or /toolbar")
        }
    }
}

extension FusionSettings {
    /// What Oracle Fusion takes as the reason of a call's end.
    private enum HangUpReason: String, CaseIterable {
        case wrapUp = "WRAPUP"
        case hangUp = "HANGUP"
        case endCommunication = "ENDCOMMUNICATION"
    }

    fileprivate static func read(_ reader: SettingReader) throws(Complaint) -> FusionSettings {
        var fusion = FusionSettings()
        for word in reader.words("deskbell.fusion.origins") ?? [] {
            guard let origin = WebOrigin(word) else {
                throw reader.wrong(
                    "deskbell.fusion.origins",
                    "has \(word), which is no address such as https://shop.fa.us2.oraclecloud.com, without a path")
            }
            fusion.origins.append(origin)
        }
        let reason = try reader.choice("deskbell.fusion.hangup.reason", default: HangUpReason.wrapUp)
        fusion.hangUpReason = reason.rawValue
        return fusion
    }
}

extension ConnectSettings {
    private static let address = "deskbell.connect.ccp.url"
    private static let usualStreams = "Public/vendor/amazon-connect-streams.js"

    fileprivate static func read(_ reader: SettingReader, root: String) throws(Complaint) -> ConnectSettings? {
        guard let text = reader.text(address) else {
            try reader.refuse(["deskbell.connect.region", "deskbell.connect.streams"], without: address)
            return nil
        }
        // The console's own start page, at the top, is not what can be shown in a frame.
        guard let panel = reader.page(text), panel.path != "/" else {
            throw reader.wrong(address, "must be the panel's address, such as https://shop.my.connect.aws/ccp-v2/")
        }
        return ConnectSettings(panel: panel, region: try region(reader), streams: try streams(reader, root: root))
    }

    /// Only chats depend on it.
    private static func region(_ reader: SettingReader) throws(Complaint) -> String {
        let text = reader.text("deskbell.connect.region") ?? "us-east-1"
        guard text.wholeMatch(of: #/[a-z]{2}(-[a-z]+)+-[0-9]/#) != nil else {
            throw reader.wrong("deskbell.connect.region", "must be a region of AWS, such as us-east-1 or eu-central-1")
        }
        return text
    }

    private static func streams(_ reader: SettingReader, root: String) throws(Complaint) -> ScriptPlace {
        let text = reader.text("deskbell.connect.streams") ?? usualStreams
        guard text.contains("://") else { return .file(text.hasPrefix("/") ? text : root + "/" + text) }
        guard let address = reader.page(text), address.path != "/" else {
            throw reader.wrong(
                "deskbell.connect.streams",
                "must be a path, or an address such as https://files.example.com/amazon-connect-streams.js")
        }
        return .url(address)
    }
}

extension GenesysSettings {
    private static let address = "deskbell.genesys.url"

    fileprivate static func read(_ reader: SettingReader) throws(Complaint) -> GenesysSettings? {
        guard let text = reader.text(address) else {
            let others = ["deskbell.genesys.ws", "deskbell.genesys.client.id", "deskbell.genesys.login.url"]
            try reader.refuse(others, without: address)
            return nil
        }
        guard let url = reader.page(text) else {
            throw reader.wrong(address, "must be an address such as https://genesys.example.com")
        }
        return GenesysSettings(
            url: url, socket: try socket(reader), clientID: try clientID(reader), login: try login(reader))
    }

    private static func socket(_ reader: SettingReader) throws(Complaint) -> WebAddress? {
        guard let text = reader.text("deskbell.genesys.ws") else { return nil }
        guard text.hasPrefix("ws"), let socket = WebAddress(text) else {
            throw reader.wrong("deskbell.genesys.ws", "must be an address such as wss://genesys.example.com/genesysWs")
        }
        return socket
    }

    private static func clientID(_ reader: SettingReader) throws(Complaint) -> String? {
        guard let text = reader.text("deskbell.genesys.client.id") else { return nil }
        guard text.wholeMatch(of: #/[0-9A-Za-z._\-]{1,128}/#) != nil else {
            throw reader.wrong("deskbell.genesys.client.id", "must be the id of an OAuth client of Genesys Cloud")
        }
        return text
    }

    private static func login(_ reader: SettingReader) throws(Complaint) -> WebAddress? {
        guard let text = reader.text("deskbell.genesys.login.url") else { return nil }
        try reader.refuse(["deskbell.genesys.login.url"], without: "deskbell.genesys.client.id")
        guard let login = reader.page(text) else {
            throw reader.wrong("deskbell.genesys.login.url", "must be an address such as https://login.mypurecloud.com")
        }
        return login
    }
}

extension SettingReader {
    /// What stands between commas and spaces; nil where nothing does.
    fileprivate func words(_ key: String) -> [String]? {
        text(key)?.split(whereSeparator: { $0 == "," || $0 == " " }).map { String($0) }
    }

    /// An address that browsers can be sent to.
    fileprivate func page(_ text: String) -> WebAddress? { text.hasPrefix("http") ? WebAddress(text) : nil }

    /// Settings that mean nothing while another is not there.
    fileprivate func refuse(_ keys: [String], without other: String) throws(Complaint) {
        guard text(other) == nil, let key = keys.first(where: { text($0) != nil }) else { return }
        throw wrong(key, "is set, but \(Self.name(of: other)) is not")
    }
}
