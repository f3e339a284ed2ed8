"""A file of a person's computer as a draft of the mall: a spreadsheet of services, a list of holidays."""

from collections.abc import Collection
from dataclasses import dataclass

from app.domain.sheet import SheetUnreadable
from app.sheets import read_sheets, text_of
from config.holiday_files import holidays_of_sheets, holidays_of_text, with_holidays
from config.mall_mistakes import Document
from config.mall_sheet import read_mall
from config.mall_sheet_rows import SheetMistake
from config.words import Words


@dataclass(frozen=True, slots=True)
class FileReading:
    """The document as it would be; with mistakes nothing of it may be saved."""

    document: Document
    mistakes: tuple[SheetMistake, ...]


def read_mall_file(
    content: bytes,
    name: str,
    document: Document,
    words: Words,
    *,
    replace: bool = False,
    ignored: Collection[str] = (),
) -> FileReading:
    """The document with the agencies, services and counters of an XLSX or CSV file put in.

    `name` is what the file is called; `replace` and `ignored` as in `read_mall`.
    """
    try:
        reading = read_mall(read_sheets(content, name), document, words, replace=replace, ignored=ignored)
    except SheetUnreadable as trouble:
        return FileReading(document, (SheetMistake("", "", trouble.code, trouble.blanks),))
    return FileReading(reading.document, reading.mistakes)


def read_holiday_file(content: bytes, name: str, document: Document, *, replace: bool = False) -> FileReading:
    """The document with the holidays of an ICS, JSON, CSV or XLSX file; those it knows stay as they are."""
    try:
        reading = None if content.startswith(b"PK") else holidays_of_text(text_of(content))
        if reading is None:
            reading = holidays_of_sheets(read_sheets(content, name))
    except SheetUnreadable as trouble:
        return FileReading(document, (SheetMistake("", "", trouble.code, trouble.blanks),))
    return FileReading(with_holidays(document, reading.holidays, replace=replace), reading.mistakes)
