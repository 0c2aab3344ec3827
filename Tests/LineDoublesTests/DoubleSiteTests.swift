import AsyncHTTPClient
import Logging
import NIOCore
import NIOHTTP1
import Testing

@testable import LineDoubles

/// The pages that play a vendor are served with what browsers want of scripts and frames of another site.
@Suite(.timeLimit(.minutes(1))) struct DoubleSiteTests {
    private static let logger = Logger(label: "line-doubles-tests")

    /// Gets paths of a site that runs meanwhile.
    private static func get(_ site: DoubleSite, _ paths: [String]) async throws -> [HTTPClientResponse] {
        let (ports, announce) = AsyncStream.makeStream(of: Int.self)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            defer { group.cancelAll() }
            group.addTask {
                try await site.run(port: 0) { port in
                    announce.yield(port)
                    announce.finish()
                }
            }
            var answers: [HTTPClientResponse] = []
            for await port in ports {
                for path in paths {
                    let request = HTTPClientRequest(url: "http://127.0.0.1:\(port)\(path)")
                    answers.append(try await HTTPClient.shared.execute(request, timeout: .seconds(10)))
                }
            }
            return answers
        }
    }

    @Test func `Amazon's stand-in has the library, the panel and the customer's page`() async throws {
        let paths = ["/", ConnectSite.panel, ConnectSite.streams]
        let answers = try await Self.get(ConnectSite.site(logger: Self.logger), paths)
        #expect(answers.map(\.status.code) == [200, 200, 200])
        #expect(answers.last?.headers.first(name: "content-type") == "text/javascript; charset=utf-8")
        #expect(answers.last?.headers.first(name: "cross-origin-resource-policy") == "cross-origin")
    }

    @Test func `Fusion's stand-in names the desk, and may show it in a frame`() async throws {
        let site = FusionSite.make(desk: "http://desk.example:8080", logger: Self.logger)
        let answers = try await Self.get(site, ["/fusion-page.js", "/", "/ui-events-framework-client.js"])
        let body = try await #require(answers.first).body.collect(upTo: 1_000_000)
        #expect(String(buffer: body).contains("http://desk.example:8080"))
        #expect(answers.map(\.status.code) == [200, 200, 200])
        #expect(answers.dropFirst().first?.headers.first(name: "cross-origin-embedder-policy") == nil)
    }

    @Test func `what is not there is not found`() async throws {
        let answers = try await Self.get(ConnectSite.site(logger: Self.logger), ["/nothing", "/double/relay"])
        #expect(answers.map(\.status.code) == [404, 404])
    }
}
