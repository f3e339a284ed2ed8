"""What the tables of a mall's document are made of, as the API tells it to those who draw forms."""

from typing import Any, Literal

from pydantic import Field

from app.web.api.documents import Answered
from config.mall_shape import FieldKind


class BothLanguages(Answered):
    """The same in both languages."""

    id: str
    en: str


class MallChoice(Answered):
    """A value that a key may have, and what it means."""

    value: str
    label: BothLanguages


class MallKey(Answered):
    """One key: how it is written, between what limits, what stands for it when it is left out.

    `above`: `low` itself is too little. `of` are tables whose codes the key names, `all`: it may be "all".
    `choices` are all there are of kind `choice`; elsewhere others are allowed.
    """

    key: str
    kind: FieldKind
    required: bool
    default: Any
    low: float | None
    high: float | None
    above: bool
    whole: bool
    longest: int | None
    choices: list[MallChoice]
    of: list[str]
    all: bool
    label: BothLanguages
    help: BothLanguages


class MallTableFields(Answered):
    """One table. `list`: there are several, known by `keyed` (else by place); `inside` is where it stands."""

    table: str
    many: bool = Field(alias="list")
    keyed: Literal["code", "date"] | None
    inside: str | None
    label: BothLanguages
    help: BothLanguages
    keys: list[MallKey]


class MallFields(Answered):
    """Every table of a mall."""

    tables: list[MallTableFields]
