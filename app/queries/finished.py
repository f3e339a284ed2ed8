"""How many visits a counter finished today, those included that went on to their next stop."""

from collections import Counter as Tally
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select, union_all

from app.domain.events import Kind
from app.domain.ticket import Action
from app.store.tables import is_finish
from app.store.tables import journal as table

_HERE = (table.c.site == bindparam("site"), table.c.at >= bindparam("since"), is_finish)
_DONE = (
    select(table.c.counter, func.count().label("visits"))
    .where(*_HERE, table.c.kind != Kind.MOVE_UNDONE)
    .group_by(table.c.counter)
)
_TAKEN_BACK = (
    select(table.c.counter, -func.count())
    .where(*_HERE, table.c.kind == Kind.MOVE_UNDONE, table.c.data["move"].as_string() == Action.FINISH)
    .group_by(table.c.counter)
)
FINISHED = union_all(_DONE, _TAKEN_BACK)


def finished_at(connection: Connection, *, site: str, since: datetime) -> dict[str, int]:
    """Visits finished since then, by counter; what was taken back does not count.

    Never less than none: one of the evening before may be taken back after midnight.
    """
    finished: Tally[str] = Tally()
    for counter, visits in connection.execute(FINISHED, {"site": site, "since": since}):
        finished[counter] += visits
    return {counter: max(0, visits) for counter, visits in finished.items()}
