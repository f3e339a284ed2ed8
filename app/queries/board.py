"""What a lobby display shows now: the last calls of today, and every agency's queue."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from app.domain.mall import Mall, Site
from app.domain.opening import service_day
from app.domain.ticket import Status
from app.queries.load import waiting_by_service
from app.queries.marks import hue
from app.store.tables import ticket as table

MOST_CALLS = 12
_RANKED = (
    select(
        table.c.agency,
        table.c.number,
        func.row_number().over(partition_by=table.c.agency, order_by=table.c.called_at.desc()).label("place"),
    )
    .where(table.c.site == bindparam("site"), table.c.day == bindparam("day"), table.c.called_at.is_not(None))
    .subquery()
)
_NEWEST_CALLS = select(_RANKED.c.agency, _RANKED.c.number).where(_RANKED.c.place == 1)
_SHOWN = (Status.CALLED, Status.SERVING, Status.SERVED, Status.HELD, Status.MISSED)


def board(connection: Connection, mall: Mall, site: Site, *, now: datetime) -> dict[str, Any]:
    """The whole board of a site; a display keeps what its zones need."""
    day = service_day(mall, now)
    waiting = waiting_by_service(connection, site=site.code, day=day)
    current = _current(connection, site=site.code, day=day)
    return {
        "site": site.code,
        "site_name": site.name,
        "mall": mall.name,
        "timezone": mall.timezone,
        "now": now.isoformat(),
        "calls": _calls(connection, mall, site, day=day),
        "agencies": [
            {
                "code": agency.code,
                "short_name": agency.short_name,
                "hue": hue(mall, agency.code),
                "zone": agency.zone,
                "waiting": sum(waiting.get(service.code, 0) for service in agency.services),
                "current": current.get(agency.code),
            }
            for agency in mall.agencies_at(site)
        ],
        "notice": None,
        "ticker": mall.ticket_footer or "",
    }


def call_fields(
    mall: Mall, site: Site, *, ticket: int, number: str, agency: str, counter: str, calls: int, at: datetime
) -> dict[str, Any]:
    """A call as displays show it; `id` is the same wherever the call is told ("ticket-nth call")."""
    known, desk = mall.agency.get(agency), site.counter.get(counter)
    zone = site.zone.get(desk.zone) if desk else None
    return {
        "id": f"{ticket}-{calls}",
        "ticket": ticket,
        "number": number,
        "counter": counter,
        "counter_name": desk.name if desk else counter,
        "agency": agency,
        "agency_name": known.short_name if known else agency,
        "hue": hue(mall, agency),
        "zone": zone.code if zone else None,
        "zone_name": zone.name if zone else "",
        "recall": calls > 1,
        "at": at.isoformat(),
    }


def _calls(connection: Connection, mall: Mall, site: Site, *, day: date) -> list[dict[str, Any]]:
    """One entry a ticket, the latest call first."""
    rows = connection.execute(
        select(
            table.c.id,
            table.c.number,
            table.c.agency,
            table.c.counter,
            table.c.calls,
            table.c.called_at,
            table.c.status,
        )
        .where(
            table.c.site == site.code,
            table.c.day == day,
            table.c.called_at.is_not(None),
            table.c.counter.is_not(None),
            table.c.status.in_(_SHOWN),
        )
        .order_by(table.c.called_at.desc())
        .limit(MOST_CALLS)
    )
    return [
        {
            **call_fields(
                mall,
                site,
                ticket=row.id,
                number=row.number,
                agency=row.agency,
                counter=row.counter,
                calls=row.calls,
                at=row.called_at,
            ),
            "state": row.status,
        }
        for row in rows
    ]


def _current(connection: Connection, *, site: str, day: date) -> dict[str, str]:
    """The number called last, by agency."""
    return dict(connection.execute(_NEWEST_CALLS, {"site": site, "day": day}).all())
