import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Secrets

/// The file that pages load for phone calls: whether it is there, and which version it is.
struct VoiceSDKCheck: Sendable {
    let sdk: VoiceSDK
    let limit: Duration
    let http: HTTPClient

    private static let subject = "Voice SDK"
    private static let largest = 4_000_000
    /// What this desk was tried with (`twilio.min.js` of 2.18.3), for copies whose first lines were cut.
    private static let known = ["c688006b6fe2f1810a5eb8e64c1a2549a8bf60fb675e51ee46cedd8ec449dd81": "2.18.3"]

    func finding() async -> Finding {
        guard let bytes = await bytes(), !bytes.isEmpty else {
            return .fail(
                Self.subject, "There is no file at \(sdk.words).",
                "Put twilio.min.js there, or say with TWILIO_VOICE_SDK where it is; docs/twilio.md says where to get it."
            )
        }
        guard let version = Self.version(of: bytes) else {
            return .warn(
                Self.subject, "\(sdk.words) has \(bytes.count) bytes and no version that can be read.",
                "See that it is twilio.min.js of Twilio's Voice JavaScript SDK 2.")
        }
        let found = "Version \(version), \(bytes.count) bytes, at \(sdk.words)."
        guard version.hasPrefix("2.") else {
            return .fail(Self.subject, found, "The desk needs version 2; take the file of that.")
        }
        return .ok(Self.subject, found)
    }

    private func bytes() async -> [UInt8]? {
        switch sdk {
        case .file(let path):
            return FileManager.default.contents(atPath: path).map { Array($0.prefix(Self.largest)) }
        case .url(let origin, let path):
            let request = HTTPClientRequest(url: origin.text + path)
            let milliseconds = Int64(limit / .milliseconds(1))
            guard let response = try? await http.execute(request, timeout: .milliseconds(milliseconds)),
                response.status.code == 200
            else { return nil }
            return (try? await response.body.collect(upTo: Self.largest)).map { Array($0.readableBytesView) }
        }
    }

    /// As its first comment says it, or its own name and version further on.
    static func version(of bytes: [UInt8]) -> String? {
        if let known = known[Hex.encode(Digest.sha256(bytes))] { return known }
        let text = String(decoding: bytes, as: UTF8.self)
        let match =
            text.firstMatch(of: #/@twilio\/voice-sdk(?:\.js)? v?(\d+\.\d+\.\d+)/#)
            ?? text.firstMatch(of: #/twilio(?:-client)?\.js v?(\d+\.\d+\.\d+)/#)
            ?? text.firstMatch(of: #/RELEASE_VERSION\s*=\s*["'](\d+\.\d+\.\d+)/#)
        return match.map { String($0.output.1) }
    }
}
