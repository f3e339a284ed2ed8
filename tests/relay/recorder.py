"""A screen of paper and pencil: writes down what the relay tells it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from app.domain.events import Event
from app.relay import Relay, Teller
from app.store.database import Database
from tests.factories import BRANCH, MAIN

PATIENCE = 60.0


class Recorder:
    """Remembers facts and settlements in their order; `heard` waits for so many facts."""

    def __init__(self, *, log: list[str] | None = None, name: str = "screen") -> None:
        self.facts: list[Event] = []
        self.settled: list[tuple[str, int]] = []
        self._log = log if log is not None else []
        self._name = name
        self._news = threading.Condition()

    def tell(self, cursor: int, event: Event) -> None:
        assert cursor == event.id
        with self._news:
            self.facts.append(event)
            self._log.append(f"{self._name} hears {event.actor}")
            self._news.notify_all()

    def settle(self, site: str, cursor: int) -> None:
        with self._news:
            self.settled.append((site, cursor))
            self._log.append(f"{self._name} settles {site}")
            self._news.notify_all()

    @property
    def actors(self) -> list[str]:
        return [event.actor for event in self.facts]

    def heard(self, count: int, *, within: float = PATIENCE) -> bool:
        with self._news:
            return self._news.wait_for(lambda: len(self.facts) >= count, within)

    def has_settled(self, site: str, cursor: int) -> bool:
        with self._news:
            return self._news.wait_for(lambda: (site, cursor) in self.settled, PATIENCE)


class Stumbler(Recorder):
    """A screen with a mistake in it: it breaks on some facts and on every settlement."""

    def __init__(self, *breaks_on: str) -> None:
        super().__init__()
        self._breaks_on = breaks_on

    def tell(self, cursor: int, event: Event) -> None:
        if event.actor in self._breaks_on:
            raise ZeroDivisionError("a mistake in a screen")
        super().tell(cursor, event)

    def settle(self, _site: str, _cursor: int) -> None:
        raise ZeroDivisionError("a mistake in a screen")


def a_relay(database: Database, *tellers: Teller) -> Relay:
    return Relay(database, tellers, sites=lambda: (MAIN, BRANCH))


@contextmanager
def running(database: Database, *tellers: Teller) -> Iterator[Relay]:
    relay = a_relay(database, *tellers)
    relay.start()
    try:
        yield relay
    finally:
        relay.stop()
