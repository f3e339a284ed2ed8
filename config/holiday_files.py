"""The national list of holidays as a file: ICS of a calendar, JSON or a table of dates and names."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any

from app.domain.sheet import Cell, Sheet, cell_name, plain
from config.mall_mistakes import Document
from config.mall_sheet_rows import SheetMistake

MOST_HOLIDAYS = 400  # of a list; a calendar of many years is longer than any office needs
MOST_MISTAKES = 100  # told of one file; whoever has mended them reads it again
LONGEST_NAME = 120
LONGEST_STAY = 31  # days of one entry of a calendar
DATES = ("holiday_date", "date", "tanggal", "start", "tgl", "day")
NAMES = (
    "holiday_name", "localName", "name", "nama", "keterangan", "summary", "title", "description", "libur",
)  # fmt: skip
# By the first letters of their names, in Indonesian and English, short or in full.
MONTHS: Mapping[str, int] = MappingProxyType({
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "mei": 5, "may": 5, "jun": 6, "jul": 7, "agu": 8, "agt": 8,
    "ags": 8, "aug": 8, "sep": 9, "okt": 10, "oct": 10, "nov": 11, "des": 12, "dec": 12,
})  # fmt: skip
FIRST_YEAR, LAST_YEAR = 2000, 2099  # of a date that was meant; others are misread or mistyped
BEFORE_THE_FIRST = date(1899, 12, 30)  # from which spreadsheets count their days
OBSERVED = ("observance", "perayaan")  # how public calendars begin to tell of a day on which offices work
FOLDED = re.compile(r"\r?\n[ \t]")
NUMBERS = re.compile(r"(\d{1,4})[-/. ](\d{1,2})[-/. ](\d{1,4})")
SPELT = re.compile(r"(\d{1,2})[\s-]+([a-z]{3,9})\.?[\s-]+(\d{4}|\d{2}\Z)")


@dataclass(frozen=True, slots=True)
class HolidayReading:
    """The holidays in the order of their dates, each once; worth saving only if there are no mistakes."""

    holidays: tuple[Document, ...]
    mistakes: tuple[SheetMistake, ...]


def holidays_of_text(text: str) -> HolidayReading | None:
    """The holidays of an ICS or JSON file; None for a text that is neither, and so may be a table."""
    head = text.lstrip("\ufeff \r\n\t")
    if head.startswith("BEGIN:VCALENDAR"):
        return _reading(_calendar(head))
    if head[:1] in ("[", "{"):
        try:
            return _reading(_json(json.loads(head)))
        except (ValueError, RecursionError):
            return HolidayReading((), (SheetMistake("", "", "unreadable"),))
    return None


def holidays_of_sheets(sheets: Iterable[Sheet]) -> HolidayReading:
    """The holidays of a table with a column of dates and one of names; headers are not needed."""
    found = [entry for sheet in sheets for entry in _table(sheet)]
    return _reading(found)


def with_holidays(document: Document, holidays: Iterable[Document], *, replace: bool = False) -> Document:
    """The document with these days among its holidays; a day that it knows keeps its own name."""
    kept = {} if replace else {str(each.get("date")): each for each in document.get("holiday", [])}
    for each in holidays:
        kept.setdefault(each["date"], each)
    return {**document, "holiday": [kept[day] for day in sorted(kept)]}


Entry = tuple[str, str, object, object]  # sheet, cell, what is said of the day, the name


def _reading(entries: Iterable[Entry]) -> HolidayReading:
    found: dict[str, Document] = {}
    mistakes: list[SheetMistake] = []
    for sheet, cell, told, name in entries:
        if len(mistakes) >= MOST_MISTAKES or len(found) > MOST_HOLIDAYS:
            break
        day = _day(told)
        text = " ".join(str(name or "").split())[:LONGEST_NAME]
        if day is None:
            mistakes.append(SheetMistake(sheet, cell, "bad_date", {"given": str(told)[:40]}))
        elif not text:
            mistakes.append(SheetMistake(sheet, cell, "no_holiday_name", {"date": day.isoformat()}))
        else:
            found.setdefault(day.isoformat(), {"date": day.isoformat(), "name": text})
    if len(found) > MOST_HOLIDAYS:
        mistakes.append(SheetMistake("", "", "too_many_holidays", {"most": MOST_HOLIDAYS}))
    if not found and not mistakes:
        mistakes.append(SheetMistake("", "", "no_holidays"))
    return HolidayReading(tuple(found[day] for day in sorted(found)), tuple(mistakes))


def _calendar(text: str) -> Iterator[Entry]:
    """An entry for each day of every holiday; the end of a VEVENT, as calendars have it, is the day after."""
    for event in FOLDED.sub("", text).split("BEGIN:VEVENT")[1:]:
        told: dict[str, str] = {}
        for line in event.partition("END:VEVENT")[0].splitlines():
            key, _, value = line.partition(":")
            told.setdefault(key.partition(";")[0].upper(), value.strip())
        if told.get("DESCRIPTION", "").casefold().startswith(OBSERVED):
            continue
        start, end = _day(told.get("DTSTART", "")[:8]), _day(told.get("DTEND", "")[:8])
        name = re.sub(r"\\([,;\\])", r"\1", told.get("SUMMARY", "")).replace(r"\n", " ")
        if start is None:
            yield "", "", told.get("DTSTART", ""), name
            continue
        days = min(LONGEST_STAY, max(1, (end - start).days)) if end is not None else 1
        for more in range(days):
            yield "", "", start + timedelta(days=more), name


def _json(document: Any) -> Iterator[Entry]:
    """A list of entries, one below a key, or an object of dates and names."""
    if isinstance(document, dict):
        lists = [value for value in document.values() if isinstance(value, list)]
        if lists:
            yield from _json(lists[0])
            return
        for key, value in document.items():
            yield "", "", key, _first(value, NAMES) if isinstance(value, dict) else value
        return
    for entry in document if isinstance(document, list) else ():
        if not isinstance(entry, dict):
            yield "", "", entry, None
        elif entry.get("is_national_holiday", True):
            yield "", "", _first(entry, DATES), _first(entry, NAMES)


def _first(entry: dict[str, Any], keys: Iterable[str]) -> object:
    return next((entry[key] for key in keys if entry.get(key)), None)


def _table(sheet: Sheet) -> Iterator[Entry]:
    """The first column that holds a date is that of the dates, the longest text beside it the name.

    Where no cell is one, days that a program kept without their form, as the numbers it counts them by.
    """
    day_of, column = _day, _column(sheet, _day)
    if column is None:
        day_of, column = _counted, _column(sheet, _counted)
    if column is None:
        return
    begun = False
    for place, row in enumerate(sheet.rows):
        cell = row[column] if column < len(row) else None
        day = day_of(cell)
        if day is None and (not begun or not any(plain(each) for each in row)):
            continue  # a title, the headers, an empty row
        begun = True
        others = [plain(each) for at, each in enumerate(row) if at != column]
        name = max((text for text in others if not text.isdecimal()), key=len, default="")
        yield sheet.name, cell_name(place, column), cell if day is None else day, name


def _column(sheet: Sheet, day_of: Callable[[object], date | None]) -> int | None:
    """The first column in which a cell is a day."""
    for row in sheet.rows:
        for column, cell in enumerate(row):
            if day_of(cell) is not None:
                return column
    return None


def _counted(told: object) -> date | None:
    """46251 is 17 August 2026, as spreadsheets count."""
    text = plain(told) if isinstance(told, str | int | float) else ""
    if len(text) != len("46251") or not (text.isascii() and text.isdecimal()):
        return None
    day = BEFORE_THE_FIRST + timedelta(days=int(text))
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


def _day(told: object) -> date | None:
    """A date in one of the ways of writing it: 2026-08-17, 20260817, 17/8/26, 17 Agustus 2026, 17-Agu-26."""
    if isinstance(told, date):
        return told.date() if isinstance(told, datetime) else told
    text = plain(told).casefold() if isinstance(told, Cell) else ""
    try:
        day = _written(text)
    except ValueError:
        return None
    return day if day is not None and FIRST_YEAR <= day.year <= LAST_YEAR else None


def _written(text: str) -> date | None:
    """Raises ValueError for a day or a month that does not exist."""
    if len(text) == len("20260817") and text.isdecimal():
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    if spelt := SPELT.search(text):
        return date(_year(spelt[3]), MONTHS.get(spelt[2][:3], 0), int(spelt[1]))
    if numbers := NUMBERS.match(text):
        first, month, last = numbers.groups()
        if len(first) == len("2026"):
            return date(int(first), int(month), int(last))
        return date(_year(last), int(month), int(first))
    return None


def _year(written: str) -> int:
    """26 is 2026."""
    return int(written) + (FIRST_YEAR if len(written) == len("26") else 0)
