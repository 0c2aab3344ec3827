/// What a client did wrong, as the close code and the constant text that it is told.
struct WebSocketViolation: Error, Equatable {
    let code: WebSocketCloseCode
    let reason: String

    static let notMasked = Self(code: .protocolError, reason: "Frames of a client must be masked")
    static let reservedBits = Self(code: .protocolError, reason: "Reserved bits must be zero")
    static let unknownOpcode = Self(code: .protocolError, reason: "Unknown opcode")
    static let unexpectedContinuation = Self(code: .protocolError, reason: "Nothing to continue")
    static let unfinishedMessage = Self(code: .protocolError, reason: "The message before is not finished")
    static let badControlFrame = Self(code: .protocolError, reason: "Bad control frame")
    static let badCloseCode = Self(code: .protocolError, reason: "Bad close code")
    static let badText = Self(code: .inconsistentData, reason: "Text must be UTF-8")
    static let binary = Self(code: .unacceptableData, reason: "Only text is understood")
    static let tooManyFrames = Self(code: .policyViolation, reason: "Too many frames in one message")
    static let tooManyMessages = Self(code: .policyViolation, reason: "Too many messages")
    static let tooBig = Self(code: .messageTooBig, reason: "The message is too big")

    var closeFrame: CloseFrame { CloseFrame(code, reason) }
}
