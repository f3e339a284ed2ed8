"""Checks of the office: agents, printers, screens, satellites, messages, people."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, select

from app.domain.delivering import DeliveryState
from app.domain.health import Finding, Level
from app.domain.keeping import FRESH, Keeping
from app.domain.mall import Mall
from app.domain.printing import WORKING
from app.domain.retired import is_retired
from app.store.tables import delivery, printer_state, satellite, staff, token

SILENT = timedelta(minutes=5)  # a device notes its last word once a minute
MANY_DAYS = timedelta(days=30)  # what is silent for so long is switched off, not lost
SCREENS = ("kiosk", "display", "agent")


def devices(connection: Connection, mall: Mall, *, now: datetime) -> Iterator[Finding]:
    """Kiosks, displays and agents that were here this month and say nothing now, as archived ones must."""
    found = connection.execute(
        select(token.c.role, token.c.name, token.c.site, token.c.code, token.c.seen_at)
        .where(token.c.role.in_(SCREENS), token.c.revoked_at.is_(None), token.c.seen_at > now - MANY_DAYS)
        .order_by(token.c.site, token.c.name)
    )
    rows = [row for row in found if not is_retired(mall, row.role, row.site, row.code)]
    for role in SCREENS:
        mine = [row for row in rows if row.role == role]
        silent = [_placed(mall, row) for row in mine if now - row.seen_at > SILENT]
        blanks = {"count": len(mine), "names": ", ".join(silent)}
        if silent:
            yield Finding(role, Level.WARNING, f"{role}_silent", blanks)
        elif mine:
            yield Finding(role, Level.GOOD, f"{role}_fine", blanks)


def printers(connection: Connection, mall: Mall, keeping: Keeping) -> Iterator[Finding]:
    states = {(row.site, row.code): row.state for row in connection.execute(select(printer_state))}
    mine = [(site, each) for site in mall.sites if keeping.owns(site.code) for each in site.printers]
    stopped = [
        f"{each.code} ({site.name})"
        for site, each in mine
        if states.get((site.code, each.code)) not in WORKING
    ]
    blanks = {"count": len(mine), "names": ", ".join(stopped)}
    if stopped:
        yield Finding("printer", Level.WARNING, "printer_stopped", blanks)
    elif mine:
        yield Finding("printer", Level.GOOD, "printer_fine", blanks)


def satellites(connection: Connection, mall: Mall, keeping: Keeping, *, now: datetime) -> Iterator[Finding]:
    if not keeping.far:
        return
    known = {row.site: row for row in connection.execute(select(satellite))}
    away = [
        mall.site[code].name
        for code in sorted(keeping.far & mall.site.keys())
        if code not in known or known[code].trouble or now - (known[code].as_of or now) > FRESH
    ]
    if away:
        yield Finding("satellite", Level.WARNING, "satellite_away", {"names": ", ".join(away)})
    else:
        yield Finding("satellite", Level.GOOD, "satellite_fine", {"count": len(keeping.far)})


def letters(connection: Connection, *, now: datetime) -> Iterator[Finding]:
    given_up = connection.execute(
        select(func.count()).where(
            delivery.c.state == DeliveryState.GIVEN_UP.value, delivery.c.created_at > now - timedelta(days=7)
        )
    ).scalar_one()
    if given_up:
        yield Finding("letters", Level.WARNING, "letters_given_up", {"count": given_up})
    else:
        yield Finding("letters", Level.GOOD, "letters_fine")


def people(connection: Connection, *, demo: bool) -> Iterator[Finding]:
    if demo:
        yield Finding("people", Level.NOTE, "people_demo")
        return
    working = connection.execute(select(func.count()).where(staff.c.disabled_at.is_(None))).scalar_one()
    if working:
        yield Finding("people", Level.GOOD, "people_fine", {"count": working})
    else:
        yield Finding("people", Level.WARNING, "people_none")


def _placed(mall: Mall, row: Any) -> str:
    return f"{row.name} ({mall.site[row.site].name})" if row.site in mall.site else str(row.name)
