extension TwilioError {
    /// What happened, and what to do, for people.
    package var words: String {
        switch self {
        case .unreachable: "Twilio cannot be reached. Phone calls are not possible now; try again in a moment."
        case .uncertain: "Twilio did not answer in time, so it is not known whether the call was placed."
        case .unreadable: "Something that is not Twilio answered. Check the network, and TWILIO_API_URL if it is set."
        case .refused(let code, let status, let message): Self.words(code: code, status: status, message)
        }
    }

    private static func words(code: Int?, status: Int, _ message: String) -> String {
        if let known = code.flatMap({ known[$0] }) ?? usual[status] { return known }
        if (500...599).contains(status) { return "Twilio has trouble of its own. Try again in a moment." }
        let number = code.map { " (error \($0))" } ?? ""
        return "Twilio refused\(number): \(message.isEmpty ? "HTTP \(status)" : message)"
    }

    private static let credentials =
        "Twilio does not accept the API key. Check TWILIO_ACCOUNT_SID, TWILIO_API_KEY and TWILIO_API_SECRET."
    private static let tooMany = "Twilio has too much to do for this account. Wait a moment and try again."
    private static let notFound = "Twilio does not know this any more: the call or the number is gone."

    private static let usual = [401: credentials, 403: forbidden, 404: notFound, 429: tooMany]
    private static let forbidden = "Twilio does not let this account or API key do that. Look at both in its console."

    /// By Twilio's error codes (https://www.twilio.com/docs/api/errors).
    private static let known: [Int: String] = [
        10001: "The Twilio account is not active. Open its console to see why.",
        10005: "Voice calls are off for this Twilio account. Open its console to see why.",
        20003: credentials,
        20005: "The Twilio account is not active. Open its console to see why.",
        20404: notFound,
        20429: tooMany,
        13223: "The number is not written as Twilio wants it. Write it with + and the country code.",
        13224: "The number is not in use, or no call can reach it. Check it with the customer.",
        13226: "The number begins with a country code that does not exist. Check it with the customer.",
        13227: "Calls to this country are off in the Twilio account. An admin can allow it under Geo Permissions.",
        14107: tooMany,
        16025: "This call is being placed already.",
        20001: "Twilio did not understand what was asked. Tell the people who run this desk.",
        21201: "There is no number to call.",
        21205: "Twilio cannot use the desk's address. Check DESKBELL_PUBLIC_URL.",
        21210: "The desk's own number is not the Twilio account's. Check TWILIO_PHONE_NUMBER.",
        21211: "This is not a number that can be called. Check it with the customer.",
        21212: "The desk's own number is not one that can call. Check TWILIO_PHONE_NUMBER.",
        21214: "No call can reach this number. Check it with the customer.",
        21215: "Calls to this country are off in the Twilio account. An admin can allow it under Geo Permissions.",
        21216: "Twilio does not call this number, because it is known for fraud. Call it in another way if you must.",
        21217: "This is not a number that can be called. Check it with the customer.",
        21219: "A trial account calls verified numbers only. Verify this one in Twilio's console, or upgrade.",
        21220: "The call is over already, or not that far yet.",
        21264: "The desk's own number cannot be shown to the customer. Check TWILIO_PHONE_NUMBER.",
    ]
}
