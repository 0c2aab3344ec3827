import Desk

extension Exchange {
    mutating func serveCalls(_ request: RestRequest, _ path: [String]) throws(RestError) -> RestAnswer {
        switch (request.method, path.count) {
        case ("POST", 0): try createCall(request)
        case ("GET", 0): listCalls(request)
        case ("GET", 1): .ok(Self.json(try leg(path[0])))
        case ("POST", 1): try updateCall(request, path[0])
        default: throw .wrongMethod
        }
    }

    func leg(_ sid: String) throws(RestError) -> Leg {
        guard let leg = legs[sid] else { throw .notFound(sid) }
        return leg
    }

    private mutating func createCall(_ request: RestRequest) throws(RestError) -> RestAnswer {
        guard let errand = try instruction(request) else { throw .noInstruction }
        let leg = try outgoing(request, errand: errand)
        call(leg)
        return .created(Self.json(leg))
    }

    /// A leg for `To` and `From`, not yet on its way.
    mutating func outgoing(_ request: RestRequest, errand: Leg.Errand) throws(RestError) -> Leg {
        guard let to = request.text("To"), let from = request.text("From") else { throw .badParameter("To") }
        try check(to: to, from: from)
        var leg = newLeg(.outboundAPI, from: from, to: to, errand: errand)
        leg.callback = try request.callback("StatusCallback", fallback: ["completed"])
        leg.timeout = try request.number("Timeout", 60, in: 1...600)
        leg.timeLimit = try request.number("TimeLimit", 14_400, in: 1...86_400)
        leg.digitsToSend = request.text("SendDigits")
        return leg
    }

    private func check(to: String, from: String) throws(RestError) {
        if to.hasPrefix("client:") {
            guard from.hasPrefix("client:") || from == DoubleAccount.phoneNumber else { throw .notOurNumber }
            return
        }
        guard PhoneNumber(e164: to) != nil else { throw .invalidNumber }
        if let refusal = behaviour(of: to).refusal { throw refusal }
        guard from == DoubleAccount.phoneNumber else { throw .notOurNumber }
    }

    /// What the call is to do; `Url` wins over `Twiml`.
    private func instruction(_ request: RestRequest) throws(RestError) -> Leg.Errand? {
        if let url = try request.url("Url") { return .document(url: url, method: request.method("Method", "POST")) }
        if let sid = request.text("ApplicationSid") {
            guard sid == DoubleAccount.applicationSid else { throw .badParameter("ApplicationSid") }
            return .document(url: application.voice.url, method: application.voice.method)
        }
        guard let text = request.text("Twiml") else { return nil }
        guard text.count <= 4000 else { throw .badParameter("Twiml") }
        return .inline(text)
    }

    private mutating func updateCall(_ request: RestRequest, _ sid: String) throws(RestError) -> RestAnswer {
        let leg = try leg(sid)
        guard !leg.isOver else { throw .wrongState }
        if let callback = try request.callback("StatusCallback", fallback: ["completed"]) {
            legs[sid]?.callback = callback
        }
        if let status = request.text("Status") {
            try setStatus(leg, status)
        } else if let way = try instruction(request) {
            guard isRedirectable(leg) else { throw .wrongState }
            redirect(sid, to: way)
        }
        return .ok(Self.json(try self.leg(sid)))
    }

    private mutating func setStatus(_ leg: Leg, _ status: String) throws(RestError) {
        switch status {
        case "completed": end(leg.sid, as: leg.isTalking ? .completed : .canceled, why: .ledElsewhere)
        // A leg that rings inside a Dial counts as in progress.
        case "canceled":
            guard !leg.isTalking, leg.direction == .outboundAPI else { throw .wrongState }
            end(leg.sid, as: .canceled, why: .ledElsewhere)
        default: throw .badParameter("Status")
        }
    }

    /// In progress, or a caller who still hears somebody's telephone ring.
    private func isRedirectable(_ leg: Leg) -> Bool {
        leg.isTalking || leg.direction == .inbound
    }

    private func listCalls(_ request: RestRequest) -> RestAnswer {
        let wanted = legs.values.filter { leg in
            (request.asked("To").map { $0 == leg.to } ?? true) && (request.asked("From").map { $0 == leg.from } ?? true)
                && (request.asked("Status").map { $0 == leg.status.rawValue } ?? true)
                && (request.asked("ParentCallSid").map { $0 == leg.parent } ?? true)
        }
        let newest = wanted.sorted { ($1.created, $1.sid) < ($0.created, $0.sid) }
        return Self.list("calls", newest.map { Self.json($0) }, request)
    }

    static func json(_ leg: Leg) -> JSONValue {
        .object([
            "sid": .string(leg.sid), "account_sid": .string(DoubleAccount.sid), "api_version": .string("2010-04-01"),
            "to": .string(leg.to), "to_formatted": .string(leg.to), "from": .string(leg.from),
            "from_formatted": .string(leg.from), "status": .string(leg.restStatus.rawValue),
            "direction": .string(leg.direction.rawValue), "parent_call_sid": text(leg.parent),
            "start_time": date(leg.answered), "end_time": date(leg.ended), "date_created": date(leg.created),
            "date_updated": date(leg.ended ?? leg.answered ?? leg.created),
            "duration": leg.isOver ? .string(String(leg.seconds)) : .null, "price": .null, "price_unit": .string("USD"),
            "answered_by": .null, "caller_name": .null, "forwarded_from": .null, "group_sid": .null,
            "queue_time": .string("0"), "trunk_sid": .null, "annotation": .null,
            "phone_number_sid": leg.direction == .inbound && !leg.isClient ? .string(DoubleAccount.numberSid) : .null,
            "uri": .string(uri("/Calls/" + leg.sid)),
        ])
    }
}

extension Leg {
    /// The resource knows no `initiated`; that is for callbacks.
    var restStatus: CallStatus { status == .initiated ? .queued : status }
}
