"""The hall as its supervisor watches it: every counter, queue and alarm, and what was decided for today."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, func, select

from app.domain.counter import CounterState
from app.domain.mall import Mall, Site
from app.domain.opening import service_day
from app.queries.actors import names_of
from app.queries.alarms import open_alarms
from app.queries.attendance import deserted_services
from app.queries.counters import closing_document, help_documents
from app.queries.desks import counter_rows, zones
from app.queries.helping import helps, with_help
from app.queries.notices import notice_document
from app.queries.overview import counts, latest_facts
from app.queries.paper import printers
from app.queries.switches import switch_rows
from app.store.tables import journal

MOST_FACTS = 2_000  # of the journal are looked through for the last deed at a counter


def floor(connection: Connection, mall: Mall, site: Site, *, now: datetime) -> dict[str, Any]:
    """GET /sites/{site}/hall; it reads today's rows only, however long the history is."""
    planned = mall
    mall = with_help(connection, mall, site=site.code)
    site = mall.site[site.code]
    day = service_day(mall, now)
    rows = counter_rows(connection, site=site.code)
    counted = counts(connection, mall, site, rows, now=now)
    document = {
        "site": site.code,
        "site_name": site.name,
        "timezone": mall.timezone,
        "now": now.isoformat(),
        "totals": counted["totals"],
        "zones": _zones(connection, planned, site, rows, day=day, now=now),
        "queues": [{**queue, "norm": mall.rules.wait_norm_minutes} for queue in counted["queues"]],
        "printers": printers(connection, site, day=day),
        "alarms": open_alarms(connection, site.code),
        "switches": [_set_service(mall, row) for row in switch_rows(connection, site=site.code)],
        "closings": _closings(site, rows),
        "unattended": sorted(deserted_services(connection, mall, site, day=day)),
        "notice": notice_document(connection, site=site.code),
        "rules": {
            "wait_norm_minutes": mall.rules.wait_norm_minutes,
            "service_norm_factor": mall.rules.service_norm_factor,
            "idle_minutes": mall.rules.idle_minutes,
            "closing_needs_approval": mall.rules.closing_needs_approval,
        },
        "facts": latest_facts(connection, site),
    }
    return {**document, "names": names_of(connection, _named(document))}


def _named(document: dict[str, Any]) -> Iterator[str | None]:
    """Everybody whom the document tells of."""
    yield from (desk["actor"] for zone in document["zones"] for desk in zone["counters"])
    yield from (each["by"] for each in (*document["switches"], document["notice"]) if each)
    yield from (each["asked_by"] for each in document["closings"])
    yield from (each["acknowledged_by"] for each in document["alarms"])
    yield from (each["actor"] for each in document["facts"])


def _zones(
    connection: Connection, mall: Mall, site: Site, rows: Mapping[str, Any], *, day: date, now: datetime
) -> list[dict[str, Any]]:
    """Each zone with its counters, who did the last deed there, and how long the visitor has been there."""
    actors = _actors(connection, site)
    helping = help_documents(mall, helps(connection, site=site.code))
    found = zones(connection, mall, site, rows, day=day)
    for zone in found:
        for desk in zone["counters"]:
            row = rows.get(desk["code"])
            since = desk["number_since"]
            here = now - datetime.fromisoformat(since) if since else None
            desk["minutes_here"] = max(0, int(here.total_seconds() // 60)) if here is not None else None
            desk["actor"] = actors.get(desk["code"])
            desk["agency_codes"] = _agency_codes(mall, site, desk["code"])
            desk["reopens_at"] = row.reopens_at.isoformat() if row and row.reopens_at else None
            desk["closing"] = closing_document(row)
            desk["helping"] = helping.get(desk["code"], [])
    return found


def _agency_codes(mall: Mall, site: Site, code: str) -> list[str]:
    """Those whose visitors the counter always serves; with one of them it is somebody's to steer."""
    return sorted({mall.service[each].agency for each in mall.services_of(site, site.counter[code])})


def _actors(connection: Connection, site: Site) -> dict[str | None, str]:
    """Who did the last of the newest deeds at each counter."""
    newest = select(func.max(journal.c.id)).where(journal.c.site == site.code).scalar_subquery()
    last = (
        select(func.max(journal.c.id))
        .where(
            journal.c.site == site.code, journal.c.id > newest - MOST_FACTS, journal.c.counter.is_not(None)
        )
        .group_by(journal.c.counter)
    )
    rows = connection.execute(select(journal.c.counter, journal.c.actor).where(journal.c.id.in_(last)))
    return {row.counter: row.actor for row in rows}


def _set_service(mall: Mall, row: Any) -> dict[str, Any]:
    service = mall.service.get(row.service)
    return {
        "service": row.service,
        "service_name": service.name if service else row.service,
        "agency": service.agency if service else None,
        "setting": row.setting,
        "reason": row.reason,
        "by": row.actor,
        "since": row.since.isoformat(),
        "until": row.until.isoformat() if row.until else None,
    }


def _closings(site: Site, rows: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Those that wait for an answer or for their visitor, the oldest first."""
    asked = [row for row in rows.values() if row.state == CounterState.CLOSING and row.code in site.counter]
    return [
        {"counter": row.code, "counter_name": site.counter[row.code].name, **(closing_document(row) or {})}
        for row in sorted(asked, key=lambda row: row.asked_at or row.since)
    ]
