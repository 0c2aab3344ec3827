import Foundation

/// The parsers that can be fed; DESKBELL_FUZZ_TARGET names one.
enum Parser: String, CaseIterable {
    case form, cookie, token, live, signal, mustache, phone, address, genesys

    static let chosen: Parser = {
        let name = ProcessInfo.processInfo.environment["DESKBELL_FUZZ_TARGET"] ?? ""
        guard let parser = Parser(rawValue: name) else {
            let names = allCases.map(\.rawValue).joined(separator: ", ")
            fatalError("DESKBELL_FUZZ_TARGET is \"\(name)\" and has to be one of: \(names)")
        }
        return parser
    }()

    func take(_ bytes: [UInt8]) {
        switch self {
        case .form: FormFuzz.take(bytes)
        case .cookie: CookieFuzz.take(bytes)
        case .token: TokenFuzz.take(bytes)
        case .live: LiveFuzz.take(bytes)
        case .signal: SignalFuzz.take(bytes)
        case .mustache: MustacheFuzz.take(bytes)
        case .phone: PhoneFuzz.take(bytes)
        case .address: AddressFuzz.take(bytes)
        case .genesys: GenesysFuzz.take(bytes)
        }
    }
}

/// Ends the process when a promise is broken; libFuzzer then keeps the input.
func expect(_ holds: Bool, _ promise: @autoclosure () -> String) {
    if !holds { fatalError("broken: " + promise()) }
}

extension String {
    /// Equal byte for byte: two texts that Swift calls equal may still differ.
    func isExactly(_ other: String) -> Bool { utf8.elementsEqual(other.utf8) }
}

extension [UInt8] {
    /// This text with 0x01, two bytes and a fourth standing for up to 2047 of the fourth: chance alone rarely nests deep.
    var unrolled: [UInt8] {
        var result: [UInt8] = []
        var rest = self[...]
        while let byte = rest.popFirst() {
            if byte == 1, let high = rest.popFirst(), let low = rest.popFirst(), let repeated = rest.popFirst() {
                result += [UInt8](repeating: repeated, count: Int(high & 7) << 8 | Int(low))
            } else {
                result.append(byte)
            }
        }
        return result
    }

    /// This text with some of its bytes replaced: each pair of bytes says which and by what.
    func edited(by edits: ArraySlice<UInt8>) -> [UInt8] {
        var result = self
        var edits = edits
        while let place = edits.popFirst(), let byte = edits.popFirst() {
            if !result.isEmpty { result[(Int(place) * 7 + edits.count) % result.count] = byte }
        }
        return result
    }
}
