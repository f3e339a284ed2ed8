"""The last move of each counter, which may be taken back for ten seconds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, select

from app.store.tables import last_move
from app.store.tables import ticket as table

UNDO_FOR = timedelta(seconds=10)

_YOUNG = (
    select(last_move, table.c.moves.label("now_at"), table.c.agency)
    .join(table, table.c.id == last_move.c.ticket)
    .where(
        last_move.c.site == bindparam("site"),
        last_move.c.at > bindparam("since"),
        last_move.c.at <= bindparam("until"),  # a clock set back keeps no move young
    )
)


@dataclass(frozen=True, slots=True)
class Undoable:
    """A move that may be taken back `until` then; `before` are the columns it changed, as they were.

    `agency` is whose visitor it was.
    """

    move: str
    ticket: int
    until: datetime
    before: Mapping[str, Any]
    agency: str

    @property
    def document(self) -> dict[str, Any]:
        """What a console shows of it."""
        return {"move": self.move, "ticket": self.ticket, "until": self.until.isoformat()}


def undoable(connection: Connection, *, site: str, counter: str, now: datetime) -> Undoable | None:
    """The counter's last move, while it is young and its ticket has not gone on since."""
    return undoable_moves(connection, site=site, now=now).get(counter)


def undoable_moves(connection: Connection, *, site: str, now: datetime) -> dict[str, Undoable]:
    """Every counter's last move that may be taken back now, by the counter's code."""
    around = {"since": now - UNDO_FOR, "until": now + UNDO_FOR}
    rows = connection.execute(_YOUNG, {"site": site, **around})
    return {
        row.counter: Undoable(
            row.move,
            row.ticket,
            row.at + UNDO_FOR,
            row.before,
            row.before.get("agency", row.agency),
        )
        for row in rows
        if row.now_at == row.moves
    }
