"""What every speech engine offers the studio, and the one way it may fail."""

from pathlib import Path
from typing import Protocol

from displays.announce import Utterance


class EngineFailed(Exception):
    """An engine could not write a clip; the sentence says why."""


class VoiceEngine(Protocol):
    """Speaks utterances into WAV files; used by one thread at a time."""

    def voice_of(self, utterance: Utterance) -> str | None:
        """Everything beside the sentence that its sound depends on; None when it cannot say it."""

    def write(self, utterance: Utterance, path: Path) -> None:
        """Makes the WAV file at `path`; raises EngineFailed. Takes at most some seconds."""

    def close(self) -> None:
        """Ends what the engine started; it starts again when asked to write."""
