"""Who is asking, and may they? Checked before every request; what is not allowed is refused."""

import time
from collections.abc import Callable

from flask import Flask, Request, current_app, g, request

from app.audience import ANYONE, audience_of
from app.context import Context
from app.domain.errors import Forbidden, Unauthenticated
from app.domain.links import digest
from app.queries.tokens import Bearer, bearer
from app.store.database import Database
from app.web.origins import Origins

# A revoked token is refused everywhere within this time (design: 5 seconds).
KNOWN_SECONDS = 2.0
MOST_KNOWN = 2_000
UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})


class WrongOrigin(Forbidden):
    """A page of another site sent this request."""

    code = "wrong_origin"


def install(app: Flask, context: Context, origins: Origins) -> None:
    """Puts the check in front of every route of the app."""

    holders = Holders(context.database)

    @app.before_request
    def check() -> None:
        g.language = wanted_language(request, context)
        g.bearer = None
        if request.endpoint is None:
            return  # 404 and 405 are answered by the error pages
        _check_origin(origins)
        g.bearer = _present(context, holders)
        roles = audience_of(current_app.view_functions[request.endpoint])
        if ANYONE in roles:
            return
        if g.bearer is None:
            raise Unauthenticated
        if g.bearer.role not in roles:
            raise Forbidden


def wanted_language(asked: Request, context: Context) -> str:
    """?lang=, then the cookie, then Accept-Language, then the mall's first language."""
    spoken = context.mall.languages
    for choice in (asked.args.get("lang"), asked.cookies.get("antrean_language")):
        if choice in spoken:
            return choice
    if "Accept-Language" not in asked.headers:
        return spoken[0]
    return asked.accept_languages.best_match(spoken) or spoken[0]


def enter(site: str) -> Bearer:
    """The bearer, who must belong to the site; raises Forbidden."""
    holder: Bearer | None = g.bearer
    if holder is None:
        raise Unauthenticated
    if not holder.may_enter(site):
        raise Forbidden
    return holder


class Holders:
    """Who holds which token, remembered for a moment: a screen asks often, a token dies rarely."""

    def __init__(self, database: Database, *, seconds: Callable[[], float] = time.monotonic) -> None:
        self._database = database
        self._seconds = seconds
        self._known: dict[bytes, tuple[Bearer, float]] = {}

    def bearer(self, secret: str) -> Bearer | None:
        """The holder as the database said at most KNOWN_SECONDS ago."""
        key, moment = digest(secret), self._seconds()
        known = self._known.get(key)
        if known is not None and moment - known[1] < KNOWN_SECONDS:
            return known[0]
        with self._database.glance() as connection:
            holder = bearer(connection, secret)
        if len(self._known) >= MOST_KNOWN:
            self._known.clear()
        if holder is None:
            self._known.pop(key, None)
        else:
            self._known[key] = (holder, moment)
        return holder


def _present(context: Context, holders: Holders) -> Bearer | None:
    """The bearer of the Authorization header; a token that is not valid is refused everywhere."""
    header = request.headers.get("Authorization")
    if not header:
        return None
    scheme, _, secret = header.partition(" ")
    if scheme.lower() != "bearer" or not secret:
        raise Unauthenticated
    holder = holders.bearer(secret.strip())
    if holder is None:
        raise Unauthenticated
    context.sightings.note(digest(secret.strip()))
    return holder


def _check_origin(origins: Origins) -> None:
    """A program sends no Origin; a browser does, and never another one than its page's."""
    origin = request.headers.get("Origin")
    if request.method in UNSAFE and origin is not None and not origins.admit(origin, request.host):
        raise WrongOrigin
