"""Who a screen is: the first question each one asks."""

from dataclasses import asdict
from typing import Any

from flask import Blueprint, g, jsonify

from app.audience import ROLES, audience
from app.context import Context
from app.queries.tokens import Bearer
from app.web.api.description import describe
from app.web.api.documents import MeDocument


def routes(blueprint: Blueprint, context: Context) -> None:
    """Adds /me."""

    @blueprint.get("/me")
    @audience(*ROLES)
    @describe("Role, place and mall of this screen", tag="screens", answer=MeDocument)
    def me() -> Any:
        holder: Bearer = g.bearer
        mall = context.mall
        return jsonify(
            role=holder.role,
            site=holder.site,
            code=holder.code,
            name=holder.name,
            mall={
                "code": mall.code,
                "name": mall.name,
                "timezone": mall.timezone,
                "languages": list(mall.languages),
                "logo": mall.logo,
            },
            device=_device(context, holder),
            demo=context.demo,
            emulator_url=context.emulator_url,
        )


def _device(context: Context, holder: Bearer) -> dict[str, Any] | None:
    site = context.mall.site.get(holder.site or "")
    places = {"kiosk": site.kiosk, "display": site.display} if site else {}
    place: Any = places.get(holder.role, {}).get(holder.code or "")
    if place is None:
        return None
    document = asdict(place)
    services = document.get("services")
    return {**document, "services": sorted(services)} if services else document
