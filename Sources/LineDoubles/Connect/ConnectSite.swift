package import Logging

/// Amazon Connect's stand-in: its program for browsers, the panel of its hidden frame, and a page on which a person plays
/// the customer.
package enum ConnectSite {
    package static let panel = "/connect/ccp-v2/"
    package static let streams = "/connect/streams.js"

    package static func site(logger: Logger) -> DoubleSite {
        DoubleSite(
            files: [
                "/": .page(PackageResources.connect_desk_html),
                panel: .page(PackageResources.connect_ccp_html),
                streams: .script(
                    PackageResources.connect_handles_js + PackageResources.connect_streams_js
                        + PackageResources.connect_browser_js),
                "/double/relay.js": .script(PackageResources.relay_js),
                "/double/sound.js": .script(PackageResources.connect_sound_js),
                "/double/ccp.js": .script(PackageResources.connect_ccp_js),
                "/double/exchange.js": .script(
                    PackageResources.connect_rooms_js + PackageResources.connect_exchange_js
                        + PackageResources.connect_centre_js),
                "/double/desk.js": .script(PackageResources.connect_desk_js),
                "/double/desk.css": .style(PackageResources.connect_desk_css),
            ], logger: logger)
    }
}
