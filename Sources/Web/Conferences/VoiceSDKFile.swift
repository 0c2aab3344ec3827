import Desk
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Secrets

/// Twilio's Voice SDK as our pages load it: the operator's file, read once at start, or an address elsewhere.
struct VoiceSDKFile: Sendable {
    /// Nil where there is no file to load.
    let address: String?
    private let bytes: ByteBuffer?

    /// - Parameter root: the folder that a relative path begins at.
    init(_ sdk: VoiceSDK, root: String) {
        switch sdk {
        case .url(let origin, let path):
            address = origin.text + path
            bytes = nil
        case .file(let path):
            let file = FileManager.default.contents(atPath: path.hasPrefix("/") ? path : root + "/" + path)
            bytes = file.map { ByteBuffer(bytes: $0) }
            address = file.map { "/vendor/\(Hex.encode(Digest.sha256([UInt8]($0)).prefix(8)))/twilio.min.js" }
        }
    }

    func add(to router: some RouterMethods<AppContext>) {
        guard let bytes, let address else { return }
        router.get(.init(address)) { _, _ in
            Response(
                status: .ok,
                headers: [
                    .contentType: "text/javascript; charset=utf-8",
                    .cacheControl: "public, max-age=31536000, immutable",
                ],
                body: .init(byteBuffer: bytes))
        }
    }
}

/// What pages with a telephone are told, as the JSON of their `data-twilio`.
struct TelephonePage: Sendable {
    let json: String
    /// Whether customers' pages have one, too.
    let isForCustomers: Bool

    /// Even without its file the SDK has an address: the page says in words that it is missing.
    init(_ account: TwilioAccount, sdk: VoiceSDKFile, isForCustomers: Bool) {
        let members: [String: JSONValue] = [
            "sdk": .string(sdk.address ?? "/vendor/missing/twilio.min.js"),
            "edge": account.edge.map { .string($0) } ?? .null,
            "region": account.region.map { .string($0) } ?? .null, "insights": .bool(account.insights),
        ]
        json = JSONValue.object(members).text
        self.isForCustomers = isForCustomers
    }
}
