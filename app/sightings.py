"""When each token and session was last used: noted in memory at every request, kept once a minute."""

import threading
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Table, Update, bindparam, or_, update

from app.store.database import Database, StoreUnavailable
from app.store.tables import session, token
from app.store.transaction import Transaction

ROUND_SECONDS = 60.0
APART = timedelta(seconds=55)  # between two notes of one token, whichever server saw it


def _note(table: Table) -> Update:
    is_due = or_(
        table.c.seen_at.is_(None),
        table.c.seen_at <= bindparam("before"),
        table.c.seen_at > bindparam("seen"),  # the clock was set back
    )
    mine = table.c.secret_hash == bindparam("whose")
    return update(table).where(mine, is_due).values(seen_at=bindparam("seen"))


_NOTES = {"token": _note(token), "session": _note(session)}


class Sightings:
    """Tokens and sessions by the hash of their secret; noting one costs a request nothing."""

    def __init__(self, database: Database, *, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock
        self._lock = threading.Lock()
        self._seen: dict[str, dict[bytes, datetime]] = {kind: {} for kind in _NOTES}

    def note(self, secret_hash: bytes) -> None:
        """The holder of a token was here just now."""
        with self._lock:
            self._seen["token"][secret_hash] = self._clock()

    def note_session(self, secret_hash: bytes) -> None:
        """The person of a session was here just now."""
        with self._lock:
            self._seen["session"][secret_hash] = self._clock()

    def do_one(self) -> bool:
        """Writes down whoever was seen since the last round; never due again."""
        with self._lock:
            seen, self._seen = self._seen, {kind: {} for kind in _NOTES}
        notes = {
            kind: [{"whose": whose, "seen": at, "before": at - APART} for whose, at in moments.items()]
            for kind, moments in seen.items()
            if moments
        }
        if notes:
            try:
                self._database.write("", lambda tx: _write_down(tx, notes))
            except StoreUnavailable:
                self._take_back(seen)
                raise
        return False

    def _take_back(self, seen: Mapping[str, Mapping[bytes, datetime]]) -> None:
        """What could not be written down is noted again, where nothing newer was."""
        with self._lock:
            self._seen = {kind: {**moments, **self._seen[kind]} for kind, moments in seen.items()}


def _write_down(tx: Transaction, notes: Mapping[str, list[dict[str, Any]]]) -> None:
    for kind, rows in notes.items():
        tx.execute(_NOTES[kind], rows)
