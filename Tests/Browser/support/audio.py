"""What a page really hears, read from WebRTC's own statistics."""

from .patience import eventually

# The fake microphone beeps several times in this time, so silence in it is silence.
WINDOW_SECONDS = 1.2
# A beep leaves about a tenth; rounding leaves nothing near this.
AUDIBLE = 1e-3


def heard(page):
    return page.evaluate("() => window.instruments.heard()")


def listen(page):
    """Listens for one window of the audio's own time; returns the energy and packets that came in it."""
    start = heard(page)

    def window():
        now = heard(page)
        return now if now["seconds"] - start["seconds"] >= WINDOW_SECONDS else None

    end = eventually(window, within=10, what="no audio stream plays on this page")
    return {"energy": end["energy"] - start["energy"], "packets": end["packets"] - start["packets"]}


def assert_hears(*pages):
    for page in pages:
        eventually(lambda page=page: listen(page)["energy"] > AUDIBLE, within=15, what="the page hears nothing")
        assert listen(page)["packets"] > 30


def assert_silence(page):
    """The stream goes on and carries no sound; what is still in the jitter buffer may play first."""
    eventually(lambda: listen(page)["energy"] < AUDIBLE / 10, within=12, what="the page still hears something")


def assert_no_audio_connection(page):
    eventually(lambda: heard(page)["peers"] == 0, what="an audio connection is still open")
