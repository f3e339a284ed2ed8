"""What visitors open on their phones: a ticket by its secret address, and every other public page."""

import io
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import segno
from flask import Blueprint, Response, g, redirect, render_template, request

from app.audience import audience
from app.context import Context
from app.domain.errors import BadAddress, Refused, UnknownToken, WrongPresenceCode, WrongState
from app.domain.mall import Mall, Site
from app.domain.ticket import Ticket
from app.operations.issuing import cancel_ticket
from app.operations.remote import go_to_end, postpone
from app.queries.marks import hue
from app.queries.notices import public_notice
from app.queries.tickets import position_of, ticket_by_token, ticket_document
from app.web.api.afar import Afar
from app.web.api.reservations import Reservations
from app.web.api.tickets import change_ticket
from app.web.errors import sentence
from app.web.refused import say_refused
from app.web.visitor import face
from app.web.visitor.board_pages import add_board_pages
from app.web.visitor.booking_pages import add_booking_pages, booking_page_of
from app.web.visitor.contact_box import ContactBox, forgotten, offer_of
from app.web.visitor.contact_pages import add_contact_pages
from app.web.visitor.far_pages import far_ticket
from app.web.visitor.forms import LONGEST_CODE, form_asked, new_key
from app.web.visitor.here_pages import add_here_pages
from app.web.visitor.moment import moment, speak_as, time_of
from app.web.visitor.site_pages import add_site_pages
from app.web.visitor.slot_pages import add_slot_pages

MOST_COUNTERS = 6  # named one by one
NO_BREAK = "\u00a0"


def blueprint(context: Context, afar: Afar, reservations: Reservations) -> Blueprint:
    pages = Blueprint(
        "visitor",
        __name__,
        template_folder="templates",
        static_folder="static",
        static_url_path="/static/visitor",
    )
    box = ContactBox(context)
    _add_ticket_pages(pages, context, box)
    _add_deeds(pages, context, afar, box)
    add_booking_pages(pages, context, reservations, box)
    add_contact_pages(
        pages,
        context,
        reservations,
        box,
        booking_page=lambda code, refusal: booking_page_of(
            context, reservations, box, reservations.find(code), refusal
        ),
        ticket_page=lambda token, refusal: _ticket_page(context, box, token, refusal),
    )
    add_board_pages(pages, context)
    add_here_pages(pages, context)
    add_slot_pages(pages, context, reservations, box)
    add_site_pages(pages, context, afar, box)
    return pages


def _add_ticket_pages(pages: Blueprint, context: Context, box: ContactBox) -> None:
    """The secret address works in any case: QR codes carry it in capitals."""

    @pages.get("/t/<token>")
    @pages.get("/T/<token>", endpoint="scanned")
    @audience("anyone")
    def ticket_page(token: str) -> Any:
        try:
            return _ticket_page(context, box, token)
        except UnknownToken:
            return _unknown(context)

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


def _add_deeds(pages: Blueprint, context: Context, afar: Afar, box: ContactBox) -> None:
    """The forms of a phone without scripts: after each the ticket as it is, or the sentence that refuses."""

    def done(token: str, deed: Callable[[], dict[str, Any]]) -> Any:
        try:
            return redirect(f"/t/{deed()['token']}", 303)
        except UnknownToken:
            return _unknown(context)
        except Refused as refusal:
            return _ticket_page(context, box, token, refusal), refusal.status

    @pages.post("/t/<token>/check-in")
    @audience("anyone")
    def arrive(token: str) -> Any:
        return done(token, lambda: afar.arrive(token, request.form.get("code", "")[:LONGEST_CODE]))

    @pages.post("/t/<token>/postpone")
    @audience("anyone")
    def take_longer(token: str) -> Any:
        return done(token, lambda: afar.put_off(token, postpone, form_asked))

    @pages.post("/t/<token>/to-end")
    @audience("anyone")
    def move_to_end(token: str) -> Any:
        return done(token, lambda: afar.put_off(token, go_to_end, form_asked))


def _ticket_page(context: Context, box: ContactBox, token: str, refusal: Refused | None = None) -> str:
    """Raises UnknownToken."""
    ticket, document, notice = _look(context, token)
    speak_as(context, ticket.language)
    return render_template(
        "visitor/ticket.html",
        notice=notice,
        refusal=sentence(context, refusal, g.language) if refusal else "",
        wrong_code=isinstance(refusal, WrongPresenceCode),
        offer=offer_of(context, ticket.site),
        contacts=box.shown(ticket),
        forgotten=forgotten(context, ticket.day),
        wrong_contact=isinstance(refusal, BadAddress),
        **_shown(context, ticket, document),
    )


def _look(context: Context, token: str) -> tuple[Ticket, dict[str, Any], dict[str, Any] | None]:
    """The ticket, as it is shown, and the notice of its hall."""
    if (far := far_ticket(context, token)) is not None:
        return far
    with context.database.read() as connection:
        ticket = ticket_by_token(connection, token, mall=context.mall, now=context.clock())
        position = position_of(connection, context.mall, ticket)
        notice = public_notice(connection, site=ticket.site)
    return ticket, ticket_document(context.mall, ticket, position, links=context.links), notice


def _unknown(context: Context) -> tuple[str, int]:
    say_refused(UnknownToken.code)
    return render_template("visitor/unknown.html", sites=context.mall.sites), 404


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
        "may_postpone": face.may_postpone(document),
        "may_go_to_end": face.may_go_to_end(document),
        "soon": face.is_soon(document),
        **_meeting(context, document),
        "keys": {form: new_key(context) for form in ("postpone", "to_end")},
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


def _meeting(context: Context, document: Mapping[str, Any]) -> dict[str, str]:
    """When to be there, and until when the number is kept; empty for whoever need not come any more."""
    key = face.come(document, context.clock())
    if key is None:
        return {"come": "", "kept": ""}
    arrival, told = document["arrival"], moment(context)
    say = partial(context.words.say, g.language)
    return {
        "come": say(f"visitor.{key}", time=time_of(context, arrival["promised_at"])),
        "kept": say("visitor.kept_until", time=time_of(context, arrival["arrives_by"]), zone=told["zone"]),
    }


def _counters(mall: Mall, site: Site, ticket: Ticket) -> list[str]:
    """The names of the counters that may call this ticket, each to stay on one line."""
    service = mall.service_at(site, ticket.service)
    codes = mall.pool(site, service).counters if service else ()
    return [site.counter[code].name.replace(" ", NO_BREAK) for code in codes]
