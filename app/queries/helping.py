"""Counters that serve another agency or service for a while: the mall as it is while they do."""

from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, bindparam, select

from app.domain.mall import Counter, Mall
from app.store.tables import helping as table

Help = tuple[str, str, datetime]  # counter, code of the agency or service that it joined, until when

_HELP = select(table.c.counter, table.c.code, table.c.until).where(table.c.site == bindparam("site"))


def with_help(connection: Connection, mall: Mall, *, site: str) -> Mall:
    """The mall whose counters at this site list what they joined last of all; usually the mall itself."""
    helping: frozenset[Help] = frozenset(
        (counter, code, until) for counter, code, until in connection.execute(_HELP, {"site": site})
    )
    return helped(mall, site, helping)


def helped(mall: Mall, site: str, helping: frozenset[Help]) -> Mall:
    """The mall as these counters of the site make it, whoever helped when it was looked at before."""
    place = mall.site.get(site)
    if not helping and (place is None or not any(counter.helping for counter in place.counters)):
        return mall
    return _helped(mall, site, helping)


def helps(connection: Connection, *, site: str) -> list[Any]:
    """The rows of every counter that helps."""
    return list(connection.execute(select(table).where(table.c.site == site).order_by(table.c.since)))


@lru_cache(maxsize=16)
def _helped(mall: Mall, site: str, helping: frozenset[Help]) -> Mall:
    """Kept for the next look: all that a mall works out for itself is worked out once."""
    sites = tuple(
        replace(place, counters=tuple(_joined(mall, counter, helping) for counter in place.counters))
        if place.code == site
        else place
        for place in mall.sites
    )
    return replace(mall, sites=sites)


def _joined(mall: Mall, counter: Counter, helping: frozenset[Help]) -> Counter:
    """What the mall no longer knows is left out."""
    own = tuple(code for code in counter.services if code not in dict(counter.helping))
    joined = sorted(
        (code, until)
        for helper, code, until in helping
        if helper == counter.code and code not in own and (code in mall.agency or code in mall.service)
    )
    if not joined and not counter.helping:
        return counter
    return replace(counter, services=(*own, *dict(joined)), helping=tuple(joined))
