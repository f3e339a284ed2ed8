"""Which phones to look after next: what happened to somebody at once, moved queues a little later."""

from collections import deque
from collections.abc import Collection

from app.web.visitor.phones import Phones

REST_SECONDS = 1.0  # between two looks at the queues of a site
COURTESY_SECONDS = 0.4  # after a fact: whoever was called, and the displays, come first
MOST_PATIENCE_SECONDS = 1.6  # places are told at last, however many calls come one after the other
AT_A_TIME = 50  # phones between two chances for others to run

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
        self._way_until = 0.0  # displays paint a call: the crowd's places come after that
        self._waiting_since: float | None = None

    def give_way(self, *, moment: float) -> None:
        """Somebody was called: displays and this visitor's phone come first, also before what has begun."""
        if self._looks or self._moved:
            self._waiting_since = moment if self._waiting_since is None else self._waiting_since
        self._way_until = moment + COURTESY_SECONDS

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
        if moment < self._clear_at():
            return None
        self._waiting_since = None
        if not self._looks:
            self._plan(moment)
        return self._looks.popleft() if self._looks else None

    def again(self, look: Look) -> None:
        """The work could not be done; it comes back next."""
        self._looks.appendleft(look)

    def rest(self, moment: float) -> float | None:
        """Seconds until moved queues may be looked at again; None when nothing has moved."""
        due = [self._due_at[site] for site in self._moved] + ([moment] if self._looks else [])
        return max(0.0, max(min(due), self._clear_at()) - moment) if due else None

    def _clear_at(self) -> float:
        """Until when calls go first; they do not keep a crowd waiting for ever."""
        if self._waiting_since is None:
            return self._way_until
        return min(self._way_until, self._waiting_since + MOST_PATIENCE_SECONDS)

    def _plan(self, moment: float) -> None:
        for site in [site for site in self._moved if self._due_at[site] <= moment]:
            tickets = sorted(self._phones.followed(site, self._moved.pop(site)))
            self._rested_at[site] = moment
            for start in range(0, len(tickets), AT_A_TIME):
                self._looks.append((site, frozenset(tickets[start : start + AT_A_TIME])))
