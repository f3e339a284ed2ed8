"""Who holds a token, or is signed in: role, place, name and what is allowed."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, select

from app.domain.errors import UnknownDevice
from app.domain.links import digest
from app.domain.partner import UNBOUND, Partner, Scope, partner_from
from app.domain.staff import Grant, Permission, Role, agencies_within, may, reaches
from app.store.tables import partner as partner_table
from app.store.tables import token as table

STAFF = "staff"
AS_STAFF = {"counter": Role.CLERK, "admin": Role.ADMINISTRATOR}  # what a token's role is worth


@dataclass(frozen=True, slots=True)
class Bearer:
    """The holder of a living token, or a person who is signed in (`session` is then the session's id).

    `site` None is every site, or several; `code` names a screen of the mall, or the person.
    """

    id: int
    role: str
    site: str | None
    code: str | None
    name: str
    held: tuple[Grant, ...] = ()
    session: int | None = None
    must_change: bool = False
    partner: Partner | None = None  # of whom it is a token

    @property
    def actor(self) -> str:
        """The name in the journal."""
        return f"{self.role}:{self.code or self.id}"

    @property
    def scope(self) -> str:
        """Whose idempotency keys these are."""
        return f"token:{self.id}" if self.session is None else f"staff:{self.id}"

    @property
    def grants(self) -> tuple[Grant, ...]:
        if self.session is not None:
            return self.held
        return (Grant(AS_STAFF[self.role], self.site),) if self.role in AS_STAFF else ()

    def may(self, permission: Permission, site: str | None, agency: str | None = None) -> bool:
        """Whether it is allowed there; `agency` None asks for what belongs to no single one."""
        return may(self.grants, permission, site=site, agency=agency)

    def reaches(self, permission: Permission, site: str | None) -> bool:
        """Whether it is allowed for any agency of the site."""
        return reaches(self.grants, permission, site=site)

    def agencies(self, permission: Permission, site: str) -> frozenset[str] | None:
        """The agencies of the site for which it is allowed; None: all of them."""
        return agencies_within(self.grants, permission, site=site)

    def may_enter(self, site: str) -> bool:
        """Whether a token is good for the site; a person's place is a matter of each permission."""
        at_home = self.session is None and self.site in (None, site)
        return at_home and (self.partner is None or self.partner.may_enter(site))

    def opens(self, scope: Scope) -> bool:
        """Whether a partner's token, bound to a partner or not, opens what asks for the scope."""
        return scope in (UNBOUND if self.partner is None else self.partner.scopes)


@dataclass(frozen=True, slots=True)
class TokenEntry:
    bearer: Bearer
    created_at: datetime
    revoked_at: datetime | None
    seen_at: datetime | None


_SELECT = select(
    table.c.id,
    table.c.role,
    table.c.site,
    table.c.code,
    table.c.name,
    table.c.created_at,
    table.c.revoked_at,
    table.c.seen_at,
)
_STILL_LIVING = select(table.c.secret_hash, table.c.role, table.c.site, table.c.code).where(
    table.c.secret_hash.in_(bindparam("hashes", expanding=True)), table.c.revoked_at.is_(None)
)
_PARTNER = {f"partner_{column.name}": column for column in partner_table.c}
_LIVING = (
    _SELECT.add_columns(*(column.label(name) for name, column in _PARTNER.items()))
    .outerjoin(partner_table, and_(table.c.role == "partner", partner_table.c.code == table.c.code))
    .where(
        table.c.secret_hash == bindparam("secret_hash"),
        table.c.revoked_at.is_(None),
        partner_table.c.disabled_at.is_(None),
    )
)


def bearer(connection: Connection, secret: str) -> Bearer | None:
    """The living token behind a secret."""
    return living_bearer(connection, digest(secret))


def living_bearer(connection: Connection, secret_hash: bytes) -> Bearer | None:
    """The living token of which the database keeps this hash."""
    row = connection.execute(_LIVING, {"secret_hash": secret_hash}).one_or_none()
    if row is None:
        return None
    holder = _entry(row).bearer
    if row.partner_id is None:
        return holder
    values = {column.name: row._mapping[name] for name, column in _PARTNER.items()}
    return replace(holder, partner=partner_from(values))


def secret_is_known(connection: Connection, secret_hash: bytes) -> bool:
    """Whether a token was ever made of this secret, revoked or not."""
    return connection.execute(_SELECT.where(table.c.secret_hash == secret_hash)).first() is not None


@dataclass(frozen=True, slots=True)
class Standing:
    """What a living token is for: its role, its site (None: every one) and its place there."""

    role: str
    site: str | None
    code: str | None


def living(connection: Connection, hashes: Collection[bytes]) -> dict[bytes, Standing]:
    """Those hashes of secrets that still open doors, with what they are for, in one look for all of them."""
    rows = connection.execute(_STILL_LIVING, {"hashes": sorted(hashes)})
    return {row.secret_hash: Standing(row.role, row.site, row.code) for row in rows}


def token_entries(connection: Connection) -> tuple[TokenEntry, ...]:
    return tuple(_entry(row) for row in connection.execute(_SELECT.order_by(table.c.id)))


def token_entry(connection: Connection, token_id: int) -> TokenEntry:
    """The token of this id, living or revoked; raises UnknownDevice."""
    row = connection.execute(_SELECT.where(table.c.id == token_id)).one_or_none()
    if row is None:
        raise UnknownDevice
    return _entry(row)


def _entry(row: Any) -> TokenEntry:
    holder = Bearer(row.id, row.role, row.site, row.code, row.name)
    return TokenEntry(holder, row.created_at, row.revoked_at, row.seen_at)
