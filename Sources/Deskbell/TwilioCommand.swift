import ArgumentParser
import Desk
import Telephony
import Web

struct TwilioCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "twilio", abstract: "Set up the Twilio account.", subcommands: [Configure.self])

    struct Configure: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show the voice URLs that Twilio should have; set them with --yes.")

        @OptionGroup var common: CommonOptions
        @Flag(help: "Set them.") var yes = false

        func run() async throws {
            try await Console.reporting {
                let settings = try await Settings(flags: common.flags).desk
                guard let account = settings.twilio else {
                    throw Complaint("No Twilio account is set. docs/twilio.md says how.")
                }
                guard let addresses = VoiceAddresses(settings) else {
                    throw Complaint("Set DESKBELL_PUBLIC_URL first: Twilio has to know how the desk is reached.")
                }
                do throws(TwilioError) {
                    try await VoiceSetup(account: account, addresses: addresses).run(isAgreed: yes)
                } catch {
                    throw Complaint(error.words)
                }
            }
        }
    }
}

/// Compares the two voice URLs with what the desk needs, and changes them.
private struct VoiceSetup {
    let account: TwilioAccount
    let addresses: VoiceAddresses
    private let client: TwilioClient

    private struct Place {
        let name: String
        let present: TwilioVoiceURL
        let wanted: TwilioVoiceURL
        let console: String
        /// A TwiML app that a number is led to, past its own address.
        var application: String?
        let set: (TwilioVoiceURL) async throws(TwilioError) -> Void

        var isRight: Bool { present == wanted && application == nil }
        var presentWords: String { application.map { "the TwiML app \($0)" } ?? VoiceSetup.words(present) }
    }

    init(account: TwilioAccount, addresses: VoiceAddresses) {
        self.account = account
        self.addresses = addresses
        client = TwilioClient(credentials: account.credentials)
    }

    func run(isAgreed: Bool) async throws(TwilioError) {
        let places = try await [application(), number()].compactMap { $0 }
        for place in places { Self.show(place) }
        let wrong = places.filter { !$0.isRight }
        guard !wrong.isEmpty else { return Console.say("Nothing is to be changed.") }
        guard isAgreed else { return Console.say("Nothing was changed. Say --yes to set what is different.") }
        for place in wrong {
            try await place.set(place.wanted)
            Console.say("Set: \(place.name).")
            Console.say("  To undo: \(place.console), \(place.presentWords).")
        }
    }

    private func application() async throws(TwilioError) -> Place? {
        let application = try await client.application(account.keys.applicationSid)
        let client = client
        return Place(
            name: "TwiML app \(application.name.isEmpty ? application.sid : application.name)",
            present: application.voice, wanted: addresses.application,
            console: "in the console, Voice > Manage > TwiML apps > \(application.sid), Request URL",
            set: { voice async throws(TwilioError) in
                try await client.updateApplicationVoiceURL(application.sid, to: voice)
            })
    }

    private func number() async throws(TwilioError) -> Place? {
        let shown = account.phoneNumber.e164
        guard let number = try await client.incomingNumber(shown) else {
            Console.say("\(shown) is not the account's: check TWILIO_PHONE_NUMBER.")
            return nil
        }
        let client = client
        return Place(
            name: "number \(shown)", present: number.voice, wanted: addresses.number,
            console: "in the console, Phone Numbers > Manage > Active numbers > \(shown), \"A call comes in\"",
            application: number.applicationSid,
            set: { voice async throws(TwilioError) in
                try await client.updateNumberVoiceURL(
                    number.sid, to: voice, leavingApplication: number.applicationSid != nil)
            })
    }

    private static func show(_ place: Place) {
        Console.say(place.name)
        Console.say("  has    \(place.presentWords)")
        Console.say(place.isRight ? "  which is right" : "  needs  \(words(place.wanted))")
    }

    fileprivate static func words(_ voice: TwilioVoiceURL) -> String {
        voice.url.isEmpty ? "no address" : "\(voice.method) \(voice.url)"
    }
}
