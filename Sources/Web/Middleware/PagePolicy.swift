import HTTPTypes

/// What one kind of page may load, speak to and show, and who may show it.
struct PagePolicy: Sendable {
    /// Where scripts come from besides the desk.
    var scripts: [String] = []
    /// With whom pages speak besides the desk.
    var connections: [String] = []
    /// Whose pages stand in a frame of this one.
    var frames: [String] = []
    /// Who may show this page in a frame.
    var ancestors: [String] = []
    /// Origins in frames that may use the microphone, play sound and write to the clipboard.
    var trusted: [String] = []
    /// Whether the page opens somebody else's sign-in in a window, and hears of it.
    var opensWindows = false
    /// Whether the page shows others that say nothing of being shown, which `require-corp` would not let it.
    var showsOthers = false
    /// Whether a library of others loads its own parts by script elements, which Trusted Types of ours would keep from it.
    var runsForeignLoader = false
    /// Whether other sites may load what stands here.
    var isLoadable = false
    /// Whether their scripts may read it.
    var isReadable = false

    func fields(staysSecure: Bool) -> [HTTPField] {
        var fields = [
            Self.field("Content-Security-Policy", contentPolicy),
            Self.field("Referrer-Policy", "same-origin"),
            Self.field("X-Content-Type-Options", "nosniff"),
            Self.field("Cross-Origin-Opener-Policy", opensWindows ? "same-origin-allow-popups" : "same-origin"),
            Self.field("Cross-Origin-Resource-Policy", isLoadable ? "cross-origin" : "same-origin"),
            Self.field("Permissions-Policy", permissions),
        ]
        if !showsOthers { fields.append(Self.field("Cross-Origin-Embedder-Policy", "require-corp")) }
        if isReadable { fields.append(Self.field("Access-Control-Allow-Origin", "*")) }
        // Never for a certificate on localhost: browsers would refuse plain http there for a year.
        if staysSecure {
            fields.append(Self.field("Strict-Transport-Security", "max-age=31536000; includeSubDomains"))
        }
        return fields.compactMap { $0 }
    }

    private var contentPolicy: String {
        var directives = [
            "default-src 'none'", Self.directive("script-src", ["'self'"] + scripts), "style-src 'self'",
            "img-src 'self'", "font-src 'self'", Self.directive("connect-src", ["'self'"] + connections),
            "media-src 'self'", "form-action 'self'", "base-uri 'none'",
            Self.directive("frame-ancestors", ancestors.isEmpty ? ["'none'"] : ancestors),
        ]
        if !runsForeignLoader { directives += ["require-trusted-types-for 'script'", "trusted-types deskbell"] }
        if !frames.isEmpty { directives.append(Self.directive("frame-src", frames)) }
        return directives.joined(separator: "; ")
    }

    private var permissions: String {
        let allowed = (["self"] + Self.each(trusted).map { "\"\($0)\"" }).joined(separator: " ")
        let sound = trusted.isEmpty ? [] : ["autoplay=(\(allowed))", "clipboard-write=(\(allowed))"]
        let none = ["camera", "geolocation", "display-capture", "payment", "usb"].map { "\($0)=()" }
        return (["microphone=(\(allowed))"] + sound + none).joined(separator: ", ")
    }

    private static func directive(_ name: String, _ sources: [String]) -> String {
        ([name] + each(sources)).joined(separator: " ")
    }

    /// Each once, in the order in which they came.
    private static func each(_ sources: [String]) -> [String] {
        var seen: Set<String> = []
        return sources.filter { seen.insert($0).inserted }
    }

    private static func field(_ name: String, _ value: String) -> HTTPField? {
        HTTPField.Name(name).map { HTTPField(name: $0, value: value) }
    }
}
