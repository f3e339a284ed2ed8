"""The office sets a display: its layout, how far people sit, its screen, colours, volume and rest."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import delete, insert

from app.domain.errors import UnknownPlace
from app.domain.events import Kind
from app.domain.layout import ThemeChoice
from app.domain.mall import Mall, Site
from app.store.journal import record
from app.store.tables import display_setting as table
from app.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class DisplayChoice:
    """What somebody chose, `volume` of a hundred; None leaves it to the mall's data."""

    layout: str | None = None
    distance_m: float | None = None
    screen_inches: float | None = None
    theme: ThemeChoice | None = None
    volume: int | None = None
    always_on: bool | None = None


def set_display(
    tx: Transaction, mall: Mall, site: Site, code: str, choice: DisplayChoice, *, actor: str, now: datetime
) -> None:
    """Raises UnknownPlace where there is no such display or layout."""
    if code not in site.display or choice.layout not in {None, *mall.layout}:
        raise UnknownPlace
    tx.execute(delete(table).where(table.c.site == tx.site, table.c.code == code))
    chosen = asdict(choice)
    if choice != DisplayChoice():
        tx.execute(insert(table).values(site=tx.site, code=code, **chosen, changed_at=now, actor=actor))
    data = {"display": code, "name": site.display[code].name, **chosen}
    record(tx, Kind.DISPLAY_SET, at=now, actor=actor, data=data)
