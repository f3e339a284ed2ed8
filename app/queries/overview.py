"""A hall at a glance for the administrator: counters, queues, paper, screens and today's facts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, func, select

from app.domain.counter import CounterState
from app.domain.mall import Agency, Mall, Site
from app.domain.opening import service_day
from app.domain.ticket import Status
from app.queries.desks import counter_rows, state_in, zones
from app.queries.marks import hue
from app.queries.paper import printers
from app.queries.tokens import TokenEntry, token_entries
from app.store.tables import journal
from app.store.tables import ticket as table

LATEST_FACTS = 20
LATEST_REVOKED = 5


def overview(connection: Connection, mall: Mall, site: Site, *, now: datetime) -> dict[str, Any]:
    """Everything about one site; it reads today's rows only, however long the history is."""
    day = service_day(mall, now)
    rows = counter_rows(connection, site=site.code)
    return {
        "site": site.code,
        "site_name": site.name,
        "mall": mall.name,
        "timezone": mall.timezone,
        "now": now.isoformat(),
        **counts(connection, mall, site, rows, now=now),
        "zones": zones(connection, mall, site, rows, day=day),
        "printers": printers(connection, site, day=day),
        "screens": _screens(connection, site),
        "facts": latest_facts(connection, site),
    }


def counts(
    connection: Connection, mall: Mall, site: Site, rows: Mapping[str, Any], *, now: datetime
) -> dict[str, Any]:
    """Today's `totals` and every agency's part of them, `queues`; `rows` are those of counter_rows()."""
    tally = _tally(connection, site=site.code, day=service_day(mall, now))
    agencies = mall.agencies_at(site)
    return {
        "totals": _totals(tally),
        "queues": [_queue(mall, site, agency, tally, rows, now=now) for agency in agencies],
    }


def totals_today(connection: Connection, mall: Mall, *, site: str, now: datetime) -> dict[str, int]:
    """How many of today's tickets stand in each status, and `issued` for all of them."""
    return _totals(_tally(connection, site=site, day=service_day(mall, now)))


@dataclass(frozen=True, slots=True)
class _Count:
    """Today's tickets of one agency in one status; `oldest` is since when the first of them waits."""

    agency: str
    status: Status
    count: int
    oldest: datetime


def _tally(connection: Connection, *, site: str, day: date) -> tuple[_Count, ...]:
    rows = connection.execute(
        select(table.c.agency, table.c.status, func.count(), func.min(table.c.waiting_since))
        .where(table.c.site == site, table.c.day == day)
        .group_by(table.c.agency, table.c.status)
    )
    return tuple(_Count(agency, Status(status), count, oldest) for agency, status, count, oldest in rows)


def _totals(tally: Iterable[_Count]) -> dict[str, int]:
    """By status, and `issued` for all of them."""
    totals = dict.fromkeys(("issued", *Status), 0)
    for each in tally:
        totals["issued"] += each.count
        totals[each.status] += each.count
    return {str(status): count for status, count in totals.items()}


def _queue(
    mall: Mall, site: Site, agency: Agency, tally: Iterable[_Count], rows: Mapping[str, Any], *, now: datetime
) -> dict[str, Any]:
    waiting = [each for each in tally if each.agency == agency.code and each.status is Status.WAITING]
    oldest = min((each.oldest for each in waiting), default=None)
    services = {service.code for service in agency.services}
    desks = [desk for desk in site.counters if not services.isdisjoint(mall.services_of(site, desk))]
    staffed = [desk for desk in desks if state_in(rows, desk) is not CounterState.CLOSED]
    return {
        "code": agency.code,
        "short_name": agency.short_name,
        "hue": hue(mall, agency.code),
        "zone": agency.zone,
        "waiting": sum(each.count for each in waiting),
        "longest_wait": max(0, int((now - oldest).total_seconds() // 60)) if oldest else 0,
        "counters": len(desks),
        "staffed": len(staffed),
    }


def _screens(connection: Connection, site: Site) -> list[dict[str, Any]]:
    """All that may enter this site, then the last ones that no longer may."""
    entries = [entry for entry in token_entries(connection) if entry.bearer.may_enter(site.code)]
    living = [entry for entry in entries if entry.revoked_at is None]
    revoked = [entry for entry in entries if entry.revoked_at is not None]
    return [_screen(entry) for entry in (*living, *revoked[: -LATEST_REVOKED - 1 : -1])]


def _screen(entry: TokenEntry) -> dict[str, Any]:
    """A paired screen or program; its secret is nowhere to be read."""
    return {
        "id": entry.bearer.id,
        "role": entry.bearer.role,
        "site": entry.bearer.site,
        "code": entry.bearer.code,
        "name": entry.bearer.name,
        "created_at": entry.created_at.isoformat(),
        "revoked_at": entry.revoked_at.isoformat() if entry.revoked_at else None,
    }


def latest_facts(connection: Connection, site: Site) -> list[dict[str, Any]]:
    """The last facts, the newest first; `counter_name` as people call the counter."""
    rows = connection.execute(
        select(journal).where(journal.c.site == site.code).order_by(journal.c.id.desc()).limit(LATEST_FACTS)
    )
    return [
        {
            "id": row.id,
            "at": row.at.isoformat(),
            "kind": row.kind,
            "actor": row.actor,
            "counter_name": known.name if (known := site.any_counter(row.counter)) else row.counter,
            "data": row.data,
        }
        for row in rows
    ]
