package import Desk

extension CallPlan {
    /// The plan as Twilio carries it out; `action` is where it tells how the dialling ended.
    package func twiML(action: String = "/call/dialed") -> TwiML {
        switch self {
        case .bridgeToPhone(let number, let callerID, let timeLimit):
            let target = TwiML.Target.number(TwiML.Number(number))
            return TwiML([
                .dial(
                    TwiML.Dial(
                        [target], callerID: callerID, answerOnBridge: true, timeLimit: timeLimit, action: action))
            ])
        case .ringAgents(let timeout):
            let target = TwiML.Target.client(TwiML.Client(HuntGroup.identity))
            return TwiML([.dial(TwiML.Dial([target], answerOnBridge: true, timeout: timeout, action: action))])
        case .refuse(let sentence):
            return TwiML([.say(sentence), .hangup])
        }
    }
}
