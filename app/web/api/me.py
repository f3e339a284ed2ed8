"""Who a screen is, or who is signed in: the first question each page asks."""

from dataclasses import asdict
from typing import Any

from flask import Blueprint, g, jsonify, request

from app.audience import ROLES, STAFF, audience
from app.context import Context
from app.cookie import session_secret
from app.queries.tokens import Bearer
from app.web.api.description import describe
from app.web.api.session import signed_in
from app.web.api.staff_documents import WhoDocument

NOBODY = dict.fromkeys(("username", "must_change", "csrf", "grants"))


def routes(blueprint: Blueprint, context: Context) -> None:
    """Adds /me."""

    @blueprint.get("/me")
    @audience(*ROLES, STAFF)
    @describe(
        "Role, place and mall of this screen, or of who is signed in", tag="screens", answer=WhoDocument
    )
    def me() -> Any:
        holder: Bearer = g.bearer
        mall = context.mall
        person = (
            NOBODY if holder.session is None else signed_in(holder, session_secret(request.environ) or "")
        )
        return jsonify(
            **{name: person[name] for name in NOBODY},
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
