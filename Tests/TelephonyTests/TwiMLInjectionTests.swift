import Desk
import Foundation
import FoundationXML
import Telephony
import Testing

/// Threat T07: texts from outside stay texts, whatever is in them.
@Suite struct `T07 nothing is injected into TwiML` {
    private static let nasty = [
        "</Say><Dial><Number>+19005551234</Number></Dial><Say>", "]]>", "<![CDATA[<Hangup/>]]>", "&lt;Hangup/&gt;",
        "&#60;",
        "&unknown;", "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>&e;", "<?xml version=\"1.0\"?>", "<!-- x",
        "--><Hangup/>", "\" onload=\"x", "' x='y", "sip:a@example.com", "client:support_agent", "a\u{0}b",
        "\u{1}\u{8}\u{B}\u{C}\u{1F}", "\u{7F}\u{80}\u{9F}", "\u{FFFE}\u{FFFF}", "\u{1FFFE}\u{10FFFF}",
        "line\r\nline\rline\n",
        "\ttab\t  ", "👩‍👩‍👧‍👦 🇺🇸", "<\u{301}", "&\u{200D}", "\"\u{FE0F}", "'\u{338}", ">\u{20E3}", "\u{202E}live", "{{x}}", "",
        "%3CHangup/%3E", "+14158675309,1234w*#", "\u{2028}\u{2029}\u{85}",
    ]

    /// What XML 1.0 cannot hold is replaced; all else has to come back as it was.
    private static func expected(_ text: String) -> [Unicode.Scalar] {
        text.unicodeScalars.map { scalar in
            switch scalar {
            case "\t", "\n", "\r": scalar
            case "\u{0}"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": "\u{FFFD}"
            default: scalar
            }
        }
    }

    @Test(arguments: nasty)
    func `T07 a text is one text in one element`(text: String) throws {
        let seen = try #require(ParsedXML(TwiML([.say(text), .hangup]).rendered()))
        #expect(seen.elements == ["Response", "Say", "Hangup"])
        #expect(Array(seen.texts["Say", default: ""].unicodeScalars) == Self.expected(text))
        #expect(seen.attributes.isEmpty)
    }

    @Test(arguments: nasty)
    func `T07 an attribute is one attribute`(text: String) throws {
        let client = TwiML.Client(text, parameters: [TwiML.Client.Parameter(name: text, value: text)])
        let dial = TwiML.Dial([.client(client)], action: text)
        let seen = try #require(ParsedXML(TwiML([.dial(dial)]).rendered()))
        #expect(seen.elements == ["Response", "Dial", "Client", "Identity", "Parameter"])
        #expect(Set(seen.attributes.keys) == ["action", "name", "value"])
        for value in seen.attributes.values { #expect(Array(value.unicodeScalars) == Self.expected(text)) }
        #expect(Array(seen.texts["Identity", default: ""].unicodeScalars) == Self.expected(text))
    }

    @Test(arguments: nasty, ["client:support_agent", "client:visitor_1", nil])
    func `T07 a typed number gives one of three documents`(typed: String, from: String?) throws {
        for (from, typed) in [(from, typed), (typed, from), (typed, typed)] {
            let plan = ConnectRequest(from: from, phoneNumber: typed)
                .plan(policy: DialPolicy(countries: ["US"]), callerID: nil, region: "US", trustsAbsentFrom: true)
            let seen = try #require(ParsedXML(plan.twiML().rendered()))
            switch plan {
            case .ringAgents: #expect(seen.elements == ["Response", "Dial", "Client"])
            case .refuse: #expect(seen.elements == ["Response", "Say", "Hangup"])
            case .bridgeToPhone: Issue.record("\(typed) was dialled")
            }
            #expect(seen.texts["Client"] == nil || seen.texts["Client"] == "support_agent")
        }
    }
}

/// What an XML parser that is not ours saw.
private final class ParsedXML: NSObject, XMLParserDelegate {
    private(set) var elements: [String] = []
    private(set) var texts: [String: String] = [:]
    private(set) var attributes: [String: String] = [:]
    private var open: [String] = []

    init?(_ bytes: [UInt8]) {
        super.init()
        let parser = XMLParser(data: Data(bytes))
        parser.delegate = self
        guard parser.parse() else { return nil }
    }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        elements.append(name)
        open.append(name)
        self.attributes.merge(attributes) { first, _ in first }
    }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
        open.removeLast()
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) {
        if let element = open.last { texts[element, default: ""] += string }
    }
}
