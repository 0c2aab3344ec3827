import Secrets
import Telephony
import Testing

@Suite struct TurnCredentialsTests {
    /// Computed with `printf '1800000000:agent_1' | openssl dgst -sha1 -hmac north -binary | base64`.
    @Test func `the password is the HMAC of the user name under the shared secret`() {
        let credentials = TurnCredentials(secret: Secret("north"), expires: 1_800_000_000, name: "agent_1")
        #expect(credentials.username == "1800000000:agent_1")
        #expect(credentials.password == "fgJ4h/4chiNwKdX8VpVDm3Gc4R4=")
    }
}
