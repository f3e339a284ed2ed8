"""Whether a mall's own sentences can stand in for those of the system: known keys, the same blanks."""

from collections.abc import Iterator
from string import Formatter
from typing import Any

from config.mall_complaints import Complaint, like
from config.mall_mistakes import Document, Flaw, step
from config.words import shipped_words


def word_flaws(document: Document) -> Iterator[Flaw]:
    """Own sentences under no known key, or with other blanks than the sentence in whose place they stand."""
    for language, sentences in _tables(document.get("words")):
        known = shipped_words().sentences[language]
        for key, sentence in sentences.items():
            place = ("words", language, key)
            if key not in known:
                yield Flaw(place, Complaint("no_sentence", hint=like(key, _beside(key, known))))
            elif isinstance(sentence, str) and (told := _wrong_blanks(sentence, known[key])):
                yield Flaw(place, told)


def _tables(words: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """What stands in [words.id] and the like, as far as it is a table at all."""
    for language in shipped_words().languages if isinstance(words, dict) and words else ():
        sentences = step(words, language)
        if isinstance(sentences, dict):
            yield language, sentences


def _beside(key: str, known: Any) -> list[str]:
    table = key.partition(".")[0]
    return [each for each in known if each.partition(".")[0] == table] or list(known)


def _wrong_blanks(own: str, shipped: str) -> Complaint | None:
    """Why the sentence could not be said; None when it can."""
    try:
        mine = blanks(own)
    except ValueError:
        return Complaint("bad_brace")
    wanted = blanks(shipped)
    if mine == wanted:
        return None
    if not wanted:
        return Complaint("wants_no_blanks")
    return Complaint("wants_blanks", {"blanks": ", ".join(sorted(wanted))})


def blanks(sentence: str) -> set[str]:
    """The blanks of a sentence as they are written, with whatever is said of their form."""
    return {
        "{" + name + (f"!{turned}" if turned else "") + (f":{form}" if form else "") + "}"
        for _, name, form, turned in Formatter().parse(sentence)
        if name is not None
    }
