import AsyncHTTPClient
import Desk
import NIOCore
import Testing

@testable import Telephony

private let room = "room 1"
private let conference = "CF" + String(repeating: "1", count: 32)
private let call = "CA" + String(repeating: "2", count: 32)
private let recording = "RE" + String(repeating: "3", count: 32)
private let number = "PN" + String(repeating: "4", count: 32)
private let application = "AP" + String(repeating: "5", count: 32)
private let base = "/2010-04-01/Accounts/ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

/// Byte for byte what Twilio's own library for Python sends (twilio 9.13.0).
@Suite struct `Requests to Twilio` {
    private func expect(
        _ line: String, _ body: String = "", reply: String = #"{"sid":"CA1","call_sid":"CA1","conference_sid":"CF1"}"#,
        _ location: SourceLocation = #_sourceLocation, _ work: (TwilioClient) async throws -> Void
    ) async throws {
        try await TwilioStub.answering(.answer(200, reply)) { stub in
            try await work(TwilioBench(stub.origin).client)
            let method = line.prefix { $0 != " " }
            let wanted = "\(method) \(base)\(line.dropFirst(method.count + 1))"
            #expect(stub.asked.map(\.line) == [wanted], sourceLocation: location)
            #expect(stub.asked.map(\.body) == [body], sourceLocation: location)
        }
    }

    @Test func `placing a call`() async throws {
        var new = NewTwilioCall(
            to: "client:bob?x=a b&y=é", from: "+15005550006", url: "https://ex.com/v?a=1",
            statusCallback: "https://ex.com/s?call=k&leg=1", timeout: 20, timeLimit: 14_400)
        new.statusEvents = ["initiated", "answered"]
        try await expect(
            "POST /Calls.json",
            "To=client%3Abob%3Fx%3Da+b%26y%3D%C3%A9&From=%2B15005550006"
                + "&StatusCallback=https%3A%2F%2Fex.com%2Fs%3Fcall%3Dk%26leg%3D1"
                + "&StatusCallbackEvent=initiated&StatusCallbackEvent=answered&Timeout=20&TimeLimit=14400"
                + "&Url=https%3A%2F%2Fex.com%2Fv%3Fa%3D1"
        ) { _ = try await $0.createCall(new) }
    }

    @Test func `changing a call`() async throws {
        try await expect("POST /Calls/\(call).json", "Url=https%3A%2F%2Fex.com%2Fv%3Fa%3D1&Method=POST") {
            try await $0.updateCall(call, .redirect("https://ex.com/v?a=1"))
        }
        try await expect("POST /Calls/\(call).json", "Status=completed") { try await $0.updateCall(call, .complete) }
        try await expect("POST /Calls/\(call).json", "Status=canceled") { try await $0.updateCall(call, .cancel) }
    }

    @Test func `asking for calls`() async throws {
        try await expect("GET /Calls/\(call).json") { _ = try await $0.call(call) }
        try await expect("GET /Calls.json?To=%2B1&From=%2B2&PageSize=20", reply: #"{"calls":[]}"#) {
            let found = try await $0.calls(to: "+1", from: "+2")
            #expect(found.isEmpty)
        }
    }

    @Test func `calling somebody into a room`() async throws {
        let new = NewTwilioParticipant(
            to: "client:agent2", from: "+15005550006", label: "agent2", endOnExit: true, timeout: 25,
            timeLimit: 14_400, statusCallback: "https://ex.com/s")
        try await expect(
            "POST /Conferences/room%201/Participants.json",
            "From=%2B15005550006&To=client%3Aagent2&StatusCallback=https%3A%2F%2Fex.com%2Fs"
                + "&StatusCallbackEvent=initiated&StatusCallbackEvent=ringing&StatusCallbackEvent=answered"
                + "&StatusCallbackEvent=completed&Label=agent2&Timeout=25&Beep=false&StartConferenceOnEnter=true"
                + "&EndConferenceOnExit=true&EarlyMedia=true&TimeLimit=14400"
        ) { _ = try await $0.addParticipant(to: room, new) }
    }

    @Test func `changing and removing a participant`() async throws {
        let path = "/Conferences/\(conference)/Participants"
        try await expect("POST \(path)/agent%202.json", "Hold=true&HoldUrl=https%3A%2F%2Fex.com%2Fh&HoldMethod=POST") {
            try await $0.updateParticipant("agent 2", in: conference, .init(hold: true, holdURL: "https://ex.com/h"))
        }
        try await expect("POST \(path)/\(call).json", "Muted=false&EndConferenceOnExit=true") {
            try await $0.updateParticipant(call, in: conference, .init(endOnExit: true, muted: false))
        }
        try await expect("POST \(path)/\(call).json", "AnnounceUrl=https%3A%2F%2Fex.com%2Fa&AnnounceMethod=POST") {
            try await $0.updateParticipant(call, in: conference, .init(announceURL: "https://ex.com/a"))
        }
        try await expect("DELETE \(path)/\(call).json") { try await $0.removeParticipant(call, from: conference) }
    }

    @Test func `asking for rooms and ending them`() async throws {
        let found = #"{"conferences":[{"sid":"CF9"}]}"#
        try await expect("GET /Conferences.json?FriendlyName=room+1&Status=in-progress&PageSize=1", reply: found) {
            let sid = try await $0.conference(named: room)
            #expect(sid == "CF9")
        }
        try await expect(
            "GET /Conferences/\(conference)/Participants.json?PageSize=250", reply: #"{"participants":[]}"#
        ) {
            let found = try await $0.participants(of: conference)
            #expect(found.isEmpty)
        }
        try await expect("POST /Conferences/\(conference).json", "Status=completed") {
            try await $0.endConference(conference)
        }
    }

    @Test func `what the account has`() async throws {
        try await expect("GET .json") { _ = try await $0.account() }
        try await expect(
            "GET /IncomingPhoneNumbers.json?PhoneNumber=%2B14155550100&PageSize=20",
            reply: #"{"incoming_phone_numbers":[]}"#
        ) {
            let found = try await $0.incomingNumber("+14155550100")
            #expect(found == nil)
        }
        try await expect(
            "POST /IncomingPhoneNumbers/\(number).json", "VoiceUrl=https%3A%2F%2Fex.com%2Fv&VoiceMethod=POST"
        ) { try await $0.updateNumberVoiceURL(number, to: .init(url: "https://ex.com/v")) }
        try await expect("GET /Applications/\(application).json") { _ = try await $0.application(application) }
        try await expect(
            "POST /Applications/\(application).json", "VoiceUrl=https%3A%2F%2Fex.com%2Fv&VoiceMethod=POST"
        ) { try await $0.updateApplicationVoiceURL(application, to: .init(url: "https://ex.com/v")) }
    }

    @Test func `recordings`() async throws {
        try await expect("DELETE /Recordings/\(recording).json") { try await $0.deleteRecording(recording) }
        try await expect("GET /Recordings/\(recording).mp3", reply: "sound") { client in
            let media = try await client.recordingMedia(recording)
            #expect(String(buffer: try await media.body.collect(upTo: 100)) == "sound")
            #expect(media.contentLength == 5)
        }
    }

    @Test func `no id leads out of its place`() async throws {
        try await expect("GET /Calls/..%2F..%2FAC1%2FCalls%3Fx%23.json") { _ = try await $0.call("../../AC1/Calls?x#") }
    }

    @Test func `who asks stands in the head`() async throws {
        try await TwilioStub.answering(.answer(200, #"{"sid":"CA1"}"#)) { stub in
            _ = try await TwilioBench(stub.origin).client.call(call)
            let fields = stub.asked.flatMap(\.fields)
            #expect(fields.contains("Accept: application/json"))
            // SKbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb:secret
            #expect(fields.contains("Authorization: Basic U0tiYmJiYmJiYmJiYmJiYmJiYmJiYmJiYmJiYmJiYmJiYjpzZWNyZXQ="))
        }
    }

    @Test func `what comes back is read`() async throws {
        let participants =
            #"{"participants":[{"call_sid":"CA1","conference_sid":"CF1","label":"leg-1","hold":true,"muted":false,"#
            + #""status":"connected","end_conference_on_exit":true},{"call_sid":"CA2","conference_sid":"CF1"}]}"#
        try await TwilioStub.answering(
            .answer(200, #"{"conferences":[]}"#), .answer(200, #"{"conferences":[{"sid":"CF1"}]}"#),
            .answer(200, participants)
        ) { stub in
            let found = try await TwilioBench(stub.origin).client.participant(label: "leg-1", in: room)
            #expect(found?.callSid == "CA1")
            #expect(found?.status == .connected)
            #expect(found?.isHeld == true && found?.isMuted == false && found?.endsConference == true)
        }
        try await TwilioStub.answering(
            .answer(
                200, headers: ["Date: Tue, 14 Nov 2023 22:13:20 GMT"],
                #"{"sid":"AC1","friendly_name":"Shop","status":"active","type":"Trial","owner_account_sid":"AC2"}"#)
        ) { stub in
            let account = try await TwilioBench(stub.origin).client.account()
            #expect(account.clock?.milliseconds == 1_700_000_000_000)
            #expect(account.isSubaccount && account.status == "active")
        }
        try await TwilioStub.answering(
            .answer(200, #"{"sid":"CA1","status":"no-answer","duration":"12","to":"+1","from":"+2"}"#)
        ) { stub in
            let found = try await TwilioBench(stub.origin).client.call(call)
            #expect(found.status == .noAnswer && found.status?.isOver == true && found.duration == 12)
        }
    }
}
