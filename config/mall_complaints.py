"""What is wrong with one thing of a mall, as a code with its blanks, and as a sentence in either language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from config.words import shipped_words

SECTION = "mall_mistakes"
FEW = 14  # names worth telling where none is alike
LONGEST_GIVEN = 60  # letters of what somebody wrote


@dataclass(frozen=True, slots=True)
class Hint:
    """What may have been meant: one name that is `alike`, or all there are."""

    names: tuple[str, ...]
    alike: bool

    def phrase(self, language: str) -> str:
        return _say(language, "did_you_mean" if self.alike else "known_here", words=", ".join(self.names))


@dataclass(frozen=True, slots=True)
class Complaint:
    """`code` names the sentence in [mall_mistakes]; `given` is what was written instead, if that helps.

    `entry` is the place in a list, counted from 1. A blank that is called `what` is itself such a code;
    several `choices` are told with "or" before the last.
    """

    code: str
    blanks: Mapping[str, Any] = field(default_factory=dict)
    given: object = None
    entry: int | None = None
    hint: Hint | None = None

    def phrase(self, language: str) -> str:
        """What follows the name of the key: "must be more than 0, not -1"."""
        blanks = {key: _blank(language, key, value) for key, value in self.blanks.items()}
        said = _say(language, self.code, **blanks)
        shown = _shown(self.given)
        if shown:
            said += _say(language, "not_given", given=shown)
        if self.entry is not None:
            said = _say(language, "entry", entry=self.entry, said=said)
        return said + (self.hint.phrase(language) if self.hint else "")

    def sentence(self, language: str) -> str:
        """The same standing alone, beside the field that it is about."""
        phrase = self.phrase(language)
        return phrase[:1].upper() + phrase[1:] + ("" if phrase.endswith("?") else ".")


def like(word: str, known: list[str]) -> Hint | None:
    """A hint for a mistyped word, or the known ones where they are few."""
    close = get_close_matches(word, known, n=1, cutoff=0.7)
    if close:
        return Hint(tuple(close), alike=True)
    return Hint(tuple(known), alike=False) if known and len(known) <= FEW else None


def _say(language: str, code: str, **blanks: object) -> str:
    return shipped_words().say(language, f"{SECTION}.{code}", **blanks)


def _blank(language: str, key: str, value: Any) -> str:
    if key == "what":
        return _say(language, f"what_{value}")
    if key == "choices":
        *first, last = (f"'{each}'" for each in value)
        return f"{', '.join(first)} {_say(language, 'or')} {last}" if first else last
    return f"{value:g}" if isinstance(value, float) else str(value)


def _shown(given: object) -> str:
    """As it would be written; "" where it is too long to help, or nothing of one line."""
    if isinstance(given, bool):
        return str(given).lower()
    if not isinstance(given, str | int | float) or len(str(given)) >= LONGEST_GIVEN:
        return ""
    return repr(given)
