extension Document {
    static let largestSize = 65_536

    /// What a webhook answered, by its content type.
    init(answer body: String, contentType: String?) throws(DocumentError) {
        let type = (contentType ?? "").prefix { $0 != ";" }.lowercased()
        switch type {
        case "text/xml", "application/xml", "text/html": try self.init(body)
        case "text/plain": self.init(verbs: [.say(body)])
        default: throw .wrongType(type)
        }
    }

    init(_ text: String) throws(DocumentError) {
        guard text.utf8.count <= Self.largestSize else { throw .tooLarge }
        // Nothing at all is nothing to do; Twilio hangs up then.
        guard let root = text.isEmpty ? Element(name: "Response", attributes: [:]) : ElementReader.read(text) else {
            throw .notWellFormed
        }
        guard root.name == "Response" else { throw .noResponse }
        var reader = VerbReader()
        verbs = root.children.compactMap { reader.verb($0) }
        warnings = reader.warnings
    }
}

/// Turns elements into verbs and notes what Twilio would not understand.
struct VerbReader {
    private(set) var warnings: [String] = []

    mutating func verb(_ element: Element) -> Document.Verb? {
        check(element, against: Self.attributes)
        switch element.name {
        case "Say": return .say(element.words)
        case "Play": return play(element)
        case "Pause": return .pause(seconds: number(element, "length", 1))
        case "Redirect": return .redirect(url: element.words, method: method(element))
        case "Reject": return .reject(isBusy: element.attributes["reason"] == "busy")
        case "Record": return .record(record(element))
        case "Hangup": return .hangup
        case "Dial": return .dial(dial(element))
        default: return nil
        }
    }

    private func play(_ element: Element) -> Document.Verb {
        if let digits = element.attributes["digits"] { return .digits(digits) }
        return .play(url: element.words, loop: number(element, "loop", 1))
    }

    private mutating func record(_ element: Element) -> Document.Record {
        var record = Document.Record()
        record.action = action(element)
        record.timeout = number(element, "timeout", 5)
        record.maxLength = number(element, "maxLength", 3600)
        record.finishOnKey = element.attributes["finishOnKey"] ?? record.finishOnKey
        record.callback = callback(element, "recordingStatusCallback", fallback: ["completed"])
        return record
    }

    private mutating func dial(_ element: Element) -> Document.Dial {
        var dial = Document.Dial()
        dial.action = action(element)
        dial.timeout = min(max(number(element, "timeout", 30), 5), 600)
        dial.timeLimit = number(element, "timeLimit", 14_400)
        dial.callerID = element.attributes["callerId"]
        dial.answersOnBridge = flag(element, "answerOnBridge", false)
        dial.targets = element.children.compactMap { target($0) }
        if element.children.isEmpty, !element.words.isEmpty {
            dial.targets = [.number(element.words, Document.Ringing())]
        }
        return dial
    }

    private mutating func target(_ element: Element) -> Document.Target? {
        check(element, against: Self.nouns)
        switch element.name {
        case "Number": return .number(element.words, ringing(element))
        case "Client": return client(element)
        case "Conference": return .conference(name: element.words, room(element))
        default: return nil
        }
    }

    private mutating func client(_ element: Element) -> Document.Target {
        let identity = element.children.first { $0.name == "Identity" }?.words ?? element.words
        let parameters = element.children.filter { $0.name == "Parameter" }.compactMap {
            parameter -> (name: String, value: String)? in
            parameter.attributes["name"].map { ($0, parameter.attributes["value"] ?? "") }
        }
        return .client(identity: identity, parameters: parameters, ringing(element))
    }

    private func ringing(_ element: Element) -> Document.Ringing {
        Document.Ringing(
            callback: callback(element, "statusCallback", fallback: ["completed"]),
            sendDigits: element.attributes["sendDigits"])
    }

    private mutating func room(_ element: Element) -> Document.Room {
        var entry = RoomEntry(conference: "")
        entry.label = element.attributes["participantLabel"]
        entry.startsOnEnter = flag(element, "startConferenceOnEnter", true)
        entry.endsOnExit = flag(element, "endConferenceOnExit", false)
        entry.isMuted = flag(element, "muted", false)
        entry.waitURL = element.attributes["waitUrl"]
        entry.waitMethod = element.attributes["waitMethod"]?.uppercased() ?? "POST"
        entry.coach = element.attributes["coach"]
        entry.largest = number(element, "maxParticipants", 250)
        return Document.Room(entry: entry, callback: callback(element, "statusCallback", fallback: []))
    }
}

extension VerbReader {
    private func method(_ element: Element) -> String { element.attributes["method"]?.uppercased() ?? "POST" }

    private func action(_ element: Element) -> Document.Action? {
        element.attributes["action"].map { Document.Action(url: $0, method: method(element)) }
    }

    private func callback(_ element: Element, _ name: String, fallback: Set<String>) -> Callback? {
        guard let url = element.attributes[name], !url.isEmpty else { return nil }
        let events = element.attributes[name + "Event"].map { Set($0.split(separator: " ").map(String.init)) }
        return Callback(
            url: url, method: element.attributes[name + "Method"]?.uppercased() ?? "POST", events: events ?? fallback)
    }

    private func number(_ element: Element, _ name: String, _ fallback: Int) -> Int {
        element.attributes[name].flatMap { Int($0) } ?? fallback
    }

    private mutating func flag(_ element: Element, _ name: String, _ fallback: Bool) -> Bool {
        switch element.attributes[name] {
        case nil: return fallback
        case "true": return true
        case "false": return false
        case let other?:
            warnings.append("\(name)=\"\(other)\" of <\(element.name)> is neither true nor false")
            return fallback
        }
    }

    private mutating func check(_ element: Element, against known: [String: Set<String>]) {
        guard let names = known[element.name] else {
            return warnings.append("<\(element.name)> is not known here")
        }
        for name in element.attributes.keys.sorted() where !names.contains(name) {
            warnings.append("\(name) is no attribute of <\(element.name)>")
        }
    }

    private static let ringing: Set = [
        "url", "method", "statusCallback", "statusCallbackEvent", "statusCallbackMethod",
    ]
    private static let recorder: Set = [
        "recordingStatusCallback", "recordingStatusCallbackMethod", "recordingStatusCallbackEvent", "trim",
    ]

    private static let attributes: [String: Set<String>] = [
        "Say": ["voice", "language", "loop"], "Play": ["loop", "digits"], "Pause": ["length"],
        "Redirect": ["method"], "Reject": ["reason"], "Hangup": [],
        "Record": recorder.union([
            "action", "method", "timeout", "finishOnKey", "maxLength", "playBeep", "transcribe", "transcribeCallback",
        ]),
        "Dial": recorder.union([
            "action", "method", "timeout", "timeLimit", "callerId", "hangupOnStar", "answerOnBridge", "record",
            "recordingTrack", "ringTone", "sequential", "referUrl", "referMethod", "callReason", "events",
        ]),
    ]

    private static let nouns: [String: Set<String>] = [
        "Number": ringing.union(["sendDigits", "byoc", "machineDetection"]), "Client": ringing,
        "Conference": recorder.union([
            "muted", "beep", "startConferenceOnEnter", "endConferenceOnExit", "participantLabel", "waitUrl",
            "waitMethod", "maxParticipants", "record", "region", "coach", "jitterBufferSize", "statusCallback",
            "statusCallbackMethod", "statusCallbackEvent",
        ]),
    ]
}
