"""The secret by which a phone is known again: it keeps anybody from taking many numbers, and names nobody."""

import hmac
import re
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from flask import Request, Response, g, request

from app.domain.links import digest
from app.queries.tokens import Bearer

NAME = "antrean_phone"
LIVES = 400 * 24 * 3600  # seconds: as long as browsers keep a cookie at most
_SECRET = re.compile(r"[0-9a-f]{64}")


def phone_secret(asked: Request, *, secret: bytes, key: str) -> str:
    """The phone's own, from its cookie; a new phone gets one that its request's key makes.

    So a request that is sent again because its answer was lost comes from the same phone.
    """
    known = asked.cookies.get(NAME, "")
    if _SECRET.fullmatch(known):
        return known
    return hmac.digest(secret, f"antrean phone/{key}".encode(), sha256).hex()


def known_phone(asked: Request) -> bytes | None:
    """The hash of a phone that was here before; None for a new one."""
    known = asked.cookies.get(NAME, "")
    return phone_hash(known) if _SECRET.fullmatch(known) else None


def by_hub() -> bool:
    """Whether a hub asks for a phone: it has counted already how often that one's neighbourhood asks.

    The hub of another site is nobody in particular here.
    """
    holder: Bearer | None = g.bearer
    site = (request.view_args or {}).get("site")
    return holder is not None and holder.role == "hub" and (not site or holder.may_enter(site))


def hub_desk() -> Bearer | None:
    """The hub that asks, if it names no phone: then for a desk of its own, which answers for its citizens."""
    return g.bearer if by_hub() and NAME not in request.cookies else None


def phone_hash(secret: str) -> bytes:
    """What the database keeps of it."""
    return digest(f"antrean phone:{secret}")


def give(response: Response, secret: str, *, secure: bool) -> None:
    """Scripts cannot read it, and other sites cannot use it."""
    response.set_cookie(NAME, secret, max_age=LIVES, httponly=True, samesite="Lax", secure=secure, path="/")


@dataclass(frozen=True, slots=True)
class Given:
    """What a phone was given, a ticket or a booking; `replayed` when this request had given it before."""

    document: dict[str, Any]
    replayed: bool
    phone: str  # the secret of whose it is

    def remember(self, response: Response) -> None:
        """So that the phone is known again."""
        give(response, self.phone, secure=request.is_secure)
