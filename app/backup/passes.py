"""Passes to a backup's file: good for one file and a minute, as a link cannot say who follows it.

Their key is none that a backup holds: whoever once had one could make passes to all that come after it.
"""

import hmac
from datetime import UTC, datetime, timedelta

LIVES = timedelta(minutes=1)


def new_pass(key: bytes, name: str, *, now: datetime) -> str:
    until = int((now + LIVES).timestamp())
    return f"{until}-{_seal(key, name, until)}"


def opens(key: bytes, name: str, shown: str, *, now: datetime) -> bool:
    """Whether the pass is for this file, and still good."""
    until, _, seal = shown.partition("-")
    if not (until.isascii() and until.isdecimal() and len(until) < 12):
        return False
    known = _seal(key, name, int(until))
    in_time = now <= datetime.fromtimestamp(int(until), UTC) <= now + LIVES
    return in_time and seal.isascii() and hmac.compare_digest(known, seal)


def _seal(key: bytes, name: str, until: int) -> str:
    return hmac.digest(key, f"{until} {name}".encode(), "sha256").hex()
