"""A visit of several services on one number: the stops that still follow, in their order."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Stop:
    """A service to come; `counter` where one colleague alone shall call the visitor."""

    service: str
    counter: str | None = None


def as_data(stops: Iterable[Stop]) -> list[dict[str, str | None]]:
    """The stops as the store and the journal keep them."""
    return [{"service": stop.service, "counter": stop.counter} for stop in stops]


def stops_from(data: Iterable[Mapping[str, Any]]) -> tuple[Stop, ...]:
    return tuple(Stop(each["service"], each["counter"]) for each in data)


def onward(stops: Sequence[Stop], is_served: Callable[[Stop], bool]) -> tuple[Stop | None, tuple[Stop, ...]]:
    """The next stop that somebody serves and what follows it; what nobody serves any more is left out."""
    for place, stop in enumerate(stops):
        if is_served(stop):
            return stop, tuple(stops[place + 1 :])
    return None, ()
