import Desk
import HTTPTypes
import NIOCore
import Store
import TestSupport
import Testing

@testable import Web

@Suite struct RecordingTests {
    private static let sound = (0..<100).map { UInt8($0) }

    /// A carrier with one sound for every recording.
    private static func carrier(_ type: String = "audio/mpeg", length: Int? = 100) -> RecordingMedia.Fetch {
        { _ in
            let (stream, pieces) = AsyncThrowingStream.makeStream(of: ByteBuffer.self)
            for part in [sound.prefix(30), sound.dropFirst(30)] { pieces.yield(ByteBuffer(bytes: part)) }
            pieces.finish()
            return RecordingMedia(contentType: type, length: length, body: stream)
        }
    }

    private func desk(_ fetch: @escaping RecordingMedia.Fetch = carrier()) async throws -> (TestDesk, NotedRecording) {
        let desk = try await TestDesk(recordings: fetch)
        let call = try await desk.talk(from: "+14158675309")
        try await desk.end(call)
        let noted = try await desk.store.noteRecording("RE1", of: call.id, seconds: 12).orThrow("no recording")
        return (desk, noted)
    }

    @Test func `an agent hears the message from its ticket's page`() async throws {
        let (desk, noted) = try await desk()
        let ana = try await desk.browser(of: desk.ana)
        try await ana.get("/dashboard/tickets/\(noted.ticket)").expect(
            200,
            contains: [
                "Voicemail, 12 s", "<audio class=\"moment-audio\" controls preload=\"none\"",
                "src=\"/dashboard/recordings/\(noted.key)\"",
            ], mustNotContain: ["RE1", "twilio.com"])
        let answer = try await ana.get("/dashboard/recordings/\(noted.key)")
        #expect(answer.status == 200 && answer.bytes == Self.sound)
        #expect(answer.header("Content-Type") == "audio/mpeg" && answer.header("Content-Disposition") == "inline")
        #expect(answer.header("Cache-Control") == "no-store" && answer.header("Accept-Ranges") == "bytes")
    }

    @Test func `customers read that there is a message, without its sound`() async throws {
        let (desk, noted) = try await desk()
        let key = try await desk.store.ticket(noted.ticket).orThrow("no ticket").ticket.key
        try await desk.stranger().get("/t/\(key)").expect(
            200, contains: ["Voicemail, 12 s"], mustNotContain: ["<audio", noted.key])
    }

    static let pieces: [(range: String, status: Int, first: Int, count: Int)] = [
        ("bytes=0-", 206, 0, 100), ("bytes=0-0", 206, 0, 1), ("bytes=10-19", 206, 10, 10), ("bytes=90-", 206, 90, 10),
        ("bytes=-10", 206, 90, 10), ("bytes=95-1000", 206, 95, 5), ("bytes=-1000", 206, 0, 100),
        ("bytes=0-99999999999999999999", 206, 0, 100), ("Bytes=1-1", 206, 1, 1),
        ("bytes=20-10", 200, 0, 100), ("bytes=0-1,5-6", 200, 0, 100), ("items=0-1", 200, 0, 100),
        ("bytes=", 200, 0, 100), ("bytes=-", 200, 0, 100), ("bytes=a-b", 200, 0, 100), ("bytes=--1", 200, 0, 100),
        ("bytes=100-", 416, 0, 0), ("bytes=99999999999999999999-", 416, 0, 0), ("bytes=-0", 416, 0, 0),
    ]

    @Test(arguments: pieces) func `a piece of the sound is answered as it was asked for`(
        range: String, status: Int, first: Int, count: Int
    ) async throws {
        let (desk, noted) = try await desk()
        let ana = try await desk.browser(of: desk.ana)
        let answer = try await ana.get("/dashboard/recordings/\(noted.key)", headers: [.range: range])
        #expect(answer.status == status)
        #expect(answer.bytes == Array(Self.sound.dropFirst(first).prefix(count)))
        let told = ["206": "bytes \(first)-\(first + count - 1)/100", "416": "bytes */100"]
        #expect(answer.header("Content-Range") == told["\(status)"])
    }

    @Test func `a sound of unknown length is streamed whole`() async throws {
        let (desk, noted) = try await desk(Self.carrier("audio/x-wav; rate=8000", length: nil))
        let ana = try await desk.browser(of: desk.ana)
        let answer = try await ana.get("/dashboard/recordings/\(noted.key)", headers: [.range: "bytes=0-9"])
        #expect(answer.status == 200 && answer.bytes == Self.sound)
        #expect(answer.header("Content-Type") == "audio/wav")
    }

    @Test(arguments: ["text/html", "", "audio/ogg", "application/json; audio/mpeg", "audio/mpeg2"])
    func `what is no sound is not passed on`(type: String) async throws {
        let (desk, noted) = try await desk(Self.carrier(type))
        try await desk.browser(of: desk.ana).get("/dashboard/recordings/\(noted.key)").expect(
            502, contains: ["The recording cannot be fetched now. Try again in a minute."])
    }

    @Test func `a carrier that cannot be asked is said so, and a desk without one`() async throws {
        let failing: RecordingMedia.Fetch = { _ in throw Missing(what: "https://api.twilio.com/RE1") }
        for fetch in [RecordingMedia.none, failing] {
            let (desk, noted) = try await desk(fetch)
            try await desk.browser(of: desk.ana).get("/dashboard/recordings/\(noted.key)").expect(
                502, contains: ["The recording cannot be fetched now."], mustNotContain: ["twilio.com", "RE1"])
        }
    }

    @Test func `no other key plays anything, and strangers sign in first`() async throws {
        let (desk, noted) = try await desk()
        let ana = try await desk.browser(of: desk.ana)
        for key in ["RE1", "1", "", "%00", noted.key + "x", noted.key.lowercased() + "."] {
            try await ana.get("/dashboard/recordings/\(key)").expect(404)
        }
        try await desk.stranger().get("/dashboard/recordings/\(noted.key)").expect(303)
    }
}
