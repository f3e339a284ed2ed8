"""What a lobby display shows now: the last calls of today, and every agency's queue."""

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from app.domain.events import Kind
from app.domain.mall import Mall, Site
from app.domain.opening import service_day
from app.domain.pressure import by_service
from app.domain.ticket import Action, Status
from app.queries.load import waiting_groups
from app.queries.marks import hue
from app.queries.notices import public_notice
from app.store.tables import is_finish, journal
from app.store.tables import ticket as table

MOST_CALLS = 12  # of a zone, beside those that a display which was away still has to say
YOUNG = timedelta(minutes=1)
UNSAID = frozenset({Action.CALL, Action.RECALL})  # taken back, no voice says them any more
STILL_QUEUED = timedelta(minutes=5)  # longer than any voice lags behind
MOST_OF_COUNTER = 6  # fills the rows of a display whose zone has one counter open
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
_SHOWN = (Status.CALLED, Status.SERVING, Status.SERVED, Status.HELD, Status.MISSED, Status.NO_SHOW)
_PLACE = func.row_number().over(partition_by=table.c.counter, order_by=table.c.called_at.desc())
_OF_COUNTER = (
    select(
        table.c.id,
        table.c.number,
        table.c.agency,
        table.c.counter,
        table.c.announced,
        table.c.recalled,
        table.c.called_at,
        table.c.status,
        func.row_number()
        .over(partition_by=table.c.counter, order_by=table.c.called_at.desc())
        .label("place"),
    )
    .where(
        table.c.site == bindparam("site"),
        table.c.day == bindparam("day"),
        table.c.called_at.is_not(None),
        table.c.counter.is_not(None),
        table.c.status.in_(_SHOWN),
    )
    .subquery()
)
_CALLS = (
    select(_OF_COUNTER).where(_OF_COUNTER.c.place <= MOST_OF_COUNTER).order_by(_OF_COUNTER.c.called_at.desc())
)
_TAKEN_BACK = (
    select(journal.c.data)
    .where(
        journal.c.site == bindparam("site"),
        journal.c.at >= bindparam("since"),
        is_finish,  # names the index
        journal.c.kind == Kind.MOVE_UNDONE,
    )
    .order_by(journal.c.id)
)


def taken_back(connection: Connection, site: str, *, now: datetime) -> list[str]:
    """The ids of calls that were taken back lately: a display that was away may still want to say them."""
    undone = connection.scalars(_TAKEN_BACK, {"site": site, "since": now - STILL_QUEUED})
    return [data["call"] for data in undone if data["move"] in UNSAID]


def board(connection: Connection, mall: Mall, site: Site, *, now: datetime) -> dict[str, Any]:
    """The whole board of a site; a display keeps what its zones need."""
    day = service_day(mall, now)
    waiting = by_service(waiting_groups(connection, site=site.code, day=day, agencies=mall.agency))
    current = _current(connection, site=site.code, day=day)
    notice = public_notice(connection, site=site.code)
    return {
        "site": site.code,
        "site_name": site.name,
        "mall": mall.name,
        "timezone": mall.timezone,
        "now": now.isoformat(),
        "calls": _calls(connection, mall, site, day=day, now=now),
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
        "notice": notice["id"] if notice else None,
        "notices": notice,
        "ticker": mall.ticket_footer or "",
    }


def call_fields(
    mall: Mall,
    site: Site,
    *,
    ticket: int,
    number: str,
    agency: str,
    counter: str,
    announced: int,
    recall: bool,
    at: datetime,
) -> dict[str, Any]:
    """A call as displays show it; `id` is the same wherever the call is told ("ticket-nth call").

    A call that was taken back keeps its id for ever: the next one is another and sounds again.
    `recall`: the counter says a number again that it has called already. `zone` is where the counter is,
    `zones` where the call is to be seen: there, and where the visitors of the agency wait.
    """
    known, desk = mall.agency.get(agency), site.any_counter(counter)
    zone = site.zone.get(desk.zone) if desk else None
    return {
        "id": f"{ticket}-{announced}",
        "ticket": ticket,
        "number": number,
        "counter": counter,
        "counter_name": desk.name if desk else counter,
        "agency": agency,
        "agency_name": known.short_name if known else agency,
        "hue": hue(mall, agency),
        "zone": zone.code if zone else None,
        "zones": _zones(site, zone.code if zone else None, known.zone if known else None),
        "zone_name": zone.name if zone else "",
        "recall": recall,
        "at": at.isoformat(),
    }


def _zones(site: Site, *codes: str | None) -> list[str]:
    """Each once; a counter that stands in no zone is called everywhere, whoever waits where."""
    if codes[0] is None:
        return []
    return [code for code in dict.fromkeys(codes) if code is not None and code in site.zone]


def _calls(
    connection: Connection, mall: Mall, site: Site, *, day: date, now: datetime
) -> list[dict[str, Any]]:
    """One entry a ticket, the latest call first; enough of every zone, however busy the others are."""
    shown: Counter[str] = Counter()
    calls: list[dict[str, Any]] = []
    for row in connection.execute(_CALLS, {"site": site.code, "day": day}):
        call = call_fields(
            mall,
            site,
            ticket=row.id,
            number=row.number,
            agency=row.agency,
            counter=row.counter,
            announced=row.announced,
            recall=row.recalled,
            at=row.called_at,
        )
        places = call["zones"] or [""]  # of no zone: everywhere
        shown.update(places)
        unsaid = row.status == Status.CALLED and now - row.called_at <= YOUNG
        if unsaid or any(shown[place] <= MOST_CALLS for place in places):
            calls.append({**call, "state": row.status})
    return calls


def _current(connection: Connection, *, site: str, day: date) -> dict[str, str]:
    """The number called last, by agency."""
    return dict(connection.execute(_NEWEST_CALLS, {"site": site, "day": day}).all())
