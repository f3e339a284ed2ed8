"""All voice packs of the office as one voice, read anew when a recording was added or taken away."""

import logging
from pathlib import Path

from displays.announce import Utterance
from displays.voice.engine import EngineFailed
from displays.voice.pack import MANIFEST, PackRefused, VoicePack

log = logging.getLogger(__name__)


class VoicePacks:
    """A VoiceEngine; of several packs the first that has every word speaks."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.packs: tuple[VoicePack, ...] = ()
        self.troubles: tuple[str, ...] = ()  # why a pack was left out
        self.refresh()

    def refresh(self) -> None:
        """Every folder with a pack.toml is a pack; one that cannot be used is left out and logged."""
        found, troubles = [], []
        for manifest in sorted(self._folder.glob(f"*/{MANIFEST}")):
            if not any(manifest.parent.glob("*.wav")):
                continue  # named, and nothing recorded yet
            try:
                found.append(VoicePack.load(manifest.parent))
            except PackRefused as refused:
                log.warning("Voice pack left out: %s", refused)
                troubles.append(str(refused))
        self.packs, self.troubles = tuple(found), tuple(troubles)

    def voice_of(self, utterance: Utterance) -> str | None:
        pack = self._pack_for(utterance)
        return pack.voice_of(utterance) if pack else None

    def write(self, utterance: Utterance, path: Path) -> None:
        pack = self._pack_for(utterance)
        if pack is None:
            raise EngineFailed("no voice pack has all words of the sentence any more")
        pack.write(utterance, path)

    def close(self) -> None:
        """Nothing is held open."""

    def _pack_for(self, utterance: Utterance) -> VoicePack | None:
        return next((pack for pack in self.packs if pack.voice_of(utterance) is not None), None)
