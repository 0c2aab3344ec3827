import Foundation

@testable import Web

/// `JSONText`: the data of a signal comes out of the server as it went in, and never deeper than promised.
enum SignalFuzz {
    private struct Envelope: Decodable { let data: JSONText }

    static func take(_ bytes: [UInt8]) {
        guard let data = read(Data(#"{"data":"#.utf8) + bytes + Data("}".utf8)) else { return }
        guard let written = write(data) else { return expect(false, "what was read can be written") }
        guard let again = read(written) else { return expect(false, "what was written can be read") }
        expect(again == data, "writing and reading again changes nothing")
        expect(depth(of: data) <= 12, "deep nesting is refused")
    }

    private static func read(_ text: Data) -> JSONText? {
        (try? JSONDecoder().decode(Envelope.self, from: text))?.data
    }

    /// As `ServerMessage.payload` does it.
    private static func write(_ data: JSONText) -> Data? {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        return try? encoder.encode(ServerMessage.signal(.init(call: "c", from: "1", data: data)))
    }

    private static func depth(of data: JSONText) -> Int {
        switch data {
        case .list(let list): 1 + (list.map(depth).max() ?? 0)
        case .object(let object): 1 + (object.values.map(depth).max() ?? 0)
        case .null, .flag, .number, .text: 0
        }
    }
}
