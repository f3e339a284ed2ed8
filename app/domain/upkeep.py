"""When the data is copied by itself: at an hour of the day, or later if nobody was there then."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

AGAIN_AFTER = timedelta(minutes=10)  # a backup that failed: a full disk is not emptied at once
OLD_BACKUP = timedelta(hours=26)  # a day, and time for one that was late
OLD_DRILL = timedelta(days=35)


def last_due(at: time, *, zone: ZoneInfo, now: datetime) -> datetime:
    """The latest moment until now at which the clock of the place showed `at`."""
    here = now.astimezone(zone)
    today = datetime.combine(here.date(), at, zone)
    return today if today <= now else datetime.combine(here.date() - timedelta(days=1), at, zone)


def is_due(
    at: time | None,
    *,
    zone: ZoneInfo,
    now: datetime,
    made: Iterable[datetime],
    tried: datetime | None,
    begun: datetime | None,
) -> bool:
    """`made` are the moments of the backups, `tried` the last try, `begun` when there was first something.

    A moment later than now is of a clock that was wrong, then or now: it says nothing, and one backup more
    does no harm.
    """
    if at is None or begun is None:
        return False
    if tried is not None and timedelta() <= now - tried < AGAIN_AFTER:
        return False
    since = max((moment for moment in (begun, *made) if moment <= now), default=None)
    return since is None or since < last_due(at, zone=zone, now=now)
