import Desk
import Foundation

/// Fetching TwiML and performing it.
extension Exchange {
    /// Begins the leg's TwiML with the document at `url`.
    mutating func run(_ sid: String, url: String, method: String) {
        let id = newScript(sid, .main)
        legs[sid]?.script = id
        fetch(id, url: url, method: method, parameters: legs[sid].map { firstFields(of: $0) } ?? [])
    }

    /// Begins the leg's TwiML with a document that was given in place of an address.
    mutating func run(_ sid: String, text: String) {
        let id = newScript(sid, .main)
        legs[sid]?.script = id
        perform(id, body: text, contentType: "text/xml")
    }

    mutating func newScript(_ sid: String, _ track: Script.Track) -> Int {
        let id = nextNumber()
        scripts[id] = Script(id: id, leg: sid, track: track)
        return id
    }

    /// Asks the desk for the next document of a script.
    mutating func fetch(
        _ id: Int, url: String, method: String, parameters: [(name: String, value: String)]
    ) {
        guard let script = scripts[id] else { return }
        guard let target = Self.resolve(url, against: script.base) else {
            complain(11100, "Invalid URL format: \(url)", call: script.leg)
            return giveUp(id)
        }
        scripts[id]?.base = URL(string: target)
        if script.track == .main { legs[script.leg]?.base = URL(string: target) }
        scripts[id]?.verbs = []
        emit(
            .webhook(
                Webhook(
                    url: target, method: method, parameters: parameters, purpose: .document(script: id),
                    line: "document \(id)")))
    }

    /// The desk has answered, or has not.
    package mutating func conclude(script id: Int, _ outcome: WebhookOutcome) {
        guard let script = scripts[id] else { return }
        switch outcome {
        case .failed(let code, let words):
            complain(code, words, call: script.leg)
            giveUp(id)
        case .answered(let status, _, _) where !(200..<300).contains(status):
            complain(
                11200, "HTTP retrieval failure: \(status) from \(script.base?.absoluteString ?? "")", call: script.leg)
            giveUp(id)
        case .answered(_, let contentType, let body): perform(id, body: body, contentType: contentType)
        }
    }

    private mutating func perform(_ id: Int, body: String, contentType: String?) {
        guard let script = scripts[id] else { return }
        do throws(DocumentError) {
            let document = try Document(answer: body, contentType: contentType)
            for warning in document.warnings { complain(12200, warning, call: script.leg) }
            scripts[id]?.verbs = document.verbs[...]
            advance(id)
        } catch {
            complain(error.code, error.words, call: script.leg)
            giveUp(id)
        }
    }

    /// Twilio says that something is wrong with the application and hangs up; music just falls silent.
    private mutating func giveUp(_ id: Int) {
        guard let script = scripts[id] else { return }
        scripts[id] = nil
        switch script.track {
        case .main:
            legs[script.leg]?.heard.append("(an application error has occurred)")
            let status = legs[script.leg]?.isTalking == true ? CallStatus.completed : .failed
            end(script.leg, as: status)
        case .announcement: finishAnnouncement(script.leg, event: "announcement-fail")
        case .wait, .hold: break
        }
    }

    /// Performs verbs until one takes time.
    mutating func advance(_ id: Int) {
        while var script = scripts[id], legs[script.leg]?.isOver == false {
            guard let verb = script.verbs.popFirst() else { return runOut(id) }
            scripts[id]?.verbs = script.verbs
            if script.track != .main || Self.picksUp(verb) { connect(script.leg) }
            if !perform(verb, of: script) { return }
        }
    }

    /// True when the next verb follows at once.
    private mutating func perform(_ verb: Document.Verb, of script: Script) -> Bool {
        switch verb {
        case .say(let text): speak(text, for: pace.character * max(1, text.count), script)
        case .play(let url, let loop): play(url, loop: loop, script)
        case .digits(let digits): legs[script.leg]?.heard.append("(keys \(digits))")
        case .pause(let seconds): wait(.seconds(max(1, seconds)), script)
        case .redirect(let url, let method):
            fetch(script.id, url: url, method: method, parameters: scriptFields(script))
        case .reject, .record, .hangup, .dial:
            guard script.track == .main else { return true }
            return performCall(verb, of: script)
        }
        if case .digits = verb { return true }
        return false
    }

    private mutating func performCall(_ verb: Document.Verb, of script: Script) -> Bool {
        switch verb {
        case .reject(let isBusy): end(script.leg, as: isBusy ? .busy : .failed)
        case .hangup: end(script.leg, as: .completed)
        case .record(let record): startRecorder(script.leg, record)
        case .dial(let dial): return !startDial(script.leg, dial)
        case .say, .play, .digits, .pause, .redirect: break
        }
        return false
    }

    /// Whether Twilio answers an incoming call to do this.
    private static func picksUp(_ verb: Document.Verb) -> Bool {
        switch verb {
        case .say, .play, .digits, .record: true
        case .dial(let dial): !dial.answersOnBridge || dial.isConference
        case .pause, .redirect, .reject, .hangup: false
        }
    }

    /// There is no verb left.
    private mutating func runOut(_ id: Int) {
        guard let script = scripts[id] else { return }
        scripts[id] = nil
        switch script.track {
        case .main: end(script.leg, as: .completed)
        case .announcement: finishAnnouncement(script.leg, event: "announcement-end")
        case .wait, .hold: break
        }
    }
}

/// What takes its time.
extension Exchange {
    private mutating func speak(_ text: String, for time: Duration, _ script: Script) {
        legs[script.leg]?.heard.append(text)
        wait(time, script)
    }

    private mutating func play(_ url: String, loop: Int, _ script: Script) {
        let file = Self.resolve(url, against: script.base) ?? url
        if fetches(file: file) { notify(Callback(url: file, method: "GET", events: []), [], line: file) }
        speak("♪ " + file, for: pace.playing * (loop == 0 ? 1000 : max(1, min(loop, 1000))), script)
    }

    private mutating func wait(_ time: Duration, _ script: Script) {
        let step = nextNumber()
        scripts[script.id]?.step = step
        alarm(.step(script: script.id, step: step), after: time)
    }

    mutating func finishStep(_ id: Int, _ step: Int) {
        guard scripts[id]?.step == step else { return }
        advance(id)
    }

    /// Ends everything that is performed for a leg.
    mutating func stopScripts(of sid: String) {
        guard let leg = legs[sid] else { return }
        for id in [leg.script, leg.music, leg.announcement] { if let id { scripts[id] = nil } }
        legs[sid]?.script = nil
        legs[sid]?.music = nil
        legs[sid]?.announcement = nil
    }

    /// The fields of a request for more TwiML.
    func scriptFields(_ script: Script) -> [(name: String, value: String)] {
        guard let leg = legs[script.leg] else { return [] }
        guard script.track != .main, let room = leg.room.flatMap({ conferences[$0] }) else { return fields(of: leg) }
        return fields(of: leg) + [("ConferenceSid", room.sid), ("FriendlyName", room.name)]
    }

    /// The absolute address; nil when there is none, or not for http.
    static func resolve(_ url: String, against base: URL?) -> String? {
        guard let target = url.isEmpty ? base : URL(string: url, relativeTo: base),
            let scheme = target.absoluteURL.scheme?.lowercased(), ["http", "https"].contains(scheme)
        else { return nil }
        return target.absoluteString
    }
}

extension Document.Dial {
    var isConference: Bool {
        targets.contains { target in
            if case .conference = target { true } else { false }
        }
    }
}
