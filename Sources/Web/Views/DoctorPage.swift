import Mustache

/// `dashboard/doctor`: what calls need, line by line.
struct DoctorPage: Page, Sendable {
    static let template = "doctor/index"
    let layout: Layout
    let findings: [Finding]

    var value: MustacheValue {
        [
            "layout": layout.value, "summary": .text(summary), "isBad": .flag(Doctor.isBad(findings)),
            "findings": .list(findings.map(Self.line)), "doctorPath": .text(Paths.doctor),
        ]
    }

    private var summary: String {
        let bad = findings.count { $0.state == .fail }
        let odd = findings.count { $0.state == .warn }
        switch (bad, odd) {
        case (0, 0): return "All is well."
        case (0, _): return "Calls work. \(odd == 1 ? "One thing" : "\(odd) things") should be looked at."
        default: return "\(bad == 1 ? "One thing does" : "\(bad) things do") not work."
        }
    }

    private static func line(_ finding: Finding) -> MustacheValue {
        [
            "state": .text(finding.state.rawValue), "word": .text(finding.state.word),
            "subject": .text(finding.subject), "found": .text(finding.found), "advice": .optional(finding.advice),
        ]
    }

    static var samples: [DoctorPage] {
        let all: [Finding] = [
            .ok("Disk", "Room."), .warn("Clock", "Late.", "Set it."), .fail("Number", "None.", "Buy one."),
        ]
        return [all, [], [.ok("Disk", "Room.")], [.warn("Clock", "Late.", "Set it.")]].map {
            DoctorPage(layout: .agentSample, findings: $0)
        }
    }
}
