"""What displays said they could not play, newest last; kept in memory, as they say it again."""

from dataclasses import dataclass
from datetime import datetime
from threading import Lock

MOST_KEPT = 500


@dataclass(frozen=True, slots=True)
class Failure:
    """A display that passed over a picture or film; `media` is the hash of its bytes."""

    site: str
    display: str
    media: str
    at: datetime


class Unplayed:
    """One entry for each display and file."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._failures: dict[tuple[str, str, str], Failure] = {}

    def note(self, failure: Failure) -> bool:
        """Whether it is news."""
        key = (failure.site, failure.display, failure.media)
        with self._lock:
            known = self._failures.pop(key, None)
            self._failures[key] = failure
            while len(self._failures) > MOST_KEPT:
                del self._failures[next(iter(self._failures))]
        return known is None

    def of(self, site: str, media: str) -> list[Failure]:
        with self._lock:
            return [each for each in self._failures.values() if (each.site, each.media) == (site, media)]
