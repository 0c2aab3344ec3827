package import Desk

/// Who plays in the tests: Ana and Ben answer, Dora manages them too; Robert and Erin have problems.
package enum Cast {
    package static let ana = Colleague(
        username: "ana", name: "Ana Diaz", password: "seven wet mallets in a row",
        hash: "$scrypt$ln=10,r=1,p=1$c2FsdCBvZiBhbmEhIQ$WENgHF1E/dr/C6XTQbRq786WoMhHD1bPzIaVhoPjAXM")
    package static let ben = Colleague(
        username: "ben", name: "Ben Ito", password: "a goal counts from anywhere",
        hash: "$scrypt$ln=10,r=1,p=1$c2FsdCBvZiBiZW4hIQ$avGSNaT440iVlo/6QPu5QwgfPgY4DSRhplMk6BU0qiU")
    package static let dora = Colleague(
        username: "dora", name: "Dora Quist", role: .admin, password: "keeper of the spare wheels",
        hash: "$scrypt$ln=10,r=1,p=1$c2FsdCBvZiBkb3JhISE$i83RtBStvN17iWX/XnXCIRtjzd/2rwUiQqff0Ulacw0")

    package static let robert = Customer(
        name: "Robert Kane", phone: "(415) 867-5309", e164: "+14158675309", problem: "The mallet broke at the joint.")
    package static let erin = Customer(
        name: "Erin O'Hara", phone: "+44 20 7946 0958", e164: "+442079460958",
        problem: "The ball & the <goal> are gone.")
}

/// An agent or admin.
package struct Colleague: Sendable {
    package let username: String
    package let name: String
    package let role: Role
    package let password: String
    /// The password as the store keeps it, cheap to check; nil where a test makes the real one.
    let hash: String?

    package init(username: String, name: String, role: Role = .agent, password: String, hash: String? = nil) {
        self.username = username
        self.name = name
        self.role = role
        self.password = password
        self.hash = hash
    }
}

/// Somebody who files a ticket, with what they type.
package struct Customer: Sendable {
    package let name: String
    package let phone: String
    package let e164: String
    package let problem: String

    package init(name: String, phone: String, e164: String, problem: String) {
        self.name = name
        self.phone = phone
        self.e164 = e164
        self.problem = problem
    }
}
