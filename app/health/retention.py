"""What is kept about visitors, how long, and how much was forgotten when its time was over."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select

from app.domain.events import Kind
from app.domain.health import Finding, Level
from app.domain.mall import Mall
from app.queries.journal_search import first_since
from app.store.database import Database, StoreUnavailable
from app.store.tables import contact, delivery, journal

LATELY = timedelta(days=30)
COUNTED_EVERY = timedelta(minutes=10)  # a month of facts is read for it


class PurgeCount:
    """How many addresses of visitors were forgotten lately; None while the database is away."""

    def __init__(
        self, database: Database, *, mall_now: Callable[[], Mall], clock: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._mall_now = mall_now
        self._clock = clock
        self._counted: tuple[datetime, int] | None = None

    def __call__(self) -> int | None:
        now = self._clock()
        if self._counted is None or not timedelta() <= now - self._counted[0] < COUNTED_EVERY:
            try:
                with self._database.read() as connection:
                    self._counted = now, _purged(connection, self._mall_now().site, since=now - LATELY)
            except StoreUnavailable:
                return None
        return self._counted[1]


def kept(connection: Connection, mall: Mall, *, purged: int | None) -> Iterator[Finding]:
    if purged is None:
        return
    blanks = {
        "contacts": connection.execute(select(func.count()).select_from(contact)).scalar_one(),
        "messages": connection.execute(select(func.count()).select_from(delivery)).scalar_one(),
        "days": mall.upkeep.messages_kept_days,
        "purged": purged,
    }
    yield Finding("kept", Level.GOOD, "kept_told", blanks)


def _purged(connection: Connection, sites: Iterable[str], *, since: datetime) -> int:
    count = 0
    for site in sites:
        facts = select(journal.c.data).where(
            journal.c.site == site,
            journal.c.id >= first_since(connection, site, since),
            journal.c.kind == Kind.CONTACTS_PURGED,
        )
        count += sum(int(data.get("count", 0)) for data in connection.execute(facts).scalars())
    return count
