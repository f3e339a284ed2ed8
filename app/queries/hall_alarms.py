"""What is wrong in a hall now: long waits and visits, idle counters, displays that are lost or not heard."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, and_, func, or_, select

from app.domain.alarms import AlarmKind, Cause
from app.domain.counter import CounterState
from app.domain.mall import Mall, Site
from app.domain.opening import day_start
from app.domain.pressure import Group
from app.domain.screens import Sound
from app.domain.ticket import Status
from app.queries.attendance import Attendance, attendance
from app.queries.desks import counter_rows
from app.queries.helping import with_help
from app.store.tables import device_report, is_active, is_waiting, journal, last_move, ticket, token

# A display's last word is noted once a minute: less than three of them may be chance.
DISPLAY_LOST_SECONDS = 180.0
SOUND_BLOCKED_SECONDS = 30.0  # whoever switches a display on has touched it by then
MOST_FACTS = 2_000  # of the journal are looked through: more than an hour of a busy hall


class Trouble(NamedTuple):
    """One cause; `code` is that of the agency, counter or display, whose name stands in its detail."""

    kind: AlarmKind
    code: str
    cause: Cause


def hall_troubles(
    connection: Connection, mall: Mall, site: Site, *, day: date, now: datetime, watching_since: datetime
) -> Iterator[Trouble]:
    """Everything that calls a supervisor now; while nobody is at a counter, only visitors do."""
    mall = with_help(connection, mall, site=site.code)
    site = mall.site[site.code]
    oldest = _oldest_waiting(connection, site.code, day=day)
    active = _active(connection, site.code, day=day)
    yield from _long_waits(mall, oldest, now=now)
    yield from _long_visits(mall, site, active, now=now)
    if oldest:
        here = attendance(connection, mall, site=site.code, day=day)
        yield from _unattended(mall, site, oldest, here, now=now)
    rows = counter_rows(connection, site=site.code)
    staffed = {code for code, row in rows.items() if row.state != CounterState.CLOSED}
    if staffed:
        yield from _idle(connection, mall, site, rows, oldest, busy=active.keys(), now=now)
        yield from _lost_displays(connection, mall, site, day=day, now=now, watching_since=watching_since)
        yield from _silent_displays(connection, site, now=now)


def _oldest_waiting(connection: Connection, site: str, *, day: date) -> dict[Group, datetime]:
    """Since when whoever waits longest does, by service and the one counter that may call."""
    rows = connection.execute(
        select(ticket.c.service, ticket.c.only_at, func.min(ticket.c.waiting_since))
        .where(ticket.c.site == site, ticket.c.day == day, is_waiting)
        .group_by(ticket.c.service, ticket.c.only_at)
    )
    return {(service, only_at): since for service, only_at, since in rows}


def _active(connection: Connection, site: str, *, day: date) -> dict[str, Any]:
    """The number at each counter, and the last deed there if it was one with this number."""
    mine = and_(
        last_move.c.site == ticket.c.site,
        last_move.c.counter == ticket.c.counter,
        last_move.c.ticket == ticket.c.id,
    )
    rows = connection.execute(
        select(
            ticket.c.counter,
            ticket.c.status,
            ticket.c.service,
            ticket.c.called_at,
            ticket.c.serving_at,
            last_move.c.at.label("moved_at"),
        )
        .select_from(ticket.outerjoin(last_move, mine))
        .where(ticket.c.site == site, ticket.c.day == day, is_active)
    )
    return {row.counter: row for row in rows}


def _long_waits(mall: Mall, oldest: dict[Group, datetime], *, now: datetime) -> Iterator[Trouble]:
    norm = timedelta(minutes=mall.rules.wait_norm_minutes)
    for agency in mall.agencies:
        mine = {each.code for each in agency.services}
        since = min((came for (code, _), came in oldest.items() if code in mine), default=now)
        if now - since > norm:
            yield Trouble(AlarmKind.WAIT_NORM, agency.code, Cause(since + norm, 0.0, agency.short_name))


def _unattended(
    mall: Mall, site: Site, oldest: dict[Group, datetime], here: Attendance, *, now: datetime
) -> Iterator[Trouble]:
    """Queues in which somebody waits for a service that all have left, and nobody said to be back."""
    for agency in mall.agencies_at(site):
        pools = [
            mall.pool(site, mall.service[code])
            for code, _ in oldest
            if mall.service_at(site, code) in agency.services
        ]
        if any(here.is_left(pool) and (here.reopens_at(pool) or now) <= now for pool in pools):
            yield Trouble(AlarmKind.UNATTENDED, agency.code, Cause(now, 0.0, agency.short_name))


def _long_visits(mall: Mall, site: Site, active: dict[str, Any], *, now: datetime) -> Iterator[Trouble]:
    """Visitors at a counter beyond their time, and those looked at or called with whom nothing happens."""
    for code, row in active.items():
        service, since = mall.service.get(row.service), _there_since(row)
        if since is None or service is None or code not in site.counter:
            continue
        norm = timedelta(minutes=service.minutes * mall.rules.service_norm_factor)
        if now - since > norm:
            cause = Cause(since + norm, 0.0, site.counter[code].name)
            yield Trouble(AlarmKind.SERVICE_NORM, code, cause)


def _there_since(row: Any) -> datetime | None:
    """Since when a visitor is served; before that, when the clerk last did something with the number."""
    since: datetime | None = row.serving_at if row.status == Status.SERVING else row.moved_at or row.called_at
    return since


def _idle(
    connection: Connection,
    mall: Mall,
    site: Site,
    rows: dict[str, Any],
    oldest: dict[Group, datetime],
    *,
    busy: Any,
    now: datetime,
) -> Iterator[Trouble]:
    """Open counters at which nothing happened for a while although somebody waited for them all the time."""
    limit = timedelta(minutes=mall.rules.idle_minutes)
    for counter in site.counters:
        row = rows.get(counter.code)
        if row is None or row.state != CounterState.OPEN or counter.code in busy:
            continue
        services = mall.services_of(site, counter)
        whose = (None, counter.code)
        waited = min(
            (came for (code, at), came in oldest.items() if code in services and at in whose),
            default=now,
        )
        since = max(waited, row.since)
        if now - since <= limit:
            continue
        since = max(since, _last_deed(connection, site.code, counter.code, after=since) or since)
        if now - since > limit:
            yield Trouble(AlarmKind.IDLE_WITH_QUEUE, counter.code, Cause(since + limit, 0.0, counter.name))


def _last_deed(connection: Connection, site: str, counter: str, *, after: datetime) -> datetime | None:
    """When somebody last did something there, among the site's newest facts."""
    newest = select(func.max(journal.c.id)).where(journal.c.site == site).scalar_subquery()
    moment: datetime | None = connection.execute(
        select(func.max(journal.c.at)).where(
            journal.c.site == site,
            journal.c.id > newest - MOST_FACTS,
            journal.c.counter == counter,
            journal.c.at >= after,
        )
    ).scalar()
    return moment


def _lost_displays(
    connection: Connection, mall: Mall, site: Site, *, day: date, now: datetime, watching_since: datetime
) -> Iterator[Trouble]:
    """Displays that were there today and are silent; silence before somebody watched is nobody's."""
    rows = connection.execute(
        select(token.c.code, func.max(token.c.seen_at))
        .where(
            token.c.role == "display",
            token.c.site == site.code,
            token.c.revoked_at.is_(None),
            token.c.seen_at >= day_start(mall, day),
        )
        .group_by(token.c.code)
    )
    for code, seen_at in rows:
        heard = max(seen_at, min(watching_since, now))
        if code in site.display and (now - heard).total_seconds() >= DISPLAY_LOST_SECONDS:
            yield Trouble(AlarmKind.DISPLAY_LOST, code, Cause(seen_at, 0.0, site.display[code].name))


def _silent_displays(connection: Connection, site: Site, *, now: datetime) -> Iterator[Trouble]:
    """Displays that are there and whose browser plays nothing; a lost one has a worse trouble."""
    there = now - timedelta(seconds=DISPLAY_LOST_SECONDS)
    rows = connection.execute(
        select(token.c.code, func.min(device_report.c.sound_since))
        .join_from(device_report, token, device_report.c.token == token.c.id)
        .where(
            token.c.role == "display",
            token.c.site == site.code,
            token.c.revoked_at.is_(None),
            device_report.c.sound == Sound.BLOCKED,
            or_(token.c.seen_at > there, device_report.c.at > there),
        )
        .group_by(token.c.code)
    )
    for code, since in rows:
        if code in site.display:
            name = site.display[code].name
            yield Trouble(AlarmKind.SOUND_BLOCKED, code, Cause(since, SOUND_BLOCKED_SECONDS, name))
