package import AsyncHTTPClient
import NIOCore

extension TwilioClient {
    /// A client that never ends, as the process needs it: no redirects, short patience, and connections that are given
    /// up before the other side does so.
    package static let sharedHTTP = HTTPClient(
        eventLoopGroupProvider: .singleton, configuration: configuration(connect: .seconds(3)))

    private static func configuration(connect: TimeAmount) -> HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow, timeout: .init(connect: connect, read: .seconds(10)))
        configuration.httpVersion = .http1Only
        configuration.connectionPool.idleTimeout = .seconds(15)
        // Whoever asks decides about a second try.
        configuration.connectionPool.retryConnectionEstablishment = false
        return configuration
    }
}
