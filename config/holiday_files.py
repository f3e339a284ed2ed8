"""The national list of holidays as a file: ICS of a calendar, JSON or a table of dates and names."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
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
    "holiday_name", "name", "nama", "keterangan", "localName", "summary", "title", "description", "libur",
)  # fmt: skip
MONTHS = (
    "januari", "februari", "maret", "april", "mei", "juni", "juli", "agustus", "september", "oktober",
    "november", "desember",
)  # fmt: skip
FOLDED = re.compile(r"\r?\n[ \t]")
NUMBERS = re.compile(r"(\d{1,4})[-/. ](\d{1,2})[-/. ](\d{1,4})")
SPELT = re.compile(r"(\d{1,2})\s+([a-z]+)\s+(\d{4})")


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
    """One entry a day of every VEVENT; its end, as calendars have it, is the day after the last."""
    for event in FOLDED.sub("", text).split("BEGIN:VEVENT")[1:]:
        told: dict[str, str] = {}
        for line in event.partition("END:VEVENT")[0].splitlines():
            key, _, value = line.partition(":")
            told.setdefault(key.partition(";")[0].upper(), value.strip())
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
    """The first column that holds a date is that of the dates, the longest text beside it the name."""
    column = _column_of_dates(sheet)
    if column is None:
        return
    begun = False
    for place, row in enumerate(sheet.rows):
        cell = row[column] if column < len(row) else None
        if _day(cell) is None and (not begun or not any(plain(each) for each in row)):
            continue  # a title, the headers, an empty row
        begun = True
        others = [plain(each) for at, each in enumerate(row) if at != column]
        name = max((text for text in others if not text.isdecimal()), key=len, default="")
        yield sheet.name, cell_name(place, column), cell, name


def _column_of_dates(sheet: Sheet) -> int | None:
    for row in sheet.rows:
        for column, cell in enumerate(row):
            if _day(cell) is not None:
                return column
    return None


def _day(told: object) -> date | None:
    """A date in one of the ways of writing it: 2026-08-17, 20260817, 17/8/2026, 17 Agustus 2026."""
    if isinstance(told, date):
        return told.date() if isinstance(told, datetime) else told
    text = plain(told).casefold() if isinstance(told, Cell) else ""
    try:
        return _written(text)
    except ValueError:
        return None


def _written(text: str) -> date | None:
    """Raises ValueError for a day or a month that does not exist."""
    if len(text) == len("20260817") and text.isdecimal():
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    if spelt := SPELT.search(text):
        return date(int(spelt[3]), MONTHS.index(spelt[2]) + 1, int(spelt[1]))
    if numbers := NUMBERS.match(text):
        first, month, last = map(int, numbers.groups())
        return date(first, month, last) if len(numbers[1]) == len("2026") else date(last, month, first)
    return None
