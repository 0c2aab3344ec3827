import Desk
import Testing

@testable import GenesysDouble
@testable import Telephony

@Suite(.timeLimit(.minutes(2))) struct BridgeTests {
    private func bridge(_ bench: StandInBench) -> BridgeUpstream {
        BridgeUpstream(url: bench.url, patience: StandInBench.patience)
    }

    @Test func `the socket comes first, then initialize, and a call passes through its states`() async throws {
        try await StandInBench.run { bench in
            let bridge = bridge(bench)
            try await bench.watching(bridge, bench.ana) { heard in
                _ = try await heard.next(.registered)
                _ = try await heard.next(.agentReady)
                let connection = try await bench.ring(bench.ana)
                let ringing = try await heard.next(.ringing)
                #expect(ringing.ani == "+14158675309")
                #expect(ringing.connectionID == connection)
                try await bridge.perform(GenesysRequest(.accept, connectionID: connection), for: bench.ana)
                _ = try await heard.next(.established)
                try await bridge.perform(GenesysRequest(.hold, connectionID: connection), for: bench.ana)
                _ = try await heard.next(.held)
                try await bridge.perform(GenesysRequest(.retrieve, connectionID: connection), for: bench.ana)
                _ = try await heard.next(.retrieved)
                try await bridge.perform(GenesysRequest(.hangup, connectionID: connection), for: bench.ana)
                _ = try await heard.next(.released)
            }
        }
    }

    @Test func `what cannot be done says why`() async throws {
        try await StandInBench.run { bench in
            let bridge = bridge(bench)
            await #expect(throws: GenesysError.unknownCall) {
                try await bridge.perform(GenesysRequest(.accept, connectionID: "none"), for: bench.ana)
            }
            try await bench.control("mischief", ["busy": .integer(1), "retryAfter": .integer(4)])
            await #expect(throws: GenesysError.busy(seconds: 4)) {
                try await bridge.perform(GenesysRequest(.available), for: bench.ana)
            }
        }
    }

    @Test func `nothing at the address is told as such`() async throws {
        let bridge = BridgeUpstream(url: "http://127.0.0.1:9", patience: StandInBench.patience)
        await #expect(throws: GenesysError.unreachable) {
            try await bridge.perform(GenesysRequest(.available), for: GenesysAgent(id: AgentID(1), name: "ana"))
        }
    }

    @Test func `a socket that breaks comes back, and what goes on is told again`() async throws {
        try await StandInBench.run { bench in
            let bridge = bridge(bench)
            try await bench.watching(bridge, bench.ana) { heard in
                _ = try await heard.next(.registered)
                let connection = try await bench.ring(bench.ana)
                _ = try await heard.next(.ringing)
                try await bridge.perform(GenesysRequest(.accept, connectionID: connection), for: bench.ana)
                _ = try await heard.next(.established)
                try await bench.control("sockets/break")
                #expect(try await heard.next(.error).errorCode == "connection")
                _ = try await heard.next(.registered)
                #expect(try await heard.next(.established).connectionID == connection)
            }
        }
    }

    @Test func `a hand-over reaches the second agent under another id`() async throws {
        try await StandInBench.run { bench in
            let bridge = bridge(bench)
            try await bench.watching(bridge, bench.ben) { bens in
                _ = try await bens.next(.registered)
                try await bench.watching(bridge, bench.ana) { anas in
                    _ = try await anas.next(.registered)
                    let held = try await bench.ring(bench.ana)
                    _ = try await anas.next(.ringing)
                    try await bridge.perform(GenesysRequest(.accept, connectionID: held), for: bench.ana)
                    _ = try await anas.next(.established)
                    var ask = GenesysRequest(.initiateTransfer, connectionID: held)
                    ask.toNumber = "ben"
                    try await bridge.perform(ask, for: bench.ana)
                    let consult = try await anas.next(.dialing)
                    #expect(consult.parentConnectionID == held)
                    let own = try await bens.next(.ringing)
                    try await bridge.perform(
                        GenesysRequest(.accept, connectionID: own.connectionID), for: bench.ben)
                    _ = try await bens.next(.established)
                    var complete = GenesysRequest(.completeTransfer, connectionID: consult.connectionID)
                    complete.heldConnectionID = held
                    try await bridge.perform(complete, for: bench.ana)
                    let changed = try await bens.next(.partyChanged)
                    #expect(changed.previousConnectionID == own.connectionID)
                    #expect(changed.eventID == own.eventID)
                }
            }
        }
    }
}
