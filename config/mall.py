"""A mall as an office writes it: a folder of TOML files, or one document, made into the value `Mall`.

The rest of the system uses the names of this module only. The tables and their keys are in
mall_schema.py; README.md in this folder says what a mall is made of.
"""

from pathlib import Path

from app.domain.mall import Mall
from config.mall_advice import advice
from config.mall_check import reference_flaws
from config.mall_document import document
from config.mall_folder import Reading, logo_flaws, read, write
from config.mall_look import look_flaws
from config.mall_mistakes import ITSELF, Document, Flaw, MallError, Mistake, placed
from config.mall_schema import MallDocument
from config.mall_sentences import schema_flaws
from config.mall_words import word_flaws

__all__ = [
    "Document", "Mall", "MallError", "Mistake",
    "advice", "check", "document", "from_checked", "from_document", "from_revision", "load", "mistakes",
    "read_document", "write",
]  # fmt: skip


def load(folder: Path) -> Mall:
    """The mall of a folder; raises MallError with every mistake in it."""
    reading = read(folder)
    _refuse(_mistakes(reading, folder))
    return from_checked(reading.document)


def check(folder: Path) -> list[Mistake]:
    """Every mistake of a folder, in the order of its files; none when it can be loaded."""
    return _mistakes(read(folder), folder)


def read_document(folder: Path) -> Document:
    """mall.toml with its includes as one document of text, numbers, lists and tables (fit for JSON).

    Raises MallError where a file cannot be read; whether the mall makes sense is not looked at.
    """
    reading = read(folder)
    _refuse(reading.mistakes)
    return reading.document


def from_document(document: Document) -> Mall:
    """The mall of one document; raises MallError with every mistake in it."""
    _refuse(placed(document, _flaws(document), {}))
    return from_checked(document)


def from_checked(document: Document) -> Mall:
    """The mall of a document in which no mistake was found a moment ago, or when it was saved."""
    return MallDocument.model_validate(document).value()


def from_revision(document: Document) -> Mall:
    """The mall of a saved document, whichever version saved it; raises MallError.

    Sentences of its own under keys that this version knows no more are no reason not to start.
    """
    _refuse(placed(document, [*schema_flaws(document), *reference_flaws(document)], {}))
    return from_checked(document)


def mistakes(document: Document) -> list[Mistake]:
    """Every mistake of one document, in its order; none when it is a mall."""
    return placed(document, _flaws(document), {})


def _flaws(document: Document) -> list[Flaw]:
    return [*schema_flaws(document), *reference_flaws(document), *word_flaws(document), *look_flaws(document)]


def _mistakes(reading: Reading, folder: Path) -> list[Mistake]:
    """While a file cannot be read, what it may have held is not held against the others."""
    if not reading.mistakes:
        flaws = [*_flaws(reading.document), *logo_flaws(folder, reading.document)]
    elif reading.mistakes[0].file == ITSELF and not reading.document:
        flaws = []
    else:
        flaws = [flaw for flaw in schema_flaws(reading.document) if len(flaw.steps) > 1]
    return [*reading.mistakes, *placed(reading.document, flaws, reading.origins)]


def _refuse(mistakes: list[Mistake]) -> None:
    if mistakes:
        raise MallError(mistakes)
