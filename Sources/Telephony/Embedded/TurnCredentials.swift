package import Secrets

/// A user name and password that a TURN server with the same secret accepts until they expire: the scheme of
/// draft-uberti-behave-turn-rest-00, which coturn calls `use-auth-secret`.
package struct TurnCredentials: Sendable, Equatable {
    package let username: String
    package let password: String

    /// - Parameters:
    ///   - expires: seconds since 1970.
    ///   - name: who they are for, in the server's log; letters, digits and underscores.
    package init(secret: Secret, expires: Int64, name: String) {
        username = "\(expires):\(name)"
        password = Base64.encode(HMAC.sha1(key: Array(secret.reveal().utf8), Array(username.utf8)))
    }
}
