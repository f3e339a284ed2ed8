"""Which phones follow which ticket, and what each ticket's phones were told last."""

import threading
from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

Place = tuple[str, int]  # site, ticket


class Phones:
    """The phones of one server process; may be asked from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._place: dict[str, Place] = {}
        self._followers: dict[Place, set[str]] = defaultdict(set)
        self._agency: dict[Place, str] = {}
        self._told: dict[Place, Mapping[str, Any]] = {}

    def join(self, phone: str, *, site: str, ticket: int, agency: str) -> None:
        """A newcomer knows only its snapshot, so that the next look at its ticket counts as news."""
        with self._lock:
            self._place[phone] = (site, ticket)
            self._followers[site, ticket].add(phone)
            self._agency[site, ticket] = agency
            self._told.pop((site, ticket), None)

    def leave(self, phone: str) -> None:
        with self._lock:
            place = self._place.pop(phone, None)
            if place is None:
                return
            self._followers[place].discard(phone)
            if not self._followers[place]:
                del self._followers[place], self._agency[place]
                self._told.pop(place, None)

    def followed(self, site: str, agencies: Collection[str] | None = None) -> set[int]:
        """The tickets of a site, of some of its agencies if asked, that somebody follows."""
        with self._lock:
            return {
                ticket
                for (code, ticket), agency in self._agency.items()
                if code == site and (agencies is None or agency in agencies)
            }

    def is_news(self, document: Mapping[str, Any]) -> bool:
        """Whether a followed ticket reads differently from what was told last; it counts as told then."""
        place = (document["site"], document["id"])
        with self._lock:
            if place not in self._followers or self._told.get(place) == document:
                return False
            self._told[place] = document
            self._agency[place] = document["agency"]
            return True
