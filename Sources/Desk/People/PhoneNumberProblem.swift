/// Why what was typed is not a telephone number this desk can take.
package enum PhoneNumberProblem: Error, Equatable, Sendable {
    case empty
    case notANumber
    case letters
    /// With a made-up number of that country to copy from, if there is one.
    case tooShort(example: String?)
    case tooLong
    case wrongLength
    case unknownCountry
    case extensionGiven
    case emergency

    /// The problem in plain English, to stand beside the field or to be spoken.
    package var sentence: String {
        switch self {
        case .empty: "Please give a telephone number."
        case .notANumber: "This is not a telephone number. Write it with digits, for example +1 201 555 0123."
        case .letters: "This number has letters in it. Write it with digits only."
        case .tooShort(let example?): "This number is too short. Write it with its area code, for example \(example)."
        case .tooShort(nil): "This number is too short. Write it with its country and area code."
        case .tooLong: "This number is too long. Give one number, with its country code if it is from abroad."
        case .wrongLength: "This number has a digit too few or too many."
        case .unknownCountry: "This number begins with a country code that does not exist."
        case .extensionGiven: "This number has an extension. Give the number alone."
        case .emergency: "This is an emergency number. Call it from your own telephone."
        }
    }
}
