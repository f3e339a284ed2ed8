"""What the schema refuses in a mall's document, in sentences for the person who wrote it."""

from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from config.mall_fields import PATTERNS
from config.mall_mistakes import Document, Flaw, Steps
from config.mall_schema import MallDocument

_SENTENCES: Mapping[str, Callable[[Mapping[str, Any]], str]] = MappingProxyType(
    {
        "missing": lambda _: "is missing",
        "int_type": lambda _: "must be a whole number",
        "float_type": lambda _: "must be a number",
        "finite_number": lambda _: "must be a number",
        "bool_type": lambda _: "must be true or false",
        "string_type": lambda _: "must be text in quotes",
        "list_type": lambda _: "must be a list",
        "model_type": lambda _: "must be a table",
        "too_short": lambda _: "must not be empty",
        "string_too_long": lambda about: f"must have at most {about['max_length']} characters",
        "greater_than": lambda about: f"must be more than {about['gt']:g}",
        "greater_than_equal": lambda about: f"must be {about['ge']:g} or more",
        "less_than_equal": lambda about: f"must be {about['le']:g} or less",
        "string_pattern_mismatch": lambda about: PATTERNS[about["pattern"]],
        "literal_error": lambda about: f"must be {about['expected']}",
        "enum": lambda about: f"must be {about['expected']}",
        "value_error": lambda about: str(about["error"]),
    }
)


def schema_flaws(document: Document) -> Iterator[Flaw]:
    """Unknown and missing keys, wrong types and bad values, table by table."""
    try:
        MallDocument.model_validate(document)
    except ValidationError as refusal:
        for error in refusal.errors(include_url=False):
            yield _flaw(error["type"], error["loc"], error.get("ctx", {}), error["input"], error["msg"])


def _flaw(kind: str, steps: Steps, about: Mapping[str, Any], given: object, message: str) -> Flaw:
    if kind == "extra_forbidden":
        return Flaw(steps, f"is not a known key{like(str(steps[-1]), _keys(steps[:-1]))}")
    sentence = _SENTENCES[kind](about) if kind in _SENTENCES else message
    if kind != "missing" and isinstance(given, str | int | float) and len(str(given)) < 60:
        sentence += f", not {str(given).lower() if isinstance(given, bool) else repr(given)}"
    if isinstance(steps[-1], int):
        sentence = f"entry {steps[-1] + 1} {sentence}"
    return Flaw(steps, sentence)


def like(word: str, known: list[str]) -> str:
    """A hint for a mistyped word, or the known ones where they are few."""
    close = get_close_matches(word, known, n=1, cutoff=0.7)
    if close:
        return f"; did you mean {close[0]}?"
    return f"; known here: {', '.join(known)}" if known and len(known) <= 14 else ""


def _keys(steps: Steps) -> list[str]:
    """The keys a table may have, by the steps that lead to it."""
    table: type[BaseModel] = MallDocument
    for part in steps:
        if isinstance(part, str):
            field = next(field for name, field in table.model_fields.items() if part in (name, field.alias))
            table = _table_in(field.annotation)
    return [field.alias or name for name, field in table.model_fields.items()]


def _table_in(annotation: Any) -> type[BaseModel]:
    """The table of `Table`, `list[Table]` or `Table | None`."""
    return next(
        inner
        for inner in (annotation, *get_args(annotation))
        if isinstance(inner, type) and issubclass(inner, BaseModel)
    )
