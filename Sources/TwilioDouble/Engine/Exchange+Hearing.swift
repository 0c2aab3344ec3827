import Desk

/// Who hears whom.
extension Exchange {
    /// The page by which somebody really speaks and listens; nil for a telephone nobody is at.
    func carries(_ sid: String) -> String? {
        guard let leg = legs[sid] else { return nil }
        // Sound does not need the socket: it goes on while that comes back.
        if leg.isClient { return leg.page.flatMap { pages[$0] == nil ? nil : $0 } }
        return pages.values.filter { $0.isOpen && $0.number == leg.party }.map(\.id).min()
    }

    /// The other legs this one is together with, hearing them or not.
    func company(of sid: String) -> [String] {
        guard let leg = legs[sid], leg.isTalking else { return [] }
        switch leg.place {
        case .nowhere, .recording: return []
        case .dialing(let dialing): return dialing.winner.map { [$0] } ?? []
        case .bridged(let parent): return [parent]
        case .room(let stay):
            let present = conferences[stay.conference]?.participants.filter(\.isConnected) ?? []
            return present.map(\.call).filter { $0 != sid }
        }
    }

    /// Whether what `speaker` says reaches `listener` now.
    package func hears(_ listener: String, _ speaker: String) -> Bool {
        guard listener != speaker, company(of: listener).contains(speaker), let leg = legs[speaker], !leg.isSilent
        else { return false }
        guard let room = legs[listener]?.room.flatMap({ conferences[$0] }) else { return true }
        guard room.status == .inProgress, let ear = room.participant(listener), let mouth = room.participant(speaker)
        else { return false }
        return !ear.isHeld && !mouth.isHeld && !mouth.isMuted && (mouth.coach == nil || mouth.coach == listener)
    }

    /// Tells pages whose company or whose right to hear has changed.
    mutating func tellPeers() {
        let speaking = legs.values.filter { $0.isTalking && carries($0.sid) != nil }.map(\.sid).sorted()
        forgetLinks(besides: speaking)
        for sid in speaking { tellPeers(of: sid, among: Set(speaking)) }
        for sid in toldPeers.keys where !speaking.contains(sid) { toldPeers[sid] = nil }
    }

    private mutating func tellPeers(of sid: String, among speaking: Set<String>) {
        var peers: [Peer] = []
        for other in company(of: sid).filter(speaking.contains).sorted() {
            peers.append(
                Peer(
                    leg: other, link: link(sid, other), offers: sid < other, sends: hears(other, sid),
                    hears: hears(sid, other)))
        }
        guard peers != toldPeers[sid] ?? [], let page = carries(sid) else { return }
        toldPeers[sid] = peers
        say(to: page, "peers", ["call": .string(sid), "peers": .array(peers.map(\.json))])
    }

    private mutating func link(_ one: String, _ other: String) -> Int {
        let pair = Pair(one, other)
        if let link = links[pair] { return link }
        let link = nextNumber()
        links[pair] = link
        return link
    }

    private mutating func forgetLinks(besides speaking: [String]) {
        for pair in links.keys where !speaking.contains(pair.first) || !company(of: pair.first).contains(pair.second) {
            links[pair] = nil
        }
    }

    /// Passes on what two pages agree about their connection.
    mutating func relay(_ message: JSONValue, from page: String) {
        guard let sid = message["call"]?.string, carries(sid) == page, let other = message["to"]?.string,
            company(of: sid).contains(other), let target = carries(other),
            message["link"]?.integer == links[Pair(sid, other)]
        else { return }
        say(
            to: target, "signal",
            [
                "call": .string(other), "from": .string(sid), "link": message["link"] ?? .null,
                "data": message["data"] ?? .null,
            ])
    }
}
