/// Why Genesys did not do what it was asked for.
package enum GenesysError: Error, Equatable, Sendable {
    /// Nothing answers there; nothing happened.
    case unreachable
    /// It may have happened: the events tell.
    case late
    /// The answer is not one of the contract's.
    case unreadable
    /// The agent has to sign in at Genesys first.
    case signInNeeded
    /// There is no such call.
    case unknownCall
    /// The call is not in a state for that.
    case wrongState
    /// It asks to wait so many seconds.
    case busy(seconds: Int)
    /// It said no, with its own words where it gave some.
    case refused(status: Int, message: String)
    /// This upstream has no such thing.
    case impossible

    package var words: String {
        switch self {
        case .unreachable: "Genesys cannot be reached. Try again in a moment."
        case .late: "Genesys did not answer in time. What it did will show here."
        case .unreadable: "Something that is not Genesys answered. Check DESKBELL_GENESYS_URL."
        case .signInNeeded: "Sign in to Genesys first."
        case .unknownCall: "Genesys does not know this call any more."
        case .wrongState: "That cannot be done with this call now."
        case .busy(let seconds): "Genesys has too much to do. Try again in \(max(1, seconds)) seconds."
        case .refused(let status, let message): Self.refusal(status, message)
        case .impossible: "Genesys cannot do that from here. Use your phone."
        }
    }

    private static func refusal(_ status: Int, _ message: String) -> String {
        message.isEmpty ? "Genesys refused (HTTP \(status))." : "Genesys refused: \(message)"
    }
}
