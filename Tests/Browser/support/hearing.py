"""Who hears whom among several pages, measured on each connection between two of them."""

from .audio import AUDIBLE
from .patience import eventually

# The fake microphone beeps at least once in this time, so a connection without sound in it carries none.
WINDOW_MS = 1500

LINKS = """async () => {
    const fingerprint = (description) => /a=fingerprint:(.+)/.exec(description?.sdp ?? "")?.[1].trim() ?? null;
    const open = window.instruments.peers.filter((peer) => peer.connectionState !== "closed");
    return Promise.all(open.map(async (peer) => {
        const found = [...(await peer.getStats()).values()];
        const sound = found.find((each) => each.type === "inbound-rtp" && each.kind === "audio") ?? {};
        return {
            own: fingerprint(peer.localDescription), other: fingerprint(peer.remoteDescription),
            packets: sound.packetsReceived ?? 0, energy: sound.totalAudioEnergy ?? 0, at: performance.now(),
        };
    }));
}"""

MUSIC = """() => {
    const music = document.querySelector("audio[data-hold-music]");
    return music === null ? null : { at: music.currentTime, paused: music.paused, muted: music.muted, volume: music.volume };
}"""


def links(page):
    """The page's open connections by the other end's fingerprint."""
    return {link["other"]: link for link in page.evaluate(LINKS) if link["other"]}


def sound_between(pages):
    """What came from each of these people to each other one in one window: (packets, energy) by (listener, speaker)."""
    starts = {name: links(page) for name, page in pages.items()}

    def windows():
        ends = {name: links(page) for name, page in pages.items()}
        passed = [link["at"] - starts[name][other]["at"]
                  for name, found in ends.items() for other, link in found.items() if other in starts[name]]
        return ends if min(passed, default=WINDOW_MS) >= WINDOW_MS else None

    ends = eventually(windows, within=20, what="no window of time passed")
    owners = {link["own"]: name for name, found in ends.items() for link in found.values()}
    came = {}
    for listener, found in ends.items():
        for other, link in found.items():
            before = starts[listener].get(other, {"packets": 0, "energy": 0})
            if other in owners:
                came[listener, owners[other]] = (
                    link["packets"] - before["packets"], link["energy"] - before["energy"])
    return came


def heard_by(pages):
    """Pairs (listener, speaker) of those who hear somebody, and of those to whom any packet comes."""
    came = sound_between(pages)
    hearing = {pair for pair, (packets, energy) in came.items() if packets > 30 and energy > AUDIBLE}
    reached = {pair for pair, (packets, _) in came.items() if packets > 0}
    return hearing, reached


def assert_hearing(pages, *pairs, within=40):
    """Exactly these pairs hear each other, and between all others not one packet of sound goes."""
    expected = {pair for one, other in pairs for pair in ((one, other), (other, one))}
    seen = []

    def settled():
        seen[:] = heard_by(pages)
        return seen[0] == expected and seen[1] == expected

    try:
        eventually(settled, within=within)
    except AssertionError as error:
        hearing, reached = seen
        raise AssertionError(
            f"expected {sorted(expected)}, heard {sorted(hearing)}, packets {sorted(reached)}") from error


def assert_music(page):
    """The page really plays the music of somebody who waits."""
    start = page.evaluate(MUSIC)

    def plays():
        nonlocal start
        now = page.evaluate(MUSIC)
        if start is None or now is None:
            start = now
            return False
        return not now["paused"] and not now["muted"] and now["volume"] > 0 and now["at"] != start["at"]

    eventually(plays, within=20, what="the music does not play")


def assert_no_music(page):
    eventually(lambda: page.evaluate(MUSIC) is None, within=20, what="the music still plays")
