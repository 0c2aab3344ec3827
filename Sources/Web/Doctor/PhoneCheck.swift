import AsyncHTTPClient
import Desk
import Secrets
import Telephony

/// Asks Twilio whether the account is as the desk needs it.
struct PhoneCheck: Sendable {
    private let account: TwilioAccount
    private let addresses: VoiceAddresses?
    private let clock: WallClock
    private let sdk: VoiceSDKCheck
    private let client: TwilioClient
    private let timing: TwilioTiming
    private let http: HTTPClient

    init(account: TwilioAccount, addresses: VoiceAddresses?, limit: Duration, clock: WallClock, http: HTTPClient) {
        self.account = account
        self.addresses = addresses
        self.clock = clock
        self.http = http
        sdk = VoiceSDKCheck(sdk: account.voiceSDK, limit: limit, http: http)
        var timing = TwilioTiming()
        timing.limit = limit
        timing.mostRetries = 1
        self.timing = timing
        client = TwilioClient(credentials: account.credentials, http: http, timing: timing)
    }

    func findings() async -> [Finding] {
        async let sdk = sdk.finding()
        async let token = authToken()
        async let application = application()
        async let number = number()
        switch await state() {
        case .failure(let error):
            return [await sdk, Self.noAccount(error), Self.unseen("Auth token"), Self.unseen("TwiML app")]
                + [Self.unseen("Phone number")]
        case .success(let state):
            return [await sdk, Self.finding(state), await token, await application, await number, clock(state)]
        }
    }

    // MARK: The account

    private func state() async -> Result<TwilioAccountState, TwilioError> {
        do throws(TwilioError) { return .success(try await client.account()) } catch { return .failure(error) }
    }

    private static func noAccount(_ error: TwilioError) -> Finding {
        .fail("Twilio account", error.words, "Nothing else of the account can be looked at before.")
    }

    private static func unseen(_ subject: String) -> Finding {
        .warn(subject, "Not looked at.", "Put the Twilio account right first.")
    }

    private static func finding(_ state: TwilioAccountState) -> Finding {
        let found = "\(state.name.isEmpty ? state.sid : state.name) is \(state.status)"
        guard state.status == "active" else {
            return .fail("Twilio account", found + ".", "Open Twilio's console to see why.")
        }
        if state.type == "Trial" {
            return .warn(
                "Twilio account", found + ", on trial.",
                "Only verified numbers can be called: verify yours, or upgrade.")
        }
        return .ok("Twilio account", found + (state.isSubaccount ? ", a subaccount." : "."))
    }

    /// Signed requests are the only ones that are answered: a wrong token loses every call.
    private func authToken() async -> Finding {
        let subject = "Auth token"
        async let first = isAccepted(account.authToken)
        guard let secondary = account.secondaryAuthToken else {
            guard let isAccepted = await first else { return Self.unseen(subject) }
            return isAccepted
                ? .ok(subject, "Twilio accepts it, and signs with it.")
                : .fail(
                    subject, "Twilio does not accept it.", "Copy the primary one from the console to TWILIO_AUTH_TOKEN."
                )
        }
        switch (await first, await isAccepted(secondary)) {
        case (true, true):
            return .warn(
                subject, "Twilio accepts both.",
                "Once the second is promoted, make it TWILIO_AUTH_TOKEN and empty TWILIO_AUTH_TOKEN_SECONDARY.")
        case (false, true):
            return .warn(
                subject, "Twilio accepts only the second.",
                "Make it TWILIO_AUTH_TOKEN and empty TWILIO_AUTH_TOKEN_SECONDARY.")
        case (true, false):
            return .warn(
                subject, "Twilio accepts only the first.", "Empty TWILIO_AUTH_TOKEN_SECONDARY, or make a second one.")
        case (false, false):
            return .fail(subject, "Twilio accepts neither.", "Copy both from the console.")
        default: return Self.unseen(subject)
        }
    }

    /// Nil where Twilio does not say.
    private func isAccepted(_ token: Secret) async -> Bool? {
        let owner = TwilioCredentials(
            accountSid: account.keys.accountSid, user: account.keys.accountSid, password: token,
            origin: account.apiOrigin)
        do throws(TwilioError) {
            _ = try await TwilioClient(credentials: owner, http: http, timing: timing).account()
            return true
        } catch {
            if case .refused(_, 401, _) = error { return false }
            return nil
        }
    }

    // MARK: Where calls are asked about

    private func application() async -> Finding {
        let subject = "TwiML app"
        do throws(TwilioError) {
            let application = try await client.application(account.keys.applicationSid)
            return compare(subject, application.voice, to: addresses?.application)
        } catch  where error.isNotFound {
            return .fail(subject, "The account has no such app.", "Check TWILIO_APP_SID.")
        } catch {
            return .fail(subject, error.words, "Run deskbell doctor again.")
        }
    }

    private func number() async -> Finding {
        let subject = "Phone number"
        let shown = account.phoneNumber.international
        do throws(TwilioError) {
            guard let number = try await client.incomingNumber(account.phoneNumber.e164) else {
                return .fail(
                    subject, "\(shown) is not the account's.", "Check TWILIO_PHONE_NUMBER, or buy the number.")
            }
            if number.trunkSid != nil {
                return .fail(subject, "\(shown) is led to a SIP trunk.", "Take it off the trunk in Twilio's console.")
            }
            if let application = number.applicationSid {
                return .fail(
                    subject, "\(shown) is led to the TwiML app \(application).",
                    "Run deskbell twilio configure, which leads it to the desk with --yes.")
            }
            return compare(subject, number.voice, to: addresses?.number)
        } catch {
            return .fail(subject, error.words, "Run deskbell doctor again.")
        }
    }

    private func compare(_ subject: String, _ voice: TwilioVoiceURL, to wanted: TwilioVoiceURL?) -> Finding {
        let present = voice.url.isEmpty ? "no address" : "\(voice.method) \(voice.url)"
        guard let wanted else {
            return .fail(subject, "It has \(present).", "Set DESKBELL_PUBLIC_URL, then run deskbell twilio configure.")
        }
        guard voice == wanted else {
            return .fail(
                subject, "It has \(present) instead of \(wanted.method) \(wanted.url).",
                "Run deskbell twilio configure, which shows the change, and with --yes makes it.")
        }
        return .ok(subject, "Its calls come to \(voice.url).")
    }

    // MARK: The clock

    private func clock(_ state: TwilioAccountState) -> Finding {
        guard let theirs = state.clock else {
            return .warn("Clock", "Twilio did not say what time it is.", "Keep this machine's clock set by NTP.")
        }
        let seconds = (clock.now.milliseconds - theirs.milliseconds) / 1000
        guard abs(seconds) > 60 else { return .ok("Clock", "Within a minute of Twilio's.") }
        return .fail(
            "Clock", "It is \(abs(seconds)) s \(seconds > 0 ? "ahead of" : "behind") Twilio's.",
            "Set it by NTP (timedatectl set-ntp true): tokens of a wrong time are refused.")
    }
}
