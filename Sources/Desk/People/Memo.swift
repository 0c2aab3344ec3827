import Synchronization

/// Remembers what a slow, pure function answered lately; holds at most twice `capacity` answers.
///
/// What was asked for in the last `capacity` different questions is surely there: a full generation becomes the old
/// one, and what is found in the old one moves to the new.
final class Memo<Question: Hashable & Sendable, Answer: Sendable>: Sendable {
    private struct Generations {
        var new: [Question: Answer] = [:]
        var old: [Question: Answer] = [:]
    }

    private let capacity: Int
    private let generations = Mutex(Generations())

    init(capacity: Int) { self.capacity = capacity }

    /// The remembered answer, else what `compute` says, which may run more than once for one question.
    func answer(to question: Question, _ compute: () -> Answer) -> Answer {
        if let known = known(question) { return known }
        let answer = compute()
        generations.withLock { remember(answer, to: question, &$0) }
        return answer
    }

    private func known(_ question: Question) -> Answer? {
        generations.withLock { generations in
            if let answer = generations.new[question] { return answer }
            guard let answer = generations.old[question] else { return nil }
            remember(answer, to: question, &generations)
            return answer
        }
    }

    private func remember(_ answer: Answer, to question: Question, _ generations: inout Generations) {
        if generations.new.count >= capacity {
            generations.old = generations.new
            generations.new = [:]
        }
        generations.new[question] = answer
    }
}
