import Desk
import Foundation

@testable import Web

/// The data of a signal on its way from page to page: it comes out of the server as it went in.
enum SignalFuzz {
    static func take(_ bytes: [UInt8]) {
        let text = Array(#"{"type":"signal","call":"c","to":"1","data":"#.utf8) + bytes.unrolled + Array("}".utf8)
        guard let message = try? ClientMessage(String(decoding: text, as: UTF8.self)),
            case .signal(_, _, let data) = message
        else { return }
        let carried = JSONValue(Array(data.text.utf8))
        expect(carried == data, "what was read is written so that it reads the same")
        guard let sent = sent(data) else { return expect(false, "what was read can be sent on") }
        expect(isSame(sent, data), "a page gets what the other page sent: \(sent.text)")
    }

    /// As `ServerMessage.payload` writes it.
    private static func sent(_ data: JSONValue) -> JSONValue? {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        let message = ServerMessage.signal(.init(call: "c", from: "1", data: data))
        return (try? encoder.encode(message)).flatMap { JSONValue(Array($0))?.object?["data"] }
    }

    /// A number may be written in another way; one that no `Double` holds becomes null.
    private static func isSame(_ sent: JSONValue, _ data: JSONValue) -> Bool {
        switch (sent, data) {
        case (.object(let sent), .object(let data)):
            sent.count == data.count && sent.allSatisfy { name, value in data[name].map { isSame(value, $0) } ?? false }
        case (.array(let sent), .array(let data)):
            sent.count == data.count && zip(sent, data).allSatisfy { isSame($0, $1) }
        case (.null, .number(let literal)): Double(literal).map { !$0.isFinite } ?? true
        case (_, .number(let literal)): Double(sent.text) == Double(literal)
        default: sent == data
        }
    }
}
