"""Sounds as a microphone might have brought them: tones, not words."""

import io
import math
import wave
from array import array

RATE = 22050


def tone(
    seconds: float = 0.4, *, hertz: float = 330, level: float = 0.5, rate: int = RATE, channels: int = 1
) -> bytes:
    """A WAV file of 16 bit; `level` is a share of full scale."""
    count = round(seconds * rate) * channels
    samples = array("h", (round(32767 * level * math.sin(math.tau * hertz * n / rate)) for n in range(count)))
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(channels)
        sound.setsampwidth(2)
        sound.setframerate(rate)
        sound.writeframes(samples.tobytes())
    return file.getvalue()
