"""The calendar file of a booking: UTC, one uid, nothing that breaks out of its line."""

from dataclasses import replace
from datetime import datetime

from app.web.visitor.calendar_file import LINE_OCTETS, Entry, calendar_file, escaped, folded
from tests.factories import moment

NOW = moment("2026-11-23 08:00")
ENTRY = Entry(
    uid="ABCDE23456@antrean.example",
    starts_at=moment("2026-11-24 09:00"),
    ends_at=moment("2026-11-24 09:30"),
    summary="KTP, baru; hilang",
    description="Bawa: KK\nKode ABCDE-23456",
    location="MPP Banyuwangi, Jl. Sritanjung 1",
    url="https://antrean.example/b/ABCDE23456",
    cancelled=False,
)


def lines(entry: Entry = ENTRY, *, now: datetime = NOW) -> list[str]:
    """As a calendar reads them: ends of lines found, folds undone."""
    file = calendar_file(entry, now=now).decode()
    assert file.endswith("\r\n")
    assert "\n" not in file.replace("\r\n", "")
    return file.replace("\r\n ", "").split("\r\n")[:-1]


def test_times_are_told_in_utc() -> None:
    told = lines()
    assert "DTSTART:20261124T020000Z" in told
    assert "DTEND:20261124T023000Z" in told
    assert "DTSTAMP:20261123T010000Z" in told


def test_the_file_holds_one_event_with_a_reminder() -> None:
    told = lines()
    assert (told[0], told[1], told[-1]) == ("BEGIN:VCALENDAR", "VERSION:2.0", "END:VCALENDAR")
    assert [line for line in told if line.startswith("BEGIN:")] == [
        "BEGIN:VCALENDAR",
        "BEGIN:VEVENT",
        "BEGIN:VALARM",
    ]
    assert "UID:ABCDE23456@antrean.example" in told
    assert "URL:https://antrean.example/b/ABCDE23456" in told


def test_signs_with_a_meaning_are_escaped() -> None:
    told = lines()
    assert r"SUMMARY:KTP\, baru\; hilang" in told
    assert r"DESCRIPTION:Bawa: KK\nKode ABCDE-23456" in told
    assert escaped("a\\b\r\nBEGIN:VALARM") == r"a\\b\nBEGIN:VALARM"


def test_a_cancelled_booking_reminds_nobody() -> None:
    told = lines(replace(ENTRY, cancelled=True))
    assert "STATUS:CANCELLED" in told
    assert "BEGIN:VALARM" not in told


def test_long_lines_are_folded_between_signs() -> None:
    line = "SUMMARY:" + "é€😀" * 40
    parts = folded(line).removesuffix(b"\r\n").split(b"\r\n ")
    assert len(parts) > 1
    assert len(parts[0]) <= LINE_OCTETS
    assert all(len(b" " + part) <= LINE_OCTETS for part in parts[1:])
    assert "".join(part.decode() for part in parts) == line
