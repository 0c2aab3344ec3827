import Desk

extension JSONValue: Encodable {
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .object(let members): try container.encode(members)
        case .array(let elements): try container.encode(elements)
        case .string(let text): try container.encode(text)
        case .integer(let number): try container.encode(number)
        // What no Double holds, such as 1e999, has no place in signalling.
        case .number(let literal): try container.encode(Double(literal).flatMap { $0.isFinite ? $0 : nil })
        case .bool(let flag): try container.encode(flag)
        case .null: try container.encodeNil()
        }
    }
}
