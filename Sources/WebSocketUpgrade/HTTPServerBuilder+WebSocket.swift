package import HummingbirdCore
import NIOCore

extension HTTPServerBuilder {
    /// An HTTP/1.1 server whose connections can become WebSockets.
    ///
    /// - Parameters:
    ///   - configuration: Limits and times of each WebSocket.
    ///   - http: Hummingbird's own settings; `idleTimeout` also limits how long the head of a request may take.
    ///   - shouldUpgrade: Asked for every valid WebSocket request, on any path and from any origin; an error passes.
    package static func http1WebSocketUpgrade(
        configuration: WebSocketConfiguration = .init(),
        http: HTTP1Channel.Configuration = .init(idleTimeout: .seconds(10)),
        shouldUpgrade: @escaping UpgradingHTTP1Channel.ShouldUpgrade
    ) -> HTTPServerBuilder {
        HTTPServerBuilder { responder in
            UpgradingHTTP1Channel(
                responder: responder, configuration: configuration, http: http, shouldUpgrade: shouldUpgrade
            )
        }
    }
}
