import NIOCore
import Testing

@testable import WebSocketUpgrade

/// The same "random" bytes in every run.
private struct Dice: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ (state >> 33)
    }
}

@Suite(.timeLimit(.minutes(2))) struct RandomBytesTests {
    @Test(arguments: 0..<200)
    func `no bytes do harm`(seed: Int) async throws {
        var dice = Dice(state: UInt64(seed))
        let socket = try await TestSocket()
        for _ in 0..<20 where socket.isOpen {
            try await socket.receive(bytes: Self.bytes(&dice))
        }
        _ = try await socket.sent()
        await socket.pass(.seconds(60))
        #expect(!socket.isOpen)
        try await socket.finish()
    }

    /// Noise, or a frame that is nearly right.
    private static func bytes(_ dice: inout Dice) -> ByteBuffer {
        let payload = (0..<Int.random(in: 0..<200, using: &dice)).map { _ in UInt8.random(in: 0...255, using: &dice) }
        guard Bool.random(using: &dice) else { return ByteBuffer(bytes: payload) }
        let opcode: UInt8 = [0, 1, 1, 8, 9, 10].randomElement(using: &dice) ?? 1
        return ClientFrame.frame(opcode, payload.map { $0 & 0x7F }, fin: Bool.random(using: &dice))
    }
}
