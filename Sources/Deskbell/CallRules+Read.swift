import Desk
import Web

extension DeskSettings {
    private static let mostOutcomes = 15

    /// What holds for every call: how long, how many, and what is written down after it.
    mutating func readCallRules(_ reader: SettingReader) throws(Complaint) {
        wrapUpSeconds = try reader.number("deskbell.wrap.up", default: wrapUpSeconds, in: 0...3600)
        outcomes = try Self.outcomes(reader) ?? outcomes
        longestCallSeconds = try reader.number("deskbell.call.limit", default: longestCallSeconds, in: 60...86_400)
        callsPerAgentAndDay = try reader.number(
            "deskbell.calls.per.agent", default: callsPerAgentAndDay, in: 0...1_000_000)
        callsPerDay = try reader.number("deskbell.calls.per.day", default: callsPerDay, in: 0...1_000_000)
    }

    private static func outcomes(_ reader: SettingReader) throws(Complaint) -> [String]? {
        guard let text = reader.text("deskbell.outcomes") else { return nil }
        let outcomes = text.split(separator: ",").compactMap { try? TypedText.line(String($0), limit: 40) }
        guard (1...mostOutcomes).contains(outcomes.count), Set(outcomes).count == outcomes.count,
            outcomes.count == text.split(separator: ",", omittingEmptySubsequences: false).count
        else {
            throw reader.wrong(
                "deskbell.outcomes",
                "must be 1 to \(mostOutcomes) different entries of at most 40 characters, with commas between them")
        }
        return outcomes
    }
}
