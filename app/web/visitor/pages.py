"""What visitors open on their phones: a ticket by its secret address, and the public page of a site."""

import io
from collections.abc import Mapping
from typing import Any

import segno
from flask import Blueprint, Response, g, redirect, render_template, request

from app.audience import audience
from app.context import Context
from app.domain.errors import UnknownToken, WrongState
from app.domain.mall import Mall, Site
from app.domain.ticket import Ticket
from app.operations.issuing import cancel_ticket
from app.queries.hall import site_document
from app.queries.marks import hue
from app.queries.notices import public_notice
from app.queries.tickets import position_of, ticket_by_token, ticket_document
from app.web.api.tickets import change_ticket
from app.web.visitor import face
from app.web.visitor.board_pages import add_board_pages, site_by_address
from app.web.visitor.moment import moment

MOST_COUNTERS = 6  # named one by one
NO_BREAK = "\u00a0"


def blueprint(context: Context) -> Blueprint:
    pages = Blueprint(
        "visitor",
        __name__,
        template_folder="templates",
        static_folder="static",
        static_url_path="/static/visitor",
    )
    _add_ticket_pages(pages, context)
    add_board_pages(pages, context)
    _add_site_page(pages, context)
    return pages


def _add_ticket_pages(pages: Blueprint, context: Context) -> None:
    """The secret address works in any case: QR codes carry it in capitals."""

    @pages.get("/t/<token>")
    @pages.get("/T/<token>", endpoint="scanned")
    @audience("anyone")
    def ticket_page(token: str) -> Any:
        try:
            ticket, document, notice = _look(context, token)
        except UnknownToken:
            return _unknown(context)
        _speak_as(context, ticket)
        return render_template("visitor/ticket.html", notice=notice, **_shown(context, ticket, document))

    @pages.post("/t/<token>/cancel")
    @audience("anyone")
    def cancel(token: str) -> Any:
        """The form of a phone without scripts; what it shows next is the ticket as it is."""
        try:
            address = change_ticket(context, token, cancel_ticket)["token"]
        except UnknownToken:
            return _unknown(context)
        except WrongState:
            address = token
        return redirect(f"/t/{address}", 303)

    @pages.get("/t/<token>/qr.svg")
    @audience("anyone")
    def code(token: str) -> Response:
        with context.database.read() as connection:
            ticket = ticket_by_token(connection, token, mall=context.mall, now=context.clock())
        address = context.links.scanned(context.links.token(ticket.nonce))
        picture = io.BytesIO()
        segno.make_qr(address, error="m").save(picture, kind="svg", border=4, light="white", xmldecl=False)
        return Response(picture.getvalue(), mimetype="image/svg+xml")


def _add_site_page(pages: Blueprint, context: Context) -> None:
    """The routes with a name of their own come first; any other word must be the code of a site."""

    @pages.get("/<site>")
    @audience("anyone")
    def site_page(site: str) -> str:
        mall, known = context.mall, site_by_address(context.mall, site)
        now = context.clock()
        with context.database.read() as connection:
            document = site_document(connection, mall, known, now=now, words=context.words)
            notice = public_notice(connection, site=known.code)
        agencies = {agency["code"]: agency for agency in document["agencies"]}
        chosen = agencies.get(request.args.get("agency", ""))
        return render_template(
            "visitor/site.html", site=document, agency=chosen, notice=notice, **moment(context)
        )


def _look(context: Context, token: str) -> tuple[Ticket, dict[str, Any], dict[str, Any] | None]:
    """The ticket, as it is shown, and the notice of its hall."""
    with context.database.read() as connection:
        ticket = ticket_by_token(connection, token, mall=context.mall, now=context.clock())
        position = position_of(connection, context.mall, ticket)
        notice = public_notice(connection, site=ticket.site)
    return ticket, ticket_document(context.mall, ticket, position, links=context.links), notice


def _unknown(context: Context) -> tuple[str, int]:
    return render_template("visitor/unknown.html", sites=context.mall.sites), 404


def _speak_as(context: Context, ticket: Ticket) -> None:
    """In the language the visitor took the number in, unless another one was chosen on this phone."""
    chosen = {request.args.get("lang"), request.cookies.get("antrean_language")}
    if chosen.isdisjoint(context.mall.languages):
        g.language = ticket.language


def _shown(context: Context, ticket: Ticket, document: Mapping[str, Any]) -> dict[str, Any]:
    mall = context.mall
    site, agency = mall.site.get(ticket.site), mall.agency.get(ticket.agency)
    service = mall.service.get(ticket.service)
    somewhere = context.words.say(g.language, "visitor.somewhere")
    return {
        "ticket": document,
        "sentence": face.sentence(document, counter=document["counter_name"] or somewhere),
        "wait": face.wait(document),
        "may_cancel": face.may_cancel(document),
        "mall": mall,
        "site": site,
        "agency_name": agency.name if agency else document["agency_name"],
        "agency_hue": hue(mall, ticket.agency),
        "service_name": service.named(g.language) if service else document["service_name"],
        "requirements": service.requirements if service else (),
        "counters": _counters(mall, site, ticket) if site else [],
        "most_counters": MOST_COUNTERS,
        **moment(context),
    }


def _counters(mall: Mall, site: Site, ticket: Ticket) -> list[str]:
    """The names of the counters that may call this ticket, each to stay on one line."""
    service = mall.service_at(site, ticket.service)
    codes = mall.pool(site, service).counters if service else ()
    return [site.counter[code].name.replace(" ", NO_BREAK) for code in codes]
