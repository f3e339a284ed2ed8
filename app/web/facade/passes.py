"""The token of the facade: an hour's pass that stands for a partner's key, signed and kept nowhere."""

import hmac
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from app.domain.links import digest

LIVES = timedelta(hours=1)
MOST_SIGNS = 200


def make_pass(secret: bytes, key: str, *, now: datetime) -> str:
    """For whoever knows a partner's key: when it ends, the key's hash, and our signature."""
    ends = int((now + LIVES).timestamp())
    text = f"{ends}.{digest(key).hex()}"
    return f"{text}.{_signature(secret, text)}"


def key_hash_of(secret: bytes, said: str, *, now: datetime) -> bytes | None:
    """The hash of the key behind a pass of ours that is still good."""
    text, _, signature = said[:MOST_SIGNS].rpartition(".")
    if not said.isascii() or not hmac.compare_digest(_signature(secret, text), signature):
        return None
    ends, _, hashed = text.partition(".")
    return bytes.fromhex(hashed) if now < datetime.fromtimestamp(int(ends), UTC) else None


def _signature(secret: bytes, text: str) -> str:
    return hmac.digest(secret, f"antrean facade/{text}".encode(), sha256).hex()
