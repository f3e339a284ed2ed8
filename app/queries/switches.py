"""How a supervisor has set the services of a site."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, select

from app.domain.switching import NO_SWITCH, Setting, Switch
from app.store.tables import switch as table

_ONE = select(table.c.setting, table.c.reason, table.c.until).where(
    table.c.site == bindparam("site"), table.c.service == bindparam("service")
)


def switch_of(connection: Connection, *, site: str, service: str) -> Switch:
    row = connection.execute(_ONE, {"site": site, "service": service}).one_or_none()
    return NO_SWITCH if row is None else _switch(row)


def switches(connection: Connection, *, site: str) -> Mapping[str, Switch]:
    """Those that are set, by service."""
    return {row.service: _switch(row) for row in switch_rows(connection, site=site)}


def switch_rows(connection: Connection, *, site: str) -> list[Any]:
    return list(connection.execute(select(table).where(table.c.site == site).order_by(table.c.since)))


def _switch(row: Any) -> Switch:
    return Switch(Setting(row.setting), row.reason, row.until)
