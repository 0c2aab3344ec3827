import Desk
import Store

/// A colleague in the list from which an agent chooses whom to ask.
struct ConsultTarget: Encodable, Equatable {
    let id: Int64
    let name: String
    let presence: String
    let words: String
    let canBeRung: Bool

    init(_ colleague: ColleaguePresence) {
        id = colleague.id.number
        name = colleague.name
        presence = colleague.state.rawValue
        words = Self.words(colleague.state)
        canBeRung = colleague.canBeRung
    }

    private static func words(_ state: ColleaguePresence.State) -> String {
        switch state {
        case .available: "Available"
        case .away: "Away"
        case .busy: "In a call"
        case .wrapUp: "Wrapping up"
        case .offline: "Offline"
        }
    }
}
