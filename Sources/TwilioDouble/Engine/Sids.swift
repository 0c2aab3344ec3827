/// Makes ids of Twilio's form; the same seed makes the same ids.
struct Sids: Sendable {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// Two letters and 32 hexadecimal digits.
    mutating func make(_ prefix: String) -> String { prefix + word() + word() }

    mutating func word() -> String {
        let digits = String(next(), radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// SplitMix64.
    private mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
