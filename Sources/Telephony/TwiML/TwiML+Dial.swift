package import Desk

extension TwiML {
    /// Connects the call with someone: all targets ring, the first to answer gets it. What is nil is Twilio's default.
    package struct Dial: Equatable, Sendable {
        package var targets: [Target]
        package var callerID: PhoneNumber?
        package var answerOnBridge: Bool?
        /// Seconds of ringing, 5 to 600.
        package var timeout: Int?
        /// Longest call in seconds.
        package var timeLimit: Int?
        /// What Twilio asks when the call is over; verbs after this one are then not reached.
        package var action: String?

        package init(
            _ targets: [Target], callerID: PhoneNumber? = nil, answerOnBridge: Bool? = nil, timeout: Int? = nil,
            timeLimit: Int? = nil, action: String? = nil
        ) {
            self.targets = targets
            self.callerID = callerID
            self.answerOnBridge = answerOnBridge
            self.timeout = timeout
            self.timeLimit = timeLimit
            self.action = action
        }
    }

    package enum Target: Equatable, Sendable {
        case number(Number)
        case client(Client)
        case conference(Conference)
    }

    /// A telephone, given by a number that was parsed: no text from outside gets here.
    package struct Number: Equatable, Sendable {
        package var number: PhoneNumber
        package var statusCallback: StatusCallback?

        package init(_ number: PhoneNumber, statusCallback: StatusCallback? = nil) {
            self.number = number
            self.statusCallback = statusCallback
        }
    }

    /// A browser registered under an identity; `parameters` reach its page with the call.
    package struct Client: Equatable, Sendable {
        package struct Parameter: Equatable, Sendable {
            package let name: String
            package let value: String

            package init(name: String, value: String) {
                self.name = name
                self.value = value
            }
        }

        package var identity: String
        package var parameters: [Parameter]
        package var statusCallback: StatusCallback?

        package init(_ identity: String, parameters: [Parameter] = [], statusCallback: StatusCallback? = nil) {
            self.identity = identity
            self.parameters = parameters
            self.statusCallback = statusCallback
        }
    }

    /// A room, and how this leg is in it. Twilio takes `waitURL` and the callback from the first to come alone.
    package struct Conference: Equatable, Sendable {
        package var room: String
        package var label: String?
        package var startOnEnter: Bool?
        package var endOnExit: Bool?
        package var muted: Bool?
        package var beep: Bool?
        /// What those who wait hear; an empty one is silence.
        package var waitURL: String?
        package var maxParticipants: Int?
        /// The CallSid of the only leg that is to hear this one.
        package var coach: String?
        package var statusCallback: StatusCallback?

        package init(
            room: String, label: String? = nil, startOnEnter: Bool? = nil, endOnExit: Bool? = nil, muted: Bool? = nil,
            beep: Bool? = nil, waitURL: String? = nil, maxParticipants: Int? = nil, coach: String? = nil,
            statusCallback: StatusCallback? = nil
        ) {
            self.room = room
            self.label = label
            self.startOnEnter = startOnEnter
            self.endOnExit = endOnExit
            self.muted = muted
            self.beep = beep
            self.waitURL = waitURL
            self.maxParticipants = maxParticipants
            self.coach = coach
            self.statusCallback = statusCallback
        }
    }
}
