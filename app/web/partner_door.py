"""What stands between a partner's token and a route: how often it may come, its scopes, its sites."""

import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from flask import current_app, g, request

from app.audience import scope_of
from app.domain.errors import Forbidden, TooMany
from app.domain.partner import Partner, Scope
from app.domain.partner_refusals import ScopeMissing
from app.queries.tokens import Bearer
from app.web.api.pace import Pace

PARTNERS = "antrean_partner_door"
OUTCOMES = ("admitted", "too_many", "forbidden")
MINUTE = timedelta(minutes=1)


class PartnerDoor:
    """Counts the requests of each partner since the server started; one for each server process."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._paces: dict[int, Pace] = {}  # by rate
        self._counts: defaultdict[int, Counter[str]] = defaultdict(Counter)

    def admit(self, holder: Bearer, view: Callable[..., Any]) -> None:
        """Raises TooMany, ScopeMissing, and Forbidden for a site that is not the partner's."""
        partner, scope = holder.partner, scope_of(view)
        until = self._visit(partner) if partner else None
        if until is not None:
            self._note(partner, "too_many")
            raise TooMany(until=until)
        if scope is not None and not holder.opens(scope):
            self._note(partner, "forbidden")
            raise ScopeMissing
        site = (request.view_args or {}).get("site") or request.args.get("site")
        if partner is not None and site and not holder.may_enter(site):
            self._note(partner, "forbidden")
            raise Forbidden
        self._note(partner, "admitted")

    def counts(self) -> Mapping[int, Mapping[str, int]]:
        """By the partner's id: how many requests were admitted, too_many or forbidden."""
        with self._lock:
            return {partner: dict(counter) for partner, counter in self._counts.items()}

    def _visit(self, partner: Partner) -> datetime | None:
        with self._lock:
            pace = self._paces.setdefault(partner.rate, Pace(partner.rate, MINUTE))
        return pace.visit(str(partner.id), now=self._clock())

    def _note(self, partner: Partner | None, outcome: str) -> None:
        with self._lock:
            self._counts[partner.id if partner else 0][outcome] += 1


def partner_counts() -> Mapping[int, Mapping[str, int]]:
    """Those of this server."""
    door: PartnerDoor = current_app.extensions[PARTNERS]
    return door.counts()


def partner_with(scope: Scope) -> Bearer | None:
    """Who asks, if it is a program to which an administrator gave the scope; else None."""
    holder: Bearer | None = g.bearer
    if holder is None or holder.partner is None or not holder.opens(scope):
        return None
    return holder
