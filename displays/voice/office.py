"""What an office does with its voice: sets words, records its own, and hears both before the hall does."""

import logging
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from app.domain.mall import Mall, NumberSpeech, Site
from app.domain.voicing import OfficeWord, UnknownLanguage, WordPart
from displays.announce import Utterance, said_counter, utterances
from displays.voice.engine import EngineFailed, VoiceEngine
from displays.voice.espeak import Espeak
from displays.voice.lexicon import Lexicon
from displays.voice.packs import VoicePacks
from displays.voice.piper import Piper
from displays.voice.recordings import Recordings
from displays.voice.repertoire import repertoire
from displays.voice.studio import Studio
from displays.voice.words import Lexicons, with_words

log = logging.getLogger(__name__)

CLIPS = "/displays/voice/"
NAMES: Sequence[tuple[type, str]] = ((VoicePacks, "pack"), (Piper, "piper"), (Espeak, "espeak"))


class VoiceOffice:
    """One per server, around the studio and what it reads from."""

    def __init__(
        self, studio: Studio, lexicons: Lexicons, engines: Sequence[VoiceEngine], *, folder: Path
    ) -> None:
        self.lexicons = lexicons
        self.studio = studio
        self._engines = tuple(engines)
        self._folder = folder
        self._packs = next(engine for engine in engines if isinstance(engine, VoicePacks))

    def keep_words(self, words: Iterable[OfficeWord]) -> None:
        """All words of the office, as the database has them."""
        self.lexicons.keep(words)

    def try_out(
        self,
        *,
        language: str,
        number: str,
        counter_name: str,
        style: NumberSpeech,
        recall: bool,
        short: bool,
        text: str | None,
        word: OfficeWord | None,
    ) -> dict[str, Any]:
        """A call to be heard before it happens, or `text` alone; `word` as if it were set already.

        Tells what would be said, by which engine, its clip's address, and its sounds where they are known.
        """
        lexicon = self.lexicon(language)
        if word is not None:
            lexicon = with_words(lexicon, [word])
        if text is not None:
            utterance = _utterance(said_counter(text, lexicon), lexicon)
        else:
            (utterance,) = utterances(
                number=number, counter_name=counter_name, recall=recall, short=short,
                languages=[language], style=style, lexicons={language: lexicon},
            )  # fmt: skip
        clip = self.studio.clip(utterance)
        return {
            "text": utterance.text,
            "engine": self._engine_of(utterance),
            "clip": CLIPS + clip if clip else None,
            "ipa": self._ipa(utterance),
        }

    def document(self, mall: Mall) -> dict[str, Any]:
        """Each language of the mall that the voice speaks, and the counters that a call may name."""
        return {
            "style": mall.rules.number_speech.value,
            "languages": [self._spoken(mall, each) for each in mall.languages if each in self.lexicons],
            "sites": [{"site": site.code, "counters": _places(site)} for site in mall.sites],
            "troubles": list(self._packs.troubles),
        }

    def keep_recording(self, language: str, phrase: str, sound: bytes, *, speaker: str) -> None:
        """Heard from the next sentence on that it completes; raises WrongRecording and NoRecording."""
        self._recordings(language).keep(phrase, sound, speaker=speaker)
        self._packs.refresh()

    def name_speaker(self, language: str, speaker: str) -> None:
        """Whose voice the recordings of the language are."""
        self._recordings(language).name(speaker)
        self._packs.refresh()

    def drop_recording(self, language: str, phrase: str) -> None:
        """Raises NoRecording."""
        self._recordings(language).drop(phrase)
        self._packs.refresh()

    def recording(self, language: str, phrase: str) -> bytes:
        """The WAV file; raises NoRecording."""
        return self._recordings(language).found(phrase).read_bytes()

    def lexicon(self, language: str) -> Lexicon:
        """Raises UnknownLanguage."""
        if language not in self.lexicons:
            raise UnknownLanguage(language=language)
        return self.lexicons[language]

    def wants(self, mall: Mall, language: str, phrase: str) -> bool:
        """Whether a call of this mall may need it."""
        return any(one.words == phrase for one in repertoire(self.lexicon(language), mall))

    def _engine_of(self, utterance: Utterance) -> str | None:
        able = (engine for engine in self._engines if engine.voice_of(utterance) is not None)
        engine = next(able, None)
        return next((name for kind, name in NAMES if isinstance(engine, kind)), None)

    def _ipa(self, utterance: Utterance) -> str | None:
        for engine in self._engines:
            if isinstance(engine, Espeak) and engine.voice_of(utterance) is not None:
                try:
                    return engine.ipa(utterance)
                except EngineFailed as error:
                    log.warning("No sounds for %r: %s", utterance.text, error)
        return None

    def _spoken(self, mall: Mall, language: str) -> dict[str, Any]:
        lexicon, written = self.lexicons[language], self.lexicons.written[language]
        packs = [pack for pack in self._packs.packs if pack.language == language]
        heard = frozenset[str]().union(*(pack.phrases for pack in packs))
        own = self._recordings(language)
        phrases = repertoire(lexicon, mall)
        wanted = [
            {"group": one.group.value, "words": one.words, "recorded": own.path(one.words).is_file(),
             "covered": one.words in heard or heard >= set(one.words.split())}
            for one in phrases
        ]  # fmt: skip
        known = {one.words for one in phrases}
        return {
            "language": language,
            "engines": self._engines_of(language, has_pack=bool(packs)),
            "speaker": own.speaker(),
            "words": _words(lexicon, written),
            "phrases": wanted,
            "others": sorted(phrase for phrase in own.phrases() if phrase not in known),
        }

    def _engines_of(self, language: str, *, has_pack: bool) -> list[str]:
        """Those that speak the language, in the order in which they are asked."""
        probe = Utterance(language, "", "")
        found = ["pack"] if has_pack else []
        for kind, name in NAMES[1:]:
            engines = (engine for engine in self._engines if isinstance(engine, kind))
            found += [name for engine in engines if engine.voice_of(probe) is not None]
        return found

    def _recordings(self, language: str) -> Recordings:
        self.lexicon(language)
        return Recordings(self._folder, language)


def _words(lexicon: Lexicon, written: Lexicon) -> list[dict[str, Any]]:
    """Names first, each in the order of the alphabet; `written` is what config/voice has, if anything."""
    parts = (
        (WordPart.NAME, lexicon.names, written.names),
        (WordPart.SOUND, lexicon.sounds, written.sounds),
    )
    return [
        {"part": part.value, "word": word, "said": said, "written": before.get(word)}
        for part, now, before in parts
        for word, said in sorted(now.items())
    ]


def _places(site: Site) -> list[str]:
    return [counter.name for counter in site.counters]


def _utterance(text: str, lexicon: Lexicon) -> Utterance:
    return Utterance(lexicon.language, text, lexicon.pronounced(text))
