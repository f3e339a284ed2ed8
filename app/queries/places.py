"""Which counters are a clerk's: those that serve the clerk's agencies now, and where their visitor sits."""

from sqlalchemy import Connection, select

from app.domain.mall import Mall, Site
from app.domain.reach import serves_one_of
from app.store.tables import is_active
from app.store.tables import ticket as table


def places_of(
    connection: Connection, mall: Mall, site: Site, agencies: frozenset[str] | None
) -> frozenset[str]:
    """Codes of the counters; None is all agencies, and every counter. `mall` with what helps for a while.

    A visitor who was called stays the clerk's, whatever a newer mall says of the counter.
    """
    places = {counter.code for counter in site.counters if serves_one_of(mall, site, counter, agencies)}
    if agencies is not None:
        sitting = select(table.c.counter).where(
            table.c.site == site.code, is_active, table.c.agency.in_(sorted(agencies))
        )
        places.update(connection.execute(sitting).scalars())
    return frozenset(places)
