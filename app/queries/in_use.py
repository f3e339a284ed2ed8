"""What numbers and bookings name of the mall, and what therefore may be archived but never taken away."""

from collections.abc import Iterable

from sqlalchemy import Connection, null, select, union

from app.store.tables import booking, installation, ticket
from config.mall_changes import Path

_NAMED = union(
    select(ticket.c.site, ticket.c.agency, ticket.c.service, ticket.c.counter),
    select(ticket.c.site, ticket.c.agency, ticket.c.issued_for, ticket.c.counter),
    select(booking.c.site, booking.c.agency, booking.c.service, null()),
)
_DEMO = select(installation.c.demo)


def in_use(connection: Connection, paths: Iterable[Path]) -> frozenset[Path]:
    """Those agencies, services, sites, zones and counters that were used in earnest.

    A zone is in use with its site, as its counters may have moved. What a demonstration gave out binds
    nobody.
    """
    asked = tuple(paths)
    if not asked or connection.execute(_DEMO).scalar():
        return frozenset()
    sites, agencies, services, counters = set[str](), set[str](), set[str](), set[tuple[str, str]]()
    for site, agency, service, counter in connection.execute(_NAMED):
        sites.add(site)
        agencies.add(agency)
        services.add(service)
        counters.add((site, counter))
    found = set()
    for path in asked:
        kind, code = path[-2], path[-1]
        if (
            (kind in ("site", "zone") and path[1] in sites)
            or (kind == "agency" and code in agencies)
            or (kind == "service" and code in services)
            or (kind == "counter" and (path[1], code) in counters)
        ):
            found.add(path)
    return frozenset(found)
