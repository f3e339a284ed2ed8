"""How the lobby displays of a site are set: what they show, and for which distance."""

from typing import Any

from flask import Blueprint, jsonify
from pydantic import Field

from app.audience import audience
from app.context import Context
from app.domain.layout import ThemeChoice
from app.domain.mall import FULL_VOLUME
from app.domain.staff import Permission
from app.operations.displays import DisplayChoice, set_display
from app.queries.displays import displays_document
from app.store.transaction import Transaction
from app.web.api.description import describe
from app.web.api.documents import Answered, Asked
from app.web.api.requests import body, site_named
from app.web.auth import enter

LEAST_METRES, MOST_METRES = 1, 30
LEAST_INCHES, MOST_INCHES = 10, 200


class DisplayWish(Asked):
    """What is null, or left out, is as the mall's data say; `always_on` is not dark outside the hours.

    `theme` browser is what the television's browser prefers, where the mall's data name another.
    """

    layout: str | None = Field(None, max_length=40)
    distance_m: float | None = Field(None, ge=LEAST_METRES, le=MOST_METRES)
    screen_inches: float | None = Field(None, ge=LEAST_INCHES, le=MOST_INCHES)
    theme: ThemeChoice | None = None
    volume: int | None = Field(None, ge=0, le=FULL_VOLUME)
    always_on: bool | None = None


class DrawingDocument(Answered):
    """Lines of names, a part where its name is; `columns` and `rows` are shares of width and height."""

    lines: list[list[str]]
    columns: list[float]
    rows: list[float]


class LayoutDocument(Answered):
    code: str
    landscape: DrawingDocument
    portrait: DrawingDocument
    clock: bool
    ticker: bool
    name: str | None


class SettingsDocument(Answered):
    """`theme` null is what the television's browser prefers."""

    layout: str
    distance_m: float
    screen_inches: float
    theme: str | None
    volume: int
    always_on: bool


class DisplayDocument(SettingsDocument):
    """A display and its settings; `agencies` is how many its zones have.

    `usual` is what the mall's data say, `chosen` what the office set over them.
    """

    code: str
    name: str
    zones: list[str]
    agencies: int
    usual: SettingsDocument
    chosen: DisplayWish


class DisplayList(Answered):
    now: str
    timezone: str
    layouts: list[LayoutDocument]
    displays: list[DisplayDocument]


def routes(blueprint: Blueprint, context: Context) -> None:
    """Adds /sites/<site>/displays."""

    def listed(site: str) -> Any:
        known, now = site_named(context.mall, site), context.clock()
        with context.database.read() as connection:
            document = displays_document(connection, context.mall, known, now=now)
        return jsonify(now=now.isoformat(), timezone=context.mall.timezone, **document)

    @blueprint.get("/sites/<site>/displays")
    @audience("admin", staff=Permission.MANAGE_DEVICES)
    @describe(
        "The displays of a site, how they are set, and the layouts there are",
        tag="devices",
        answer=DisplayList,
        refusals=("unknown_site",),
    )
    def list_displays(site: str) -> Any:
        enter(site_named(context.mall, site).code)
        return listed(site)

    @blueprint.patch("/sites/<site>/displays/<display>")
    @audience("admin", staff=Permission.MANAGE_DEVICES)
    @describe(
        "Set a display; its screen follows at once",
        tag="devices",
        body=DisplayWish,
        answer=DisplayList,
        refusals=("unknown_site", "unknown_place"),
    )
    def change_display(site: str, display: str) -> Any:
        known = site_named(context.mall, site)
        bearer = enter(known.code)
        choice = DisplayChoice(**dict(body(DisplayWish)))

        def commit(tx: Transaction) -> None:
            set_display(tx, context.mall, known, display, choice, actor=bearer.actor, now=context.clock())

        context.database.write(known.code, commit)
        return listed(site)
