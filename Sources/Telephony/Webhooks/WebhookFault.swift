/// Why a webhook is not Twilio's, in words for the operator; whoever sent it learns nothing of it.
package enum WebhookFault: Error, Equatable, Sendable {
    case notSigned
    /// A form that breaks its own rules, or a request whose address is not known.
    case unreadable
    case wrongSignature
    /// The sender says that it signs in another way than the one that is set.
    case otherAlgorithm
    /// The form names another account than ours.
    case otherAccount(String)

    package var words: String {
        switch self {
        case .notSigned: "there is no X-Twilio-Signature"
        case .unreadable: "the form or the address cannot be read"
        case .wrongSignature:
            "the signature is of another address, other fields or another auth token; compare the address with the one "
                + "at Twilio, and TWILIO_AUTH_TOKEN with the account's"
        case .otherAlgorithm: "it is signed in another way than TWILIO_WEBHOOK_SIGNATURE says"
        case .otherAccount(let sid):
            "it belongs to the account \(sid) and not to TWILIO_ACCOUNT_SID; what a subaccount owns is signed with the "
                + "subaccount's token, so that all six values have to be the subaccount's"
        }
    }
}
