"""Calling staff to a printer: alarms are raised and ended by what is known, and acknowledged by people."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, update

from app.domain.alarms import AlarmKind, Change, Seen, Standing, Turn, judge
from app.domain.events import Kind
from app.domain.mall import Mall, Site
from app.domain.opening import service_day
from app.queries.alarms import alarm_document, alarm_row, seen_printers, standing_alarms
from app.store.journal import record
from app.store.tables import alarm as table
from app.store.transaction import Transaction

SYSTEM = "system"
_NEWS = {
    Change.RAISE: Kind.ALARM_RAISED,
    Change.RENEW: Kind.ALARM_RAISED,
    Change.CLEAR: Kind.ALARM_CLEARED,
}


def alarms_due(
    connection: Connection, mall: Mall, site: Site, *, now: datetime, watching_since: datetime
) -> tuple[tuple[str, Turn], ...]:
    """What changes among the alarms of a site, printer by printer; it only looks."""
    seen = seen_printers(connection, site, day=service_day(mall, now), now=now)
    standing = standing_alarms(connection, site.code)
    gone = {code: Seen(code, seen_at=now) for code in standing.keys() - seen.keys()}
    return tuple(_turns({**seen, **gone}, standing, now=now, watching_since=watching_since))


def _turns(
    seen: Mapping[str, Seen],
    standing: Mapping[str, Mapping[AlarmKind, Standing]],
    *,
    now: datetime,
    watching_since: datetime,
) -> Iterator[tuple[str, Turn]]:
    for code, printer in seen.items():
        for turn in judge(printer, standing.get(code, {}), now=now, watching_since=watching_since):
            yield code, turn


def keep_alarms(tx: Transaction, mall: Mall, site: Site, *, now: datetime, watching_since: datetime) -> int:
    """Does what is due, as a look from inside the transaction says; returns how much that was."""
    turns = alarms_due(tx.connection, mall, site, now=now, watching_since=watching_since)
    for printer, turn in turns:
        _take(tx, printer, turn, now=now)
    return len(turns)


def acknowledge_alarm(tx: Transaction, alarm_id: int, *, actor: str, now: datetime) -> dict[str, Any]:
    """Somebody is on the way; again, or after its end, changes nothing. Returns the alarm.

    Raises UnknownAlarm.
    """
    known = alarm_row(tx.connection, alarm_id, site=tx.site)
    if known.acknowledged_at is None and known.cleared_at is None:
        values = {"acknowledged_at": now, "acknowledged_by": actor}
        tx.execute(update(table).where(table.c.id == alarm_id).values(values))
        data = {"alarm": alarm_id, "printer": known.subject, "alarm_kind": known.kind}
        record(tx, Kind.ALARM_ACKNOWLEDGED, at=now, actor=actor, data=data)
    return alarm_document(alarm_row(tx.connection, alarm_id, site=tx.site))


def _take(tx: Transaction, printer: str, turn: Turn, *, now: datetime) -> None:
    """The row of the alarm, and its fact if it is news."""
    if turn.change is Change.RAISE:
        row = {"site": tx.site, "subject": printer, "kind": turn.kind, "detail": turn.detail}
        alarm_id = tx.execute(
            insert(table).values(**row, since=turn.since, covers=_covered(turn)).returning(table.c.id)
        ).scalar_one()
    else:
        alarm_id = _change(tx, printer, turn.kind, **_values(turn, now=now))
    if turn.change in _NEWS:
        data = {"alarm": alarm_id, "printer": printer, "alarm_kind": turn.kind.value, "detail": turn.detail}
        record(tx, _NEWS[turn.change], at=now, actor=SYSTEM, data=data)


def _values(turn: Turn, *, now: datetime) -> dict[str, Any]:
    if turn.change is Change.RENEW:
        fresh = dict.fromkeys(("acknowledged_at", "acknowledged_by", "quiet_since"))
        return {"detail": turn.detail, "covers": _covered(turn), **fresh}
    if turn.change is Change.CLEAR:
        return {"cleared_at": now}
    return {"quiet_since": now if turn.change is Change.REST else None}


def _covered(turn: Turn) -> dict[str, int]:
    return dict(turn.covers or {})


def _change(tx: Transaction, printer: str, kind: AlarmKind, **values: Any) -> int:
    """Changes the open alarm of this kind; returns its id."""
    mine = (table.c.site == tx.site, table.c.subject == printer, table.c.kind == kind)
    changed = update(table).where(*mine, table.c.cleared_at.is_(None)).values(values)
    return int(tx.execute(changed.returning(table.c.id)).scalar_one())
