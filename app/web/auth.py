"""Who is asking, and may they? Checked before every request; what is not allowed is refused."""

import hmac
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from flask import Flask, Request, current_app, g, request

from app.audience import ANYONE, STAFF, audience_of, permission_of
from app.context import Context
from app.cookie import csrf_of, session_secret
from app.domain.errors import Forbidden, Unauthenticated
from app.domain.links import digest
from app.domain.retired import is_retired
from app.domain.staff import Permission
from app.domain.staff_refusals import CsrfMissing, PasswordChangeNeeded
from app.queries.sessions import session_bearers
from app.queries.tokens import Bearer, bearer
from app.store.database import Database, StoreUnavailable
from app.web.origins import Origins
from app.web.partner_door import PARTNERS, PartnerDoor

# A revoked token is refused everywhere within this time (design: 5 seconds), and so are an ended session
# and a grant that was taken away.
KNOWN_SECONDS = 2.0  # at the server that ended it, at once
HOLDERS, DOORKEEPER = "antrean_holders", "antrean_doorkeeper"
MOST_KNOWN = 2_000
UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})


class WrongOrigin(Forbidden):
    """A page of another site sent this request."""

    code = "wrong_origin"


def install(app: Flask, context: Context, origins: Origins) -> None:
    """Puts the check in front of every route of the app."""

    holders = app.extensions[HOLDERS] = Holders(context.database, clock=context.clock)
    partners = app.extensions[PARTNERS] = PartnerDoor(context.clock)

    @app.before_request
    def check() -> None:
        g.language = wanted_language(request, context)
        g.bearer = g.permission = None
        if request.endpoint is None:
            return  # 404 and 405 are answered by the error pages
        _check_origin(origins)
        g.bearer = _present(context, holders)
        view = current_app.view_functions[request.endpoint]
        if g.bearer is not None and g.bearer.role == "partner":
            partners.admit(g.bearer, view)
        if ANYONE in audience_of(view):
            return
        if g.bearer is None:
            raise Unauthenticated
        if g.bearer.session is not None:
            g.permission = permission_of(view)
            _check_session(g.bearer, admitted=STAFF in audience_of(view))
        elif g.bearer.role not in audience_of(view):
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


def forget_holders() -> None:
    """After a session or a grant has ended: whoever asks next is looked up anew, live links end now."""
    current_app.extensions[HOLDERS].forget()
    with suppress(StoreUnavailable):  # what was done is done; the next round comes in two seconds
        current_app.extensions[DOORKEEPER].do_one()


def enter(site: str) -> Bearer:
    """The bearer, who must belong to the site or have the route's permission there; raises Forbidden."""
    holder: Bearer | None = g.bearer
    if holder is None:
        raise Unauthenticated
    if not _is_let_in(holder, g.permission, site):
        raise Forbidden
    return holder


def enter_everywhere() -> Bearer:
    """The bearer, who must be good for the whole installation; raises Forbidden."""
    holder: Bearer | None = g.bearer
    if holder is None:
        raise Unauthenticated
    if not (holder.site is None if holder.session is None else _is_let_in(holder, g.permission, None)):
        raise Forbidden
    return holder


def _is_let_in(holder: Bearer, permission: Permission | None, site: str | None) -> bool:
    if holder.session is None:
        return holder.may_enter(site or "")
    return permission is not None and holder.reaches(permission, site)


def _check_session(holder: Bearer, *, admitted: bool) -> None:
    """A session's own risks: deeds sent by another page, a password that two people know.

    Raises CsrfMissing, PasswordChangeNeeded and Forbidden.
    """
    if request.method in UNSAFE:
        told = request.headers.get("X-CSRF-Token") or _csrf_of_form()
        if not hmac.compare_digest(told.encode(), csrf_of(session_secret(request.environ) or "").encode()):
            raise CsrfMissing
    if admitted:
        return
    if holder.must_change:
        raise PasswordChangeNeeded
    if g.permission is None or not any(g.permission in grant.permissions for grant in holder.grants):
        raise Forbidden


def _csrf_of_form() -> str:
    """What a page without scripts sends; no other kind of body is read here."""
    if request.mimetype != "application/x-www-form-urlencoded":
        return ""
    return request.form.get("csrf", "")


class Holders:
    """Who holds which token or session, remembered for a moment: a screen asks often, a token dies rarely."""

    def __init__(
        self,
        database: Database,
        *,
        clock: Callable[[], datetime],
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self._clock = clock
        self._seconds = seconds
        self._known: dict[bytes, tuple[Bearer, float]] = {}
        self._forgotten = 0

    def bearer(self, secret: str) -> Bearer | None:
        """The holder of a token, as the database said at most KNOWN_SECONDS ago."""
        return self._remembered(digest(secret), lambda: self._of_token(secret))

    def signed_in(self, secret: str) -> Bearer | None:
        """The person of a session, likewise."""
        key = digest(secret)
        return self._remembered(key, lambda: self._of_session(key))

    def forget(self) -> None:
        """Remembers nobody, nor whom somebody else is just looking up."""
        self._forgotten += 1
        self._known.clear()

    def _remembered(self, key: bytes, look_up: Callable[[], Bearer | None]) -> Bearer | None:
        moment = self._seconds()
        known = self._known.get(key)
        if known is not None and moment - known[1] < KNOWN_SECONDS:
            return known[0]
        before = self._forgotten
        holder = look_up()
        if self._forgotten != before:
            return holder
        if len(self._known) >= MOST_KNOWN:
            self._known.clear()
        if holder is None:
            self._known.pop(key, None)
        else:
            self._known[key] = (holder, moment)
        return holder

    def _of_token(self, secret: str) -> Bearer | None:
        with self._database.glance() as connection:
            return bearer(connection, secret)

    def _of_session(self, key: bytes) -> Bearer | None:
        with self._database.read() as connection:
            return session_bearers(connection, [key], now=self._clock()).get(key)


def _present(context: Context, holders: Holders) -> Bearer | None:
    """The bearer of the Authorization header, else of the session's cookie.

    A token that is not valid is refused everywhere; a session that has ended is nobody's.
    """
    header = request.headers.get("Authorization")
    if not header:
        return _signed_in(context, holders)
    scheme, _, secret = header.partition(" ")
    if scheme.lower() != "bearer" or not secret:
        raise Unauthenticated
    holder = holders.bearer(secret.strip())
    if holder is None or is_retired(context.mall, holder.role, holder.site, holder.code):
        raise Unauthenticated
    context.sightings.note(digest(secret.strip()))
    return holder


def _signed_in(context: Context, holders: Holders) -> Bearer | None:
    """A page that asks by itself, with nobody before it, keeps no session alive."""
    secret = session_secret(request.environ)
    holder = holders.signed_in(secret) if secret else None
    if holder is not None and secret and request.headers.get("X-Unattended") != "1":
        context.sightings.note_session(digest(secret))
    return holder


def _check_origin(origins: Origins) -> None:
    """A program sends no Origin; a browser does, and never another one than its page's."""
    origin = request.headers.get("Origin")
    if request.method in UNSAFE and origin is not None and not origins.admit(origin, request.host):
        raise WrongOrigin
