import CoreMetrics
import Desk
import HTTPTypes
import Store
import TestSupport
import Testing

@testable import Web
@testable import WebSocketUpgrade

@Suite(.timeLimit(.minutes(10))) struct MetricsTests {
    /// What a neighbour reads, line by line.
    private func lines(_ desk: TestDesk) async throws -> [String] {
        let answer = try await desk.stranger().get("/metrics")
        answer.expect(200)
        #expect(answer.header("Content-Type") == "text/plain; version=0.0.4; charset=utf-8")
        return answer.text.split(separator: "\n").map(String.init)
    }

    @Test func `requests are counted by route template, never by path`() async throws {
        let desk = try await TestDesk()
        let (browser, detail) = try await desk.customer()
        _ = try await browser.get("/t/\(detail.ticket.key)")
        _ = try await browser.get("/t/\(detail.ticket.key)")
        _ = try await browser.get("/no/such/page")
        _ = try await browser.send(try HTTPRequest.Method(rawValue: "PROPFIND").orThrow("no method"), "/")
        let lines = try await lines(desk)
        #expect(lines.contains(#"deskbell_http_requests_total{route="/t/{key}",method="GET",status="200"} 2"#))
        #expect(lines.contains(#"deskbell_http_requests_total{route="none",method="GET",status="404"} 1"#))
        #expect(lines.contains { $0.contains(#"method="other",status="405""#) })
        #expect(lines.contains(#"deskbell_http_request_seconds_count{route="/t/{key}"} 2"#))
        #expect(lines.contains("# TYPE deskbell_http_request_seconds histogram"))
        for line in lines {
            for secret in [detail.ticket.key, "such", "PROPFIND", "Robert"] {
                #expect(!line.contains(secret), "\(line)")
            }
        }
    }

    @Test func `calls are counted by what became of them`() async throws {
        try await LiveDesk.run(try await TestDesk()) { live in
            let ana = try await live.agent(live.desk.ana, tab: "ana")
            let robert = try await live.visitor()
            robert.say(#"{"type":"dial","ref":"r"}"#)
            _ = try await robert.told()
            let id = try await live.desk.store.runningCalls().first.orThrow("no call").key
            var seen = try await lines(live.desk)
            #expect(seen.contains(#"deskbell_calls{state="offered"} 1"#))
            #expect(seen.contains(#"deskbell_sockets{kind="agent"} 1"#))
            #expect(seen.contains(#"deskbell_sockets{kind="visitor"} 1"#))
            live.desk.clock.advance(seconds: 2)
            ana.say(#"{"type":"ringing","call":"\#(id)"}"#)
            _ = try await ana.told()
            live.desk.clock.advance(seconds: 4)
            ana.say(#"{"type":"answer","call":"\#(id)"}"#)
            _ = try await ana.told()
            robert.say(#"{"type":"hangUp","call":"\#(id)"}"#)
            _ = try await robert.told()
            seen = try await lines(live.desk)
            #expect(seen.contains("deskbell_call_ring_seconds_sum 2"))
            #expect(seen.contains("deskbell_call_answer_seconds_sum 6"))
            #expect(seen.contains(#"deskbell_calls_ended_total{reason="hangup"} 1"#))
            #expect(seen.contains(#"deskbell_calls_ended_total{reason="missed"} 0"#))
            #expect(seen.contains(#"deskbell_calls{state="offered"} 0"#))
        }
    }

    @Test func `the process says what it is`() async throws {
        let lines = try await lines(try await TestDesk())
        #expect(lines.contains { $0.hasPrefix("process_resident_memory_bytes ") })
        #expect(lines.contains { $0.hasPrefix("process_start_time_seconds ") })
        #expect(lines.contains { $0.hasPrefix("deskbell_build_info{version=") })
        #expect(ProcessMemory.resident(in: "VmPeak:\t 9 kB\nVmRSS:\t   12 kB\n") == 12_288)
        #expect(ProcessMemory.resident(in: "VmRSS:\t99999999999999999999 kB\n") == nil)
        #expect(ProcessMemory.resident(in: "") == nil)
    }

    @Test func `messages that a slow page does not take are counted`() {
        let metrics = DeskMetrics(registry: MetricsRegistry(), version: "1")
        var configuration = WebSocketConfiguration()
        configuration.outboundQueueLimit = 2
        configuration.onTooSlow = { metrics.drop(messages: $0) }
        let outbox = Outbox(configuration)
        for _ in 0..<5 { _ = outbox.enqueue(WebSocketPayload("x").frame) }
        let text = PrometheusText.text(of: metrics.registry.snapshots)
        #expect(text.contains("deskbell_dropped_messages_total 3\n"))
    }

    // MARK: Who may ask

    @Test(arguments: ["127.0.0.1", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "::1", "fd00::1"])
    func `neighbours see the metrics`(address: String) async throws {
        try await TestDesk().stranger(address: address).get("/metrics").expect(200)
    }

    @Test(arguments: ["192.0.2.1", "172.15.0.1", "172.32.0.1", "192.169.0.1", "11.0.0.1", "2001:db8::1", "fe80::1"])
    func `to others there are none`(address: String) async throws {
        try await TestDesk().stranger(address: address).get("/metrics").expect(404, mustNotContain: ["deskbell_"])
    }

    @Test func `a proxy beside the desk does not make the world a neighbour`() async throws {
        let name = try HTTPField.Name("X-Forwarded-For").orThrow("no such name")
        let answer = try await TestDesk().stranger().get("/metrics", headers: [name: "192.0.2.1"])
        answer.expect(404, mustNotContain: ["deskbell_"])
    }

    // MARK: The text

    @Test func `values of labels are escaped and names are made ones`() {
        let registry = MetricsRegistry()
        Counter(label: "1 odd-name", dimensions: [("a b", "x\"\\\ny\u{301}")], factory: registry).increment(by: 3)
        #expect(
            PrometheusText.text(of: registry.snapshots)
                == "# TYPE _1_odd_name counter\n_1_odd_name{a_b=\"x\\\"\\\\\\ny\u{301}\"} 3\n")
    }

    @Test func `a histogram counts each value in every bucket that is large enough`() {
        let registry = MetricsRegistry()
        let timer = Timer(label: "t", factory: registry)
        for milliseconds in [0, 3, 3, 700, 60_000] { timer.recordMilliseconds(milliseconds) }
        let lines = PrometheusText.text(of: registry.snapshots).split(separator: "\n")
        for line in [
            #"t_bucket{le="0.0005"} 1"#, #"t_bucket{le="0.005"} 3"#, #"t_bucket{le="1"} 4"#, #"t_bucket{le="30"} 4"#,
            #"t_bucket{le="+Inf"} 5"#, "t_count 5",
        ] {
            #expect(lines.contains { $0 == line }, "\(line)")
        }
    }

    @Test func `handles of one name and labels share a series, and a name keeps its kind`() {
        let registry = MetricsRegistry()
        for _ in 0..<2 { Counter(label: "c", dimensions: [("k", "v")], factory: registry).increment() }
        Gauge(label: "c", factory: registry).record(7.0)
        #expect(PrometheusText.text(of: registry.snapshots) == "# TYPE c counter\nc{k=\"v\"} 2\n")
    }

    @Test(arguments: [(1.0, "1"), (0.0005, "0.0005"), (-2.5, "-2.5"), (1.5e9, "1500000000")])
    func `numbers are short`(value: Double, text: String) { #expect(PrometheusText.number(value) == text) }

    @Test func `what is no number is one that readers know`() {
        #expect(PrometheusText.number(.nan) == "NaN")
        #expect(PrometheusText.number(.infinity) == "+Inf" && PrometheusText.number(-.infinity) == "-Inf")
    }
}
