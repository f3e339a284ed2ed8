"""Chooses the voices of an office: its recordings, then espeak-ng; without both the chime stands alone."""

import logging
from collections.abc import Mapping
from pathlib import Path

from displays.voice.chime import bell, chime
from displays.voice.engine import VoiceEngine
from displays.voice.espeak import Espeak, espeak_found
from displays.voice.lexicon import Lexicon
from displays.voice.pack import MANIFEST, PackRefused, VoicePack

log = logging.getLogger(__name__)


def voice_engines(*, lexicons: Mapping[str, Lexicon], packs: Path) -> tuple[VoiceEngine, ...]:
    """In the order in which they are asked; every folder in `packs` with a pack.toml is a voice pack."""
    engines: list[VoiceEngine] = []
    for manifest in sorted(packs.glob(f"*/{MANIFEST}")):
        try:
            engines.append(VoicePack.load(manifest.parent))
        except PackRefused as refused:
            log.warning("Voice pack left out: %s", refused)
    if espeak_found():
        engines.append(Espeak({language: lexicon.voice for language, lexicon in lexicons.items()}))
    if not engines:
        log.warning("No voice, only the chime: no espeak-ng and no voice pack in %s", packs)
    return tuple(engines)


def chime_of(packs: Path) -> bytes:
    """The office's own chime.wav beside its packs, else the computed one."""
    own = packs / "chime.wav"
    return own.read_bytes() if own.is_file() else chime()


def bell_of(packs: Path) -> bytes:
    """The office's own bell.wav, for calls that follow each other closely, else the computed one."""
    own = packs / "bell.wav"
    return own.read_bytes() if own.is_file() else bell()
