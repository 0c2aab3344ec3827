import Desk
import Testing

@testable import Telephony

@Suite struct GenesysRequestTests {
    private func read(_ json: String) throws(GenesysRequest.Problem) -> GenesysRequest {
        try GenesysRequest(JSONValue(Array(json.utf8)) ?? .null)
    }

    private func field(_ json: String) -> String? {
        do throws(GenesysRequest.Problem) {
            _ = try read(json)
            return nil
        } catch {
            return error.field
        }
    }

    @Test(arguments: [
        ("initialize", GenesysRequest.Kind.initialize), ("Register", .initialize), ("READY", .available),
        ("notReady", .unavailable), ("Accept", .accept), ("answer", .accept), ("Reject", .reject),
        ("HangUp", .hangup), ("release", .hangup), ("disconnect", .hangup), ("makeCall", .makeCall),
        ("OUTBOUND", .makeCall), ("resume", .retrieve), ("unregister", .terminate), ("senddtmf", .sendDtmf),
    ])
    func `types are read without regard to case, under each of their names`(
        typed: String, kind: GenesysRequest.Kind
    ) throws {
        let json = #"{"type":"\#(typed)","connectionId":"c","toNumber":"+14158675309","digits":"1"}"#
        #expect(try read(json).kind == kind)
    }

    @Test(arguments: [
        (#"{"connectionId":"c"}"#, "type"), (#"{"type":"ring","ANI":"1"}"#, "type"), (#"{"type":7}"#, "type"),
        (#"{"type":"accept"}"#, "connectionId"), (#"{"type":"accept","connectionId":""}"#, "connectionId"),
        (#"{"type":"accept","connectionId":"a b"}"#, "connectionId"),
        (#"{"type":"accept","connectionId":{}}"#, "connectionId"), (#"{"type":"makeCall"}"#, "toNumber"),
        (#"{"type":"makeCall","toNumber":"call me"}"#, "toNumber"),
        (#"{"type":"makeCall","toNumber":"+"}"#, "toNumber"),
        (#"{"type":"sendDtmf","connectionId":"c","digits":"12x"}"#, "digits"),
        (#"{"type":"attachData","connectionId":"c","userData":[1]}"#, "userData"),
        (#"{"type":"initialize","requestId":"\#(String(repeating: "x", count: 129))"}"#, "requestId"),
    ])
    func `what cannot be understood names its field`(json: String, field: String) {
        #expect(self.field(json) == field)
    }

    @Test func `a number is taken as people write it`() throws {
        #expect(try read(#"{"type":"makeCall","toNumber":"+1 (415) 867-5309"}"#).toNumber == "+14158675309")
    }

    @Test func `a microservice gets the plain type, and who asks`() throws {
        let asked = try read(#"{"type":"ANSWER","connectionId":"c1","requestId":"r1"}"#)
        let json = asked.json(agent: GenesysAgent(id: AgentID(1), name: "ana"))
        #expect(json.text == #"{"agentId":"ana","connectionId":"c1","requestId":"r1","type":"accept"}"#)
    }

    @Test func `events are read under both names, and written with both`() throws {
        for name in ["eventName", "eventType"] {
            let json = #"{"\#(name)":"EventRinging","ANI":"+14158675309","eventId":"e","connectionId":"c"}"#
            let event = try #require(GenesysEvent(JSONValue(Array(json.utf8)) ?? .null))
            #expect(event.name == .ringing)
            let written = event.json(seq: 3, time: 9)
            #expect(written["eventName"]?.string == "EventRinging")
            #expect(written["eventType"]?.string == "EventRinging")
            #expect(written["seq"]?.integer == 3)
            #expect(written["ANI"]?.string == "+14158675309")
        }
    }

    @Test(arguments: [
        "{}", #"{"eventName":"EventUnheardOf","connectionId":"c"}"#, #"{"eventName":"EventRinging"}"#,
        #"{"eventName":"EventRinging","connectionId":"a b"}"#, "[]", "null",
    ])
    func `what is no event of ours is passed over`(json: String) {
        #expect(GenesysEvent(JSONValue(Array(json.utf8)) ?? .null) == nil)
    }
}
