"""How a display is set: the mall's data, and over them what the office has chosen since."""

from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, select

from app.domain.layout import BUILT_IN, Layout
from app.domain.mall import SCREEN_INCHES, Display, Mall, Site
from app.store.tables import display_setting as table

USUAL_METRES = 6.0  # where nobody measured
_CHOSEN = select(table).where(table.c.site == bindparam("site"), table.c.code == bindparam("code"))


@dataclass(frozen=True, slots=True)
class DisplaySettings:
    """`theme` None is what the television's browser prefers."""

    layout: Layout
    distance_m: float
    screen_inches: float
    theme: str | None


def display_settings(connection: Connection, display: Display | None, *, site: str) -> DisplaySettings:
    """Those of a screen that is none of the mall's displays (None) are the usual ones.

    A layout that there is no longer gives way to that of the mall's data.
    """
    if display is None:
        return DisplaySettings(BUILT_IN["calls"], USUAL_METRES, SCREEN_INCHES, theme=None)
    row = connection.execute(_CHOSEN, {"site": site, "code": display.code}).one_or_none()
    layout = BUILT_IN.get(row.layout or "") if row else None
    return DisplaySettings(
        layout=layout or BUILT_IN.get(display.layout) or BUILT_IN["calls"],
        distance_m=(row and row.distance_m) or display.distance_m or USUAL_METRES,
        screen_inches=(row and row.screen_inches) or display.screen_inches,
        theme=(row and row.theme) or display.theme,
    )


def settings_document(settings: DisplaySettings) -> dict[str, Any]:
    """As the display's page reads it."""
    return asdict(settings)


def displays_document(connection: Connection, mall: Mall, site: Site) -> dict[str, Any]:
    """Every display of the site with its settings, and every layout it could have."""
    return {
        "layouts": [asdict(layout) for layout in BUILT_IN.values()],
        "displays": [
            _set_display(display_settings(connection, display, site=site.code), mall, site, display)
            for display in site.displays
        ],
    }


def _set_display(settings: DisplaySettings, mall: Mall, site: Site, display: Display) -> dict[str, Any]:
    here = [
        agency for agency in mall.agencies_at(site) if agency.zone is None or agency.zone in display.zones
    ]
    return {
        "code": display.code,
        "name": display.name,
        "zones": [site.zone[code].name for code in display.zones if code in site.zone],
        "agencies": len(here),
        **settings_document(settings),
        "layout": settings.layout.code,
    }
