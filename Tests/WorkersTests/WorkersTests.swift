import Dispatch
import Testing

@testable import Workers

@Suite struct `Threads for blocking work` {
    @Test func `who comes when there is no room is refused at once, and room comes back`() async {
        let workers = Workers(threads: 1, capacity: 2)
        let gate = DispatchSemaphore(value: 0)
        await withTaskGroup(of: Bool.self) { group in
            for _ in 1...3 { group.addTask { await workers.run { gate.wait() } != nil } }
            #expect(await group.next() == false, "the two that were taken on cannot answer before the gate opens")
            gate.signal()
            gate.signal()
            for await wasRun in group { #expect(wasRun) }
        }
        #expect(await workers.run { 3 } == 3)
    }

    @Test func `work that was taken on is finished when the workers go`() async {
        let answers = await withTaskGroup(of: Int?.self) { group in
            let workers = Workers(threads: 2, capacity: 50)
            for number in 0..<50 { group.addTask { await workers.run { number } } }
            return await group.reduce(into: Set<Int?>()) { $0.insert($1) }
        }
        #expect(answers.count == 50)
        #expect(!answers.contains(nil))
    }
}
