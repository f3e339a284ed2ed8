"""How loud a display speaks, when it keeps quiet, and for which zones it is the voice."""

from typing import Any

from app.domain.mall import EVERY_DAY, FULL_VOLUME, Display, Quiet, Site, clock_text
from displays.voices import Voices, loudspeakers_of


def sounding(site: Site, display: Display | None, voices: Voices) -> dict[str, Any]:
    """What a display is told with its place; `speaks` is None for one that is no loudspeaker.

    `relieved` when another one speaks in one of its zones while it is away.
    """
    return {
        "volume": display.volume if display else FULL_VOLUME,
        "quiet": [_quiet(quiet) for quiet in site.quiet],
        "speaks": voices.speaks(site, display.code) if display and display.speaker else None,
        "code": display.code if display else None,
        "relieved": _is_relieved(site, display) if display else False,
    }


def _quiet(quiet: Quiet) -> dict[str, Any]:
    """`days` are 1 for Monday to 7, None for every day."""
    days = None if quiet.days == EVERY_DAY else [day + 1 for day in sorted(quiet.days)]
    return {"from": clock_text(quiet.span.start), "to": clock_text(quiet.span.end), "days": days}


def _is_relieved(site: Site, display: Display) -> bool:
    return any(display.code in all_ and len(all_) > 1 for all_ in loudspeakers_of(site).values())
