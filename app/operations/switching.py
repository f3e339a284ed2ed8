"""A supervisor sets a service: paused, open against the calendar, thrifty in a rush, or as usual."""

from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select

from app.domain.errors import UnknownService
from app.domain.events import Kind
from app.domain.mall import Mall
from app.domain.switching import NO_SWITCH, Setting, Switch
from app.queries.switches import switch_of
from app.store.journal import record
from app.store.tables import switch as table
from app.store.transaction import Transaction

SYSTEM = "system"
_FACTS = {
    Setting.NORMAL: Kind.SERVICE_NORMAL,
    Setting.PAUSED: Kind.SERVICE_PAUSED,
    Setting.FORCED: Kind.SERVICE_FORCED,
    Setting.SURGE: Kind.SERVICE_SURGE,
}


def set_service(
    tx: Transaction,
    mall: Mall,
    code: str,
    setting: Setting,
    *,
    reason: str,
    minutes: int | None,
    actor: str,
    now: datetime,
) -> Switch:
    """Sets the service for so many minutes, or until it is set anew; the same again changes nothing.

    Raises UnknownService.
    """
    service = mall.service_at(mall.site[tx.site], code)
    if service is None:
        raise UnknownService(service=code)
    until = now + timedelta(minutes=minutes) if minutes and setting is not Setting.NORMAL else None
    wanted = Switch(setting, reason, until) if setting is not Setting.NORMAL else NO_SWITCH
    if wanted == switch_of(tx.connection, site=tx.site, service=code):
        return wanted
    tx.execute(delete(table).where(table.c.site == tx.site, table.c.service == code))
    if setting is not Setting.NORMAL:
        row = {"site": tx.site, "service": code, "setting": setting.value, "reason": reason}
        tx.execute(insert(table).values(**row, actor=actor, since=now, until=until))
    data = {
        "service": code,
        "agency": service.agency,
        "reason": reason,
        "until": until.isoformat() if until else None,
    }
    record(tx, _FACTS[setting], at=now, actor=actor, data=data)
    return wanted


def end_switches(tx: Transaction, mall: Mall, *, now: datetime) -> int:
    """Sets services back to normal whose time is over; returns how many those were."""
    due = select(table.c.service).where(table.c.site == tx.site, table.c.until <= now)
    codes = [row.service for row in tx.execute(due)]
    for code in codes:
        service = mall.service.get(code)
        tx.execute(delete(table).where(table.c.site == tx.site, table.c.service == code))
        data = {"service": code, "agency": service.agency if service else None, "reason": "", "until": None}
        record(tx, Kind.SERVICE_NORMAL, at=now, actor=SYSTEM, data=data)
    return len(codes)
