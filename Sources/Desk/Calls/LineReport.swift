/// A call that a vendor keeps, as an agent's page or the desk's own connection to the vendor says it stands now.
package struct LineReport: Sendable, Equatable {
    /// Whose call it is.
    package enum Line: String, Sendable, CaseIterable {
        case amazonConnect = "amazon-connect"
        case genesys
        /// A partner's toolbar that the dashboard shows.
        case toolbar
    }

    /// How the call stands for the agent; in the order in which it passes through them, but for hold.
    package enum State: String, Sendable, CaseIterable {
        case ringing, live, held, ended
    }

    package enum Direction: String, Sendable, CaseIterable {
        case `in`, out
    }

    package enum Ender: String, Sendable, CaseIterable {
        case agent, customer
    }

    package let line: Line
    /// The vendor's own id of the call.
    package let call: String
    package let state: State
    package let direction: Direction
    package var number: PhoneNumber?
    package var name: String?
    package var ticket: TicketID?
    package var reason: CallEnd?
    package var endedBy: Ender?

    /// - Parameter call: 1 to 128 printable characters of ASCII; nil for anything else.
    package init?(line: Line, call: String, state: State, direction: Direction) {
        guard (1...128).contains(call.utf8.count), call.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
            return nil
        }
        self.line = line
        self.call = call
        self.state = state
        self.direction = direction
    }

    /// - Parameters:
    ///   - number: anything that is not E.164 is no number: vendors write words there, too.
    ///   - name: what could not stand on a line of its own is left out.
    package init?(
        line: String?, call: String?, state: String?, direction: String?, number: String? = nil, name: String? = nil,
        ticket: TicketID? = nil, reason: String? = nil, endedBy: String? = nil
    ) {
        guard let line = line.flatMap(Line.init), let call, let state = state.flatMap(State.init),
            let direction = direction.flatMap(Direction.init), Self.areShort([number, name]),
            Self.isNothing(reason, or: Self.reasons.map(\.rawValue)),
            Self.isNothing(endedBy, or: Ender.allCases.map(\.rawValue)), (ticket?.number ?? 1) > 0
        else { return nil }
        self.init(line: line, call: call, state: state, direction: direction)
        self.number = number.flatMap(PhoneNumber.init(e164:))
        self.name = name.flatMap { try? TypedText.line($0, limit: Self.longestName) }
        self.ticket = ticket
        self.reason = reason.flatMap(CallEnd.init)
        self.endedBy = endedBy.flatMap(Ender.init)
    }

    /// Why a vendor's call can be over.
    private static let reasons: [CallEnd] = [.hangup, .rejected, .missed, .cancelled, .busy, .failed, .lost]
    private static let longestName = 100
    /// In bytes; more is no number and no name.
    private static let longestText = 1_000

    private static func areShort(_ texts: [String?]) -> Bool {
        texts.allSatisfy { ($0?.utf8.count ?? 0) <= longestText }
    }

    private static func isNothing(_ word: String?, or words: [String]) -> Bool { word.map(words.contains) ?? true }

    /// What a report makes of what was known; nil where it changes nothing: a call never moves backwards.
    package static func next(_ reported: State, after known: State) -> State? {
        switch (known, reported) {
        case (.ended, _), (_, .ringing), (.live, .live), (.held, .held): nil
        default: reported
        }
    }
}
