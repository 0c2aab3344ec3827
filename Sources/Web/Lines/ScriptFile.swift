import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Secrets

/// A script that is no part of this project, as our pages load it: the operator's file, read once at start, or an address
/// elsewhere.
struct ScriptFile: Sendable {
    /// Where pages find it. Even without its file it has one: the page says in words that it is missing.
    let address: String
    private let bytes: ByteBuffer?

    /// - Parameters:
    ///   - name: by which it is served.
    ///   - root: the folder that a relative path begins at.
    init(path: String, named name: String, root: String) {
        let file = FileManager.default.contents(atPath: path.hasPrefix("/") ? path : root + "/" + path)
        bytes = file.map { ByteBuffer(bytes: $0) }
        let folder = file.map { Hex.encode(Digest.sha256([UInt8]($0)).prefix(8)) } ?? "missing"
        address = "/vendor/\(folder)/\(name)"
    }

    init(address: String) {
        self.address = address
        bytes = nil
    }

    /// Twilio's Voice SDK.
    init(_ sdk: VoiceSDK, root: String) {
        switch sdk {
        case .url(let origin, let path): self.init(address: origin.text + path)
        case .file(let path): self.init(path: path, named: "twilio.min.js", root: root)
        }
    }

    /// Amazon Connect Streams.
    init(_ streams: ScriptPlace, root: String) {
        switch streams {
        case .url(let address): self.init(address: address.text)
        case .file(let path): self.init(path: path, named: "amazon-connect-streams.js", root: root)
        }
    }

    func add(to router: some RouterMethods<AppContext>) {
        guard let bytes else { return }
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
