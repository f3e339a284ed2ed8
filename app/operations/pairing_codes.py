"""Looking a typed code up: which device shows it, and when typing wrong ones ends."""

from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from app.domain.errors import PairingLocked, Refused, UnknownCode
from app.domain.events import Kind
from app.domain.pairing import (
    LOCKED_FOR,
    MOST_WRONG,
    MOST_WRONG_TOGETHER,
    is_good,
    is_one_too_many,
    locked_until,
    same_code,
)
from app.domain.pairing_refusals import CodeExpired
from app.queries.pairing import Pairing, all_pairings
from app.store.journal import record
from app.store.tables import wrong_code
from app.store.transaction import Transaction


def look_up(tx: Transaction, code: str, *, actor: str, now: datetime) -> Pairing | Refused:
    """The pairing of a code, confirmed or waiting; a code that nobody was ever given counts as a guess.

    A refusal is returned and not raised, because the wrong code that it counts has to be kept.
    """
    wrong = tx.execute(select(wrong_code)).all()
    until = locked_until(_locks(wrong, actor), now=now)
    if until is not None:
        return PairingLocked(until=until)
    found = next((each for each in all_pairings(tx.connection) if same_code(each.code, code)), None)
    if found is None:
        return _count_wrong(tx, wrong, actor=actor, now=now)
    if found.token is None and not is_good(found.expires_at, now=now):
        return CodeExpired()
    return found


def _locks(wrong: Any, actor: str) -> list[datetime]:
    """Until when this one is locked, or everybody is: such a lock is nobody's."""
    return [row.locks_until for row in wrong if row.locks_until and row.actor in (actor, None)]


def _count_wrong(tx: Transaction, wrong: Any, *, actor: str, now: datetime) -> Refused:
    own = [row.at for row in wrong if row.actor == actor]
    locks_all = is_one_too_many([row.at for row in wrong], now=now, most=MOST_WRONG_TOGETHER)
    if not locks_all and not is_one_too_many(own, now=now, most=MOST_WRONG):
        tx.execute(insert(wrong_code).values(at=now, actor=actor))
        return UnknownCode()
    until = now + LOCKED_FOR  # not shorter than WRONG_WITHIN: these wrong codes count for no second lock
    tx.execute(insert(wrong_code).values(at=now, actor=None if locks_all else actor, locks_until=until))
    record(tx, Kind.PAIRING_LOCKED, at=now, actor=actor, data={"until": until.isoformat()})
    return PairingLocked(until=until)
