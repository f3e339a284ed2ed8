"""The notice that a hall reads on every display: one at a time, until its time is over."""

from datetime import datetime, timedelta

from sqlalchemy import delete, insert

from app.domain.events import Kind
from app.domain.mall import Text
from app.queries.notices import current_notice
from app.store.journal import record
from app.store.tables import notice as table
from app.store.transaction import Transaction

SYSTEM = "system"


def post_notice(
    tx: Transaction, text: Text, *, minutes: int | None, actor: str, now: datetime, urgent: bool = False
) -> None:
    """Puts the notice up, in place of any other; an urgent one covers every display and is said aloud."""
    until = now + timedelta(minutes=minutes) if minutes else None
    tx.execute(delete(table).where(table.c.site == tx.site))
    row = {"site": tx.site, "text_id": text.id, "text_en": text.en, "urgent": urgent, "actor": actor}
    tx.execute(insert(table).values(**row, since=now, until=until))
    ends = until.isoformat() if until else None
    data = {"text_id": text.id, "text_en": text.en, "until": ends, "urgent": urgent}
    record(tx, Kind.NOTICE_POSTED, at=now, actor=actor, data=data)


def end_notice(tx: Transaction, *, actor: str, now: datetime) -> bool:
    """Takes it down; whether there was one."""
    if not tx.execute(delete(table).where(table.c.site == tx.site)).rowcount:
        return False
    record(tx, Kind.NOTICE_ENDED, at=now, actor=actor, data={})
    return True


def end_overdue_notice(tx: Transaction, *, now: datetime) -> int:
    row = current_notice(tx.connection, site=tx.site)
    if row is None or row.until is None or row.until > now:
        return 0
    return int(end_notice(tx, actor=SYSTEM, now=now))
