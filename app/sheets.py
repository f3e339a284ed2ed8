"""Spreadsheets in and out: XLSX and CSV as rows of plain values, with nothing in them that a program runs."""

import codecs
import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils.exceptions import InvalidFileException

from app.domain.sheet import Cell, Sheet, SheetUnreadable, column_name

LARGEST_FILE = 4 * 1024 * 1024
LARGEST_UNPACKED = 20 * 1024 * 1024
MOST_PARTS = 500  # files inside an XLSX
MOST_SHEETS = 20
MOST_ROWS = 5_000
LAST_ROW = 1_048_576  # of any program's sheets; one that says more would be filled up to there row by row
MOST_COLUMNS = 60
LONGEST_CELL = 4_000
CSV_MARK = codecs.BOM_UTF8  # without it spreadsheet programs on Windows misread what is not ASCII
FIRST_LINES = 10  # by which it is seen how a CSV file parts its cells
WIDEST = 60  # letters that a column is wide at most
ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"})  # of a formula
STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r")
DECLARES = re.compile(rb"<!(DOCTYPE|ENTITY)")
BROKEN = (
    InvalidFileException, zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, ParseError, KeyError,
    ValueError, TypeError, AttributeError, IndexError, OSError, EOFError, RuntimeError, NotImplementedError,
)  # fmt: skip


def read_sheets(content: bytes, name: str = "") -> tuple[Sheet, ...]:
    """The sheets of an XLSX file, or the one of a CSV file; what it is shows in its first bytes.

    Raises SheetUnreadable.
    """
    if len(content) > LARGEST_FILE:
        raise SheetUnreadable("too_large", most=LARGEST_FILE // 1024 // 1024)
    if content.startswith(b"PK"):
        return _workbook(content)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise SheetUnreadable("old_excel")
    if b"\x00" in content[:4096] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise SheetUnreadable("unreadable")
    return (Sheet(name, _csv_rows(text_of(content))),)


def workbook(sheets: Iterable[Sheet]) -> bytes:
    """An XLSX file: bold headers that stay in sight, every text as text and never as a formula."""
    book = Workbook(write_only=True)
    for sheet in sheets:
        page = book.create_sheet(sheet.name)
        page.freeze_panes = "A2"
        for column in range(max(map(len, sheet.rows), default=0)):
            longest = max((len(str(row[column] or "")) for row in sheet.rows if column < len(row)), default=0)
            page.column_dimensions[column_name(column)].width = min(WIDEST, longest + 3)
        for place, row in enumerate(sheet.rows):
            page.append([_written(page, value, head=place == 0) for value in row])
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def csv_text(sheet: Sheet) -> bytes:
    """A CSV file that opens in any office program; what would begin a formula is told as text."""
    return CSV_MARK + csv_lines(sheet.rows)


def csv_lines(rows: Iterable[Sequence[Cell]]) -> bytes:
    """Rows of a CSV file that is made piece by piece; before the first goes CSV_MARK."""
    kept = io.StringIO()
    writer = csv.writer(kept, lineterminator="\r\n")
    for row in rows:
        writer.writerow([_disarmed(value) for value in row])
    return kept.getvalue().encode()


def _written(page: Any, value: Cell, *, head: bool) -> Any:
    cell = WriteOnlyCell(page, value=value)
    if isinstance(value, str):
        cell.data_type = "s"
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    if head:
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="FFE2DCD0")
    return cell


def _disarmed(value: Cell) -> Cell:
    return f"'{value}" if isinstance(value, str) and value.startswith(STARTS_FORMULA) else value


def _workbook(content: bytes) -> tuple[Sheet, ...]:
    try:
        _must_be_harmless(content)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        pages = book.worksheets
        if len(pages) > MOST_SHEETS:
            raise SheetUnreadable("too_many_sheets", most=MOST_SHEETS)
        return tuple(Sheet(str(page.title), _rows(page)) for page in pages)
    except SheetUnreadable:
        raise
    except BROKEN as broken:
        raise SheetUnreadable("unreadable") from broken


def _must_be_harmless(content: bytes) -> None:
    """No more than it says, nothing huge when unpacked, no document type in which entities could grow."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        known = parts.infolist()
        if len(known) > MOST_PARTS or sum(part.file_size for part in known) > LARGEST_UNPACKED:
            raise SheetUnreadable("unpacks_too_large")
        for part in known:
            if not part.filename.lower().endswith((".xml", ".rels")):
                continue
            with parts.open(part) as opened:
                head = opened.read(part.file_size + 1)
            if len(head) > part.file_size or head[:2] in (b"\xff\xfe", b"\xfe\xff") or DECLARES.search(head):
                raise SheetUnreadable("unreadable")


def _rows(page: Any) -> tuple[tuple[Cell, ...], ...]:
    """The rows up to the last one that says something, none longer than what it says."""
    page.reset_dimensions()  # what a file claims of its size is not believed
    found: list[tuple[Cell, ...]] = []
    last = 0
    for place, row in enumerate(page.iter_rows(max_col=MOST_COLUMNS, values_only=True), start=1):
        cells = () if row.count(None) == len(row) else _trimmed(row)
        if place > LAST_ROW or (cells and place > MOST_ROWS):
            raise SheetUnreadable("too_many_rows", sheet=str(page.title), most=MOST_ROWS)
        if cells:
            last = place
        if place <= MOST_ROWS:
            found.append(cells)
    return tuple(found[:last])


def _trimmed(row: Sequence[Any]) -> tuple[Cell, ...]:
    cells = [_cell(value) for value in row[:MOST_COLUMNS]]
    while cells and (cells[-1] is None or cells[-1] == ""):
        cells.pop()
    return tuple(cells)


def _cell(value: Any) -> Cell:
    if isinstance(value, str):
        text = "" if value in ERRORS else value.strip()
        told = text.startswith("'") and text[1:].startswith(STARTS_FORMULA)
        return (text[1:] if told else text)[:LONGEST_CELL]
    if isinstance(value, datetime) or value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)  # noqa: DTZ001  (a day on a calendar)
    return value.isoformat("minutes") if isinstance(value, time) else str(value)[:LONGEST_CELL]


def text_of(content: bytes) -> str:
    """UTF-8 with or without its mark, UTF-16 with it, else what Windows programs write."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _csv_rows(text: str) -> tuple[tuple[Cell, ...], ...]:
    """Strictly read: a quotation mark that nobody closes would take the rows after it into its cell."""
    found: list[tuple[Cell, ...]] = []
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_parting(text), strict=True)
    try:
        for row in lines:
            found.append(_trimmed(row))
            if len(found) > MOST_ROWS:
                raise SheetUnreadable("too_many_rows", sheet="CSV", most=MOST_ROWS)
    except csv.Error as broken:
        raise SheetUnreadable("bad_quotes", row=len(found) + 1) from broken
    while found and not found[-1]:
        found.pop()
    return tuple(found)


def _parting(text: str) -> str:
    """Comma, semicolon or tab: whichever the most of the first lines have; where as many do, more of it."""
    first = text.split("\n", FIRST_LINES)[:FIRST_LINES]
    return max(",;\t", key=lambda sign: (sum(sign in line for line in first), "".join(first).count(sign)))
