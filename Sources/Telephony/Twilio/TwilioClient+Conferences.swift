import Desk

extension TwilioClient {
    /// Calls somebody into a room, by its name or by the `CF…` of one that runs.
    package func addParticipant(
        to room: String, _ new: NewTwilioParticipant
    ) async throws(TwilioError) -> TwilioParticipant {
        let request = TwilioRequest.post(
            "Conferences", room, "Participants", form: new.form, repeating: .harmful)
        guard let participant = TwilioParticipant(try await object(request)) else { throw .uncertain }
        return participant
    }

    /// - Parameter participant: a call's `CA…` or a label.
    package func updateParticipant(
        _ participant: String, in conference: String, _ change: TwilioParticipantChange
    ) async throws(TwilioError) {
        let request = TwilioRequest.post(
            "Conferences", conference, "Participants", participant, form: change.form, repeating: change.repeating)
        _ = try await answer(to: request)
    }

    /// Hangs up on one participant; one who is gone already is no error.
    package func removeParticipant(_ participant: String, from conference: String) async throws(TwilioError) {
        try await removing(.delete("Conferences", conference, "Participants", participant))
    }

    package func participants(of conference: String) async throws(TwilioError) -> [TwilioParticipant] {
        var query = TwilioForm()
        query.add("PageSize", 250)
        return try await list(.get("Conferences", conference, "Participants", query: query), of: "participants")
            .compactMap(TwilioParticipant.init)
    }

    /// Whoever has this label in a room that runs, by its name or its `CF…`: to find out whether somebody was called.
    package func participant(label: String, in room: String) async throws(TwilioError) -> TwilioParticipant? {
        let isSid = room.hasPrefix("CF") && room.utf8.count == 34
        let conference = isSid ? room : try await self.conference(named: room)
        guard let conference else { return nil }
        return try await participants(of: conference).first { $0.label == label }
    }

    /// The `CF…` of a room that runs; before two people are in it, it waits to begin.
    package func conference(named name: String) async throws(TwilioError) -> String? {
        for status in ["in-progress", "init"] {
            var query = TwilioForm()
            query.add("FriendlyName", name)
            query.add("Status", status)
            query.add("PageSize", 1)
            let found = try await list(.get("Conferences", query: query), of: "conferences")
            if let sid = found.first?["sid"]?.string { return sid }
        }
        return nil
    }

    /// Ends the call for everybody in it.
    package func endConference(_ sid: String) async throws(TwilioError) {
        var form = TwilioForm()
        form.add("Status", "completed")
        try await removing(.post("Conferences", sid, form: form, repeating: .harmless))
    }

    /// What is not there needs no removing.
    func removing(_ request: TwilioRequest) async throws(TwilioError) {
        do {
            _ = try await answer(to: request)
        } catch  where error.isNotFound {
            return
        }
    }
}
