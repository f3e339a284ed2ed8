"""What numbers and bookings name of the mall, and what therefore may be archived but never taken away."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from app.store.tables import booking, installation, ticket
from config.mall_changes import Path

STILL_MOVING = 20_000  # the last rows, some days of a large mall, may yet come to name something else
_DEMO = select(installation.c.demo)


@dataclass(frozen=True, slots=True)
class Used:
    """The codes that numbers and bookings name, counters with their site; the newest rows seen."""

    sites: frozenset[str] = frozenset()
    agencies: frozenset[str] = frozenset()
    services: frozenset[str] = frozenset()
    counters: frozenset[tuple[str, str]] = frozenset()
    ticket: int = 0
    booking: int = 0


NOTHING = Used()


def used(connection: Connection, known: Used = NOTHING) -> Used:
    """All that was ever named: reads every number, seconds of them after years, but where `known` is given.

    Then only what was added or may have changed since. What a demonstration gave out binds nobody.
    """
    if connection.execute(_DEMO).scalar():
        return NOTHING
    sites, agencies, services = set(known.sites), set(known.agencies), set(known.services)
    counters = set(known.counters)
    numbers = select(ticket.c.site, ticket.c.agency, ticket.c.service, ticket.c.issued_for, ticket.c.counter)
    fresh = numbers.where(ticket.c.id > known.ticket - STILL_MOVING).distinct()
    for site, agency, service, issued_for, counter in connection.execute(fresh):
        sites.add(site)
        agencies.add(agency)
        services.update((service, issued_for))
        if counter is not None:
            counters.add((site, counter))
    bookings = select(booking.c.site, booking.c.agency, booking.c.service)
    for site, agency, service in connection.execute(
        bookings.where(booking.c.id > known.booking - STILL_MOVING).distinct()
    ):
        sites.add(site)
        agencies.add(agency)
        services.add(service)
    return Used(
        frozenset(sites),
        frozenset(agencies),
        frozenset(services),
        frozenset(counters),
        connection.execute(select(func.max(ticket.c.id))).scalar() or 0,
        connection.execute(select(func.max(booking.c.id))).scalar() or 0,
    )


def in_use(connection: Connection, paths: Iterable[Path], known: Used = NOTHING) -> frozenset[Path]:
    """Those agencies, services, sites, zones and counters that were used in earnest; `known` as in `used`.

    A zone is in use with its site, as its counters may have moved.
    """
    asked = tuple(paths)
    if not asked:
        return frozenset()
    named = used(connection, known)
    found = set()
    for path in asked:
        kind, code = path[-2], path[-1]
        if (
            (kind in ("site", "zone") and path[1] in named.sites)
            or (kind == "agency" and code in named.agencies)
            or (kind == "service" and code in named.services)
            or (kind == "counter" and (path[1], code) in named.counters)
        ):
            found.add(path)
    return frozenset(found)
