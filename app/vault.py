"""Addresses of visitors as the database keeps them: sealed, and findable only by whoever has the key."""

import hmac
from collections.abc import Callable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE = 12


class Unsealable(Exception):
    """It was sealed by another installation, or damaged."""


def derived(secret: bytes, purpose: str, length: int = 32) -> bytes:
    """A key of its own for a purpose, from the installation's secret."""
    return HKDF(hashes.SHA256(), length, None, f"antrean {purpose}".encode()).derive(secret)


def delivery_key(secret: bytes, delivery: int) -> str:
    """By which its receiver knows a message again: the same at every try, another for every message."""
    return hmac.digest(secret, f"antrean delivery/{delivery}".encode(), "sha256")[:16].hex()


class Vault:
    """AES-256-GCM; `random(n)` gives n bytes nobody can guess."""

    def __init__(self, secret: bytes, random: Callable[[int], bytes]) -> None:
        self._cipher = AESGCM(derived(secret, "contacts"))
        self._finder = derived(secret, "finding contacts")
        self._random = random

    def seal(self, text: str, *, place: str) -> bytes:
        """`place` is what it belongs to: a row copied to another place does not open there."""
        nonce = self._random(NONCE)
        return nonce + self._cipher.encrypt(nonce, text.encode(), place.encode())

    def open(self, sealed: bytes, *, place: str) -> str:
        """Raises Unsealable."""
        try:
            return self._cipher.decrypt(sealed[:NONCE], sealed[NONCE:], place.encode()).decode()
        except (InvalidTag, ValueError) as damage:
            raise Unsealable from damage

    def digest(self, text: str) -> bytes:
        """By which the same text is found again."""
        return hmac.digest(self._finder, text.encode(), "sha256")
