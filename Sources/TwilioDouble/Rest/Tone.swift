/// Sound for recordings: a soft tone of 440 Hz that comes and goes each second.
enum Tone {
    private static let rate = 8000

    /// A WAV file with 16 bits in one channel, of at most five minutes.
    static func wave(seconds: Int) -> [UInt8] {
        let count = max(1, min(seconds, 300)) * rate
        let size = count * 2
        var bytes = Array("RIFF".utf8) + little(size + 36, 4) + Array("WAVEfmt ".utf8) + little(16, 4)
        bytes += little(1, 2) + little(1, 2) + little(rate, 4) + little(rate * 2, 4) + little(2, 2) + little(16, 2)
        bytes += Array("data".utf8) + little(size, 4)
        bytes.reserveCapacity(size + 44)
        for index in 0..<count { bytes += little(sample(index), 2) }
        return bytes
    }

    /// A triangle: no sine is needed to be heard.
    private static func sample(_ index: Int) -> Int {
        guard index % rate < rate / 2 else { return 0 }
        let phase = (index * 440 * 4 / rate) % 4
        let part = (index * 440 * 4) % rate * 3000 / rate
        switch phase {
        case 0: return part
        case 1: return 3000 - part
        case 2: return -part
        default: return part - 3000
        }
    }

    private static func little(_ value: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }
}
