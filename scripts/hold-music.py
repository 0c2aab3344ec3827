#!/usr/bin/env python3
"""Makes the music that people hear while they wait: Public/sounds/hold-music.wav, and the silence beside it.

Sums of sines for an electric piano over a soft bass, in telephone quality (8 kHz, one channel). Notes that are still
sounding at the end ring on over the beginning, so that the loop has no seam.
"""

import math
import struct
import wave
from pathlib import Path

RATE = 8000
BEATS_A_MINUTE = 80
BEATS = 28
SOUNDS = Path(__file__).resolve().parent.parent / "Public" / "sounds"

# Seven bars of four beats: the chord's notes as numbers of piano keys (69 is A at 440 Hz), the bass first.
BARS = [
    (48, 64, 67, 71, 74),
    (45, 64, 67, 72, 74),
    (50, 65, 69, 72, 76),
    (43, 65, 69, 71, 74),
    (52, 62, 67, 71, 74),
    (53, 64, 69, 72, 76),
    (43, 65, 69, 71, 76),
]
# Which of the chord's upper notes is struck on each eighth of a bar; None rests.
PATTERN = [0, 2, 1, 3, 2, None, 1, 2]
MELODY = {0: 79, 3: 76, 8: 77, 11: 76, 12: 74, 16: 79, 18: 81, 20: 77, 23: 76, 24: 74}


def pitch(key):
    return 440.0 * 2 ** ((key - 69) / 12)


def note(key, seconds, volume, overtones):
    """One struck note: overtones fade sooner than their ground."""
    ground = pitch(key)
    length = round(seconds * RATE)
    for i in range(length):
        at = i / RATE
        rise = min(1.0, at / 0.012)
        fall = min(1.0, (length - i) / (0.05 * RATE))
        tone = sum(
            share * math.exp(-at * (1.1 + 0.9 * number)) * math.sin(2 * math.pi * ground * number * at)
            for number, share in overtones
            if ground * number < 3400
        )
        yield volume * rise * fall * tone


PIANO = ((1, 1.0), (2, 0.32), (3, 0.10), (4, 0.05))
BASS = ((1, 1.0), (2, 0.45), (3, 0.15))
BELL = ((1, 1.0), (2, 0.18), (4, 0.12))


def score():
    """Each note: at which beat, its key, for how many seconds, how loud, and of what sound."""
    for bar, (bass, *upper) in enumerate(BARS):
        start = bar * 4
        yield start, bass, 2.6, 0.30, BASS
        yield start + 2.5, bass, 1.4, 0.16, BASS
        for eighth, which in enumerate(PATTERN):
            if which is not None:
                yield start + eighth / 2, upper[which], 1.8, 0.15, PIANO
    for beat, key in MELODY.items():
        yield beat, key, 2.4, 0.20, BELL


def music():
    beat = 60 / BEATS_A_MINUTE
    samples = [0.0] * round(BEATS * beat * RATE)
    for start, key, seconds, volume, overtones in score():
        first = round(start * beat * RATE)
        for i, sample in enumerate(note(key, seconds, volume, overtones)):
            samples[(first + i) % len(samples)] += sample
    loudest = max(abs(sample) for sample in samples)
    return [0.5 * sample / loudest for sample in samples]


def write(name, samples):
    with wave.open(str(SOUNDS / name), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(b"".join(struct.pack("<h", round(32767 * sample)) for sample in samples))


if __name__ == "__main__":
    SOUNDS.mkdir(parents=True, exist_ok=True)
    write("hold-music.wav", music())
    write("silence.wav", [0.0] * (RATE // 10))
