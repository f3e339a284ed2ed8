"""The rows of a spreadsheet of services by what their columns mean, in either language."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.domain.mall import LANGUAGES
from app.domain.sheet import Cell, Sheet, cell_name, plain
from config.mall_fields import CODE
from config.words import Words

SECTION = "mall_sheet"
# The columns of each kind of sheet by the key that they fill, in the order of the template.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "agencies": ("agency", "agency_name", "short_name", "agency_prefix", "zone"),
    "services": (
        "agency", "service", "service_name", "name_en", "minutes", "requirements", "quota", "prefix",
        "online",
    ),
    "counters": ("site", "counter", "counter_name", "zone", "serves"),
}  # fmt: skip
ALONE = ("agency", "agency_name", "short_name", *COLUMNS["services"][1:])  # one sheet, as in a CSV file
TELLING = (("services", "service_name"), ("counters", "counter_name"), ("agencies", "agency_name"))
YES = frozenset({"ya", "y", "yes", "true", "1", "x", "bisa"})
NO = frozenset({"tidak", "t", "no", "n", "false", "0", "-", "tidak bisa"})
LONGEST_CODE = 32
MOST_SHOWN = 40  # letters of what somebody wrote
_SIGNS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class SheetMistake:
    """What is wrong in one cell; `cell` is "" for a whole sheet, `sheet` for the whole file.

    `code` names the sentence in [mall_sheet], whose {blanks} are `blanks`; `told` is a sentence of the
    mall's own check by language, in place of it. `path` leads to the place in the document, if there is one.
    """

    sheet: str
    cell: str
    code: str
    blanks: Mapping[str, object] = field(default_factory=dict)
    path: tuple[str, ...] = ()
    told: Callable[[str], str] | None = None

    def sentence(self, words: Words, language: str) -> str:
        if self.told is not None:
            return self.told(language)
        return words.say(language, f"{SECTION}.{self.code}", **self.blanks)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row below the headers: its cells by the key of their column."""

    sheet: str
    place: int  # from 0, the headers' row included
    columns: Mapping[str, int]
    cells: tuple[Cell, ...]
    mistakes: list[SheetMistake]  # of the whole file

    def raw(self, key: str) -> Cell:
        column = self.columns.get(key, len(self.cells))
        return self.cells[column] if column < len(self.cells) else None

    def text(self, key: str) -> str:
        return plain(self.raw(key))

    def has(self, key: str) -> bool:
        """Whether the sheet has such a column at all; what it has not, an import leaves as it was."""
        return key in self.columns

    def cell(self, key: str) -> str:
        """The cell's name, that of the row's first where the column is missing."""
        return cell_name(self.place, self.columns.get(key, 0))

    def refuse(self, key: str, code: str, /, **blanks: object) -> None:
        """Notes what is wrong with a cell."""
        self.mistakes.append(SheetMistake(self.sheet, self.cell(key), code, blanks))

    def given(self, key: str) -> str:
        """The text of a cell that must not be empty; "" where it is."""
        text = self.text(key)
        if not text:
            self.refuse(key, "empty")
        return text

    def code(self, key: str, *, needed: bool = True) -> str | None:
        """A code of letters, digits and hyphens; "" where none is needed; None for one that is none."""
        text = self.given(key) if needed else self.text(key)
        if not text:
            return None if needed else ""
        if not re.fullmatch(CODE, text, re.ASCII) or len(text) > LONGEST_CODE:
            self.refuse(key, "bad_code", given=text[:MOST_SHOWN])
            return None
        return text

    def number(self, key: str, *, least: int, most: int, needed: bool) -> int | None:
        text = self.given(key) if needed else self.text(key)
        if not text:
            return None
        if not (text.isascii() and text.isdecimal() and _within(text, least, most)):
            self.refuse(key, "bad_number", given=text[:MOST_SHOWN], least=least, most=most)
            return None
        return int(text)

    def yes(self, key: str) -> bool | None:
        """None for an empty cell."""
        text = self.text(key).casefold()
        if text and text not in YES | NO:
            self.refuse(key, "bad_yes", given=text[:MOST_SHOWN])
        return True if text in YES else False if text in NO else None


def heading(words: Words, language: str, key: str) -> str:
    return words.say(language, f"{SECTION}.column_{key}")


def rows_by_kind(
    sheets: Iterable[Sheet], words: Words, *, ignored: Collection[str] = ()
) -> tuple[dict[str, list[SheetRow]], list[SheetMistake]]:
    """The rows of agencies, services and counters, whatever their sheets are called and in what order.

    `ignored` are keys of columns that are read as if they were not there.
    """
    known = {
        _spelt(heading(words, language, key)): key
        for language in LANGUAGES
        for key in {*ALONE, *(key for keys in COLUMNS.values() for key in keys)}
    }
    found: dict[str, list[SheetRow]] = {kind: [] for kind in COLUMNS}
    mistakes: list[SheetMistake] = []
    any_kind = False
    for sheet in sheets:
        head = next((place for place, row in enumerate(sheet.rows) if _is_head(row, known)), None)
        if head is None:
            continue
        columns: dict[str, int] = {}
        for column, cell in enumerate(sheet.rows[head]):
            key = known.get(_spelt(plain(cell)))
            if key is not None and key in columns:
                blanks = {"header": plain(cell)}
                mistakes.append(SheetMistake(sheet.name, cell_name(head, column), "column_twice", blanks))
            elif key is not None and key not in ignored:
                columns[key] = column
        kind = next((kind for kind, telling in TELLING if telling in columns), None)
        if kind is not None:
            any_kind = True
            found[kind] += _rows(sheet, head, columns, mistakes)
    if not any_kind:
        headers = [heading(words, LANGUAGES[0], key) for key in ("agency", "service_name", "minutes")]
        mistakes.append(SheetMistake("", "", "no_table", {"headers": ", ".join(headers)}))
    return found, mistakes


def _rows(
    sheet: Sheet, head: int, columns: Mapping[str, int], mistakes: list[SheetMistake]
) -> Iterator[SheetRow]:
    for place, cells in enumerate(sheet.rows[head + 1 :], start=head + 1):
        row = SheetRow(sheet.name, place, columns, cells, mistakes)
        if any(row.text(key) for key in columns):
            yield row


def _is_head(row: Iterable[Any], known: Mapping[str, str]) -> bool:
    return sum(_spelt(plain(cell)) in known for cell in row) >= 2  # one may stand in a title


def _within(digits: str, least: int, most: int) -> bool:
    """Whether the number lies between; one of a thousand figures is not even read."""
    return len(digits) <= MOST_SHOWN and least <= int(digits) <= most


def _spelt(header: str) -> str:
    """A header without capitals, signs and blanks: "Kode  instansi *" is "kodeinstansi"."""
    return _SIGNS.sub("", header.casefold())
