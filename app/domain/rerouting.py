"""Where paper goes when its printer cannot print it: along the fallbacks, and never to the same one twice."""

from collections.abc import Collection, Mapping
from datetime import datetime

from app.domain.alarms import AGENT_LOST_SECONDS, Seen, lasted
from app.domain.mall import Site
from app.domain.printing import WORKING

STUCK_SECONDS = 10.0  # a visitor waits so long for the kiosk's own printer


def is_silent(seen: Seen, *, now: datetime) -> bool:
    """Whether the agent of this printer has said nothing for so long that nobody can count on it."""
    return seen.seen_at is None or lasted(seen.seen_at, now) >= AGENT_LOST_SECONDS


def is_stuck(seen: Seen, *, waiting_since: datetime, now: datetime) -> bool:
    """Whether paper that waits here since then should come out of another printer.

    What stops it may change meanwhile, as when the cover is opened to bring paper: it stands still all along.
    """
    if is_silent(seen, now=now):
        return lasted(waiting_since, now) >= STUCK_SECONDS
    if seen.stopped_since is None:
        return False
    return lasted(seen.stopped_since, now) >= STUCK_SECONDS


def fallback_of(
    site: Site,
    printer: str,
    seen: Mapping[str, Seen],
    *,
    kiosk: str | None,
    been_at: Collection[str],
    now: datetime,
) -> str | None:
    """The first printer along the chain of fallbacks that works, and from which the paper was never taken.

    For a printer that the mall has no more, the chain begins with the one that the paper's kiosk has now.
    """
    passed = {printer, *been_at}
    following = _follows(site, printer, kiosk)
    while following is not None and following not in passed:
        passed.add(following)
        found = seen.get(following) if following in site.printer else None
        if found is not None and found.state in WORKING and not is_silent(found, now=now):
            return found.printer
        following = _follows(site, following, None)
    return None


def _follows(site: Site, printer: str, kiosk: str | None) -> str | None:
    if printer in site.printer:
        return site.printer[printer].fallback
    place = None if kiosk is None else site.kiosk.get(kiosk)
    return None if place is None else place.printer


def place_of(site: Site, printer: str) -> str:
    """Where a printer stands, as visitors call it: its kiosk, else the code that stands on it."""
    return next((kiosk.name for kiosk in site.kiosks if kiosk.printer == printer), printer)


def place_elsewhere(site: Site, *, origin: str, printer: str | None) -> str | None:
    """Where paper is collected that comes out elsewhere than at the kiosk that gave the number.

    `origin` is the actor that took it ("kiosk:K1"). None for paper of the kiosk's own printer, and for
    a number that no kiosk of this site gave, because nobody waits before a slot.
    """
    role, _, code = origin.partition(":")
    kiosk = site.kiosk.get(code) if role == "kiosk" else None
    if kiosk is None or printer is None or printer == kiosk.printer:
        return None
    return place_of(site, printer)
