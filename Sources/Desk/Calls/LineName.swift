/// Who carries the calls that an agent takes and makes in the browser.
package enum LineName: String, Sendable, CaseIterable {
    /// From browser to browser, by the desk alone.
    case embedded
    case twilio
    case amazonConnect = "amazon-connect"
    case genesys

    /// Whether the calls are kept by the vendor: the desk hears of them, and writes them down.
    package var keepsItsCalls: Bool { self == .amazonConnect || self == .genesys }

    /// Whether telephones can be called over it.
    package var reachesTelephones: Bool { self != .embedded }

    package var words: String {
        switch self {
        case .embedded: "This browser"
        case .twilio: "This browser, with telephones"
        case .amazonConnect: "Amazon Connect"
        case .genesys: "Genesys"
        }
    }
}
