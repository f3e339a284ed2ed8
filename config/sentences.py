"""Sentences that need more than blanks: days, times, and why a service issues no number."""

from datetime import date, datetime

from app.domain.opening import Decision, Reason
from config.words import Words

# The three time zones of Indonesia by their offset from UTC in hours (Keppres 41/1987).
ZONE_NAMES = {7: "WIB", 8: "WITA", 9: "WIT"}


def clock(moment: datetime, language: str) -> str:
    """08.42 in Indonesian, 08:42 in English."""
    return moment.strftime("%H:%M" if language == "en" else "%H.%M")


def zone_name(moment: datetime) -> str:
    """WIB, WITA or WIT; elsewhere the zone's own abbreviation."""
    offset = moment.utcoffset()
    hours = offset.total_seconds() / 3600 if offset is not None else 0
    return ZONE_NAMES.get(int(hours), moment.tzname() or "") if hours == int(hours) else moment.tzname() or ""


def day_phrase(words: Words, language: str, day: date) -> str:
    """Senin 23 November 2026."""
    weekday = words.say(language, f"common.day_{day.weekday()}")
    return f"{weekday} {day.day} {words.say(language, f'common.month_{day.month}')} {day.year}"


def day_and_time(words: Words, language: str, moment: datetime) -> str:
    """Senin 23 November 2026 08.42 WIB."""
    return (
        f"{day_phrase(words, language, moment.date())} {clock(moment, language)} {zone_name(moment)}".rstrip()
    )


def opening_phrase(words: Words, language: str, opens: datetime | None, *, now: datetime) -> str:
    """When it opens next, as people say it: "pukul 13.00", "besok pukul 08.00", "Senin pukul 08.00"."""
    if opens is None:
        return words.say(language, "common.later")
    at = words.say(language, "common.at", time=clock(opens, language))
    days = (opens.date() - now.astimezone(opens.tzinfo).date()).days
    if days == 0:
        return at
    if days == 1:
        return f"{words.say(language, 'common.tomorrow')} {at}"
    day = words.say(language, f"common.day_{opens.weekday()}")
    if days < 7:
        return f"{day} {at}"
    return f"{day} {opens.day} {words.say(language, f'common.month_{opens.month}')} {at}"


def try_again(words: Words, language: str, moment: datetime) -> str:
    """Coba lagi pukul 10.42."""
    return words.say(
        language, "common.try_again", at=words.say(language, "common.at", time=clock(moment, language))
    )


def availability(words: Words, language: str, decision: Decision, *, now: datetime) -> str:
    """Why a service issues no number now, and what to do next; "" while it is open."""
    if decision.open:
        return ""
    why = decision.why_en if language == "en" else decision.why_id
    key = decision.reason.value
    if decision.until and decision.reason in (Reason.PAUSED, Reason.COUNTERS_CLOSED):
        key += "_until"
    separator = ":" if language == "en" else "."
    return words.say(
        language,
        f"availability.{key}",
        name=why,
        reason=why,
        opens=opening_phrase(words, language, decision.next_opening, now=now),
        until=decision.until.replace(":", separator),
        closes=decision.closes.replace(":", separator),
    )
