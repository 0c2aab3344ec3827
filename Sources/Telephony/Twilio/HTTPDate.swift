import Desk

/// `Tue, 14 Nov 2023 22:13:20 GMT` (RFC 9110, 5.6.7), the only form that servers write.
enum HTTPDate {
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    static func timestamp(_ text: String) -> Timestamp? {
        guard
            let match = text.wholeMatch(of: #/[A-Z][a-z]{2}, (\d\d) ([A-Z][a-z]{2}) (\d{4}) (\d\d):(\d\d):(\d\d) GMT/#),
            let month = months.firstIndex(of: String(match.output.2)), let day = Int(match.output.1),
            let year = Int(match.output.3), let hour = Int(match.output.4), let minute = Int(match.output.5),
            let second = Int(match.output.6)
        else { return nil }
        let seconds = ((days(year, month, day) * 24 + hour) * 60 + minute) * 60 + second
        return Timestamp(milliseconds: Int64(seconds) * 1000)
    }

    /// Days from 1970 on; `month` is 0 for January.
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let lengths = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334]
        // A leap day counts from March on.
        let leaping = month < 2 ? year - 1 : year
        let leapDays = leaping / 4 - leaping / 100 + leaping / 400 - 477
        return (year - 1970) * 365 + leapDays + lengths[min(max(month, 0), 11)] + day - 1
    }
}
