"""What a recording sounds like, as far as a program can tell: how long it is and how loud at its loudest."""

import array
import io
import wave
from dataclasses import dataclass

LOUDEST = 32_768

SAMPLED = 8  # of so many samples one tells speech from silence


@dataclass(frozen=True)
class Sound:
    """`peak` is a share of the loudest that 16 bits can say, as every eighth sample shows it."""

    seconds: float
    peak: float

    @classmethod
    def of(cls, recording: bytes) -> "Sound":
        """Raises wave.Error for anything but a WAV file of 16 bits."""
        with wave.open(io.BytesIO(recording)) as opened:
            assert opened.getsampwidth() == 2
            samples = array.array("h", opened.readframes(opened.getnframes()))[::SAMPLED]
            seconds = opened.getnframes() / opened.getframerate()
        return cls(seconds=seconds, peak=max(max(samples, default=0), -min(samples, default=0)) / LOUDEST)
