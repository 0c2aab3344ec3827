import Desk
import Foundation
import NIOCore
import Testing

@testable import Web
@testable import WebSocketUpgrade

/// The shapes of what pages are told: their code relies on every name.
@Suite struct ServerMessageTests {
    private func json(_ message: ServerMessage) throws -> JSONValue {
        try JSONValue(Array(try JSONEncoder().encode(message))).orThrow("no JSON")
    }

    @Test func `ready says all a page needs, and null where there is nothing`() throws {
        let server = IceServer(urls: ["turn:turn.example.com"], username: "u", credential: "c")
        let stun = IceServer(urls: ["stun:stun.example.com"])
        let ready = try json(
            .ready(
                .init(
                    ice: [stun, server], icePolicy: .relay, presence: nil, connection: "c1", now: 1_800_000_000_000,
                    stale: true)))
        #expect(
            ready
                == .object([
                    "type": .string("ready"), "icePolicy": .string("relay"), "presence": .null,
                    "connection": .string("c1"),
                    "now": .integer(1_800_000_000_000), "stale": .bool(true),
                    "ice": .array([
                        .object(["urls": .array([.string("stun:stun.example.com")])]),
                        .object([
                            "urls": .array([.string("turn:turn.example.com")]), "username": .string("u"),
                            "credential": .string("c"),
                        ]),
                    ]),
                ]))
        let agent = try json(
            .ready(.init(ice: [], icePolicy: .all, presence: "away", connection: "c", now: 0, stale: false)))
        #expect(
            agent["presence"] == .string("away") && agent["ice"] == .array([]) && agent["icePolicy"] == .string("all"))
    }

    @Test func `a fragment names its list only where it goes into one`() throws {
        #expect(
            try json(.fragment(.init(id: "ticket-12", html: "<li>é\u{301}</li>", list: "tickets")))
                == .object([
                    "type": .string("fragment"), "id": .string("ticket-12"), "html": .string("<li>é\u{301}</li>"),
                    "list": .string("tickets"),
                ]))
        #expect(try json(.fragment(.init(id: "counts", html: ""))).keys == ["type", "id", "html"])
    }

    static let short: [(ServerMessage, JSONValue)] = [
        (.presence(.available), .object(["type": .string("presence"), "presence": .string("available")])),
        (.presence(.away), .object(["type": .string("presence"), "presence": .string("away")])),
        (.pong, .object(["type": .string("pong")])), (.beat, .object(["type": .string("beat")])),
        (.woken(from: 1, to: 2), .object(["type": .string("woken"), "from": .integer(1), "to": .integer(2)])),
        (
            .mute(call: "k", muted: true),
            .object(["type": .string("mute"), "call": .string("k"), "muted": .bool(true)])
        ),
        (
            .refused(ref: "r", code: "busy", words: "Later."),
            .object([
                "type": .string("refused"), "ref": .string("r"), "code": .string("busy"), "words": .string("Later."),
            ])
        ),
        (
            .error(code: "unreadable", words: "What?"),
            .object(["type": .string("error"), "code": .string("unreadable"), "words": .string("What?")])
        ),
        (
            .signal(.init(call: "k", from: "40", data: .object(["candidate": .null]))),
            .object([
                "type": .string("signal"), "call": .string("k"), "from": .string("40"),
                "data": .object(["candidate": .null]),
            ])
        ),
        (
            .ice([IceServer(urls: ["stun:x"])], .all),
            .object([
                "type": .string("ice"), "icePolicy": .string("all"),
                "ice": .array([.object(["urls": .array([.string("stun:x")])])]),
            ])
        ),
    ]

    @Test(arguments: short.indices) func `the short ones have exactly these names`(index: Int) throws {
        let (message, expected) = Self.short[index]
        #expect(try json(message) == expected)
    }

    @Test func `a call has every name every time, null where there is nothing`() throws {
        let call = CallMessage(
            id: "k3", version: 3, state: "ringing", side: "callee", leg: "invited", legId: "41", mine: true,
            with: "Robert Kane",
            about: nil, ticket: nil, liveAt: nil, now: 5, reason: nil, words: nil, otherAway: false, rejoinBy: nil,
            muted: true,
            ref: nil, peers: [], carrier: "embedded", join: nil, onPhone: false, held: false, heldSince: nil,
            holdProblem: nil,
            can: .init(
                hold: false, resume: false, consult: false, handOver: false, bringIn: false, cancelConsult: false),
            consult: nil, from: nil, parties: [], unverified: false, number: nil, pop: nil, reoffered: false,
            wrapUp: false)
        let message = try json(.call(call))
        #expect(message.keys == ["type", "call"])
        let nothing = JSONValue.object(
            Dictionary(
                uniqueKeysWithValues: ["hold", "resume", "consult", "handOver", "bringIn", "cancelConsult"].map {
                    ($0, JSONValue.bool(false))
                }))
        #expect(
            message["call"]
                == .object([
                    "id": .string("k3"), "version": .integer(3), "state": .string("ringing"), "side": .string("callee"),
                    "leg": .string("invited"), "legId": .string("41"), "mine": .bool(true),
                    "with": .string("Robert Kane"), "about": .null,
                    "ticket": .null, "liveAt": .null, "now": .integer(5), "reason": .null, "words": .null,
                    "otherAway": .bool(false),
                    "rejoinBy": .null, "muted": .bool(true), "ref": .null, "peers": .array([]),
                    "carrier": .string("embedded"), "join": .null, "onPhone": .bool(false), "held": .bool(false),
                    "heldSince": .null, "holdProblem": .null, "can": nothing, "consult": .null, "from": .null,
                    "parties": .array([]), "unverified": .bool(false), "number": .null, "phone": .null, "pop": .null,
                    "reoffered": .bool(false), "wrapUp": .bool(false),
                ]))
    }

    @Test func `peers say who makes the offer`() throws {
        let peers = [
            CallMessage.Peer(leg: "40", offer: true, hears: true),
            CallMessage.Peer(leg: "42", offer: false, hears: false),
        ]
        let json = JSONValue(Array(try JSONEncoder().encode(peers)))
        #expect(
            json
                == .array([
                    .object(["leg": .string("40"), "offer": .bool(true), "hears": .bool(true)]),
                    .object(["leg": .string("42"), "offer": .bool(false), "hears": .bool(false)]),
                ]))
    }

    @Test func `on the wire a message is one text frame, whatever is in it`() throws {
        for text in [
            "", "</script>", "\u{2028}", "\u{0}", "\"\\\r\n", "e\u{301}\u{1F3FB}",
            String(repeating: "x", count: 70_000),
        ] {
            let payload = try ServerMessage.fragment(.init(id: "x", html: text)).payload.orThrow("not encodable")
            var frame = payload.frame
            #expect(frame.readInteger(as: UInt8.self) == 0x81)
            let body = Array(frame.readableBytesView.drop { $0 != UInt8(ascii: "{") })
            let read = try JSONValue(body).orThrow("no JSON")
            #expect(Array((read["html"]?.string ?? "-").utf8) == Array(text.utf8))
        }
    }
}
