"""What the schema refuses in a mall's document, as complaints to the person who wrote it."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from config.mall_complaints import Complaint, like
from config.mall_fields import PATTERNS
from config.mall_mistakes import Document, Flaw, Steps
from config.mall_schema import MallDocument

_CODES: Mapping[str, str] = MappingProxyType({
    "missing": "missing", "int_type": "whole_number", "float_type": "number", "finite_number": "number",
    "bool_type": "yes_or_no", "string_type": "text", "list_type": "list", "model_type": "table",
    "dict_type": "table", "too_short": "empty",
})  # fmt: skip
# Those that need to say more, by what pydantic knows about them.
_TOLD: Mapping[str, Callable[[Mapping[str, Any]], Complaint]] = MappingProxyType(
    {
        "string_too_long": lambda about: Complaint("too_long", {"most": about["max_length"]}),
        "too_long": lambda about: Complaint("too_many", {"most": about["max_length"]}),
        "greater_than": lambda about: Complaint("more_than", {"least": float(about["gt"])}),
        "greater_than_equal": lambda about: Complaint("at_least", {"least": float(about["ge"])}),
        "less_than_equal": lambda about: Complaint("at_most", {"most": float(about["le"])}),
        "string_pattern_mismatch": lambda about: Complaint(PATTERNS[about["pattern"]]),
        "literal_error": lambda about: _one_of(about["expected"]),
        "enum": lambda about: _one_of(about["expected"]),
        "value_error": lambda about: Complaint(str(about["error"])),
    }
)
_QUOTED = re.compile(r"'([^']*)'")


def schema_flaws(document: Document) -> Iterator[Flaw]:
    """Unknown and missing keys, wrong types and bad values, table by table."""
    try:
        MallDocument.model_validate(document)
    except ValidationError as refusal:
        for error in refusal.errors(include_url=False):
            yield _flaw(error["type"], error["loc"], error.get("ctx", {}), error["input"], error["msg"])


def _flaw(kind: str, steps: Steps, about: Mapping[str, Any], given: object, message: str) -> Flaw:
    if kind == "extra_forbidden":
        return Flaw(steps, Complaint("unknown_key", hint=like(str(steps[-1]), _keys(steps[:-1]))))
    if kind in _TOLD:
        told = _TOLD[kind](about)
    elif kind in _CODES:
        told = Complaint(_CODES[kind])
    else:
        told = Complaint("unfit", {"why": message})
    entry = steps[-1] + 1 if isinstance(steps[-1], int) else None
    return Flaw(steps, replace(told, given=None if kind == "missing" else given, entry=entry))


def _one_of(expected: str) -> Complaint:
    """pydantic tells the choices as an English sentence only."""
    return Complaint("one_of", {"choices": tuple(_QUOTED.findall(expected))})


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
