"""When each token was last used: noted in memory at every request, written down once a minute."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import bindparam, or_, update

from app.store.database import Database
from app.store.tables import token

ROUND_SECONDS = 60.0
APART = timedelta(seconds=55)  # between two notes of one token, whichever server saw it

_NOTE = (
    update(token)
    .where(
        token.c.secret_hash == bindparam("whose"),
        or_(
            token.c.seen_at.is_(None),
            token.c.seen_at <= bindparam("before"),
            token.c.seen_at > bindparam("seen"),  # the clock was set back
        ),
    )
    .values(seen_at=bindparam("seen"))
)


class Sightings:
    """Tokens by the hash of their secret; noting one costs a request nothing."""

    def __init__(self, database: Database, *, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock
        self._lock = threading.Lock()
        self._seen: dict[bytes, datetime] = {}

    def note(self, secret_hash: bytes) -> None:
        """The holder was here just now."""
        with self._lock:
            self._seen[secret_hash] = self._clock()

    def do_one(self) -> bool:
        """Writes down whoever was seen since the last round; never due again."""
        with self._lock:
            seen, self._seen = self._seen, {}
        if seen:
            rows = [{"whose": whose, "seen": at, "before": at - APART} for whose, at in seen.items()]
            self._database.write("", lambda tx: tx.execute(_NOTE, rows))
        return False
