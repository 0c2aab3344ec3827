"""What a page really hears, read from WebRTC's own statistics."""

from .patience import eventually

# The fake microphone beeps several times in this time, so silence in it is silence.
WINDOW_SECONDS = 1.2
# A beep leaves about a tenth; rounding leaves nothing near this.
AUDIBLE = 1e-3


def heard(page):
    return page.evaluate("() => window.instruments.heard()")


def listen(*pages):
    """Listens on all pages for one window of the audio's own time; returns what came to each of them in it."""
    starts = [heard(page) for page in pages]

    def windows():
        ends = [heard(page) for page in pages]
        played = [end["seconds"] - start["seconds"] for start, end in zip(starts, ends)]
        return ends if min(played) >= WINDOW_SECONDS else None

    ends = eventually(windows, within=10, what="no audio plays on one of these pages")
    return [{name: end[name] - start[name] for name in end} for start, end in zip(starts, ends)]


def assert_hears(*pages):
    """Sound comes in on every page, at a rate at which people can talk."""
    def all_hear():
        return all(each["energy"] > AUDIBLE and each["packets"] > 30 for each in listen(*pages))

    eventually(all_hear, within=15, what="one of these pages hears nothing")


def assert_silence(page):
    """The stream goes on and carries no sound; what is still in the jitter buffer may play first."""
    eventually(lambda: listen(page)[0]["energy"] < AUDIBLE / 10, within=12, what="the page still hears something")


def assert_no_audio_connection(page):
    eventually(lambda: heard(page)["peers"] == 0, what="an audio connection is still open")
