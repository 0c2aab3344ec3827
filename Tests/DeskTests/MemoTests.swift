import Synchronization
import Testing

@testable import Desk

@Suite struct MemoTests {
    @Test func `what was asked lately is not worked out again`() {
        let memo = Memo<Int, Int>(capacity: 3)
        let computed = Mutex<[Int]>([])
        let ask = { (question: Int) in
            memo.answer(to: question) {
                computed.withLock { $0.append(question) }
                return question * 10
            }
        }
        for question in [1, 2, 1, 3, 1, 2, 4, 3] { #expect(ask(question) == question * 10) }
        #expect(computed.withLock { $0 } == [1, 2, 3, 4])
    }

    @Test func `what nobody asks for any more is forgotten`() {
        let memo = Memo<Int, Int>(capacity: 3)
        for question in 0..<7 { _ = memo.answer(to: question) { question } }
        let again = memo.answer(to: 0) { -1 }
        #expect(again == -1)
    }

    @Test func `an answer may be that there is none`() {
        let memo = Memo<Int, String?>(capacity: 3)
        _ = memo.answer(to: 1) { nil }
        #expect(memo.answer(to: 1) { "computed again" } == nil)
    }
}
