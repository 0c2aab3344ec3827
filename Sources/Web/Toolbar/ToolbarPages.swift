import Desk
import Mustache
import Store

/// `toolbar/index`: the phone in a frame.
struct ToolbarPage: Page, Sendable {
    static let template = "toolbar/index"
    let layout: Layout
    let launch: ToolbarLaunch?
    let fusion: FusionSettings
    let lookupFields: [LookupField]

    var value: MustacheValue {
        [
            "layout": layout.value, "fusion": .optional(launch.map(configuration)),
            "windowPath": .text(Paths.callWindow), "signOutPath": .text(Paths.toolbarSignOut),
        ]
    }

    /// What the page's script needs to know, as JSON.
    private func configuration(_ launch: ToolbarLaunch) -> String {
        JSONValue.object([
            "parent": .string(launch.parent), "name": .string(launch.name), "library": .string(launch.library),
            "hangUpReason": .string(fusion.hangUpReason),
            "lookUp": .array(lookupFields.map { .string($0.rawValue) }),
        ]).text
    }

    static var samples: [ToolbarPage] {
        let launch = ToolbarLaunch(parent: "https://crm.example", name: "phone", library: ToolbarLaunch.oracleLibrary)
        return [nil, launch].map {
            ToolbarPage(layout: .toolbarSample, launch: $0, fusion: FusionSettings(), lookupFields: [.phone])
        }
    }
}

/// `toolbar/sign-in`: who answers, asked inside of the frame.
struct ToolbarSignInPage: Page, Sendable {
    static let template = "toolbar/sign-in"
    static let cookieLost =
        "Your browser did not keep the sign-in. The desk has to be reached by https, and cookies of frames allowed."
    let layout: Layout
    let next: String
    let username: String
    let problem: String?

    var value: MustacheValue {
        [
            "layout": layout.value, "action": .text(Paths.toolbarSignIn), "next": .text(next),
            "username": .text(username), "problem": .optional(problem),
        ]
    }

    static var samples: [ToolbarSignInPage] {
        [nil, "Wrong."].map { ToolbarSignInPage(layout: .sample, next: "/toolbar", username: "ana", problem: $0) }
    }
}

/// `toolbar/refused`: a page that nobody allowed asked for the toolbar.
struct ToolbarRefusedPage: Page, Sendable {
    static let template = "toolbar/refused"
    let layout: Layout
    let problem: ToolbarLaunch.Problem

    var value: MustacheValue {
        switch problem {
        case .foreign(let origin):
            ["layout": layout.value, "origin": .text(origin), "library": .absent, "parameter": .absent]
        case .foreignLibrary(let origin):
            ["layout": layout.value, "origin": .absent, "library": .text(origin), "parameter": .absent]
        case .unreadable(let parameter):
            ["layout": layout.value, "origin": .absent, "library": .absent, "parameter": .text(parameter)]
        }
    }

    static var samples: [ToolbarRefusedPage] {
        let problems: [ToolbarLaunch.Problem] = [
            .foreign(origin: "https://crm.example"), .foreignLibrary(origin: "https://crm.example"),
            .unreadable(parameter: "oraParentFrame"),
        ]
        return problems.map { ToolbarRefusedPage(layout: .sample, problem: $0) }
    }
}

/// `toolbar/window`: the same phone in a window of its own.
struct CallWindowPage: Page, Sendable {
    static let template = "toolbar/window"
    let layout: Layout

    var value: MustacheValue { ["layout": layout.value] }

    static let samples = [CallWindowPage(layout: .toolbarSample)]
}

extension Views {
    func toolbarLayout(agent: Agent, mark: String, title: String = "Phone") -> Layout {
        var layout = deskLayout(title: title, page: "toolbar", agent: agent, mark: mark)
        layout.script = "js/pages/toolbar.js"
        return layout
    }
}

extension Layout {
    static var toolbarSample: Layout {
        var layout = agentSample
        layout.script = "js/pages/toolbar.js"
        return layout
    }
}
