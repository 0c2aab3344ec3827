/// Why something asked of Twilio was not done, or perhaps not.
package enum TwilioError: Error, Equatable, Sendable {
    /// Twilio does not answer; what was asked did not happen, or is harmless if it did.
    case unreachable
    /// It may have happened: to be found out by looking, never by asking again.
    case uncertain
    /// Twilio said no.
    case refused(code: Int?, status: Int, message: String)
    /// The answer is not Twilio's.
    case unreadable

    /// Whether Twilio does not know what was asked for.
    package var isNotFound: Bool {
        if case .refused(_, 404, _) = self { true } else { false }
    }

    /// Whether something that may be asked for again can have happened all the same.
    package var isDoubtful: Bool {
        if case .refused(_, let status, _) = self { status >= 500 } else { true }
    }

    /// Whether the call that was to be changed has ended (error 21220: not in a state for that).
    package var isOver: Bool {
        if case .refused(21220?, _, _) = self { true } else { isNotFound }
    }
}
