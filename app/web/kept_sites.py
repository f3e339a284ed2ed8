"""What pages say of sites that this server does not keep, and the answer for those it knows nothing of."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, g, request

from app.context import Context
from app.domain.keeping import SiteElsewhere, is_fresh
from app.domain.mall import Site
from app.queries.pictures import Picture, picture_of
from config.sentences import clock


@dataclass(frozen=True, slots=True)
class Seen:
    """The picture of a site: of what time it is, "" for none yet, and whether that is as good as now."""

    time: str
    fresh: bool


def install(app: Flask, context: Context) -> None:
    """The check before a route that names a site, and what templates may ask."""

    @app.before_request
    def check() -> None:
        named = (request.view_args or {}).get("site") or request.args.get("site")
        if named and (site := _site(context, named)) and not context.keeping.shows(site.code):
            raise SiteElsewhere(site=site.code)

    @app.context_processor
    def pieces() -> dict[str, Any]:
        return {
            "picture": lambda code: seen(context, code),
            "other_sites": lambda code: other_sites(context, code),
        }


def seen(context: Context, code: str) -> Seen | None:
    """None for a site of this server."""
    if context.keeping.owns(code):
        return None
    with context.database.read() as connection:
        picture = picture_of(connection, code)
    as_of = picture.as_of if picture is not None else None
    time = clock(as_of.astimezone(context.mall.zone_info), g.language) if as_of is not None else ""
    return Seen(time, is_good(context, picture))


def is_good(context: Context, picture: Picture | None) -> bool:
    """Whether the satellite answers, as far as anybody here knows."""
    return picture is not None and is_fresh(picture.as_of, now=context.clock())


def other_sites(context: Context, code: str) -> list[Site]:
    """Those of the mall that this server can show, too."""
    return [site for site in context.mall.sites if site.code != code and context.keeping.shows(site.code)]


def _site(context: Context, named: str) -> Site | None:
    """The site of this code, in whatever case."""
    return next((site for site in context.mall.sites if site.code.casefold() == named.casefold()), None)
