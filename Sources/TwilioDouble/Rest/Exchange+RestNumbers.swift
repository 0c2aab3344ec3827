import Desk

/// The account's number and application, whose voice URLs the desk may set.
extension Exchange {
    mutating func serveNumbers(_ request: RestRequest, _ path: [String]) throws(RestError) -> RestAnswer {
        switch (request.method, path.first) {
        case ("GET", nil):
            let isAsked = request.asked("PhoneNumber").map { DoubleAccount.phoneNumber.contains($0) } ?? true
            return Self.list("incoming_phone_numbers", isAsked ? [numberJSON] : [], request)
        case ("GET", DoubleAccount.numberSid): return .ok(numberJSON)
        case ("POST", DoubleAccount.numberSid):
            try request.change(&number.voice)
            if let callback = try request.callback("StatusCallback", fallback: ["completed"]) {
                number.callback = callback
            }
            return .ok(numberJSON)
        default: throw .notFound(request.path)
        }
    }

    mutating func serveApplications(_ request: RestRequest, _ path: [String]) throws(RestError) -> RestAnswer {
        switch (request.method, path.first) {
        case ("GET", nil): return Self.list("applications", [applicationJSON], request)
        case ("GET", DoubleAccount.applicationSid): return .ok(applicationJSON)
        case ("POST", DoubleAccount.applicationSid):
            try request.change(&application.voice)
            if let callback = try request.callback("StatusCallback", fallback: ["completed"]) {
                application.callback = callback
            }
            return .ok(applicationJSON)
        default: throw .notFound(request.path)
        }
    }

    private var numberJSON: JSONValue {
        .object([
            "sid": .string(DoubleAccount.numberSid), "account_sid": .string(DoubleAccount.sid),
            "phone_number": .string(DoubleAccount.phoneNumber),
            "friendly_name": .string(DoubleAccount.phoneNumber), "voice_url": .string(number.voice.url),
            "voice_method": .string(number.voice.method), "voice_fallback_url": .string(""),
            "voice_application_sid": .string(""), "status_callback": .string(number.callback?.url ?? ""),
            "status_callback_method": .string("POST"), "trunk_sid": .null, "status": .string("in-use"),
            "capabilities": .object(["voice": .bool(true), "sms": .bool(true), "mms": .bool(true)]),
            "uri": .string(Self.uri("/IncomingPhoneNumbers/" + DoubleAccount.numberSid)),
        ])
    }

    private var applicationJSON: JSONValue {
        .object([
            "sid": .string(DoubleAccount.applicationSid), "account_sid": .string(DoubleAccount.sid),
            "friendly_name": .string("Deskbell"), "voice_url": .string(application.voice.url),
            "voice_method": .string(application.voice.method), "voice_fallback_url": .string(""),
            "status_callback": .string(application.callback?.url ?? ""),
            "uri": .string(Self.uri("/Applications/" + DoubleAccount.applicationSid)),
        ])
    }
}

extension RestRequest {
    fileprivate func change(_ voice: inout Document.Action) throws(RestError) {
        if let url = try url("VoiceUrl") { voice.url = url }
        voice.method = method("VoiceMethod", voice.method)
    }
}
