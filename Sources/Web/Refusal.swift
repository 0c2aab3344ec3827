import HTTPTypes

/// A request that is answered with an error page: what happened, then what to do.
struct Refusal: Error, Sendable {
    let status: HTTPResponse.Status
    let heading: String
    let words: String
    var headers: HTTPFields = [:]

    static let notFound = Refusal(
        status: .notFound, heading: "This page does not exist",
        words: "The address may be mistyped, or the page was taken away.")

    static let foreignForm = Refusal(
        status: .forbidden, heading: "This form came from another site",
        words: "For your safety it was not accepted. Go back to the desk's own page and try again.")

    static let badForm = Refusal(
        status: .badRequest, heading: "The form could not be read",
        words: "Go back, check what you typed, and send it again.")

    static let tooLarge = Refusal(
        status: .contentTooLarge, heading: "This is too large", words: "Send a shorter text.")

    static let wrongType = Refusal(
        status: .unsupportedMediaType, heading: "The form could not be read",
        words: "Send it as application/x-www-form-urlencoded.")

    static let wrongMethod = Refusal(
        status: .methodNotAllowed, heading: "This cannot be done here",
        words: "Go back and use the buttons of the page.")

    static func repeated(_ field: String) -> Refusal {
        Refusal(
            status: .badRequest, heading: "The form could not be read",
            words: "The field \(field) was sent more than once. Go back and send the form again.")
    }

    static func tooMany(retryAfter seconds: Int) -> Refusal {
        Refusal(
            status: .tooManyRequests, heading: "That was a lot in a short time",
            words: "Try again in \(seconds == 1 ? "1 second" : "\(seconds) seconds"). Nothing you sent before is lost.",
            headers: [.retryAfter: String(seconds)])
    }

    static let storageBusy = Refusal(
        status: .serviceUnavailable, heading: "The desk cannot save anything now",
        words: "Nothing was saved. Wait a moment, go back and send it again.", headers: [.retryAfter: "5"])

    static let storageUncertain = Refusal(
        status: .serviceUnavailable, heading: "It is not known whether this was saved",
        words:
            "The connection to the database broke just then. Wait a moment and look; a ticket sent again is filed once.",
        headers: [.retryAfter: "5"])

    static let broken = Refusal(
        status: .internalServerError, heading: "Something went wrong on our side",
        words: "Try again in a moment. If it happens again, tell the people who run this desk.")
}
