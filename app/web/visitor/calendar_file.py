"""The file that puts a booking into a phone's own calendar (RFC 5545)."""

from dataclasses import dataclass
from datetime import UTC, datetime

LINE_OCTETS = 75  # without its end: RFC 5545, 3.1
LINE_END = "\r\n"
REMINDER = "-PT1H"
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


@dataclass(frozen=True, slots=True)
class Entry:
    """`uid` stays the same when the booking moves, so that the calendar moves it too. Aware moments."""

    uid: str
    starts_at: datetime
    ends_at: datetime
    summary: str
    description: str
    location: str
    url: str
    cancelled: bool


def calendar_file(entry: Entry, *, now: datetime) -> bytes:
    """One event with a reminder an hour before; a cancelled one has none."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Antrean//Reservasi//ID",
        "CALSCALE:GREGORIAN",
        "BEGIN:VEVENT",
        f"UID:{escaped(entry.uid)}",
        f"DTSTAMP:{_utc(now)}",
        f"DTSTART:{_utc(entry.starts_at)}",
        f"DTEND:{_utc(entry.ends_at)}",
        f"SUMMARY:{escaped(entry.summary)}",
        f"LOCATION:{escaped(entry.location)}",
        f"DESCRIPTION:{escaped(entry.description)}",
        f"URL:{entry.url}",
        f"STATUS:{'CANCELLED' if entry.cancelled else 'CONFIRMED'}",
        *([] if entry.cancelled else _reminder(entry)),
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return b"".join(folded(line) for line in lines)


def _reminder(entry: Entry) -> list[str]:
    return [
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{escaped(entry.summary)}",
        f"TRIGGER:{REMINDER}",
        "END:VALARM",
    ]


def escaped(text: str) -> str:
    """A value of the type TEXT."""
    return text.translate(_ESCAPES)


def folded(line: str) -> bytes:
    """A line of any length as lines of at most 75 octets; no sign is cut in two."""
    parts, part, room = [], b"", LINE_OCTETS
    for sign in line:
        octets = sign.encode()
        if len(part) + len(octets) > room:
            parts.append(part)
            part, room = b"", LINE_OCTETS - 1  # the space that begins the next line
        part += octets
    end = LINE_END.encode()
    return (end + b" ").join((*parts, part)) + end


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
