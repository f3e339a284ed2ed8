"""Passes to a backup's file: good for one file and a minute, as a link cannot say who follows it."""

import hmac
from datetime import UTC, datetime, timedelta

from app.vault import derived

LIVES = timedelta(minutes=1)
PURPOSE = "passes to backups"


def new_pass(secret: bytes, name: str, *, now: datetime) -> str:
    until = int((now + LIVES).timestamp())
    return f"{until}-{_seal(secret, name, until)}"


def opens(secret: bytes, name: str, shown: str, *, now: datetime) -> bool:
    """Whether the pass is for this file, and still good."""
    until, _, seal = shown.partition("-")
    if not (until.isascii() and until.isdecimal() and len(until) < 12):
        return False
    known = _seal(secret, name, int(until))
    in_time = now <= datetime.fromtimestamp(int(until), UTC) <= now + LIVES
    return in_time and seal.isascii() and hmac.compare_digest(known, seal)


def _seal(secret: bytes, name: str, until: int) -> str:
    return hmac.digest(derived(secret, PURPOSE), f"{until} {name}".encode(), "sha256").hex()
