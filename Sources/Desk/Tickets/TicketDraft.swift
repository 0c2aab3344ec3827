/// What a customer must give for a ticket, checked.
package struct TicketDraft: Sendable, Equatable {
    package static let nameLimit = 200
    package static let descriptionLimit = 10_000

    package let name: String
    package let phone: PhoneNumber
    package let description: String

    /// One sentence for each field that cannot be taken.
    package struct Problems: Error, Sendable, Equatable {
        package var name: String?
        package var phone: String?
        package var description: String?

        package init() {}
    }

    /// A ticket that the desk itself files.
    package init(name: String, phone: PhoneNumber, description: String) {
        self.name = name
        self.phone = phone
        self.description = description
    }

    /// Who types a ticket, and reads what is wrong with it.
    package enum Author: Sendable { case customer, agent }

    /// - Parameter region: the ISO code of the country whose numbers need no country code, such as `US`.
    package init(
        name: String, phone: String, description: String, region: String, author: Author = .customer
    ) throws(Problems) {
        var problems = Problems()
        let checkedName = Self.check(&problems.name, { Self.sentence(forName: $0, author) }) {
            () throws(TypedText.Problem) in
            try TypedText.line(name, limit: Self.nameLimit)
        }
        let checkedDescription = Self.check(&problems.description, { Self.sentence(forDescription: $0, author) }) {
            () throws(TypedText.Problem) in
            try TypedText.paragraphs(description, limit: Self.descriptionLimit)
        }
        let checkedPhone = Self.check(&problems.phone, \.sentence) { () throws(PhoneNumberProblem) in
            try PhoneNumber.parse(phone, region: region)
        }
        guard let checkedName, let checkedDescription, let checkedPhone else { throw problems }
        self.name = checkedName
        self.phone = checkedPhone
        self.description = checkedDescription
    }

    private static func check<Value, Problem: Error>(
        _ sentence: inout String?, _ words: (Problem) -> String, _ body: () throws(Problem) -> Value
    ) -> Value? {
        do throws(Problem) {
            return try body()
        } catch {
            sentence = words(error)
            return nil
        }
    }

    private static func sentence(forName problem: TypedText.Problem, _ author: Author) -> String {
        switch problem {
        case .empty: author == .agent ? "Give the customer's name." : "Tell us your name."
        case .tooLong(let limit): "This name is too long. Use at most \(limit) characters."
        case .controlCharacter:
            "\(author == .agent ? "The" : "Your") name has a character that cannot be shown. Type it again."
        }
    }

    private static func sentence(forDescription problem: TypedText.Problem, _ author: Author) -> String {
        switch problem {
        case .empty: author == .agent ? "Write down what the problem is." : "Tell us what the problem is."
        case .tooLong: "This is too long. Use at most 10,000 characters."
        case .controlCharacter: "The text has a character that cannot be shown. Take it out and try again."
        }
    }
}
