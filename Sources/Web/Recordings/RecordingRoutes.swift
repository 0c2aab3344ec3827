import Desk
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Store

/// The sound of voicemail, fetched from the carrier for signed-in agents: its own address stays between us and it.
struct RecordingRoutes: Sendable {
    let store: Store
    let fetch: RecordingMedia.Fetch

    /// A piece of a longer recording is answered with the whole: that is not kept in memory.
    static let limit = 20 * 1024 * 1024

    func add(to router: some RouterMethods<AgentContext>) {
        router.get(.init(Paths.recordingSound), use: playRecording)
    }

    @Sendable func playRecording(_ request: Request, context: AgentContext) async throws -> Response {
        guard let recording = try await store.recording(key: context.parameters.get("key") ?? "") else {
            throw Refusal.notFound
        }
        do {
            return try await sound(of: recording, range: request.headers[.range])
        } catch {
            context.logger.warning("recording not fetched", metadata: ["error": .string(String(reflecting: error))])
            throw Self.notNow
        }
    }

    private func sound(of recording: Recording, range: String?) async throws -> Response {
        let media = try await fetch(recording.sid)
        guard let type = media.soundType else { throw RecordingMedia.Unavailable() }
        let headers: HTTPFields = [
            .contentType: type, .contentDisposition: "inline", .acceptRanges: "bytes", .cacheControl: "no-store",
        ]
        guard range != nil, let length = media.length, length <= Self.limit else {
            return Response(status: .ok, headers: headers, body: Self.stream(media))
        }
        return Self.piece(of: try await media.body.collect(upTo: Self.limit), range: range, headers: headers)
    }

    private static func stream(_ media: RecordingMedia) -> ResponseBody {
        let body = media.body
        return ResponseBody(contentLength: media.length) { writer in
            for try await piece in body { try await writer.write(piece) }
            try await writer.finish(nil)
        }
    }

    private static func piece(of sound: ByteBuffer, range: String?, headers: HTTPFields) -> Response {
        var headers = headers
        let length = sound.readableBytes
        switch ByteRange(range, length: length) {
        case .whole: return Response(status: .ok, headers: headers, body: .init(byteBuffer: sound))
        case .unsatisfiable:
            headers[.contentRange] = "bytes */\(length)"
            return Response(status: .rangeNotSatisfiable, headers: headers)
        case .part(let part):
            headers[.contentRange] = "bytes \(part.lowerBound)-\(part.upperBound)/\(length)"
            let bytes = sound.getSlice(at: sound.readerIndex + part.lowerBound, length: part.count) ?? ByteBuffer()
            return Response(status: .partialContent, headers: headers, body: .init(byteBuffer: bytes))
        }
    }

    private static let notNow = Refusal(
        status: .badGateway, heading: "There is no sound now",
        words: "The recording cannot be fetched now. Try again in a minute.")
}
