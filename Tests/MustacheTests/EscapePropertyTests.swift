import Mustache
import Testing

struct EscapePropertyTests {
    /// Drawn from often, so that special characters meet everything that could hide them.
    private static let interesting: [Unicode.Scalar] = [
        "&", "<", ">", "\"", "'", ";", "#", "{", "}", "\r", "\n", "\0", "a", "\u{301}", "\u{338}", "\u{200D}",
        "\u{FE0F}", "\u{34F}", "\u{20E3}", "\u{1F3FB}", "\u{1F468}", "\u{1F1E6}", "\u{600}", "\u{1100}", "\u{1161}",
    ]

    private func randomText(_ random: inout SplitMix64) -> String {
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...40, using: &random) {
            let anything = Unicode.Scalar(UInt32.random(in: 0...0x10FFFF, using: &random))
            let known = Self.interesting.randomElement(using: &random)
            let scalar = Bool.random(using: &random) ? known : anything
            text.append(scalar ?? "x")
        }
        return String(text)
    }

    /// What a browser reads; only the five references that the renderer writes are known.
    private func unescaped(_ bytes: [UInt8]) -> [UInt8] {
        let entities = ["&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": "\"", "&#39;": "'"]
        var result: [UInt8] = []
        var rest = bytes[...]
        while let byte = rest.first {
            if let (entity, raw) = entities.first(where: { rest.starts(with: $0.key.utf8) }) {
                result += raw.utf8
                rest = rest.dropFirst(entity.utf8.count)
            } else {
                result.append(byte)
                rest = rest.dropFirst()
            }
        }
        return result
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `no special byte of a value gets out, and the text reads back the same`(_ seed: UInt64) throws {
        let library = try MustacheLibrary(templates: ["page": "{{x}}"])
        var random = SplitMix64(state: seed)
        for _ in 0..<200 {
            let text = randomText(&random)
            let output = try library.render("page", ["x": .text(text)])
            #expect(!output.contains { "<>\"'".utf8.contains($0) }, "\(text.debugDescription)")
            #expect(unescaped(output) == Array(text.utf8), "\(text.debugDescription)")
        }
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `random templates are refused or parsed, never fatal`(_ seed: UInt64) {
        let pieces = [
            "{{", "}}", "{", "}", "#", "/", "^", ">", "!", "&", "=", "x", ".", " ", "\n", "\r\n", "page", "é",
        ]
        var random = SplitMix64(state: seed)
        for _ in 0..<500 {
            let count = Int.random(in: 0...24, using: &random)
            let template = (0..<count).compactMap { _ in pieces.randomElement(using: &random) }.joined()
            let output = try? library(template).render("page", ["x": "1"])
            #expect(output.map { $0.count < 10_000 } ?? true)
        }
    }
}

/// The same numbers on every run (Steele, Lea and Flood, 2014).
private struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
