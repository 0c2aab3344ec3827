import Desk
import HTTPTypes
import Hummingbird
import NIOCore
import Store
import Telephony

extension ConferenceRoutes {
    /// Who came to a room and who left it.
    @Sendable func conferenceStatus(_ request: Request, context: AppContext) async throws -> Response {
        let form = try await WebhookForm(request).body
        guard isLive, let event = form.first("StatusCallbackEvent"), let room = form.first("FriendlyName"),
            let call = try await store.callID(room: room)
        else { return Self.done }
        let leg = try await participant(form, of: call)
        switch event {
        case "participant-join":
            if let room = form.first("ConferenceSid"), let leg, let sid = form.first("CallSid") {
                try await store.noteRoom(room, of: call)
                // Whoever has just come has come to the room that runs.
                if try await news.joined(leg, sid: sid) { try await store.noteRoom(room, of: call, isPresent: true) }
            }
        case "participant-leave":
            if let leg, let sid = form.first("CallSid") { try await left(leg, sid: sid, form) }
        case "conference-end": try await ended(call, form)
        default: break
        }
        try await keep(request, form, event: event, leg: leg?.leg, call)
        return Self.done
    }

    /// The leg by its label, which we gave; the room says that it is of this call.
    private func participant(_ form: FormBody, of call: CallID) async throws -> WiredLeg? {
        guard let leg = form.first("ParticipantLabel").flatMap(RoomTwiML.leg(label:)) else {
            guard let sid = form.first("CallSid"), let wired = try await store.wiredLeg(sid: sid), wired.call == call
            else { return nil }
            return wired
        }
        return try await store.call(call)?.leg(leg) == nil ? nil : WiredLeg(call: call, leg: leg)
    }

    private func left(_ leg: WiredLeg, sid: String, _ form: FormBody) async throws {
        switch form.first("ParticipantCallStatus") {
        case "busy": try await news.gone(leg, sid: sid, .busy)
        case "failed": try await news.gone(leg, sid: sid, .failed)
        case "canceled": try await news.gone(leg, sid: sid, .cancelled)
        case "no-answer": try await news.gone(leg, sid: sid, .missed)
        default: try await news.left(leg, sid: sid)
        }
    }

    /// Whoever was in the room is not any more, should nobody have said so; the customer first.
    private func ended(_ call: CallID, _ form: FormBody) async throws {
        guard let sid = form.first("ConferenceSid"), try await store.closeRoom(sid, of: call),
            let legs = try await store.call(call)?.legs
        else { return }
        for leg in legs.filter(\.isCustomer) + legs.filter({ !$0.isCustomer }) where leg.wire.state == .joined {
            guard let sid = leg.wire.sid else { continue }
            try await news.gone(WiredLeg(call: call, leg: leg.id), sid: sid, .missed)
        }
    }

    /// How far a leg is that we asked for; the URL says which, and is signed.
    @Sendable func callStatus(_ request: Request, context: AppContext) async throws -> Response {
        let form = try await WebhookForm(request).body
        let query = request.uri.queryParameters
        guard isLive, let sid = form.first("CallSid"), let status = form.first("CallStatus") else { return Self.done }
        guard let key = query["call"], let id = query["leg"].flatMap({ LegID(text: String($0)) }),
            let call = try await store.callView(key: String(key))?.call, call.leg(id) != nil
        else { return Self.done }
        try await news.status(status, of: WiredLeg(call: call.id, leg: id), sid: sid)
        try await keep(request, form, event: status, leg: id, call.id)
        return Self.done
    }

    /// Writes each webhook down once, however often it comes.
    func keep(_ request: Request, _ form: FormBody, event: String, leg: LegID?, _ call: CallID) async throws {
        let subject =
            form.first("ConferenceSid").map { "\($0) \(form.first("CallSid") ?? "")" } ?? form.first("CallSid") ?? ""
        let key = "\(request.uri.path) \(subject) \(event) \(form.first("SequenceNumber") ?? "")"
        let token = Self.token.flatMap { request.headers[$0] }
        let what = "webhook \(event)"
        if try await store.noteWebhook(key, token: token, what: what) {
            try await store.record(what, leg: leg, of: call)
        }
    }

    private static let token = HTTPField.Name("I-Twilio-Idempotency-Token")
}
