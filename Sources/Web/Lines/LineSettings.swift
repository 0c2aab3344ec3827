package import Desk
import Foundation

/// The lines beside the desk's own, and the pages around the softphone, as the operator set them.
package struct LineSettings: Sendable {
    /// What agents can choose from; the first is theirs until they do.
    package var offered: [LineName] = [.embedded]
    package var fusion = FusionSettings()
    package var connect: ConnectSettings?
    package var genesys: GenesysSettings?
    /// A partner's toolbar that the dashboard hosts: its address, with path and query.
    package var partnerToolbar: WebAddress?
    /// Whether that is the desk's own, at `partnerToolbar.path` under whatever name the desk is reached.
    package var hostsOwnToolbar = false
    /// By what a caller is looked up, in this order.
    package var lookupFields: [LookupField] = [.phone, .ticket]

    package init() {}
}

/// What a caller can be found by.
package enum LookupField: String, Sendable, CaseIterable {
    case phone, ticket, name
}

/// The pages of Oracle Fusion that may show the media toolbar.
package struct FusionSettings: Sendable, Equatable {
    /// Who may frame `/toolbar`, besides the desk itself.
    package var origins: [WebOrigin] = []
    /// What `closeCommEvent` gives as the reason when the agent ends a call.
    package var hangUpReason = "WRAPUP"

    package init() {}
}

/// An instance of Amazon Connect.
package struct ConnectSettings: Sendable, Equatable {
    /// The contact control panel, such as `https://shop.my.connect.aws/ccp-v2/`.
    package var panel: WebAddress
    package var region: String
    /// Where pages get the operator's Amazon Connect Streams file from.
    package var streams: ScriptPlace

    package init(panel: WebAddress, region: String, streams: ScriptPlace) {
        self.panel = panel
        self.region = region
        self.streams = streams
    }
}

/// What speaks to Genesys for the desk: a microservice of the CTI guide's contract, or Genesys Cloud's platform API.
package struct GenesysSettings: Sendable, Equatable {
    package var url: WebAddress
    /// The microservice's WebSocket; nil for `url`'s `/genesysWs`.
    package var socket: WebAddress?
    /// The OAuth client of Genesys Cloud; nil speaks to a microservice.
    package var clientID: String?
    /// Where Genesys Cloud signs agents in; nil for the host that belongs to `url`.
    package var login: WebAddress?

    package init(url: WebAddress, socket: WebAddress? = nil, clientID: String? = nil, login: WebAddress? = nil) {
        self.url = url
        self.socket = socket
        self.clientID = clientID
        self.login = login
    }
}

/// A script that is the operator's and no part of this project.
package enum ScriptPlace: Sendable, Equatable {
    case file(String)
    case url(WebAddress)
}

/// An absolute address: its origin, and the rest of it.
package struct WebAddress: Sendable, Equatable {
    package let origin: WebOrigin
    /// Begins with a slash; with the query, without a fragment.
    package let path: String

    /// Takes http, https, ws and wss; no user, no fragment, and nothing that would end an attribute or a header.
    package init?(_ typed: String) {
        let (scheme, rest) = Self.split(typed)
        guard let scheme, let web = Self.schemes[scheme] else { return nil }
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        guard let origin = WebOrigin(web + "://" + authority) else { return nil }
        let path = rest.dropFirst(authority.count)
        let isClean = path.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !Self.refused.contains($0) }
        guard isClean else { return nil }
        self.origin = origin
        self.path = path.hasPrefix("/") ? String(path) : "/" + path
    }

    package var text: String { origin.text + path }

    /// The origin as a socket's address has it.
    package var socketOrigin: String { "ws" + origin.text.dropFirst("http".count) }

    private static let schemes = ["http": "http", "https": "https", "ws": "http", "wss": "https"]
    private static let refused = Set<UInt8>("\"'<>\\#`;".utf8)

    private static func split(_ typed: String) -> (scheme: String?, rest: Substring) {
        guard let end = typed.range(of: "://") else { return (nil, "") }
        return (typed[..<end.lowerBound].lowercased(), typed[end.upperBound...])
    }
}
