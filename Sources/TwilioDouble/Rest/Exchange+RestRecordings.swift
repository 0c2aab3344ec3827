import Desk

extension Exchange {
    mutating func serveRecordings(_ request: RestRequest, _ path: [String]) throws(RestError) -> RestAnswer {
        guard let name = path.first else {
            let all = recordings.values.sorted { $0.sid < $1.sid }
            return Self.list("recordings", all.map { Self.json($0) }, request)
        }
        let sid = String(name.prefix { $0 != "." })
        guard let recording = recordings[sid] else { throw .notFound(sid) }
        if request.method == "DELETE" {
            recordings[sid] = nil
            return .gone
        }
        guard request.method == "GET" else { throw .wrongMethod }
        let wantsMedia = !request.path.hasSuffix(".json")
        return wantsMedia ? try Self.media(recording, isMP3: name.hasSuffix(".mp3")) : .ok(Self.json(recording))
    }

    /// A tone as long as the recording; there are no MP3 frames in the double, WAV is what every player takes.
    private static func media(_ recording: Recording, isMP3: Bool) throws(RestError) -> RestAnswer {
        guard recording.isStored else { throw .notFound(recording.sid) }
        let type = isMP3 ? "audio/mpeg" : "audio/x-wav"
        return RestAnswer(status: 200, body: .bytes(Tone.wave(seconds: recording.seconds), type: type))
    }

    private static func json(_ recording: Recording) -> JSONValue {
        .object([
            "sid": .string(recording.sid), "account_sid": .string(DoubleAccount.sid),
            "call_sid": .string(recording.call), "conference_sid": .null, "channels": .integer(1),
            "duration": .string(String(recording.seconds)), "source": .string("RecordVerb"),
            "status": .string(recording.isStored ? "completed" : "processing"), "error_code": .null,
            "api_version": .string("2010-04-01"), "price": .null, "date_created": date(recording.created),
            "date_updated": date(recording.created), "start_time": date(recording.created),
            "media_url": .string(address(of: recording)), "uri": .string(uri("/Recordings/" + recording.sid)),
        ])
    }
}
