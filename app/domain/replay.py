"""The journal played again: from the facts alone, where every ticket stands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from app.domain.events import Event, Kind
from app.domain.journey import Stop, stops_from
from app.domain.ticket import Status


@dataclass(frozen=True, slots=True)
class Place:
    """What the facts say of one ticket."""

    status: Status
    service: str
    agency: str
    sort_key: datetime
    counter: str | None = None
    calls: int = 0
    only_at: str | None = None
    stops: tuple[Stop, ...] = ()


def replay(events: Iterable[Event]) -> dict[int, Place]:
    """The place of every ticket that was issued among these facts of one site, told from the first on.

    A fact that moves a ticket says `to`, the status after it, and under `changed` what else of the
    place is different; others (a paper came out, a number was noted) leave it where it is.
    """
    places: dict[int, Place] = {}
    for event in events:
        if event.ticket is None or "to" not in event.data:
            continue
        known = None if event.kind is Kind.TICKET_ISSUED else places.get(event.ticket)
        places[event.ticket] = _begun(event) if known is None else _moved(known, event)
    return places


def _begun(event: Event) -> Place:
    data = event.data
    changed = _read(data["changed"])
    return Place(Status(data["to"]), data["service"], data["agency"], **changed)


def _moved(place: Place, event: Event) -> Place:
    return replace(place, status=Status(event.data["to"]), **_read(event.data["changed"]))


def _read(changed: Mapping[str, Any]) -> dict[str, Any]:
    """What changed, as values of a Place."""
    values = dict(changed)
    if "stops" in values:
        values["stops"] = stops_from(values["stops"])
    if "sort_key" in values:
        values["sort_key"] = datetime.fromisoformat(values["sort_key"])
    return values
