"""Which phones to look after next: what happened to somebody at once, moved queues a little later."""

from collections import deque
from collections.abc import Collection

from app.web.visitor.phones import Phones

REST_SECONDS = 1.0  # between two looks at the queues of a site
COURTESY_SECONDS = 0.4  # after a fact: whoever was called, and the displays, come first
AT_A_TIME = 100  # phones between two chances for others to run

Look = tuple[str, frozenset[int]]  # a site, and tickets of it


class Rounds:
    """The work of one thread, in small pieces; `moment` is a steady clock in seconds."""

    def __init__(self, phones: Phones) -> None:
        self._phones = phones
        self._touched: dict[str, set[int]] = {}
        self._moved: dict[str, set[str]] = {}
        self._looks: deque[Look] = deque()
        self._rested_at: dict[str, float] = {}
        self._due_at: dict[str, float] = {}

    def touch(self, site: str, ticket: int) -> None:
        """Something happened to this ticket."""
        self._touched.setdefault(site, set()).add(ticket)

    def move(self, site: str, agencies: Collection[str], *, moment: float) -> None:
        """The queues of these agencies are no longer what they were, as of now."""
        if site not in self._moved:
            earliest = self._rested_at.get(site, -REST_SECONDS) + REST_SECONDS
            self._due_at[site] = max(earliest, moment + COURTESY_SECONDS)
        self._moved.setdefault(site, set()).update(agencies)

    def next(self, moment: float) -> Look | None:
        """The next piece of work, or None while there is nothing to do at this moment."""
        while self._touched:
            site, tickets = self._touched.popitem()
            if followed := tickets & self._phones.followed(site):
                return site, frozenset(followed)
        if not self._looks:
            self._plan(moment)
        return self._looks.popleft() if self._looks else None

    def again(self, look: Look) -> None:
        """The work could not be done; it comes back next."""
        self._looks.appendleft(look)

    def rest(self, moment: float) -> float | None:
        """Seconds until moved queues may be looked at again; None when nothing has moved."""
        return min((max(0.0, self._due_at[site] - moment) for site in self._moved), default=None)

    def _plan(self, moment: float) -> None:
        for site in [site for site in self._moved if self._due_at[site] <= moment]:
            tickets = sorted(self._phones.followed(site, self._moved.pop(site)))
            self._rested_at[site] = moment
            for start in range(0, len(tickets), AT_A_TIME):
                self._looks.append((site, frozenset(tickets[start : start + AT_A_TIME])))
