/// The files of the double, which are part of the program.
enum PageFiles {
    static func file(_ path: String) -> (bytes: [UInt8], type: String)? {
        switch path {
        case "/": (PackageResources.telephones_html, "text/html; charset=utf-8")
        case "/telephones.css": (PackageResources.telephones_css, "text/css; charset=utf-8")
        case "/telephones.js": (PackageResources.telephones_js, script)
        case "/wire.js": (PackageResources.wire_js, script)
        case "/sdk/twilio.min.js": (sdk, script)
        default: nil
        }
    }

    private static let script = "text/javascript; charset=utf-8"

    /// One classic script that leaves nothing behind but `Twilio`.
    private static let sdk =
        Array("(() => {\n\"use strict\";\n".utf8) + PackageResources.wire_js
        + PackageResources.sdk_js + Array("})();\n".utf8)
}
