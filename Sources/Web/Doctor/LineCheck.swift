import AsyncHTTPClient
import Desk
import Foundation
import NIOCore
import NIOHTTP1

/// Looks at the lines beside Twilio, and at the pages around the softphone.
struct LineCheck: Sendable {
    let lines: LineSettings
    let publicOrigin: WebOrigin?
    let limit: Duration
    let http: HTTPClient

    /// Nobody waits longer for a service that ought to be near.
    private static let longest: Duration = .seconds(3)
    private static let largestScript = 8_000_000

    func findings() async -> [Finding] {
        async let connect = connect()
        async let genesys = genesys()
        async let toolbar = toolbar()
        return [offered, fusion] + (await connect) + [await genesys, await toolbar]
    }

    private var offered: Finding {
        let names = lines.offered.map(\.words).joined(separator: "; ")
        let choice = lines.offered.count > 1 ? "Agents choose one of: \(names)." : "Agents have one: \(names)."
        let fields = lines.lookupFields.map(\.rawValue).joined(separator: ", then ")
        return .ok("Lines", "\(choice) A toolbar's callers are looked up by \(fields).")
    }

    // MARK: Oracle Fusion

    private var fusion: Finding {
        let subject = "Oracle Fusion"
        let origins = lines.fusion.origins.map(\.text)
        guard !origins.isEmpty else {
            return .ok(subject, "Off: DESKBELL_FUSION_ORIGINS names no page that may show the toolbar.")
        }
        let found =
            "\(origins.joined(separator: ", ")) may show the toolbar; a call's end is \(lines.fusion.hangUpReason)."
        guard publicOrigin?.isSecure == true || origins.allSatisfy(Self.isNear) else {
            return .warn(
                subject, found, "Fusion shows https pages only: set DESKBELL_PUBLIC_URL to the desk's https address.")
        }
        if let plain = origins.first(where: Self.isPlain) {
            return .warn(
                subject, found, "Fusion is served by https: see whether \(plain) in DESKBELL_FUSION_ORIGINS is right.")
        }
        return .ok(subject, found)
    }

    // MARK: Amazon Connect

    private func connect() async -> [Finding] {
        let subject = "Amazon Connect"
        guard let connect = lines.connect else {
            return [.ok(subject, "Off: DESKBELL_CONNECT_CCP_URL names no panel.")]
        }
        let panel = connect.panel
        guard lines.offered.contains(.amazonConnect) else {
            return [.ok(subject, "\(panel.text) is set up, and not among DESKBELL_LINES.")]
        }
        let region = "The panel is \(panel.text), in \(connect.region)."
        guard !Self.isPlain(panel.origin.text) else {
            let advice = "Amazon Connect is served by https: see whether DESKBELL_CONNECT_CCP_URL is right."
            return [.warn(subject, region, advice), await streams(connect.streams)]
        }
        guard let publicOrigin, publicOrigin.isSecure || Self.isNear(panel.origin.text) else {
            let advice = "Set DESKBELL_PUBLIC_URL to the desk's https address, which the instance has to approve."
            return [
                Self.isNear(panel.origin.text) ? .ok(subject, region) : .warn(subject, region, advice),
                await streams(connect.streams),
            ]
        }
        let approval = "See that \(publicOrigin.text) stands under Application integration, Approved origins."
        return [.ok(subject, region + " " + approval), await streams(connect.streams)]
    }

    private func streams(_ place: ScriptPlace) async -> Finding {
        let subject = "Connect Streams"
        guard let bytes = await bytes(place), !bytes.isEmpty else {
            return .fail(
                subject, "There is no file at \(place.words).",
                "Put amazon-connect-streams.js there, or say with DESKBELL_CONNECT_STREAMS where it is.")
        }
        let found = "\(bytes.count) bytes at \(place.words)."
        guard bytes.firstRange(of: Array("initCCP".utf8)) != nil else {
            return .warn(subject, found, "See that it is the built file of Amazon Connect Streams: it opens no panel.")
        }
        return .ok(subject, found)
    }

    private func bytes(_ place: ScriptPlace) async -> [UInt8]? {
        switch place {
        case .file(let path):
            return FileManager.default.contents(atPath: path).map { Array($0.prefix(Self.largestScript)) }
        case .url(let address):
            guard let response = await response(of: address.text), response.status.code == 200 else { return nil }
            return (try? await response.body.collect(upTo: Self.largestScript)).map { Array($0.readableBytesView) }
        }
    }

    // MARK: Genesys and the partner's toolbar

    private func genesys() async -> Finding {
        let subject = "Genesys"
        guard let genesys = lines.genesys else { return .ok(subject, "Off: DESKBELL_GENESYS_URL names no service.") }
        let address = genesys.url.text
        guard lines.offered.contains(.genesys) else {
            return .ok(subject, "\(address) is set up, and not among DESKBELL_LINES.")
        }
        for (setting, address) in genesys.addresses where await response(of: address) == nil {
            return .fail(
                subject, "\(address) does not answer from here.",
                "See that it runs, and that \(setting) is right: curl -I \(address) should say something.")
        }
        let way = genesys.clientID == nil ? "" : " Agents sign in there with the OAuth client."
        return .ok(subject, "\(address) answers.\(way)")
    }

    private func toolbar() async -> Finding {
        let subject = "Partner toolbar"
        guard let toolbar = lines.partnerToolbar else {
            return .ok(subject, "Off: DESKBELL_TOOLBAR_URL names none that the dashboard could show.")
        }
        guard !lines.hostsOwnToolbar else {
            return .ok(subject, "The dashboard shows the desk's own, \(toolbar.path).")
        }
        guard await response(of: toolbar.text) != nil else {
            return .warn(
                subject, "\(toolbar.text) does not answer from here.",
                "See that agents' browsers reach it; the dashboard shows it in a frame.")
        }
        return .ok(subject, "The dashboard shows \(toolbar.text), which answers.")
    }

    /// Any answer: only whether somebody is there.
    private func response(of url: String) async -> HTTPClientResponse? {
        let milliseconds = Int64(min(limit, Self.longest) / .milliseconds(1))
        return try? await http.execute(HTTPClientRequest(url: url), timeout: .milliseconds(milliseconds))
    }

    private static func isPlain(_ origin: String) -> Bool { origin.hasPrefix("http://") && !isNear(origin) }

    /// What stands in for somebody on this very machine needs no https.
    private static func isNear(_ origin: String) -> Bool {
        ["http://localhost", "http://127.0.0.1", "http://[::1]"].contains { near in
            origin == near || origin.hasPrefix(near + ":")
        }
    }
}

extension GenesysSettings {
    /// What is set and has to be reached, by the setting that says where it is.
    fileprivate var addresses: [(setting: String, address: String)] {
        [("DESKBELL_GENESYS_URL", url), ("DESKBELL_GENESYS_WS", socket), ("DESKBELL_GENESYS_LOGIN_URL", login)]
            .compactMap { setting, place in place.map { (setting, $0.text) } }
    }
}

extension ScriptPlace {
    fileprivate var words: String {
        switch self {
        case .file(let path): path
        case .url(let address): address.text
        }
    }
}
