"""How every kiosk, display, print agent and printer of a site is, for whoever looks after them."""

from typing import Any

from flask import Blueprint, jsonify

from app.audience import audience
from app.context import Context
from app.domain.staff import Permission
from app.domain.stations import Condition, Mood, StationKind
from app.edition import edition
from app.queries.stations import stations
from app.web.api.description import describe
from app.web.api.documents import Answered
from app.web.api.requests import site_named
from app.web.auth import enter


class Holder(Answered):
    """A device that has the place; `id` is that of its token."""

    id: int
    name: str


class StationDocument(Answered):
    """A place of the mall and how it is; `condition` is what needs somebody most.

    `current` is whether its screen shows the newest page, null where it never said. `printers` are those
    that a kiosk or an agent prints with, `address` is how a printer is reached.
    """

    kind: StationKind
    code: str
    name: str
    condition: Condition
    mood: Mood
    seen_at: str | None
    current: bool | None
    printers: list[str]
    address: str | None
    devices: list[Holder]


class StationList(Answered):
    """`address` is what this server is called on paper, and so where a new device is opened."""

    site: str
    site_name: str
    mall: str
    address: str
    now: str
    timezone: str
    stations: list[StationDocument]


def routes(blueprint: Blueprint, context: Context) -> None:
    """Adds /sites/<site>/stations."""

    @blueprint.get("/sites/<site>/stations")
    @audience("admin", staff=Permission.MANAGE_DEVICES)
    @describe(
        "Every kiosk, display, print agent and printer of a site, and how it is",
        tag="devices",
        answer=StationList,
        refusals=("unknown_site",),
    )
    def list_stations(site: str) -> Any:
        known, now = site_named(context.mall, site), context.clock()
        enter(known.code)
        with context.database.read() as connection:
            found = stations(connection, known, edition=edition(), now=now)
        return jsonify(
            site=known.code,
            site_name=known.name,
            mall=context.mall.name,
            address=context.links.public_url,
            now=now.isoformat(),
            timezone=context.mall.timezone,
            stations=found,
        )
