import Desk
import NIOHTTP1

extension TwilioClient {
    /// The account that the credentials are for.
    package func account() async throws(TwilioError) -> TwilioAccountState {
        let answer = try await answer(to: .get())
        guard let object = answer.object, let sid = object["sid"]?.string else { throw .unreadable }
        return TwilioAccountState(
            sid: sid, name: object["friendly_name"]?.string ?? "", status: object["status"]?.string ?? "",
            type: object["type"]?.string ?? "", ownerSid: object["owner_account_sid"]?.string,
            clock: answer.headers.first(name: "Date").flatMap(HTTPDate.timestamp))
    }

    /// A number of the account's; nil when it has none like this.
    package func incomingNumber(_ e164: String) async throws(TwilioError) -> TwilioNumber? {
        var query = TwilioForm()
        query.add("PhoneNumber", e164)
        query.add("PageSize", 20)
        let numbers = try await list(.get("IncomingPhoneNumbers", query: query), of: "incoming_phone_numbers")
        // Twilio also finds numbers that only contain it.
        return numbers.compactMap(Self.number).first { $0.number == e164 }
    }

    /// - Parameter leavingApplication: the number is led to a TwiML app, which goes before its own address.
    package func updateNumberVoiceURL(
        _ sid: String, to voice: TwilioVoiceURL, leavingApplication: Bool = false
    ) async throws(TwilioError) {
        var form = voice.form
        if leavingApplication { form.add("VoiceApplicationSid", "") }
        _ = try await answer(to: .post("IncomingPhoneNumbers", sid, form: form, repeating: .harmless))
    }

    package func application(_ sid: String) async throws(TwilioError) -> TwilioApplication {
        let object = try await object(.get("Applications", sid))
        guard let sid = object["sid"]?.string else { throw .unreadable }
        return TwilioApplication(
            sid: sid, name: object["friendly_name"]?.string ?? "", voice: TwilioVoiceURL(object))
    }

    package func updateApplicationVoiceURL(_ sid: String, to voice: TwilioVoiceURL) async throws(TwilioError) {
        _ = try await answer(to: .post("Applications", sid, form: voice.form, repeating: .harmless))
    }

    private static func number(_ object: JSONValue) -> TwilioNumber? {
        guard let sid = object["sid"]?.string, let number = object["phone_number"]?.string else { return nil }
        return TwilioNumber(
            sid: sid, number: number, voice: TwilioVoiceURL(object),
            applicationSid: text("voice_application_sid", object),
            trunkSid: text("trunk_sid", object))
    }

    /// Twilio writes some absent ids as empty texts.
    private static func text(_ name: String, _ object: JSONValue) -> String? {
        object[name]?.string.flatMap { $0.isEmpty ? nil : $0 }
    }
}
