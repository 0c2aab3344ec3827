import Foundation

/// What a new agent needs, checked.
package struct AgentDraft: Sendable, Equatable {
    package static let nameLimit = 100
    package static let usernameLimit = 64

    package let username: String
    package let name: String
    package let role: Role

    /// One sentence for each field that cannot be taken.
    package struct Problems: Error, Sendable, Equatable {
        package var username: String?
        package var name: String?
        package var password: String?

        package init() {}
        package init(username: String) { self.username = username }

        package var isEmpty: Bool { username == nil && name == nil && password == nil }

        /// All sentences in one line, for the console.
        package var sentence: String { [username, name, password].compactMap { $0 }.joined(separator: " ") }
    }

    package init(username: String, name: String, role: Role) throws(Problems) {
        var problems = Problems()
        let folded = Self.folded(username)
        if let sentence = Self.problem(withUsername: folded) { problems.username = sentence }
        let checkedName = try? TypedText.line(name, limit: Self.nameLimit)
        if checkedName == nil { problems.name = "Give the agent's name: 1 to \(Self.nameLimit) characters." }
        guard problems.isEmpty, let checkedName else { throw problems }
        self.username = folded
        self.name = checkedName
        self.role = role
    }

    /// One spelling for each user name, whatever the keyboard: compatibility forms and case are folded once, at the door.
    package static func folded(_ username: String) -> String {
        username.precomposedStringWithCompatibilityMapping.lowercased()
    }

    private static func problem(withUsername username: String) -> String? {
        let count = username.unicodeScalars.count
        guard count > 0 else { return "Give a user name." }
        guard count <= usernameLimit else { return "The user name is too long: at most \(usernameLimit) characters." }
        guard username.unicodeScalars.allSatisfy(isAllowed) else {
            return "The user name may have letters, digits, and . _ - @ only."
        }
        return nil
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic || scalar.properties.numericType == .decimal
            || [".", "_", "-", "@"].contains(scalar)
    }
}
