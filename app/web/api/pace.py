"""How often one neighbour may come: kept in memory, for each server by itself."""

import threading
from collections import deque
from datetime import datetime, timedelta

MOST_KNOWN = 5_000  # neighbours; beyond that those who came first are forgotten


class Pace:
    """At most `most` visits of one neighbour within `span`."""

    def __init__(self, most: int, span: timedelta) -> None:
        self._most = most
        self._span = span
        self._lock = threading.Lock()
        self._visits: dict[str, deque[datetime]] = {}

    def closed_until(self, who: str, *, now: datetime) -> datetime | None:
        """From when on the next visit is welcome; None if one is now. Counts nothing."""
        with self._lock:
            visits = [visit for visit in self._visits.get(who, ()) if now - self._span < visit <= now]
            return visits[0] + self._span if len(visits) >= self._most else None

    def visit(self, who: str, *, now: datetime) -> datetime | None:
        """None if the visit is welcome, and counted; else from when on the next one is."""
        with self._lock:
            visits = self._visits.pop(who, None) or deque()
            self._visits[who] = visits
            if len(self._visits) > MOST_KNOWN:
                del self._visits[next(iter(self._visits))]
            while visits and not now - self._span < visits[0] <= now:  # long ago, or the clock was set back
                visits.popleft()
            if len(visits) >= self._most:
                return visits[0] + self._span
            visits.append(now)
            return None
