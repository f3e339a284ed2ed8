"""The words of the system, in place of which a mall may say some sentences in its own."""

from collections.abc import Callable, Iterator, Mapping

from config.mall_words import blanks
from config.words import Words

Sentences = Mapping[str, Mapping[str, str]]  # by language, then by key


def words_of(shipped: Words, own: Callable[[], Sentences]) -> Words:
    """`shipped`, over which lie the sentences that `own()` gives at the moment something is said."""
    return Words(_Spoken(shipped.sentences, own))


def fitting(own: Mapping[str, str], shipped: Mapping[str, str]) -> dict[str, str]:
    """Those own sentences that can be said: the system knows the key and fills in the same blanks.

    A mall's sentences were looked at when they were saved, by the version of then: a newer one may have
    given a sentence another blank, and the screens must go on all the same.
    """
    return {
        key: sentence
        for key, sentence in own.items()
        if key in shipped and blanks(sentence) == blanks(shipped[key])
    }


class _Spoken(Mapping[str, Mapping[str, str]]):
    """By language what is said now. What fits is worked out once for every mall that is saved."""

    def __init__(self, shipped: Sentences, own: Callable[[], Sentences]) -> None:
        self._shipped = shipped
        self._own = own
        self._known: Sentences | None = None
        self._over: Sentences = shipped

    def __getitem__(self, language: str) -> Mapping[str, str]:
        return self._now()[language]

    def __iter__(self) -> Iterator[str]:
        return iter(self._shipped)

    def __len__(self) -> int:
        return len(self._shipped)

    def _now(self) -> Sentences:
        own = self._own()
        if own is self._known:
            return self._over
        over = {
            language: {**shipped, **fitting(own.get(language, {}), shipped)}
            for language, shipped in self._shipped.items()
        }
        self._over, self._known = over, own  # in this order: whoever sees the mall sees its sentences
        return over
