"""A spreadsheet as rows of plain values, whatever program wrote it, and the name of a place in it."""

from dataclasses import dataclass
from datetime import datetime

Cell = str | int | float | bool | datetime | None
ALPHABET = 26


class SheetUnreadable(Exception):
    """A file that is no spreadsheet of ours; `code` names the sentence in [mall_sheet], `blanks` fill it."""

    def __init__(self, code: str, **blanks: object) -> None:
        super().__init__(code, blanks)
        self.code = code
        self.blanks = blanks


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a spreadsheet; `rows` begin with the headers. A CSV file is one sheet with its name."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]


def column_name(column: int) -> str:
    """A for 0, Z for 25, AA for 26."""
    name = ""
    while column >= 0:
        column, letter = divmod(column, ALPHABET)
        name = chr(ord("A") + letter) + name
        column -= 1
    return name


def cell_name(row: int, column: int) -> str:
    """C17 for row 16 and column 2, both counted from 0."""
    return f"{column_name(column)}{row + 1}"


def plain(cell: Cell) -> str:
    """What a person sees in the cell, without blanks around it; "" for an empty one."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return (
            cell.date().isoformat() if (cell.hour, cell.minute) == (0, 0) else cell.isoformat(" ", "minutes")
        )
    return " ".join(str(cell).split())
