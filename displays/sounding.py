"""How loud a display speaks, when it keeps quiet, and for which zones it is the voice."""

from collections.abc import Mapping
from typing import Any

from app.domain.mall import EVERY_DAY, FULL_VOLUME, Display, Quiet, Site, clock_text


def sounding(site: Site, display: Display | None) -> dict[str, Any]:
    """What a display is told with its place; `speaks` is None for one that is no loudspeaker."""
    return {
        "volume": display.volume if display else FULL_VOLUME,
        "quiet": [_quiet(quiet) for quiet in site.quiet],
        "speaks": _speaks(site, display) if display and display.speaker else None,
    }


def _quiet(quiet: Quiet) -> dict[str, Any]:
    """`days` are 1 for Monday to 7, None for every day."""
    days = None if quiet.days == EVERY_DAY else [day + 1 for day in sorted(quiet.days)]
    return {"from": clock_text(quiet.span.start), "to": clock_text(quiet.span.end), "days": days}


def _speaks(site: Site, display: Display) -> list[str]:
    voices = voices_of_zones(site)
    return [zone for zone in display.zones if voices[zone] == display.code]


def voices_of_zones(site: Site) -> Mapping[str, str]:
    """Zone -> the display that speaks there: the first loudspeaker of the mall's list, never two at once."""
    voices: dict[str, str] = {}
    for display in site.displays:
        if display.speaker:
            for zone in display.zones:
                voices.setdefault(zone, display.code)
    return voices
