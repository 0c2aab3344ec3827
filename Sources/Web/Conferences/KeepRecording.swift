import Desk
import Hummingbird
import Store

extension ConferenceRoutes {
    /// A message is there: it goes on the caller's ticket.
    @Sendable func recording(_ request: Request, context: AppContext) async throws -> Response {
        let form = try await WebhookForm(request).body
        guard isLive, let sid = form.first("RecordingSid"), Self.isRecording(sid),
            form.first("RecordingStatus") == "completed", let call = try await recordedCall(request, form)
        else { return Self.done }
        let seconds = form.first("RecordingDuration").flatMap(Int64.init) ?? 0
        guard let noted = try await store.noteRecording(sid, of: call, seconds: max(0, seconds)) else {
            return Self.done
        }
        switch noted.change {
        case .nothing: break
        case .ticketFiled: bus.publish(.ticketFiled(noted.ticket))
        case .ticketChanged: bus.publish(.ticketChanged(noted.ticket))
        }
        try await keep(request, form, event: "recording \(sid)", leg: nil, call)
        return Self.done
    }

    private func recordedCall(_ request: Request, _ form: FormBody) async throws -> CallID? {
        if let key = request.uri.queryParameters["call"] { return try await store.callView(key: String(key))?.call.id }
        return try await store.callID(room: form.first("CallSid") ?? "")
    }

    /// The name becomes part of an address that we fetch: RE and 32 hexadecimal digits.
    private static func isRecording(_ sid: String) -> Bool {
        sid.utf8.count == 34 && sid.hasPrefix("RE")
            && sid.utf8.dropFirst(2).allSatisfy {
                (0x30...0x39).contains($0) || (0x61...0x66).contains($0 | 0x20)
            }
    }
}
