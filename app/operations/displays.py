"""The office sets a display: its layout, how far people sit, the size of the screen, its colours."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert

from app.domain.errors import UnknownPlace
from app.domain.events import Kind
from app.domain.layout import BUILT_IN, Theme
from app.domain.mall import Site
from app.store.journal import record
from app.store.tables import display_setting as table
from app.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class DisplayChoice:
    """What somebody chose; `distance_m` in metres, `theme` None as the television's browser prefers."""

    layout: str
    distance_m: float
    screen_inches: float
    theme: Theme | None


def set_display(
    tx: Transaction, site: Site, code: str, choice: DisplayChoice, *, actor: str, now: datetime
) -> None:
    """Raises UnknownPlace where there is no such display or layout."""
    if code not in site.display or choice.layout not in BUILT_IN:
        raise UnknownPlace
    tx.execute(delete(table).where(table.c.site == tx.site, table.c.code == code))
    row = {"site": tx.site, "code": code, "layout": choice.layout, "theme": choice.theme}
    sizes = {"distance_m": choice.distance_m, "screen_inches": choice.screen_inches}
    tx.execute(insert(table).values(**row, **sizes, changed_at=now, actor=actor))
    data = {"display": code, "name": site.display[code].name, "layout": choice.layout, **sizes}
    record(tx, Kind.DISPLAY_SET, at=now, actor=actor, data=data)
