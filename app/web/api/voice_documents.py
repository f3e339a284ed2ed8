"""The shapes of what the API reads and says of the voice."""

from pydantic import Field

from app.domain.mall import NumberSpeech
from app.domain.voicing import LONGEST_SAID, LONGEST_WORD, WordPart
from app.web.api.documents import Answered, Asked

LARGEST_SOUND = 400_000  # letters of base64, of six seconds


class WordWish(Asked):
    """How the voice says a word from now on; `said` null is as config/voice has it."""

    language: str = Field(max_length=8)
    part: WordPart
    word: str = Field(max_length=LONGEST_WORD)
    said: str | None = Field(None, max_length=LONGEST_SAID)


class TrialWish(Asked):
    """A call to be heard before it happens, or `text` alone; `word` as if it were set already."""

    language: str = Field(max_length=8)
    number: str = Field("A-001", max_length=12)
    counter: str = Field("", max_length=80)
    style: NumberSpeech | None = None
    recall: bool = False
    short: bool = False
    text: str | None = Field(None, min_length=1, max_length=LONGEST_SAID)
    word: WordWish | None = None


class TrialDocument(Answered):
    """`engine` is pack, piper or espeak; without one there is no `clip`. `ipa` is espeak-ng's reading."""

    text: str
    engine: str | None
    clip: str | None
    ipa: str | None


class WordDocument(Answered):
    """`written` is what config/voice has for it, null for nothing."""

    part: str
    word: str
    said: str
    written: str | None


class PhraseDocument(Answered):
    """`recorded` here; `covered` when recordings, of whichever pack, have all of it."""

    group: str
    words: str
    recorded: bool
    covered: bool


class VoiceLanguage(Answered):
    """`engines` in the order in which they are asked; `others` were recorded and are in no call any more."""

    language: str
    engines: list[str]
    speaker: str | None
    words: list[WordDocument]
    phrases: list[PhraseDocument]
    others: list[str]


class CounterNames(Answered):
    site: str
    counters: list[str]


class VoiceDocument(Answered):
    """`style` is how the mall's rules read numbers; `troubles` say why a voice pack was left out."""

    now: str
    timezone: str
    style: str
    languages: list[VoiceLanguage]
    sites: list[CounterNames]
    troubles: list[str]


class RecordingWish(Asked):
    """`sound` is a WAV file, 16 bit, mono, 22,050 samples a second, in base64."""

    language: str = Field(max_length=8)
    phrase: str = Field(min_length=1, max_length=LONGEST_WORD)
    speaker: str = Field(min_length=1, max_length=80)
    sound: str = Field(max_length=LARGEST_SOUND)


class SpeakerWish(Asked):
    language: str = Field(max_length=8)
    speaker: str = Field(min_length=1, max_length=80)


class RecordingDocument(Answered):
    """`sound` is a WAV file in base64."""

    sound: str
