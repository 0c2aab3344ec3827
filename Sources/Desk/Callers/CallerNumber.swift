/// Who rings in from a telephone, as the network named them.
package struct CallerNumber: Sendable, Equatable {
    /// Nil where the caller's number is withheld or cannot be read.
    package let number: PhoneNumber?

    /// - Parameter named: E.164, or a word or code of the network's for a number that is withheld.
    package init(_ named: String?) {
        number = named.flatMap { Self.withheld.contains($0) ? nil : PhoneNumber(e164: $0) }
    }

    /// The name of a ticket that nobody typed one for.
    package var name: String { number.map { "Caller \($0.international)" } ?? "Anonymous caller" }

    /// What a ticket needs to have, also without a number: Twilio's own for anonymous callers.
    package var phone: PhoneNumber? { number ?? PhoneNumber(e164: Self.anonymous) }

    private static let anonymous = "+266696687"

    /// Twilio spells the words on the keys of a telephone: anonymous, restricted, blocked, unknown, unavailable.
    private static let withheld: Set = [anonymous, "+7378742833", "+2562533", "+8656696", "+86282452253"]
}
