import Desk
import Logging
import NIOHTTP1
import Synchronization

@testable import GenesysDouble
@testable import Telephony

/// A double at a port of its own, and what an upstream tells of it.
struct StandInBench: Sendable {
    struct Missing: Error { let what: String }

    let port: Int
    let ana = GenesysAgent(id: AgentID(1), name: "ana")
    let ben = GenesysAgent(id: AgentID(2), name: "ben")

    var url: String { "http://127.0.0.1:\(port)" }

    static func run(_ body: @escaping @Sendable (StandInBench) async throws -> Void) async throws {
        let (ports, announce) = AsyncStream.makeStream(of: Int.self)
        let double = GenesysStandIn(logger: Logger(label: "double", factory: { _ in SwiftLogNoOpLogHandler() }))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await double.run { announce.yield($0) }
            }
            for await port in ports.prefix(1) { try await body(StandInBench(port: port)) }
            group.cancelAll()
        }
    }

    static var patience: GenesysPatience {
        var patience = GenesysPatience()
        (patience.first, patience.longest) = (.milliseconds(50), .milliseconds(100))
        return patience
    }

    /// Keeps the agent's session while the body runs.
    func watching(
        _ upstream: some GenesysUpstream, _ agent: GenesysAgent,
        _ body: @escaping @Sendable (Heard) async throws -> Void
    ) async throws {
        let heard = Heard()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await upstream.run(for: agent) { heard.take($0) } }
            group.addTask { try await body(heard) }
            try await group.next()
            group.cancelAll()
        }
    }

    // MARK: What people do

    @discardableResult
    func control(_ path: String, _ members: [String: JSONValue] = [:]) async throws -> JSONValue {
        let wire = GenesysHTTP(http: GenesysHTTP.shared)
        let answer = try await wire.send(.POST, url + "/double/" + path, json: .object(members))
        guard answer.status < 300 else { throw Missing(what: "\(path): \(answer.status)") }
        return answer.json
    }

    func ring(_ agent: GenesysAgent, from number: String = "+14158675309") async throws -> String {
        let answer = try await control("ring", ["agent": .string(agent.name), "number": .string(number)])
        guard let connection = answer["connectionId"]?.string else { throw Missing(what: "no connection") }
        return connection
    }
}

/// The events of one agent, in their order.
final class Heard: Sendable {
    private let events: AsyncStream<GenesysEvent>
    private let continuation: AsyncStream<GenesysEvent>.Continuation
    let all = Mutex<[GenesysEvent]>([])

    init() { (events, continuation) = AsyncStream.makeStream() }

    func take(_ event: GenesysEvent) {
        all.withLock { $0.append(event) }
        continuation.yield(event)
    }

    /// The next event of this name; others in between are passed over.
    func next(_ name: GenesysEvent.Name) async throws -> GenesysEvent {
        for await event in events where event.name == name { return event }
        throw StandInBench.Missing(what: name.rawValue)
    }
}
