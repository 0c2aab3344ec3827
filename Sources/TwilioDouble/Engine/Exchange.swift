package import Desk

/// The telephone exchange of the double: calls, rooms, telephones and pages; requests and the passing of time go in,
/// effects come out, and nothing else happens.
package struct Exchange: Sendable {
    let pace: Pace
    private(set) package var now: Timestamp
    private(set) var effects: [Effect] = []
    private(set) package var problems: [Problem] = []
    var sids: Sids

    var legs: [String: Leg] = [:]
    var conferences: [String: Conference] = [:]
    var recordings: [String: Recording] = [:]
    var scripts: [Int: Script] = [:]
    var pages: [String: Page] = [:]
    /// How telephones behave that were told to.
    var behaviours: [String: Behaviour] = [:]
    var number: OwnNumber
    var application: Application
    /// What was last said to each leg about who hears whom.
    var toldPeers: [String: [Peer]] = [:]
    var links: [Pair: Int] = [:]
    /// Files that were fetched to be played; Twilio keeps them.
    private var played: Set<String> = []
    private var lastNumber = 0

    /// - Parameters:
    ///   - desk: the base URL of the desk whose voice URLs the number and the application have.
    ///   - seed: of the ids.
    package init(desk: String, pace: Pace = Pace(), seed: UInt64 = 1, now: Timestamp) {
        self.pace = pace
        self.now = now
        sids = Sids(seed: seed)
        number = OwnNumber(voice: Document.Action(url: desk + "/conference/connect/client"))
        application = Application(voice: Document.Action(url: desk + "/call/connect"))
    }

    /// The desk's own telephone number.
    struct OwnNumber: Sendable {
        var voice: Document.Action
        var callback: Callback?
    }

    /// The TwiML App by which browsers call.
    struct Application: Sendable {
        var voice: Document.Action
        var callback: Callback?
    }

    /// What is to be done since this was asked last.
    package mutating func takeEffects() -> [Effect] {
        tellPeers()
        defer { effects = [] }
        return effects
    }

    /// Time has passed; a clock that was set back is not believed.
    package mutating func pass(to moment: Timestamp) { now = max(now, moment) }

    mutating func emit(_ effect: Effect) { effects.append(effect) }

    mutating func alarm(_ alarm: Alarm, after delay: Duration) { effects.append(.alarm(alarm, after: delay)) }

    mutating func complain(_ code: Int, _ words: String, call: String? = nil) {
        problems.append(Problem(at: now, code: code, words: words, call: call))
    }

    mutating func forgetProblems() {
        problems = []
        played = []
    }

    /// True the first time.
    mutating func fetches(file url: String) -> Bool { played.insert(url).inserted }

    /// Numbers that are never given twice: of scripts, steps and links.
    mutating func nextNumber() -> Int {
        lastNumber += 1
        return lastNumber
    }

    /// Something that was put off is due.
    package mutating func fire(_ alarm: Alarm) {
        switch alarm {
        case .ring(let call): startRinging(call)
        case .react(let call): react(call)
        case .ringOut(let call): ringOut(call)
        case .timeLimit(let call): reachTimeLimit(call)
        case .step(let script, let step): finishStep(script, step)
        case .recorder(let call, let step): stopRecorder(call, step)
        case .stored(let recording): store(recording)
        case .tokenExpiry(let page, let moment): expireToken(of: page, at: moment)
        case .vanished(let page): vanish(page)
        }
    }
}
