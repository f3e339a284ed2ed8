"""What a mall is made of, read off its schema: every table with its keys, for forms and for the reference."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from types import MappingProxyType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from app.domain.layout import BUILT_IN
from config.mall_fields import (
    Code,
    Colour,
    Day,
    HoursTable,
    Languages,
    Line,
    LocalTime,
    Minute,
    Prefix,
    Sentence,
    StoredPicture,
    Weekdays,
)
from config.mall_schema import HolidayTable, MallDocument, Share, TextTable
from config.mall_site_schema import AllOrCodes

# Those that printers/profiles.py knows; a printer of another is not served.
PROFILES = ("epson-80", "epson-58", "clone-80", "clone-58", "clone-80-mute", "clone-58-mute")
TIME_ZONES = ("Asia/Jakarta", "Asia/Pontianak", "Asia/Makassar", "Asia/Jayapura")


class FieldKind(StrEnum):
    """How a key is written, and so what a form shows for it."""

    TEXT = "text"
    NUMBER = "number"
    BOOL = "bool"
    CHOICE = "choice"
    CODE = "code"
    CODES = "codes"
    HOURS = "hours"  # of one day: "08:00-15:00", "" for closed
    WEEK = "week"  # a table of hours, one key a day
    TIME = "time"
    DATE = "date"
    DAYS = "days"
    LANGUAGES = "languages"
    BILINGUAL = "bilingual"
    LINES = "lines"
    NUMBERS = "numbers"
    RATIO = "ratio"
    COLOUR = "colour"
    FILE = "file"
    SENTENCES = "sentences"  # by their keys in config/words


@dataclass(frozen=True, slots=True)
class KeyShape:
    """One key of a table. `low` and `high` are of a number, `above`: `low` itself is too little.

    `of` are the tables whose codes it names, `everything`: it may be "all"; `choices` are all there are
    of kind `choice`, and worth proposing elsewhere. `longest` is in characters.
    """

    key: str
    kind: FieldKind
    required: bool = False
    default: Any = None
    low: float | None = None
    high: float | None = None
    above: bool = False
    whole: bool = False
    longest: int | None = None
    choices: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    everything: bool = False


@dataclass(frozen=True, slots=True)
class TableShape:
    """One table. `many`: it is written [[...]], once for each; `inside` is the table in which it stands."""

    table: str
    many: bool
    inside: str | None
    keyed: str | None
    keys: tuple[KeyShape, ...]


_KINDS: tuple[tuple[Any, FieldKind], ...] = (
    (Code, FieldKind.CODE),
    (Prefix, FieldKind.TEXT),
    (Line, FieldKind.TEXT),
    (StoredPicture, FieldKind.TEXT),
    (Colour, FieldKind.COLOUR),
    (Day, FieldKind.HOURS),
    (Minute, FieldKind.TIME),
    (LocalTime, FieldKind.TIME),
    (Weekdays, FieldKind.DAYS),
    (Languages, FieldKind.LANGUAGES),
    (AllOrCodes, FieldKind.CODES),
    (list[Code], FieldKind.CODES),
    (list[Line], FieldKind.LINES),
    (list[Share], FieldKind.NUMBERS),
    (dict[str, Sentence], FieldKind.SENTENCES),
    (TextTable, FieldKind.BILINGUAL),
    (HoursTable, FieldKind.WEEK),
    (bool, FieldKind.BOOL),
    (int, FieldKind.NUMBER),
    (float, FieldKind.NUMBER),
)
# Keys whose type says less than their meaning.
_MEANT: Mapping[tuple[str, str], FieldKind] = MappingProxyType({
    ("mall", "logo"): FieldKind.FILE,
    ("mall", "timezone"): FieldKind.TEXT,
    ("holiday", "date"): FieldKind.DATE,
    ("rules", "priority_ratio"): FieldKind.RATIO,
})  # fmt: skip
_OF: Mapping[tuple[str, str], tuple[str, ...]] = MappingProxyType({
    ("agency", "zone"): ("zone",),
    ("site", "agencies"): ("agency",),
    ("counter", "zone"): ("zone",),
    ("counter", "services"): ("agency", "service"),
    ("counter", "prefers"): ("agency", "service"),
    ("printer", "fallback"): ("printer",),
    ("kiosk", "printer"): ("printer",),
    ("kiosk", "services"): ("agency", "service"),
    ("display", "zones"): ("zone",),
    ("display", "layout"): ("layout",),
})  # fmt: skip
_PROPOSED: Mapping[tuple[str, str], tuple[str, ...]] = MappingProxyType({
    ("mall", "timezone"): TIME_ZONES,
    ("printer", "profile"): PROFILES,
    ("display", "layout"): tuple(BUILT_IN),
})  # fmt: skip


def shape() -> tuple[TableShape, ...]:
    """Every table of a mall in the order of its document; those inside another follow it."""
    return tuple(_tables(MallDocument, None))


def _tables(model: type[BaseModel], inside: str | None) -> Iterator[TableShape]:
    for name, hint in _hints(model):
        table, many = _table_of(hint)
        if table is not None and (inside is None or not _kind(hint)):
            yield TableShape(name, many, inside, _keyed(table) if many else None, tuple(_keys(name, table)))
            yield from _tables(table, name)


def _keyed(table: type[BaseModel]) -> str | None:
    """The key by which one of several tables is known; one that has none is known by its place."""
    return "date" if table is HolidayTable else "code" if "code" in table.model_fields else None


def _keys(name: str, table: type[BaseModel]) -> Iterator[KeyShape]:
    hints = dict(_hints(table))
    for field_name, field in table.model_fields.items():
        key = field.alias or field_name
        if _table_of(hints[key])[0] is None or _kind(hints[key]):
            yield _key(name, key, field, hints[key])


def _key(table: str, key: str, field: FieldInfo, hint: Any) -> KeyShape:
    kind = _MEANT.get((table, key)) or _kind(hint) or FieldKind.CHOICE
    limits = _limits(field, hint)
    return KeyShape(
        key=key,
        kind=kind,
        required=field.is_required(),
        default=_default(field, hint),
        low=limits.get("low"),
        high=limits.get("high"),
        above=bool(limits.get("above")),
        whole=kind is FieldKind.NUMBER and _bare(hint) is int,
        longest=limits.get("longest"),
        choices=_PROPOSED.get((table, key)) or _choices(hint),
        of=_OF.get((table, key), ()),
        everything=hint == AllOrCodes,
    )


def _hints(model: type[BaseModel]) -> Iterator[tuple[str, Any]]:
    """The keys as they are written, with their annotations whole."""
    hints = get_type_hints(model, include_extras=True)
    for name, field in model.model_fields.items():
        yield field.alias or name, hints[name]


def _kind(hint: Any) -> FieldKind | None:
    return next((kind for known, kind in _KINDS if hint == known or _some(hint) == known), None) or next(
        (kind for known, kind in _KINDS if _bare(hint) == known), None
    )


def _some(hint: Any) -> Any:
    """The type without `| None`."""
    if get_origin(hint) in (Union, UnionType):
        inner = [each for each in get_args(hint) if each is not type(None)]
        return inner[0] if len(inner) == 1 else hint
    return hint


def _bare(hint: Any) -> Any:
    """The type without `| None` and without what Annotated adds."""
    inner = _some(hint)
    while get_origin(inner) is Annotated:
        inner = _some(get_args(inner)[0])
    return inner


def _table_of(hint: Any) -> tuple[type[BaseModel] | None, bool]:
    """The table that a key holds and whether it holds several; None for a plain key."""
    inner = _bare(hint)
    many = get_origin(inner) is list
    inner = _bare(get_args(inner)[0]) if many else inner
    is_table = isinstance(inner, type) and issubclass(inner, BaseModel)
    return (inner if is_table else None), many


def _choices(hint: Any) -> tuple[str, ...]:
    inner = _bare(hint)
    inner = _bare(get_args(inner)[0]) if get_origin(inner) is list else inner
    if get_origin(inner) is Literal:
        return get_args(inner)
    return (
        tuple(each.value for each in inner) if isinstance(inner, type) and issubclass(inner, StrEnum) else ()
    )


def _limits(field: FieldInfo, hint: Any) -> dict[str, Any]:
    """What the schema says of a number or a text, whichever of its limits each says."""
    found: dict[str, Any] = {}
    for limit in [*field.metadata, *_annotations(hint)]:
        if (least := getattr(limit, "gt", None)) is not None:
            found |= {"low": least + 1} if _bare(hint) is int else {"low": least, "above": True}
        found |= {
            name: value
            for name, attribute in (("low", "ge"), ("high", "le"))
            if (value := getattr(limit, attribute, None)) is not None
        }
        if _bare(hint) is str and (longest := getattr(limit, "max_length", None)) is not None:
            found["longest"] = longest
    return found


def _annotations(hint: Any) -> Iterator[Any]:
    inner = _some(hint)
    for each in get_args(inner)[1:] if get_origin(inner) is Annotated else ():
        yield from each.metadata if isinstance(each, FieldInfo) else [each]


def _default(field: FieldInfo, hint: Any) -> Any:
    """What stands for a key that is left out, as it would be written; None where that is nothing."""
    value = field.default
    if field.is_required() or isinstance(value, BaseModel) or value == {}:
        return None
    if hint == AllOrCodes:
        return "all"
    if hint == Day:
        return ""
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return value.value if isinstance(value, StrEnum) else value
