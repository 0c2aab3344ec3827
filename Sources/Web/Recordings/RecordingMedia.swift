package import NIOCore

/// The sound of a recording on its way from the carrier.
package struct RecordingMedia: Sendable {
    package typealias Body = any AsyncSequence<ByteBuffer, any Error> & Sendable
    /// Asks the carrier for the recording of that name; throws when it cannot be had.
    package typealias Fetch = @Sendable (_ sid: String) async throws -> RecordingMedia

    package let contentType: String
    /// In bytes; nil where the carrier does not say.
    package let length: Int?
    package let body: Body

    package init(contentType: String, length: Int?, body: Body) {
        self.contentType = contentType
        self.length = length
        self.body = body
    }

    /// There is no carrier to ask.
    package struct Unavailable: Error {
        package init() {}
    }

    /// For a desk without telephones.
    package static let none: Fetch = { _ in throw Unavailable() }

    /// The type that browsers are told; nil for what is no sound they could play.
    var soundType: String? {
        let type = contentType.split(separator: ";", maxSplits: 1).first.map { $0.lowercased().filter { $0 != " " } }
        switch type {
        case "audio/mpeg", "audio/mp3": return "audio/mpeg"
        case "audio/wav", "audio/x-wav", "audio/wave", "audio/vnd.wave": return "audio/wav"
        default: return nil
        }
    }
}
