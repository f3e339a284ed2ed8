"""The chime before a call, three soft marimba notes, and the bell of one, computed, not recorded."""

import cmath
import io
import math
import wave
from array import array
from collections.abc import Sequence
from functools import cache

RATE = 22050
SECONDS = 1.25
BELL_SECONDS = 0.45
PEAK = 10 ** (-3 / 20)  # 3 dB below full scale
NOTES = ((0.0, 523.25), (0.17, 659.26), (0.34, 783.99))  # seconds, hertz: C5 E5 G5
BELL = ((0.0, 659.26),)
# Of a marimba bar: ratio to the pitch, level, seconds in which it decays to a third.
PARTIALS = ((1.0, 1.0, 0.42), (3.93, 0.22, 0.11), (9.2, 0.05, 0.04))
ATTACK = 0.004  # seconds; a softer start than a struck bar has
FADE = 0.12  # seconds to silence at the end


@cache
def chime() -> bytes:
    """A WAV file, mono, 16 bit, 22.05 kHz, about 1.2 s."""
    return _struck(NOTES, SECONDS)


@cache
def bell() -> bytes:
    """The same, of one note and half a second: for calls that follow each other closely."""
    return _struck(BELL, BELL_SECONDS)


def _struck(notes: Sequence[tuple[float, float]], seconds: float) -> bytes:
    tones = [0.0] * round(seconds * RATE)
    for start, pitch in notes:
        _strike(tones, round(start * RATE), pitch)
    _fade_out(tones)
    gain = PEAK * 32767 / max(abs(tone) for tone in tones)
    samples = array("h", (round(tone * gain) for tone in tones))
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        sound.writeframes(samples.tobytes())
    return file.getvalue()


def _strike(tones: list[float], first: int, pitch: float) -> None:
    """Adds a struck bar; each partial is a number that turns and shrinks from sample to sample."""
    for ratio, level, decay in PARTIALS:
        step = cmath.exp(complex(-1 / decay, 2 * math.pi * pitch * ratio) / RATE)
        swing = complex(level)
        for place in range(first, min(len(tones), first + round(8 * decay * RATE))):
            attack = min(1.0, (place - first) / RATE / ATTACK)
            tones[place] += attack * swing.imag
            swing *= step


def _fade_out(tones: list[float]) -> None:
    length = round(FADE * RATE)
    for step in range(length):
        tones[-1 - step] *= 0.5 - 0.5 * math.cos(math.pi * step / length)
