"""The public board: what the displays of a hall show, on any phone, also without scripts."""

import io
from functools import partial
from typing import Any

import segno
from flask import Blueprint, Response, abort, render_template, request

from app.audience import audience
from app.context import Context
from app.domain.mall import Mall, Service, Site
from app.queries.board import board
from app.web.visitor.mirror import Board, mirrored
from app.web.visitor.moment import moment, time_of

MOST_ROWS = 7  # below the last call
HOUR = 3600


def add_board_pages(pages: Blueprint, context: Context) -> None:
    """GET /<site>/board, and its code for the cameras of phones; a site may be written in any case."""

    @pages.get("/<site>/board")
    @audience("anyone")
    def board_page(site: str) -> str:
        known = site_by_address(context.mall, site)
        now = context.clock()
        with context.database.read() as connection:
            document = mirrored(board(connection, context.mall, known, now=now), known)
        return render_template(
            "visitor/board.html",
            mall=context.mall,
            site=known,
            board=document,
            time_of=partial(time_of, context),
            **chosen(document, request.args.get("agency", "")),
            **moment(context),
        )

    @pages.get("/<site>/board/qr.svg")
    @audience("anyone")
    def board_code(site: str) -> Response:
        known = site_by_address(context.mall, site)
        picture = io.BytesIO()
        code = segno.make_qr(context.links.board(known.code), error="m")
        code.save(picture, kind="svg", border=4, light="white", xmldecl=False)
        response = Response(picture.getvalue(), mimetype="image/svg+xml")
        response.headers["Cache-Control"] = f"public, max-age={HOUR}"
        return response


def site_by_address(mall: Mall, word: str) -> Site:
    """The site of this code in whatever case; else the page is not there."""
    known = {code.casefold(): site for code, site in mall.site.items()}.get(word.casefold())
    if known is None:
        abort(404)
    return known


def place_by_address(mall: Mall, site: str, service: str) -> tuple[Site, Service]:
    """Both in whatever case; else the page is not there."""
    known = site_by_address(mall, site)
    codes = {code.casefold(): code for code in mall.service}
    found = mall.service_at(known, codes.get(service.casefold(), ""))
    if found is None or found.archived:
        abort(404)
    return known, found


def chosen(document: Board, agency: str) -> dict[str, Any]:
    """The calls and queues of one agency, or of all where the site has none of that code."""
    known = agency if agency in document["agencies"] else ""
    calls = [call for call in document["calls"].values() if known in ("", call["agency"])]
    queues = [(code, queue) for code, queue in document["agencies"].items() if known in ("", code)]
    return {
        "agency": known,
        "last": calls[0] if calls else None,
        "recent": calls[1 : MOST_ROWS + 1],
        "queues": queues,
    }
