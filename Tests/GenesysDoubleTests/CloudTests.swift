import Desk
import Foundation
import NIOHTTP1
import Synchronization
import TestSupport
import Testing

@testable import GenesysDouble
@testable import Telephony

@Suite(.timeLimit(.minutes(2))) struct CloudTests {
    private func cloud(_ bench: StandInBench, clock: WallClock = .system) -> CloudUpstream {
        CloudUpstream(
            api: bench.url, login: bench.url, client: GenesysStandIn.cloudClient, patience: StandInBench.patience,
            clock: clock)
    }

    /// Goes where the agent's browser would, and comes back.
    private func signIn(_ agent: GenesysAgent, _ cloud: CloudUpstream) async throws {
        let place = await cloud.signIns.begin(for: agent, back: "http://desk.example/genesys/callback")
        try await comeBack(from: place, agent, cloud)
    }

    private func comeBack(from place: String, _ agent: GenesysAgent, _ cloud: CloudUpstream) async throws {
        let answer = try await GenesysHTTP(http: GenesysHTTP.shared).send(.GET, place + "&user=\(agent.name)")
        #expect(answer.status == 302)
        let location = try #require(answer.headers.first(name: "Location").flatMap(URLComponents.init))
        let values = Dictionary(
            (location.queryItems ?? []).map { ($0.name, $0.value ?? "") }, uniquingKeysWith: { first, _ in first })
        try await cloud.signIns.finish(
            state: try #require(values["state"]), code: try #require(values["code"]), for: agent)
    }

    @Test func `who has not signed in is asked to`() async throws {
        try await StandInBench.run { bench in
            let cloud = cloud(bench)
            let heard = Heard()
            await cloud.run(for: bench.ana) { heard.take($0) }
            #expect(heard.all.withLock { $0.map(\.errorCode) } == ["sign-in"])
        }
    }

    @Test func `a code is good once, and for who asked`() async throws {
        try await StandInBench.run { bench in
            let cloud = cloud(bench)
            _ = await cloud.signIns.begin(for: bench.ana, back: "http://desk.example/genesys/callback")
            await #expect(throws: GenesysError.signInNeeded) {
                try await cloud.signIns.finish(state: "made-up", code: "x", for: bench.ana)
            }
        }
    }

    @Test func `a token that runs out is renewed once, however many ask`() async throws {
        try await StandInBench.run { bench in
            let clock = TestClock()
            let cloud = cloud(bench, clock: clock.wall)
            try await signIn(bench.ana, cloud)
            let first = try await cloud.signIns.token(of: bench.ana)
            clock.advance(seconds: 86_399)
            let renewed = try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 0..<8 { group.addTask { try await cloud.signIns.token(of: bench.ana) } }
                return try await group.reduce(into: Set<String>()) { $0.insert($1) }
            }
            #expect(renewed.count == 1 && !renewed.contains(first))
        }
    }

    @Test func `of many sign-ins that were begun the last ones can be finished`() async throws {
        try await StandInBench.run { bench in
            let cloud = cloud(bench)
            var places: [String] = []
            for _ in 0..<6 { places.append(await cloud.signIns.begin(for: bench.ana, back: "http://desk.example")) }
            let first = try #require(places.first)
            await #expect(throws: GenesysError.signInNeeded) { try await comeBack(from: first, bench.ana, cloud) }
            try await comeBack(from: try #require(places.last), bench.ana, cloud)
            _ = try await cloud.signIns.token(of: bench.ana)
        }
    }

    @Test func `signed in, an agent takes, holds, mutes and ends a call`() async throws {
        try await StandInBench.run { bench in
            let cloud = cloud(bench)
            try await signIn(bench.ana, cloud)
            try await bench.watching(cloud, bench.ana) { heard in
                _ = try await heard.next(.registered)
                _ = try await heard.next(.agentNotReady)
                try await cloud.perform(GenesysRequest(.available), for: bench.ana)
                _ = try await heard.next(.agentReady)
                _ = try await bench.ring(bench.ana)
                let ringing = try await heard.next(.ringing)
                #expect(ringing.ani == "+14158675309")
                let steps: [(GenesysRequest.Kind, GenesysEvent.Name)] = [
                    (.accept, .established), (.hold, .held), (.retrieve, .retrieved), (.mute, .muteOn),
                    (.unmute, .muteOff), (.hangup, .released),
                ]
                for (kind, name) in steps {
                    try await cloud.perform(
                        GenesysRequest(kind, connectionID: ringing.connectionID), for: bench.ana)
                    _ = try await heard.next(name)
                }
                try await cloud.perform(
                    GenesysRequest(.wrapUp, connectionID: ringing.connectionID), for: bench.ana)
            }
        }
    }

    @Test func `asks a telephone about a call and takes the customer back`() async throws {
        try await StandInBench.run { bench in
            let cloud = cloud(bench)
            try await signIn(bench.ana, cloud)
            try await bench.watching(cloud, bench.ana) { heard in
                _ = try await heard.next(.registered)
                var dial = GenesysRequest(.makeCall)
                dial.toNumber = "+14155550001"
                try await cloud.perform(dial, for: bench.ana)
                let talking = try await heard.next(.established)
                var ask = GenesysRequest(.initiateTransfer, connectionID: talking.connectionID)
                ask.toNumber = "+14155551234"
                try await cloud.perform(ask, for: bench.ana)
                _ = try await heard.next(.held)
                let consult = try await heard.next(.dialing)
                #expect(consult.parentConnectionID == talking.connectionID)
                try await cloud.perform(
                    GenesysRequest(.cancelTransfer, connectionID: consult.connectionID), for: bench.ana)
                _ = try await heard.next(.retrieved)
            }
        }
    }

    @Test func `too many requests are waited for`() async throws {
        try await StandInBench.run { bench in
            let cloud = cloud(bench)
            try await signIn(bench.ana, cloud)
            try await bench.control("mischief", ["busy": .integer(1), "retryAfter": .integer(1)])
            try await cloud.perform(GenesysRequest(.available), for: bench.ana)
            try await bench.control("mischief", ["busy": .integer(1), "retryAfter": .integer(60)])
            await #expect(throws: GenesysError.busy(seconds: 60)) {
                try await cloud.perform(GenesysRequest(.available), for: bench.ana)
            }
        }
    }

    @Test func `a channel that is to be closed is replaced`() async throws {
        try await StandInBench.run { bench in
            let cloud = cloud(bench)
            try await signIn(bench.ana, cloud)
            try await bench.watching(cloud, bench.ana) { heard in
                _ = try await heard.next(.registered)
                try await bench.control("sockets/closing")
                _ = try await heard.next(.registered)
            }
        }
    }
}
