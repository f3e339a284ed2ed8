"""The page of devices, the sheets to set them up by, and the codes on these for phones."""

import io
from collections.abc import Callable
from urllib.parse import urlencode

import segno
from flask import Blueprint, Response, abort, request

from app.audience import audience
from app.context import Context
from app.domain.mall import Mall
from app.domain.stations import StationKind


def add_device_pages(pages: Blueprint, context: Context, shell: Callable[..., str]) -> None:
    @pages.get("/admin/devices")
    @audience("anyone")
    def devices() -> str:
        return shell("devices.html", here="devices", script="devices.js")

    @pages.get("/admin/devices/sheets")
    @audience("anyone")
    def sheets() -> str:
        return shell("sheets.html", here="sheets", script="sheets.js")

    @pages.get("/admin/devices/code.svg")
    @audience("anyone")
    def code() -> Response:
        """Leads to a page that asks who one is; it tells a stranger no more than that the place exists."""
        kind, site, place = (request.args.get(name, "") for name in ("kind", "site", "place"))
        if not is_place(context.mall, kind, site, place):
            abort(404)
        address = f"{context.links.public_url}/admin/{_way(kind, site, place)}"
        picture = io.BytesIO()
        segno.make_qr(address, error="m").save(picture, kind="svg", border=4, light="white", xmldecl=False)
        return Response(picture.getvalue(), mimetype="image/svg+xml")


def is_place(mall: Mall, kind: str, site: str, place: str) -> bool:
    """Whether the mall has such a station there."""
    known = mall.site.get(site)
    if known is None:
        return False
    places = {
        StationKind.KIOSK: known.kiosk.keys(),
        StationKind.DISPLAY: known.display.keys(),
        StationKind.PRINTER: known.printer.keys(),
        StationKind.AGENT: {each.agent or "" for each in known.printers},
    }
    return kind in tuple(StationKind) and place in places[StationKind(kind)]


def _way(kind: str, site: str, place: str) -> str:
    if kind == StationKind.PRINTER:
        return "printers?" + urlencode({"site": site})
    return "devices?" + urlencode({"site": site, "kind": kind, "place": place})
