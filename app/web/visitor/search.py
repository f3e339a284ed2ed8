"""Finds services by the words of a visitor, for phones without scripts and with them; slips are forgiven."""

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from app.web.visitor.synonyms import also_called, spelt_plainly

LONGEST = 60  # signs
MOST_FOUND = 40
INSIDE = 4  # letters that may stand inside a word
ALIKE = 0.72
NAME, ALSO, AGENCY = 3, 2, 1  # what a hit there weighs
# What people say around the matter, or call the queue itself: it rules nothing out.
_AROUND = """mau ingin bikin buat membuat urus mengurus cara untuk di dan yang saya nomor antrean antrian
layanan new i want to make get a the for of and my"""
AROUND = frozenset(_AROUND.split())

Document = Mapping[str, Any]


def plain(text: str) -> list[str]:
    """The words of a text without capitals and accents; a hyphenated one counts joined and in parts."""
    words = spelt_plainly(text).split()
    parts = [part for word in words if "-" in word for part in (word.replace("-", ""), *word.split("-"))]
    return [word for word in (*(word for word in words if "-" not in word), *parts) if word]


def found(agencies: Iterable[Document], asked: str) -> list[tuple[Document, Document]]:
    """(agency, service) that every word of `asked` hits, best first; else those that most words hit."""
    words = [word.replace("-", "") for word in re.split(r"\s+", asked[:LONGEST].strip()) if word]
    words = [letters for word in words for letters in plain(word)]
    meant = [word for word in words if word not in AROUND]
    entries = [
        (_words_of(agency, service), agency, service) for agency in agencies for service in agency["services"]
    ]
    known = {word for texts, _, _ in entries for word in texts}
    meant = [_spelt(word, known) for word in meant]
    fits = [(word, {text for text in known if _begins_or_holds(word, text)}) for word in meant]
    hits = [([_hit(*fit, texts) for fit in fits], agency, service) for texts, agency, service in entries]
    most = max((sum(map(bool, scores)) for scores, _, _ in hits), default=0)
    if most == 0:
        return []
    best = [entry for entry in hits if sum(map(bool, entry[0])) == most]
    best.sort(key=lambda entry: -sum(entry[0]))
    return [(agency, service) for _, agency, service in best[:MOST_FOUND]]


def _words_of(agency: Document, service: Document) -> Mapping[str, int]:
    said = f"{agency['short_name']} {agency['name']} {agency['code']}"
    return _weights(said, service["name"], f"{service['name_en']} {service['code']}")


@lru_cache(maxsize=4096)  # the services of a mall: their names seldom change
def _weights(said: str, name: str, named_too: str) -> Mapping[str, int]:
    agency = dict.fromkeys(plain(f"{said} {also_called(said)}"), AGENCY)
    also = dict.fromkeys(plain(also_called(name)), ALSO)
    return agency | also | dict.fromkeys(plain(f"{name} {named_too}"), NAME)


def _spelt(word: str, known: Iterable[str]) -> str:
    """The word as it is, or the known one that it was meant to be."""
    if len(word) < INSIDE or any(_begins_or_holds(word, text) for text in known):
        return word
    return next(iter(get_close_matches(word, sorted(known), n=1, cutoff=ALIKE)), word)


def _hit(word: str, fitting: set[str], texts: Mapping[str, int]) -> int:
    """What the best of the words that fit weighs; the whole word counts thrice."""
    return max((texts[text] for text in fitting & texts.keys()), default=0) + 2 * texts.get(word, 0)


def _begins_or_holds(word: str, text: str) -> bool:
    return text.startswith(word) or (len(word) >= INSIDE and word in text)
