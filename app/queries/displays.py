"""How a display is set: the mall's data, and over them what the office has chosen since."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select

from app.domain.layout import Layout, ThemeChoice
from app.domain.mall import Display, Mall, Site
from app.domain.resting import Stretch, dark_times
from app.store.tables import display_setting as table

USUAL_METRES = 6.0  # where nobody measured
UNKNOWN = Display(code="", name="", zones=())  # a screen that is none of the mall's displays
CHOICES = ("layout", "distance_m", "screen_inches", "theme", "volume", "always_on")
_CHOSEN = select(table).where(table.c.site == bindparam("site"), table.c.code == bindparam("code"))


@dataclass(frozen=True, slots=True)
class DisplaySettings:
    """`theme` None is what the television's browser prefers; in the `dark` times nobody is in the hall."""

    layout: Layout
    distance_m: float
    screen_inches: float
    theme: str | None
    volume: int
    always_on: bool
    dark: tuple[Stretch, ...]


def display_settings(
    connection: Connection, mall: Mall, site: Site, code: str | None, *, now: datetime
) -> DisplaySettings:
    """Those of a screen that is none of the mall's displays are the usual ones.

    A layout that there is no longer gives way to that of the mall's data.
    """
    usual = _usual(site.display.get(code or "", UNKNOWN))
    chosen = {key: value for key, value in _chosen(connection, site, code).items() if value is not None}
    if chosen.get("layout") not in mall.layout:
        chosen.pop("layout", None)
    found = {**usual, **chosen}
    dark = () if found["always_on"] else dark_times(mall, site, now=now)
    return DisplaySettings(
        layout=mall.layout.get(found["layout"]) or mall.layout["calls"],
        distance_m=found["distance_m"],
        screen_inches=found["screen_inches"],
        theme=None if found["theme"] == ThemeChoice.BROWSER else found["theme"],
        volume=found["volume"],
        always_on=found["always_on"],
        dark=dark,
    )


def _usual(display: Display) -> dict[str, Any]:
    """What the mall's data say."""
    return {
        "layout": display.layout,
        "distance_m": display.distance_m or USUAL_METRES,
        "screen_inches": display.screen_inches,
        "theme": display.theme,
        "volume": display.volume,
        "always_on": False,
    }


def _chosen(connection: Connection, site: Site, code: str | None) -> dict[str, Any]:
    """What the office chose, None for what it left to the mall's data."""
    row = connection.execute(_CHOSEN, {"site": site.code, "code": code or ""}).one_or_none()
    return {key: getattr(row, key, None) for key in CHOICES}


def settings_document(settings: DisplaySettings) -> dict[str, Any]:
    """As the display's page reads it."""
    dark = [{"from": start.isoformat(), "to": end.isoformat()} for start, end in settings.dark]
    return {**asdict(settings), "dark": dark}


def displays_document(connection: Connection, mall: Mall, site: Site, *, now: datetime) -> dict[str, Any]:
    """Every display of the site with its settings, and every layout it could have."""
    return {
        "layouts": [asdict(layout) for layout in mall.layout.values()],
        "displays": [_set_display(connection, mall, site, display, now) for display in site.displays],
    }


def _set_display(
    connection: Connection, mall: Mall, site: Site, display: Display, now: datetime
) -> dict[str, Any]:
    settings = display_settings(connection, mall, site, display.code, now=now)
    here = [
        agency for agency in mall.agencies_at(site) if agency.zone is None or agency.zone in display.zones
    ]
    told = {key: value for key, value in asdict(settings).items() if key != "dark"}
    return {
        "code": display.code,
        "name": display.name,
        "zones": [site.zone[code].name for code in display.zones if code in site.zone],
        "agencies": len(here),
        **told,
        "layout": settings.layout.code,
        "usual": _usual(display),
        "chosen": _chosen(connection, site, display.code),
    }
