package import Logging

/// A page that plays Oracle Fusion around the desk's media toolbar.
package enum FusionSite {
    /// - Parameter desk: the base URL of the desk whose toolbar is framed.
    package static func make(desk: String, logger: Logger) -> DoubleSite {
        let page = String(decoding: PackageResources.fusion_page_js, as: UTF8.self)
            .replacing("\"DESK\"", with: "\"\(desk)\"")
        return DoubleSite(
            files: [
                "/": .page(PackageResources.fusion_index_html, isIsolated: false),
                "/fusion.css": .style(PackageResources.fusion_css),
                "/fusion-contacts.js": .script(PackageResources.fusion_contacts_js),
                "/fusion-engagements.js": .script(PackageResources.fusion_engagements_js),
                "/fusion-page.js": .script(Array(page.utf8)),
                "/ui-events-framework-client.js": .script(PackageResources.fusion_framework_js),
            ], logger: logger)
    }
}
