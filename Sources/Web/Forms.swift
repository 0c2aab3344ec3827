import Desk
import HTTPTypes
import Hummingbird
import NIOCore

/// The posted form of a request, decoded once.
struct PostedForm: Sendable {
    /// 10,000 scalars of four bytes, each percent-encoded, and the other fields.
    static let limit = 192 * 1024

    private let body: FormBody

    init(_ request: Request) async throws {
        guard Self.isForm(request.headers[.contentType]) else { throw Refusal.wrongType }
        let bytes = try await Self.bytes(of: request, limit: Self.limit)
        do throws(FormBodyError) {
            body = try FormBody(bytes.readableBytesView, maxPairs: 100)
        } catch {
            throw Refusal.badForm
        }
    }

    /// The value of a field, empty when it is not there; a field sent twice is refused.
    func value(_ name: String) throws -> String {
        guard !body.isRepeated(name) else { throw Refusal.repeated(name) }
        return body.first(name) ?? ""
    }

    static func bytes(of request: Request, limit: Int) async throws -> ByteBuffer {
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limit {
            throw Refusal.tooLarge
        }
        do {
            return try await request.body.collect(upTo: limit)
        } catch is NIOTooManyBytesError {
            throw Refusal.tooLarge
        }
    }

    private static func isForm(_ contentType: String?) -> Bool {
        guard let type = contentType?.split(separator: ";", maxSplits: 1).first else { return false }
        return type.lowercased().filter { $0 != " " } == "application/x-www-form-urlencoded"
    }
}
