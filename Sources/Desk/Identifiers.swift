/// A row's number; what a stranger could guess is addressed by random keys instead.
package protocol Identifier: Sendable, Hashable, Comparable, CustomStringConvertible {
    var number: Int64 { get }
    init(_ number: Int64)
}

extension Identifier {
    package var description: String { String(number) }

    package static func < (left: Self, right: Self) -> Bool { left.number < right.number }

    /// Reads the decimal form that our own links carry: 1 to 19 digits, no sign, no leading zero.
    package init?(text: String) {
        guard let number = Int64(text), number > 0, String(number) == text else { return nil }
        self.init(number)
    }
}

package struct TicketID: Identifier {
    package let number: Int64
    package init(_ number: Int64) { self.number = number }
}

package struct AgentID: Identifier {
    package let number: Int64
    package init(_ number: Int64) { self.number = number }
}

package struct CallID: Identifier {
    package let number: Int64
    package init(_ number: Int64) { self.number = number }
}

package struct LegID: Identifier {
    package let number: Int64
    package init(_ number: Int64) { self.number = number }
}
