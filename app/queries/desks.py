"""The counters of a site by zone, for whoever looks over the hall: state, visitor, work done."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select

from app.domain.counter import CounterState
from app.domain.mall import Counter, Mall, Site
from app.domain.opening import day_start
from app.domain.ticket import Status
from app.queries.finished import finished_at
from app.store.tables import counter as counter_table
from app.store.tables import is_active
from app.store.tables import ticket as table


def counter_rows(connection: Connection, *, site: str) -> dict[str, Any]:
    """What is known of each counter that ever opened, by its code."""
    rows = connection.execute(select(counter_table).where(counter_table.c.site == site))
    return {row.code: row for row in rows}


def state_in(rows: Mapping[str, Any], counter: Counter) -> CounterState:
    """A counter that never opened is closed."""
    row = rows.get(counter.code)
    return CounterState(row.state) if row else CounterState.CLOSED


def zones(
    connection: Connection, mall: Mall, site: Site, rows: Mapping[str, Any], *, day: date
) -> list[dict[str, Any]]:
    """Each zone with its counters; `rows` are those of counter_rows()."""
    active = {
        row.counter: row
        for row in connection.execute(
            select(
                table.c.counter, table.c.number, table.c.status, table.c.called_at, table.c.serving_at
            ).where(table.c.site == site.code, is_active)
        )
    }
    finished = finished_at(connection, site=site.code, since=day_start(mall, day))
    return [
        {
            "code": zone.code,
            "name": zone.name,
            "counters": [
                {
                    **_counter(mall, counter, rows),
                    **_visitor(active.get(counter.code)),
                    "served_today": finished.get(counter.code, 0),
                }
                for counter in site.counters
                if counter.zone == zone.code
            ],
        }
        for zone in site.zones
    ]


def _counter(mall: Mall, counter: Counter, rows: Mapping[str, Any]) -> dict[str, Any]:
    row = rows.get(counter.code)
    agencies = {code if code in mall.agency else mall.service[code].agency for code in counter.services}
    return {
        "code": counter.code,
        "name": counter.name,
        "agencies": [agency.short_name for agency in mall.agencies if agency.code in agencies],
        "state": state_in(rows, counter).value,
        "since": _iso(row.since if row else None),
        "returns_at": _iso(row.returns_at if row else None),
    }


def _visitor(row: Any) -> dict[str, Any]:
    """The number at the counter, what is done with it, and since when."""
    if row is None:
        return {"number": None, "ticket_state": None, "number_since": None}
    return {
        "number": row.number,
        "ticket_state": row.status,
        "number_since": _iso(row.serving_at if row.status == Status.SERVING else row.called_at),
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
