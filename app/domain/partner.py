"""Partners: programs of other offices, what each may do, and what they are told of the facts."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from app.domain.events import Event, Kind

LEAST_RATE, MOST_RATE, USUAL_RATE = 1, 6_000, 120  # requests a minute
LONGEST_CODE, LONGEST_NAME, LONGEST_URL = 40, 80, 300


class Scope(StrEnum):
    """One thing a partner's token opens; a route names the one it asks for."""

    READ = "read"  # what the public sees
    REMOTE = "remote"  # numbers for people who are not here
    BOOK = "book"
    DESK = "desk"  # numbers for people who stand before it, and what it gave out today
    PRESENCE = "presence"  # its word that a visitor is at the site
    JOURNAL = "journal"  # the facts, without persons; by asking or by a hook


# What a token of the role `partner` opens that belongs to no partner; from afar it takes as a phone does.
UNBOUND = frozenset(Scope) - {Scope.PRESENCE}


@dataclass(frozen=True, slots=True)
class Partner:
    """`sites` None is every site, `rate` requests a minute; `hook_url` is where facts are sent."""

    id: int
    code: str
    name: str
    scopes: frozenset[Scope]
    sites: frozenset[str] | None
    rate: int
    hook_url: str | None
    hook_turn: int
    made_at: datetime
    disabled_at: datetime | None

    @property
    def has_hook(self) -> bool:
        """Whether it is told facts."""
        return self.hook_url is not None and self.disabled_at is None and Scope.JOURNAL in self.scopes

    def may_enter(self, site: str) -> bool:
        return self.sites is None or site in self.sites

    def is_told(self, site: str) -> bool:
        """Whether its hook is told the facts of the site."""
        return self.has_hook and self.may_enter(site)


_K = Kind
TOLD = frozenset(
    {
        _K.TICKET_ISSUED, _K.TICKET_CHECKED_IN, _K.TICKET_POSTPONED, _K.TICKET_CALLED, _K.TICKET_RECALLED,
        _K.TICKET_SERVING, _K.TICKET_SERVED, _K.TICKET_WENT_ON, _K.TICKET_MISSED, _K.TICKET_NO_SHOW,
        _K.TICKET_HELD, _K.TICKET_TRANSFERRED, _K.TICKET_RETURNED, _K.TICKET_CANCELLED, _K.TICKET_VOIDED,
        _K.TICKET_EXPIRED, _K.TICKET_FREED, _K.MOVE_UNDONE, _K.BOOKING_MADE, _K.BOOKING_MOVED,
        _K.BOOKING_CANCELLED, _K.BOOKING_RELEASED, _K.BOOKING_ARRIVED, _K.COUNTER_OPENED, _K.COUNTER_PAUSED,
        _K.COUNTER_CLOSED, _K.SERVICE_UNATTENDED, _K.SERVICE_ATTENDED, _K.SERVICE_PAUSED, _K.SERVICE_FORCED,
        _K.SERVICE_SURGE, _K.SERVICE_NORMAL, _K.MALL_CHANGED,
    }
)  # fmt: skip
# Of the data of a fact: codes and moments. What somebody wrote, and a lane, stay in the office.
_OPEN = frozenset({"number", "service", "agency", "counter", "to", "booking", "starts_at", "until"})


def public_fact(event: Event) -> dict[str, Any] | None:
    """What a partner is told of a fact: nobody's name, no reason in words; None for the office's own."""
    if event.kind not in TOLD:
        return None
    return {
        "id": event.id,
        "site": event.site,
        "at": event.at.isoformat(),
        "kind": str(event.kind),
        "actor": event.actor.partition(":")[0],
        "ticket": event.ticket,
        "counter": event.counter,
        "data": {name: value for name, value in event.data.items() if name in _OPEN},
    }


def hook_secret(secret: bytes, partner: Partner) -> str:
    """What a partner checks signatures with; made of the installation's secret, and kept nowhere."""
    text = f"antrean hook/{partner.id}/{partner.hook_turn}"
    return hmac.digest(secret, text.encode(), sha256).hex()


def is_partner_code(text: str) -> bool:
    """Letters a to z, figures and hyphens, so that it reads well in the journal and in addresses."""
    plain = text.replace("-", "")
    return 2 <= len(text) <= LONGEST_CODE and plain.isascii() and plain.isalnum() and text == text.lower()


def is_hook_address(text: str) -> bool:
    """A web address without a user in it; where it leads is looked at when something is sent."""
    if len(text) > LONGEST_URL or not text.isascii() or not text.isprintable() or " " in text:
        return False
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return False
    return (
        parts.scheme in ("http", "https")
        and bool(parts.hostname)
        and parts.username is None
        and not parts.fragment
    )


def as_sites(sites: Any) -> frozenset[str] | None:
    return None if sites is None else frozenset(sites)


def partner_from(values: Mapping[str, Any]) -> Partner:
    """From the columns of its row. Scopes that this version does not know open nothing."""
    known = {scope.value for scope in Scope}
    scopes = frozenset(Scope(scope) for scope in values["scopes"] if scope in known)
    return Partner(**{**values, "scopes": scopes, "sites": as_sites(values["sites"])})
