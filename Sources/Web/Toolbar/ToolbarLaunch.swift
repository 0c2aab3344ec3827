import Desk
import HummingbirdCore

/// How the page around the toolbar wants it: what Oracle Fusion writes into the address of the frame, once it is known
/// to be from a page that the operator allows.
struct ToolbarLaunch: Sendable, Equatable {
    /// The origin of the page around, as browsers write it.
    let parent: String
    /// The name of the toolbar's record in Fusion.
    let name: String
    /// The address of the UI Events Framework.
    let library: String

    enum Problem: Error, Equatable {
        /// This origin is not on the list.
        case foreign(origin: String)
        /// The library would come from this origin, which is not on the list.
        case foreignLibrary(origin: String)
        /// This parameter cannot be read.
        case unreadable(parameter: String)
    }

    /// Where Oracle serves it (Fusion Service CTI guide, "Integrate the UEF library").
    static let oracleLibrary = "https://static.oracle.com/cdn/ui-events-framework/libs/ui-events-framework-client.js"
    private static let oracleOrigin = "https://static.oracle.com"
    private static let libraryFile = "ui-events-framework-client.js"
    private static let longestName = 200

    /// - Parameters:
    ///   - parameters: of the request; nil comes back where none is of Fusion.
    ///   - own: our own origin, which may always frame us.
    static func read(
        _ parameters: Parameters.Flat, own: String?, allowed: [WebOrigin]
    ) throws(Problem) -> ToolbarLaunch? {
        let frame = try parameters.only("oraParentFrame")
        let name = try parameters.only("oraTbName")
        let source = try parameters.only("oraApiSource")
        guard frame != nil || name != nil || source != nil else { return nil }
        guard let parent = frame.flatMap(WebAddress.init)?.origin else {
            throw .unreadable(parameter: "oraParentFrame")
        }
        let origins = [own].compactMap { $0 } + allowed.map(\.text)
        guard origins.contains(parent.text) else { throw .foreign(origin: parent.text) }
        guard (name ?? "").utf8.count <= longestName else { throw .unreadable(parameter: "oraTbName") }
        return ToolbarLaunch(
            parent: parent.text, name: name ?? "",
            library: try source.map { source throws(Problem) in
                try library(source, parent: parent, origins: origins)
            } ?? oracleLibrary)
    }

    /// Only ever a script of Oracle's own server, of ours, or of an origin on the list. What Fusion names besides is its
    /// older library, which is not loaded.
    private static func library(
        _ source: String, parent: WebOrigin, origins: [String]
    ) throws(Problem) -> String {
        let isPath = source.hasPrefix("/") && !source.hasPrefix("//")
        guard let address = WebAddress(isPath ? parent.text + source : source) else {
            throw .unreadable(parameter: "oraApiSource")
        }
        let origin = address.origin.text
        guard origin != oracleOrigin else { return oracleLibrary }
        guard origins.contains(origin) else { throw .foreignLibrary(origin: origin) }
        let file = address.path.prefix { $0 != "?" }
        return file.hasSuffix("/" + libraryFile) ? address.text : oracleLibrary
    }

    /// What a request's address carries.
    enum Parameters {
        typealias Flat = FlatDictionary<Substring, Substring>
    }
}

extension FlatDictionary<Substring, Substring> {
    /// The one value of that name; an empty one counts as none.
    fileprivate func only(_ name: Substring) throws(ToolbarLaunch.Problem) -> String? {
        let values = self[values: name]
        guard values.count <= 1 else { throw .unreadable(parameter: String(name)) }
        return values.first.flatMap { $0.isEmpty ? nil : String($0) }
    }
}
