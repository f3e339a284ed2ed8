"""The cookie of a session: what is in it, how it is set, and the token that goes with its deeds."""

from collections.abc import Mapping
from typing import Any

from flask import Response
from werkzeug.http import parse_cookie

from app.domain.links import digest

NAME = "antrean_session"
LENGTH = 64  # hex digits


def session_secret(environ: Mapping[str, Any]) -> str | None:
    """The secret that the browser sent with a request or a live link; None for what can be none."""
    secret = parse_cookie(str(environ.get("HTTP_COOKIE", ""))).get(NAME, "")
    return secret if len(secret) == LENGTH and secret.isascii() else None


def csrf_of(secret: str) -> str:
    """What a page sends beside the cookie: made from the secret, which no script can read."""
    return digest(f"antrean csrf:{secret}").hex()


def give(response: Response, secret: str, *, secure: bool) -> None:
    """Scripts cannot read it, other sites cannot use it, and behind https it travels by https alone."""
    response.set_cookie(NAME, secret, httponly=True, samesite="Strict", secure=secure, path="/")


def take_back(response: Response, *, secure: bool) -> None:
    response.delete_cookie(NAME, httponly=True, samesite="Strict", secure=secure, path="/")
