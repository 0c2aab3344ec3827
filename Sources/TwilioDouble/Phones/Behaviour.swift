/// What a telephone does when it is called.
///
/// Any number of E.164's form is a telephone. The last four digits say what it does by itself: 0001 answers, 0002 is
/// busy, 0003 rings until the caller gives up, 0004 is refused as no number (21211), 0005 as a country that is not
/// allowed (21215), 0006 cannot be reached, 0007 answers and hangs up at once. All others ring until somebody acts.
package enum Behaviour: String, Sendable, CaseIterable {
    case answer, busy
    case noAnswer = "no-answer"
    case invalid, forbidden, unreachable
    case hangUp = "hang-up"
    case person

    package static func of(_ number: String) -> Behaviour {
        switch number.suffix(4) {
        case "0001": .answer
        case "0002": .busy
        case "0003": .noAnswer
        case "0004": .invalid
        case "0005": .forbidden
        case "0006": .unreachable
        case "0007": .hangUp
        default: .person
        }
    }

    /// How Twilio refuses to call it.
    var refusal: RestError? {
        switch self {
        case .invalid: .invalidNumber
        case .forbidden: .forbiddenCountry
        case .answer, .busy, .noAnswer, .unreachable, .hangUp, .person: nil
        }
    }
}
