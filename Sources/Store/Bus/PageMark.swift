/// How many changes of pages each server has told of: where the pages' content stands.
struct PageMark: Sendable {
    let own: String
    private var counts: [String: Int64]
    private var heardAt: [String: ContinuousClock.Instant] = [:]

    /// More names than that are of servers that were started again and again.
    private static let usual = 8
    private static let memory: Duration = .seconds(600)

    init(of server: String) {
        own = server
        counts = [server: 0]
    }

    /// How many this server has told of.
    var ownCount: Int64 { counts[own] ?? 0 }

    /// Something changed here.
    mutating func countOne() { counts[own, default: 0] += 1 }

    /// Another server has told of that many.
    mutating func heard(_ count: Int64, from server: String) {
        counts[server] = max(count, counts[server] ?? 0)
        heardAt[server] = .now
        if counts.count > Self.usual { forgetSilent() }
    }

    /// A page that old is rendered anew for other reasons.
    private mutating func forgetSilent() {
        let since = ContinuousClock.now - Self.memory
        for (server, at) in heardAt where at < since {
            counts[server] = nil
            heardAt[server] = nil
        }
    }

    /// For a page, without anything that needs escaping: `server-count`, the others behind dots.
    var text: String {
        counts.sorted { $0.key < $1.key }.map { "\($0.key)-\($0.value)" }.joined(separator: ".")
    }

    /// Whether a page with that mark may have missed something that this server knows.
    func isBeyond(_ text: String) -> Bool {
        let marked = Self.counts(in: text)
        return counts.contains { server, count in
            guard let known = marked[server] else { return server == own || count > 0 }
            return server == own ? known != count : known < count
        }
    }

    private static func counts(in text: String) -> [String: Int64] {
        var counts: [String: Int64] = [:]
        for part in text.utf8.split(separator: UInt8(ascii: ".")).prefix(1_000) {
            guard let dash = part.lastIndex(of: UInt8(ascii: "-")), let name = String(part[..<dash]),
                let count = String(part[dash...].dropFirst()).flatMap({ Int64($0) })
            else { continue }
            counts[name] = count
        }
        return counts
    }
}
