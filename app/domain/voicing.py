"""Words of the voice that an office has set over those of config/voice."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from app.domain.errors import BadRequest, NotFound

LONGEST_WORD = 60
LONGEST_SAID = 120
# Words of a counter's name, and the one word whose sound an engine would misread.
PHRASE = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*(?: [^\W_]+(?:['’-][^\W_]+)*)*")
SINGLE = re.compile(r"[^\W\d_]+")
BRACKETS = re.compile(r"\[\[[^\[\]\x00-\x1f]+\]\]")


class WordPart(StrEnum):
    """Of a lexicon: which words a call says instead, or how a word sounds."""

    NAME = "name"
    SOUND = "sound"


class UnknownLanguage(NotFound):
    """The voice speaks no such language here."""

    code = "unknown_language"


class WrongWord(BadRequest):
    """No word that occurs in a call, or nothing that could be said for it."""

    code = "wrong_word"


class WrongRecording(BadRequest):
    """No sound of the form that a voice pack has, or nothing is heard in it."""

    code = "wrong_recording"


class NoRecording(NotFound):
    """Nobody has recorded this phrase."""

    code = "no_recording"


@dataclass(frozen=True, slots=True)
class OfficeWord:
    """`word` is in small letters; `said` is plain words, or for a sound also [[an engine's letters]]."""

    language: str
    part: WordPart
    word: str
    said: str


def office_word(*, language: str, part: WordPart, word: str, said: str) -> OfficeWord:
    """The word as it is kept; raises WrongWord."""
    made = OfficeWord(language, part, plain_word(part, word), _plain(said))
    spoken = BRACKETS.sub("a", made.said) if part is WordPart.SOUND else made.said
    if not PHRASE.fullmatch(spoken) or len(made.said) > LONGEST_SAID:
        raise WrongWord
    return made


def plain_word(part: WordPart, word: str) -> str:
    """In small letters and with single spaces; raises WrongWord."""
    plain = _plain(word).lower()
    pattern = PHRASE if part is WordPart.NAME else SINGLE
    if not pattern.fullmatch(plain) or len(plain) > LONGEST_WORD:
        raise WrongWord
    return plain


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())
