"""What a display is told to say: the sentences of a call with the addresses of their clips."""

from collections.abc import Mapping, Sequence
from typing import TypedDict

from app.domain.mall import NumberSpeech
from displays.announce import read_aloud, utterances
from displays.voice.lexicon import Lexicon
from displays.voice.studio import CHIME, Studio

BASE_URL = "/displays/voice/"


class Speech(TypedDict):
    """One language of a call; the display plays the clips in order and the whole list twice.

    The short form of a call, for a display that has fallen behind, is said once.
    """

    language: str
    text: str
    clips: list[str]


def speech(
    *,
    number: str,
    counter_name: str,
    recall: bool,
    languages: Sequence[str],
    style: NumberSpeech,
    lexicons: Mapping[str, Lexicon],
    studio: Studio,
    short: bool = False,
    later: bool = False,
    base_url: str = BASE_URL,
) -> list[Speech]:
    """Quick: the clips are named at once and made meanwhile, those of a short form, and what nobody may want,
    `later` than all others.

    The chime opens the first language; a short form has none, its bell is the display's.
    """
    said = utterances(
        number=number, counter_name=counter_name, recall=recall, languages=languages,
        style=style, lexicons=lexicons, short=short,
    )  # fmt: skip
    spoken: list[Speech] = []
    for place, utterance in enumerate(said):
        names = [CHIME] if place == 0 and not short else []
        clip = studio.later(utterance) if short or later else studio.clip(utterance)
        if clip is not None:
            names.append(clip)
        clips = [base_url + name for name in names]
        spoken.append(Speech(language=utterance.language, text=utterance.text, clips=clips))
    return spoken


def notice_speech(
    texts: Mapping[str, str],
    *,
    languages: Sequence[str],
    lexicons: Mapping[str, Lexicon],
    studio: Studio,
    base_url: str = BASE_URL,
) -> list[Speech]:
    """The sentences of an urgent notice, each once; the display opens them with its chime.

    `texts` by language; a language without a lexicon, or a text that was said already, is left out.
    """
    spoken: dict[str, Speech] = {}
    for language in languages:
        text = texts.get(language, "")
        if not text or text in spoken or language not in lexicons:
            continue
        clip = studio.clip(read_aloud(text, lexicons[language]))
        clips = [base_url + clip] if clip is not None else []
        spoken[text] = Speech(language=language, text=text, clips=clips)
    return list(spoken.values())
