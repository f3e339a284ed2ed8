"""Managing partners: add one, change what it may, give it a new token or a new secret of its hook."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from app.domain.errors import UnknownSite
from app.domain.events import Kind
from app.domain.mall import Mall
from app.domain.partner import Partner, Scope, is_hook_address, is_partner_code
from app.domain.partner_refusals import PartnerCodeTaken, WrongHookAddress, WrongPartnerCode
from app.operations.tokens import create_token
from app.queries.partners import partner_by_id
from app.store.journal import newest, record
from app.store.tables import partner as table
from app.store.tables import partner_cursor, token
from app.store.transaction import Transaction

ROLE = "partner"


@dataclass(frozen=True, slots=True)
class Terms:
    """What a partner may: `sites` None is every site, `rate` requests a minute, `hook_url` None no hook."""

    name: str
    scopes: Collection[Scope]
    sites: Collection[str] | None
    rate: int
    hook_url: str | None

    def row(self, mall: Mall) -> dict[str, Any]:
        """Its columns. Raises UnknownSite and WrongHookAddress."""
        for code in self.sites or ():
            if code not in mall.site:
                raise UnknownSite(site=code)
        if self.hook_url is not None and not is_hook_address(self.hook_url):
            raise WrongHookAddress
        return {
            "name": self.name,
            "scopes": sorted(set(self.scopes)),
            "sites": None if self.sites is None else sorted(set(self.sites)),
            "rate": self.rate,
            "hook_url": self.hook_url,
        }


def add_partner(
    tx: Transaction,
    mall: Mall,
    *,
    code: str,
    terms: Terms,
    actor: str,
    now: datetime,
    random: Callable[[int], bytes],
) -> tuple[Partner, str]:
    """The partner and its token, which is nowhere else.

    Raises WrongPartnerCode, PartnerCodeTaken, UnknownSite and WrongHookAddress.
    """
    if not is_partner_code(code):
        raise WrongPartnerCode
    values = terms.row(mall)
    if tx.execute(select(table.c.id).where(table.c.code == code)).first() is not None:
        raise PartnerCodeTaken
    row = {**values, "code": code, "made_at": now}
    made = tx.execute(insert(table).values(row).returning(table.c.id)).scalar_one()
    partner = partner_by_id(tx.connection, made)
    _begin_telling(tx, mall.site, partner)
    _tell(tx, Kind.PARTNER_ADDED, partner, actor=actor, now=now)
    return partner, _new_token(tx, partner, now=now, random=random)


def change_partner(
    tx: Transaction,
    mall: Mall,
    partner: Partner,
    *,
    terms: Terms,
    disabled: bool,
    actor: str,
    now: datetime,
) -> Partner:
    """All of its terms anew; without a change nothing happens. Raises UnknownSite and WrongHookAddress."""
    ends = (partner.disabled_at or now) if disabled else None
    values = {**terms.row(mall), "disabled_at": ends}
    tx.execute(update(table).where(table.c.id == partner.id).values(values))
    changed = partner_by_id(tx.connection, partner.id)
    if changed == partner:
        return partner
    newly = [site for site in mall.site if changed.is_told(site) and not partner.is_told(site)]
    _begin_telling(tx, newly, changed)
    _tell(tx, Kind.PARTNER_CHANGED, changed, actor=actor, now=now)
    return changed


def renew_token(
    tx: Transaction, partner: Partner, *, actor: str, now: datetime, random: Callable[[int], bytes]
) -> str:
    """Another token; every earlier one is good for nothing any more."""
    mine = (token.c.role == ROLE, token.c.code == partner.code, token.c.revoked_at.is_(None))
    tx.execute(update(token).where(*mine).values(revoked_at=now))
    _tell(tx, Kind.PARTNER_TOKEN_RENEWED, partner, actor=actor, now=now)
    return _new_token(tx, partner, now=now, random=random)


def renew_hook_secret(tx: Transaction, partner: Partner, *, actor: str, now: datetime) -> Partner:
    """From now on its hook is signed with another secret."""
    tx.execute(update(table).where(table.c.id == partner.id).values(hook_turn=partner.hook_turn + 1))
    _tell(tx, Kind.PARTNER_SECRET_RENEWED, partner, actor=actor, now=now)
    return partner_by_id(tx.connection, partner.id)


def _new_token(tx: Transaction, partner: Partner, *, now: datetime, random: Callable[[int], bytes]) -> str:
    _, secret = create_token(
        tx, role=ROLE, site=None, code=partner.code, name=partner.name, now=now, random=random
    )
    return secret


def _begin_telling(tx: Transaction, sites: Iterable[str], partner: Partner) -> None:
    """A hook tells from this moment on; what was before can be asked for."""
    for site in sites:
        here = (partner_cursor.c.partner == partner.id, partner_cursor.c.site == site)
        cursor = newest(tx.connection, site)
        known = tx.execute(update(partner_cursor).where(*here).values(cursor=cursor)).rowcount
        if not known:
            row = {"partner": partner.id, "site": site, "cursor": cursor}
            tx.execute(insert(partner_cursor).values(row))


def _tell(tx: Transaction, kind: Kind, partner: Partner, *, actor: str, now: datetime) -> None:
    data = {
        "partner": partner.id,
        "code": partner.code,
        "name": partner.name,
        "scopes": sorted(partner.scopes),
        "sites": None if partner.sites is None else sorted(partner.sites),
        "rate": partner.rate,
        "hook": bool(partner.hook_url),
        "disabled": partner.disabled_at is not None,
    }
    record(tx, kind, at=now, actor=actor, data=data)
