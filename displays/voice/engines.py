"""Chooses the voices of an office: its recordings, Piper, espeak-ng; without all of these, the chime."""

import logging
from collections.abc import Mapping
from pathlib import Path

from displays.voice.chime import bell, chime
from displays.voice.engine import VoiceEngine
from displays.voice.espeak import Espeak, espeak_found
from displays.voice.lexicon import Lexicon
from displays.voice.packs import VoicePacks
from displays.voice.piper import FOLDER as MODELS
from displays.voice.piper import Piper, piper_command, piper_models

log = logging.getLogger(__name__)


def voice_engines(*, lexicons: Mapping[str, Lexicon], packs: Path) -> tuple[VoiceEngine, ...]:
    """In the order in which they are asked; every folder in `packs` with a pack.toml is a voice pack."""
    recorded = VoicePacks(packs)
    engines: list[VoiceEngine] = [recorded]
    models, command = piper_models(packs / MODELS), piper_command()
    if models and command:
        engines.append(Piper(command, models))
    elif models:
        log.warning("There are models for Piper in %s, and no Piper: pip install piper-tts", packs / MODELS)
    if espeak_found():
        engines.append(Espeak({language: lexicon.voice for language, lexicon in lexicons.items()}))
    if len(engines) == 1 and not recorded.packs:
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
