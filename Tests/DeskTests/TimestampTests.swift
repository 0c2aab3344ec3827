import Desk
import Foundation
import Testing

@Suite struct TimestampTests {
    private func at(_ milliseconds: Int64) -> Timestamp { Timestamp(milliseconds: milliseconds) }

    @Test func `seconds are added`() {
        #expect(at(1_500).adding(seconds: 2) == at(3_500))
        #expect(at(1_500).adding(seconds: -2) == at(-500))
    }

    @Test(arguments: [
        (Int64.max, Int64(1), Int64.max), (.max, .max, .max), (0, .max, .max), (.min, -1, .min), (0, .min, .min),
        (.min, .min, .min), (.max - 999, 1, .max), (.max - 1_000, 1, .max),
    ])
    func `the end of time is not passed`(start: Int64, seconds: Int64, end: Int64) {
        #expect(at(start).adding(seconds: seconds) == at(end))
    }

    @Test(arguments: [
        (Int64(0), Int64(0), Int64(0)), (999, 0, 0), (1_000, 0, 1), (61_500, 500, 61), (0, 5_000, 0), (.min, .max, 0),
        (.max, .min, 0), (.max, 0, .max / 1_000), (0, .min, 0),
    ])
    func `the time since is whole seconds and never negative`(now: Int64, earlier: Int64, seconds: Int64) {
        #expect(at(now).seconds(since: at(earlier)) == seconds)
    }

    @Test func `moments are ordered`() {
        #expect(at(1) < at(2))
        #expect([at(3), at(-1), at(2)].min() == at(-1))
        #expect(at(1_800_000_000_999).unixSeconds == 1_800_000_000)
        #expect(at(1_500).date.timeIntervalSince1970 == 1.5)
    }

    @Test func `the system's clock runs and is of this century`() {
        #expect((at(1_700_000_000_000)..<at(4_102_444_800_000)).contains(WallClock.system.now))
    }
}
