/// The page for people, which is part of the program.
enum PageFiles {
    static func file(_ path: String) -> Answer? {
        switch path {
        case "/": Answer(status: 200, body: .file(PackageResources.genesys_html, type: "text/html; charset=utf-8"))
        case "/genesys.js":
            Answer(status: 200, body: .file(PackageResources.genesys_js, type: "text/javascript; charset=utf-8"))
        case "/genesys.css":
            Answer(status: 200, body: .file(PackageResources.genesys_css, type: "text/css; charset=utf-8"))
        default: nil
        }
    }
}
