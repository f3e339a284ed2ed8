"""The counter a clerk works at: what it serves, and whether somebody may be called there."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.domain.errors import CounterBusy, CounterClosed, Forbidden, UnknownCounter, UnknownSite
from app.domain.mall import Counter, Mall, Site
from app.domain.reach import serves_one_of
from app.queries.counters import calls_visitors
from app.queries.helping import with_help
from app.queries.tickets import active_at
from app.store.transaction import Transaction


def anybody(_agency: str) -> bool:
    """Out of turn, whoever it is."""
    return True


@dataclass(frozen=True, slots=True)
class Desk:
    """The counter a clerk works at, looked up and ready for deeds.

    `only_agencies` are those of a clerk who serves no others; `may_choose(agency)` says for whose
    visitors that clerk may break the order of call.
    """

    mall: Mall
    site: Site
    counter: Counter
    actor: str
    only_agencies: frozenset[str] | None = None
    may_choose: Callable[[str], bool] = anybody

    @property
    def facts(self) -> dict[str, Any]:
        """What a display needs to show a call without asking again."""
        return {"counter_name": self.counter.name, "zone": self.counter.zone}

    @property
    def services(self) -> frozenset[str]:
        """Codes of every service whose visitors this clerk may call here."""
        services, mine = self.mall.services_of(self.site, self.counter), self.only_agencies
        if mine is None:
            return services
        return frozenset(code for code in services if self.mall.service[code].agency in mine)


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
    mall = with_help(tx.connection, mall, site=tx.site)
    site = mall.site.get(tx.site)
    if site is None:
        raise UnknownSite(site=tx.site)
    if counter not in site.counter:
        raise UnknownCounter(counter=counter)
    if not serves_one_of(mall, site, site.counter[counter], only_agencies):
        raise Forbidden
    return Desk(mall, site, site.counter[counter], actor, only_agencies, may_choose)


def must_be_free(tx: Transaction, desk: Desk) -> None:
    """Raises CounterClosed, or CounterBusy where a visitor is not finished."""
    if not calls_visitors(tx.connection, site=tx.site, counter=desk.counter.code):
        raise CounterClosed(counter=desk.counter.name)
    occupied = active_at(tx.connection, site=tx.site, counter=desk.counter.code)
    if occupied is not None:
        raise CounterBusy(number=occupied.number)
