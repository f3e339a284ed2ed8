"""The facts of a site that a satellite keeps, played again here: one picture, beside this server's own sites.

Facts come in the satellite's order. What they say of tickets, bookings, counters, services and the notice
is written as if it had happened here, and each is kept in the journal with its time and its actor; only the
ids are this database's own. How far a picture has come is written with it, so that no fact counts twice.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from app.domain.events import Event
from app.domain.mall import Mall
from app.operations.picturing_bookings import forget_bookings, picture_booking, tell_visitors
from app.operations.picturing_hall import picture_hall
from app.operations.picturing_tickets import picture_ticket
from app.store import journal
from app.store.tables import counter, far_ticket, helping, notice, satellite, series, switch, ticket
from app.store.tables import journal as facts
from app.store.transaction import Transaction

_COLUMNS = ("cursor", "mark", "as_of", "trouble", "since")  # what each page of facts writes anew
_KEEP = {
    name: make(satellite).on_conflict_do_update(
        index_elements=[satellite.c.site], set_={name: make(satellite).excluded[name] for name in _COLUMNS}
    )
    for name, make in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}
MOST_AT_ONCE = 500  # tickets to delete by one statement, whose values databases count
_CURSOR = select(satellite.c.cursor)
_OF_SITE = (counter, switch, helping, notice, satellite)


def mark_of(event: Event) -> str:
    """By which a fact is known again: another journal, or an older copy of it, has another one there."""
    return f"{event.at.isoformat()} {event.kind}"[:120]


def take_in(
    tx: Transaction,
    mall: Mall,
    events: Sequence[Event],
    *,
    as_of: datetime,
    random: Callable[[int], bytes],
) -> int:
    """Adds those facts that are not here yet; returns how many those were. `as_of` is when nothing more had
    happened there than these facts tell.
    """
    known = tx.execute(_CURSOR.where(satellite.c.site == tx.site)).scalar() or 0
    news = [event for event in events if event.id > known]
    journal.copy(tx, [_pictured(tx, mall, event, random=random) for event in news])
    tell_visitors(tx, mall, news)
    if news:
        _keep(tx, cursor=news[-1].id, mark=mark_of(news[-1]), as_of=as_of)
    else:
        tx.execute(
            update(satellite).where(satellite.c.site == tx.site).values(as_of=as_of, trouble=None, since=None)
        )
    return len(news)


def begin(tx: Transaction) -> None:
    """Makes room for a picture of which nothing is known; what is here of the site is this server's own."""
    newest = tx.execute(select(func.max(facts.c.id)).where(facts.c.site == tx.site)).scalar()
    _keep(tx, cursor=0, mark="", as_of=None, begun=newest or 0)


def note_trouble(tx: Transaction, trouble: str, *, now: datetime) -> None:
    """Why nothing comes from there; `since` stays that of the first time in a row."""
    mine = satellite.c.site == tx.site
    row: Any = tx.execute(select(satellite.c.trouble, satellite.c.since).where(mine)).one()
    since = row.since if row.trouble else now
    tx.execute(update(satellite).where(mine).values(trouble=trouble, since=since))


def forget(tx: Transaction) -> None:
    """The picture goes, so that the journal of its site can be pulled anew from the beginning.

    What this server recorded while it kept the site itself stays. Should it keep it again, numbers go on
    above those of the picture's last day, which are on paper in people's hands.
    """
    begun = tx.execute(select(satellite.c.begun).where(satellite.c.site == tx.site)).scalar() or 0
    mine = far_ticket.c.site == tx.site
    tickets = tx.execute(select(far_ticket.c.ticket).where(mine)).scalars().all()
    _go_on_above(tx, is_pictured=mine)
    forget_bookings(tx)
    tx.execute(delete(facts).where(facts.c.site == tx.site, facts.c.id > begun))
    tx.execute(delete(far_ticket).where(mine))
    for start in range(0, len(tickets), MOST_AT_ONCE):
        tx.execute(delete(ticket).where(ticket.c.id.in_(tickets[start : start + MOST_AT_ONCE])))
    for table in _OF_SITE:
        tx.execute(delete(table).where(table.c.site == tx.site))


def _pictured(tx: Transaction, mall: Mall, event: Event, *, random: Callable[[int], bytes]) -> Event:
    picture_hall(tx, event)
    number = None if event.ticket is None else picture_ticket(tx, mall, event, random=random)
    picture_booking(tx, mall, event, number=number)
    return replace(event, ticket=number)


def _go_on_above(tx: Transaction, *, is_pictured: ColumnElement[bool]) -> None:
    pictured = (
        select(ticket).join(far_ticket, far_ticket.c.ticket == ticket.c.id).where(is_pictured).subquery()
    )
    given = (
        select(pictured.c.day, pictured.c.prefix, func.max(pictured.c.ordinal).label("last"))
        .where(pictured.c.day == select(func.max(pictured.c.day)).scalar_subquery())
        .group_by(pictured.c.day, pictured.c.prefix)
    )
    for row in tx.execute(given).all():
        place = (series.c.site == tx.site, series.c.day == row.day, series.c.prefix == row.prefix)
        known = tx.execute(select(series.c.last).where(*place)).scalar()
        if known is None:
            tx.execute(insert(series).values(site=tx.site, day=row.day, prefix=row.prefix, last=row.last))
        elif known < row.last:
            tx.execute(update(series).where(*place).values(last=row.last))


def _keep(tx: Transaction, **values: Any) -> None:
    row: Mapping[str, Any] = {"site": tx.site, "trouble": None, "since": None, **values}
    tx.execute(_KEEP[tx.connection.dialect.name], dict(row))
