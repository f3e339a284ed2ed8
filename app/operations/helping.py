"""A counter joins another agency or service for a while."""

from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select

from app.domain.errors import CounterBusy, UnknownService
from app.domain.events import Kind
from app.domain.mall import Mall, Site
from app.operations.attending import tell_attendance, unattended
from app.operations.desk import Desk
from app.queries.tickets import active_at
from app.store.journal import record
from app.store.tables import helping as table
from app.store.transaction import Transaction

SYSTEM = "system"


def help_elsewhere(tx: Transaction, desk: Desk, *, code: str, minutes: int, now: datetime) -> None:
    """The counter serves this agency or service, too; asked again, until another time.

    Raises UnknownService where the site has no such agency or service, and CounterBusy with a visitor
    at the desk.
    """
    services = _services(desk.mall, desk.site, code)
    if not services:
        raise UnknownService(service=code)
    occupied = active_at(tx.connection, site=tx.site, counter=desk.counter.code)
    if occupied is not None:
        raise CounterBusy(number=occupied.number)
    before = unattended(tx, desk.mall, now=now)
    _forget(tx, desk.counter.code, code)
    until = now + timedelta(minutes=minutes)
    row = {"site": tx.site, "counter": desk.counter.code, "code": code}
    tx.execute(insert(table).values(**row, actor=desk.actor, since=now, until=until))
    data = {"code": code, "services": services, "until": until.isoformat()}
    at, actor = desk.counter.code, desk.actor
    record(tx, Kind.HELP_BEGAN, at=now, actor=actor, counter=at, data=data)
    tell_attendance(tx, desk.mall, before, actor=actor, counter=at, now=now)


def end_help(tx: Transaction, desk: Desk, *, now: datetime) -> None:
    """The counter serves what it always does; again changes nothing. Raises CounterBusy with a visitor."""
    occupied = active_at(tx.connection, site=tx.site, counter=desk.counter.code)
    if occupied is not None:
        raise CounterBusy(number=occupied.number)
    mine = (table.c.site == tx.site, table.c.counter == desk.counter.code)
    codes = [row.code for row in tx.execute(select(table.c.code).where(*mine))]
    for code in codes:
        _end(tx, desk.mall, desk.counter.code, code, actor=desk.actor, now=now)


def end_overdue_help(tx: Transaction, mall: Mall, *, now: datetime) -> int:
    """Ends help whose time is over, after the visitor who may still be there; returns how much that was."""
    due = select(table.c.counter, table.c.code).where(table.c.site == tx.site, table.c.until <= now)
    over = [
        row
        for row in tx.execute(due).all()
        if active_at(tx.connection, site=tx.site, counter=row.counter) is None
    ]
    for row in over:
        _end(tx, mall, row.counter, row.code, actor=SYSTEM, now=now)
    return len(over)


def _end(tx: Transaction, mall: Mall, counter: str, code: str, *, actor: str, now: datetime) -> None:
    before = unattended(tx, mall, now=now)
    _forget(tx, counter, code)
    data = {"code": code, "services": _services(mall, mall.site[tx.site], code)}
    record(tx, Kind.HELP_ENDED, at=now, actor=actor, counter=counter, data=data)
    tell_attendance(tx, mall, before, actor=actor, counter=counter, now=now)


def _forget(tx: Transaction, counter: str, code: str) -> None:
    mine = (table.c.site == tx.site, table.c.counter == counter, table.c.code == code)
    tx.execute(delete(table).where(*mine))


def _services(mall: Mall, site: Site, code: str) -> list[str]:
    """The services that the site offers under this code, of an agency or of one service."""
    return sorted(
        service.code
        for agency in mall.agencies_at(site)
        for service in agency.services
        if code in (agency.code, service.code) and not service.archived
    )
