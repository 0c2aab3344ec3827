import Desk
import Store
import TestSupport
import Testing

@testable import Web

@Suite struct RecordingWebhookTests {
    private static let sid = "RE" + String(repeating: "0a", count: 16)

    private func missed(_ phone: PhoneDesk) async throws -> Call {
        let call = try await phone.ringIn()
        phone.desk.clock.advance(seconds: 30)
        try await phone.switchboard.fireTimers()
        return try await phone.call(call.id)
    }

    private func fields(_ more: [String: String] = [:]) -> [String: String] {
        [
            "CallSid": "CA1", "RecordingSid": Self.sid, "RecordingStatus": "completed", "RecordingDuration": "12",
            "RecordingUrl": "http://169.254.169.254/x",
        ].merging(more) { $1 }
    }

    @Test func `T40 a message told twice, by the call's key and by its room, is one`() async throws {
        let phone = try await PhoneDesk()
        let call = try await missed(phone)
        for (path, token) in [
            ("/call/recording?call=\(call.key)", "1"), ("/call/recording?call=\(call.key)", "1"),
            ("/call/recording", "2"),
        ] {
            try await phone.post(path, fields(), token: token).expect(200)
        }
        let ticket = try await phone.call(call.id).ticket.orThrow("no ticket")
        let moments = try await phone.store.ticket(ticket).orThrow("no ticket").moments
        #expect(moments.count == 3, "filed, the missed call, the message")
        #expect(try await phone.store.board(.first).counts.open == 1)
        let told = await phone.desk.events()
        #expect(told.count { $0 == .ticketFiled(ticket) } == 1)
    }

    @Test(arguments: [
        ["RecordingStatus": "absent"], ["RecordingStatus": "failed"], ["RecordingStatus": "in-progress"],
        ["RecordingStatus": ""], ["RecordingSid": ""], ["RecordingSid": "RE1"],
        ["RecordingSid": "RE" + String(repeating: "0g", count: 16)],
        ["RecordingSid": "RE" + String(repeating: "../", count: 10) + "x/"],
        ["RecordingSid": "CA" + String(repeating: "0a", count: 16)], ["CallSid": "CA9"],
    ])
    func `T41 what is no message of a call is nobody's`(more: [String: String]) async throws {
        let phone = try await PhoneDesk()
        _ = try await missed(phone)
        let before = try await phone.desk.contents()
        try await phone.post("/call/recording", fields(more)).expect(200)
        try await phone.post("/call/recording?call=x", fields()).expect(200)
        #expect(try await phone.desk.contents() == before)
    }

    @Test(arguments: [("", 0), ("-5", 0), ("x", 0), ("99999999999999999999", 0), ("7", 7)])
    func `a length that is no number is none`(text: String, seconds: Int64) async throws {
        let phone = try await PhoneDesk()
        let call = try await missed(phone)
        try await phone.post("/call/recording", fields(["RecordingDuration": text])).expect(200)
        let ticket = try await phone.call(call.id).ticket.orThrow("no ticket")
        guard case .voicemail(let voicemail) = try await phone.store.ticket(ticket)?.moments.last?.what else {
            Issue.record("no message")
            return
        }
        #expect(voicemail.seconds == seconds)
    }
}
