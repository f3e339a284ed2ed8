"""The counter a clerk works at: what it serves, and whether somebody may be called there."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.domain.errors import CounterBusy, CounterClosed, Forbidden, UnknownCounter, UnknownSite
from app.domain.mall import Counter, Mall, Site
from app.domain.reach import within
from app.queries.counters import calls_visitors
from app.queries.helping import with_help
from app.queries.places import places_of
from app.queries.tickets import active_at
from app.store.transaction import Transaction


def anybody(_agency: str) -> bool:
    """Out of turn, whoever it is."""
    return True


@dataclass(frozen=True, slots=True)
class Desk:
    """The counter a clerk works at, looked up and ready for deeds.

    `only_agencies` are those of a clerk who serves no others; `may_choose(agency)` says for whose
    visitors that clerk may break the order of call. `planned` is the mall without what helps for a while.
    """

    mall: Mall
    site: Site
    counter: Counter
    actor: str
    only_agencies: frozenset[str] | None = None
    may_choose: Callable[[str], bool] = anybody
    planned: Mall | None = None

    @property
    def facts(self) -> dict[str, Any]:
        """What a display needs to show a call without asking again."""
        return {"counter_name": self.counter.name, "zone": self.counter.zone}

    @property
    def services(self) -> frozenset[str]:
        """Codes of every service whose visitors this clerk may call here."""
        return within(self.mall, self.mall.services_of(self.site, self.counter), self.only_agencies)

    @property
    def owners(self) -> frozenset[str]:
        """The agencies whose counter this is: helping another one for a while gives it no say here."""
        mall = self.planned or self.mall
        return frozenset(mall.service[code].agency for code in mall.services_of(self.site, self.counter))

    def must_be_mine(self, agency: str) -> None:
        """Raises Forbidden where a visitor of this agency is none of the clerk's."""
        if self.only_agencies is not None and agency not in self.only_agencies:
            raise Forbidden


def desk_at(
    tx: Transaction,
    mall: Mall,
    counter: str,
    *,
    actor: str,
    only_agencies: frozenset[str] | None = None,
    may_choose: Callable[[str], bool] = anybody,
) -> Desk:
    """The desk, with what it helps with for a while.

    Raises UnknownSite, UnknownCounter, and Forbidden where the counter serves nobody of `only_agencies`.
    """
    planned, mall = mall, with_help(tx.connection, mall, site=tx.site)
    site = mall.site.get(tx.site)
    if site is None:
        raise UnknownSite(site=tx.site)
    if counter not in site.counter:
        raise UnknownCounter(counter=counter)
    if counter not in places_of(tx.connection, mall, site, only_agencies):
        raise Forbidden
    return Desk(mall, site, site.counter[counter], actor, only_agencies, may_choose, planned)


def must_be_free(tx: Transaction, desk: Desk) -> None:
    """Raises CounterClosed, or CounterBusy where a visitor is not finished."""
    if not calls_visitors(tx.connection, site=tx.site, counter=desk.counter.code):
        raise CounterClosed(counter=desk.counter.name)
    occupied = active_at(tx.connection, site=tx.site, counter=desk.counter.code)
    if occupied is not None:
        raise CounterBusy(number=occupied.number)
