"""Whether a mall's own sentences can stand in for those of the system: known keys, the same blanks."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

from config.mall_mistakes import Document, Flaw, step
from config.mall_sentences import like
from config.words import Words

FOLDER = Path(__file__).with_name("words")


@cache
def shipped_words() -> Words:
    """The sentences of the system itself, read once; no mall may change them for another."""
    return Words.load(FOLDER)


def word_flaws(document: Document) -> Iterator[Flaw]:
    """Own sentences under no known key, or with other blanks than the sentence in whose place they stand."""
    for language, sentences in _tables(document.get("words")):
        known = shipped_words().sentences[language]
        for key, sentence in sentences.items():
            place = ("words", language, key)
            if key not in known:
                yield Flaw(place, f"is no sentence of the system{like(key, _beside(key, known))}")
            elif isinstance(sentence, str) and (why := _wrong_blanks(sentence, known[key])):
                yield Flaw(place, why)


def _tables(words: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """What stands in [words.id] and the like, as far as it is a table at all."""
    for language in shipped_words().languages if isinstance(words, dict) and words else ():
        sentences = step(words, language)
        if isinstance(sentences, dict):
            yield language, sentences


def _beside(key: str, known: Any) -> list[str]:
    table = key.partition(".")[0]
    return [each for each in known if each.partition(".")[0] == table] or list(known)


def _wrong_blanks(own: str, shipped: str) -> str:
    """Why the sentence could not be said; "" when it can."""
    try:
        mine = blanks(own)
    except ValueError:
        return "has a brace that opens or closes no blank: write {{ and }} for the signs themselves"
    wanted = blanks(shipped)
    if mine == wanted:
        return ""
    return f"must have the blanks {', '.join(sorted(wanted))}" if wanted else "must have no blanks"


def blanks(sentence: str) -> set[str]:
    """The blanks of a sentence as they are written, with whatever is said of their form."""
    return {
        "{" + name + (f"!{turned}" if turned else "") + (f":{form}" if form else "") + "}"
        for _, name, form, turned in Formatter().parse(sentence)
        if name is not None
    }
