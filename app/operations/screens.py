"""What screens say of themselves is kept, and what an administrator tells one of them is noted."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import insert, select, update

from app.domain.errors import NoScreen, UnknownDevice
from app.domain.events import Kind
from app.domain.screens import ScreenReport
from app.operations.tokens import device_fact
from app.queries.tokens import token_entry
from app.store.tables import device_report as table
from app.store.transaction import Transaction

SCREENS = frozenset({"kiosk", "display", "counter"})


def keep_reports(tx: Transaction, reports: Mapping[int, tuple[ScreenReport, datetime]]) -> None:
    """The newest word of each screen, by the id of its token; `sound_since` stays while the sound does."""
    rows = tx.connection.execute(select(table).where(table.c.token.in_(sorted(reports))))
    known = {row.token: row for row in rows}
    for token, (report, at) in reports.items():
        before = known.get(token)
        same = before is not None and before.sound == report.sound
        values = {
            "at": at,
            "version": report.version,
            "sound": report.sound.value,
            "sound_since": before.sound_since if before is not None and same else at,
            "width": report.width,
            "height": report.height,
            "engine": report.engine,
            "rows": report.rows,
        }
        if before is None:
            tx.execute(insert(table).values(token=token, **values))
        else:
            tx.execute(update(table).where(table.c.token == token).values(values))


def beckon(tx: Transaction, kind: Kind, token_id: int, *, actor: str, now: datetime) -> None:
    """Has a screen of the transaction's site show its name, or load itself anew: the fact reaches it.

    Raises UnknownDevice, also for one that was revoked, and NoScreen for a program.
    """
    entry = token_entry(tx.connection, token_id)
    if entry.revoked_at is not None:
        raise UnknownDevice
    if entry.bearer.role not in SCREENS or entry.bearer.site != tx.site:
        raise NoScreen
    device_fact(tx, kind, token_id, actor=actor, now=now)
