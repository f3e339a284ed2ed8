"""The satellites of this server for its administrator: what is known of each, and until when."""

from typing import Any

from flask import Blueprint, jsonify

from app.audience import audience
from app.context import Context
from app.domain.mall import Mall
from app.domain.staff import Permission
from app.queries.overview import totals_today
from app.queries.pictures import Picture, pictures
from app.web.api.description import describe
from app.web.api.satellite_documents import SatelliteList
from app.web.auth import enter_everywhere
from app.web.kept_sites import is_good


def routes(blueprint: Blueprint, context: Context) -> None:
    """Adds /admin/satellites."""

    @blueprint.get("/admin/satellites")
    @audience("admin", staff=Permission.MANAGE_DEVICES)
    @describe(
        "Sites that other servers keep: until when everything is known, and why no more",
        tag="admin",
        answer=SatelliteList,
    )
    def list_satellites() -> Any:
        enter_everywhere()
        mall, keeping, now = context.mall, context.keeping, context.clock()
        with context.database.read() as connection:
            known = pictures(connection)
            today = {site: totals_today(connection, mall, site=site, now=now) for site in context.satellites}
        return jsonify(
            now=now.isoformat(),
            timezone=mall.timezone,
            hub=keeping.hub,
            own=[site.name for site in mall.sites if keeping.owns(site.code)],
            elsewhere=[site.name for site in mall.sites if not keeping.shows(site.code)],
            satellites=[
                {
                    **_document(mall, site, known.get(site)),
                    "url": satellite.url,
                    "fresh": is_good(context, known.get(site)),
                    "issued": today[site]["issued"],
                    "waiting": today[site]["waiting"],
                    "served": today[site]["served"],
                }
                for site, satellite in context.satellites.items()
            ],
        )


def _document(mall: Mall, site: str, picture: Picture | None) -> dict[str, Any]:
    return {
        "site": site,
        "site_name": mall.site[site].name if site in mall.site else site,
        "as_of": picture.as_of.isoformat() if picture and picture.as_of else None,
        "trouble": picture.trouble if picture else None,
        "since": picture.since.isoformat() if picture and picture.since else None,
        "cursor": picture.cursor if picture else 0,
    }
