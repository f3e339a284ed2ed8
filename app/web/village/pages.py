"""The desk of a village office: numbers and bookings of any site for people who are far from it.

Made by the server, with forms alone: village offices have slow lines and old computers.
"""

from typing import Any

from flask import Blueprint, g, render_template, request

from app.audience import STAFF, audience
from app.context import Context
from app.cookie import csrf_of, session_secret
from app.domain.errors import BadRequest, Forbidden, Refused, Unauthenticated
from app.domain.keeping import SatelliteAway
from app.domain.mall import Service, Site
from app.domain.staff import Permission
from app.domain.ticket import Priority
from app.operations.bookings import BookingWish
from app.operations.numbering import Wish
from app.queries.hall import site_document
from app.queries.tokens import Bearer
from app.web.api.afar import Afar
from app.web.api.reservations import Reservations
from app.web.auth import enter
from app.web.errors import sentence
from app.web.far_values import booking_told
from app.web.village.service_face import service_shown
from app.web.village.slips import add_slips
from app.web.village.today import made_here
from app.web.village.unanswered import add_asking_again, to_slip
from app.web.visitor import search
from app.web.visitor.board_pages import place_by_address, site_by_address
from app.web.visitor.forms import form_asked, key_again
from app.web.visitor.moment import moment
from app.web.visitor.slot_pages import chosen_slot

SHUT = 401


def blueprint(context: Context, afar: Afar, reservations: Reservations) -> Blueprint:
    pages = Blueprint(
        "village",
        __name__,
        template_folder="templates",
        static_folder="static",
        static_url_path="/static/village",
    )

    @pages.errorhandler(Unauthenticated)
    def shut(_error: Unauthenticated) -> Any:
        """Whoever is not signed in, or not any more, is shown the way in, and back to this page."""
        return render_template("village/shut.html", way=request.path), SHUT

    _add_choosing(pages, context)
    _add_service(pages, context, afar, reservations)
    add_slips(pages, context)
    add_asking_again(pages, context)
    return pages


def _add_choosing(pages: Blueprint, context: Context) -> None:
    @pages.get("/desa")
    @audience("admin", STAFF)
    def choose_site() -> str:
        """Whoever serves nowhere from afar is told so, with nothing to choose."""
        holder: Bearer = g.bearer
        open_here = [
            site
            for site in context.mall.sites
            if context.keeping.shows(site.code) and _may_serve(holder, site)
        ]
        return render_template(
            "village/sites.html",
            sites=[(site, made_here(context, site.code, holder.actor)) for site in open_here],
            mall=context.mall,
            csrf=csrf_of(session_secret(request.environ) or ""),
            **moment(context),
        )

    @pages.get("/desa/<site>")
    @audience("admin", staff=Permission.SERVE_AFAR)
    def choose_service(site: str) -> str:
        known = site_by_address(context.mall, site)
        agencies = enter(known.code).agencies(Permission.SERVE_AFAR, known.code)
        with context.database.read() as connection:
            document = site_document(
                connection, context.mall, known, now=context.clock(), words=context.words
            )
        mine = [one for one in document["agencies"] if agencies is None or one["code"] in agencies]
        find = request.args.get("find", "").strip()[: search.LONGEST]
        return render_template(
            "village/site.html",
            site=document,
            agencies=mine,
            agency=next((one for one in mine if one["code"] == request.args.get("agency")), None),
            find=find,
            found=search.found(mine, find) if find else [],
            **moment(context),
        )


def _add_service(pages: Blueprint, context: Context, afar: Afar, reservations: Reservations) -> None:
    @pages.get("/desa/<site>/<service>")
    @audience("admin", staff=Permission.SERVE_AFAR)
    def service_page(site: str, service: str) -> str:
        known, wanted, _ = _entered(context, site, service)
        return _service_page(context, reservations, known, wanted)

    @pages.post("/desa/<site>/<service>/nomor")
    @audience("admin", staff=Permission.SERVE_AFAR)
    def take(site: str, service: str) -> Any:
        """One number for one citizen; what is refused is said on the same page."""
        known, wanted, holder = _entered(context, site, service)
        try:
            lane = _lane()
            wish = Wish(wanted.code, lane, g.language, holder.actor)
            document, _ = afar.take_for(known.code, wish, form_asked(holder.scope, lane or ""))
        except Refused as refusal:
            return _service_page(context, reservations, known, wanted, refusal=refusal), refusal.status
        return to_slip(known.code, "nomor", document["token"], document["id"])

    @pages.post("/desa/<site>/<service>/reservasi")
    @audience("admin", staff=Permission.SERVE_AFAR)
    def book(site: str, service: str) -> Any:
        known, wanted, holder = _entered(context, site, service)
        try:
            starts_at, lane = chosen_slot(), _lane()
            wish = BookingWish(wanted.code, starts_at, lane, g.language, holder.actor)
            ask = form_asked(holder.scope, f"{starts_at.isoformat()} {lane or ''}")
            booking, _ = reservations.book_for(known.code, wish, ask)
        except Refused as refusal:
            return _service_page(context, reservations, known, wanted, refusal=refusal), refusal.status
        return to_slip(known.code, "reservasi", booking_told(context, booking)["code"], booking.id)


def _may_serve(holder: Bearer, site: Site) -> bool:
    if holder.session is None:
        return holder.may_enter(site.code)
    return not holder.must_change and holder.reaches(Permission.SERVE_AFAR, site.code)


def _entered(context: Context, site: str, service: str) -> tuple[Site, Service, Bearer]:
    """Raises Forbidden for a service of an agency that the person does not work for."""
    known, wanted = place_by_address(context.mall, site, service)
    holder = enter(known.code)
    if not holder.may(Permission.SERVE_AFAR, known.code, wanted.agency):
        raise Forbidden
    return known, wanted, holder


def _lane() -> Priority | None:
    """Raises BadRequest for what no form of ours says."""
    lane = request.form.get("priority", "")
    if lane not in ("", *Priority):
        raise BadRequest
    return Priority(lane) if lane else None


def _service_page(
    context: Context,
    reservations: Reservations,
    site: Site,
    service: Service,
    *,
    refusal: Refused | None = None,
) -> str:
    unanswered = made_here(context, site.code, g.bearer.actor)["unanswered"]
    return render_template(
        "village/service.html",
        site=site,
        **service_shown(context, reservations, site, service),
        refusal=sentence(context, refusal, g.language) if refusal else "",
        priorities=[priority.value for priority in Priority],
        lane=request.form.get("priority", ""),
        chosen=request.form.get("starts_at", ""),
        keys={
            form: key_again(context, refusal if request.path.endswith(way) else None)
            for form, way in (("take", "/nomor"), ("book", "/reservasi"))
        },
        unanswered=bool(unanswered),
        again=isinstance(refusal, SatelliteAway) and request.path.endswith("/nomor"),
        csrf=csrf_of(session_secret(request.environ) or ""),
        **moment(context),
    )
