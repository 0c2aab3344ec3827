/// A TwiML document as the double performs it.
struct Document: Sendable {
    var verbs: [Verb] = []
    /// What Twilio's debugger would say about it.
    var warnings: [String] = []

    enum Verb: Sendable {
        case say(String)
        case play(url: String, loop: Int)
        case digits(String)
        case pause(seconds: Int)
        case redirect(url: String, method: String)
        case reject(isBusy: Bool)
        case record(Record)
        case hangup
        case dial(Dial)
    }

    struct Action: Sendable, Equatable {
        var url: String
        var method = "POST"
    }

    struct Record: Sendable {
        var action: Action?
        var timeout = 5
        var finishOnKey = "1234567890*#"
        var maxLength = 3600
        var callback: Callback?
    }

    struct Dial: Sendable {
        var targets: [Target] = []
        var action: Action?
        var timeout = 30
        var timeLimit = 14_400
        var callerID: String?
        var answersOnBridge = false
    }

    enum Target: Sendable {
        case number(String, Ringing)
        case client(identity: String, parameters: [(name: String, value: String)], Ringing)
        case conference(name: String, Room)
    }

    struct Ringing: Sendable {
        var callback: Callback?
        var sendDigits: String?
    }

    struct Room: Sendable {
        var entry = RoomEntry(conference: "")
        var callback: Callback?
    }
}

/// Why a document cannot be performed at all.
enum DocumentError: Error, Equatable {
    case notWellFormed
    case noResponse
    case tooLarge
    case wrongType(String)

    var code: Int {
        switch self {
        case .notWellFormed, .noResponse: 12100
        case .tooLarge: 11750
        case .wrongType: 12300
        }
    }

    var words: String {
        switch self {
        case .notWellFormed: "Document parse failure: the XML is not well-formed"
        case .noResponse: "Document parse failure: the root is not <Response>"
        case .tooLarge: "TwiML response body is larger than 64 kB"
        case .wrongType(let type): "Invalid Content-Type: \(type)"
        }
    }
}
