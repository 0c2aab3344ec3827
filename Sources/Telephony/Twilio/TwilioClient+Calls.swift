import Desk

extension TwilioClient {
    package func createCall(_ new: NewTwilioCall) async throws(TwilioError) -> TwilioCall {
        let request = TwilioRequest.post("Calls", form: new.form, repeating: .harmful)
        // It was made, even if what was said of it cannot be read.
        guard let call = TwilioCall(try await object(request)) else { throw .uncertain }
        return call
    }

    package func updateCall(_ sid: String, _ change: TwilioCallChange) async throws(TwilioError) {
        _ = try await answer(to: .post("Calls", sid, form: change.form, repeating: change.repeating))
    }

    package func call(_ sid: String) async throws(TwilioError) -> TwilioCall {
        guard let call = TwilioCall(try await object(.get("Calls", sid))) else { throw .unreadable }
        return call
    }

    /// The latest calls from one number to another, to find out whether one was placed.
    package func calls(to: String, from: String) async throws(TwilioError) -> [TwilioCall] {
        var query = TwilioForm()
        query.add("To", to)
        query.add("From", from)
        query.add("PageSize", 20)
        return try await list(.get("Calls", query: query), of: "calls").compactMap(TwilioCall.init)
    }

    /// The entries of a list's first page.
    func list(_ request: TwilioRequest, of name: String) async throws(TwilioError) -> [JSONValue] {
        guard let entries = try await object(request)[name]?.array else { throw .unreadable }
        return entries
    }
}
