"""The public pages of a site: agencies, a search, and for every service a page that may give a number."""

from datetime import date, datetime
from typing import Any

from flask import Blueprint, Response, g, redirect, render_template, request
from sqlalchemy import Connection

from app.audience import audience
from app.context import Context
from app.domain.booking import takes_bookings
from app.domain.errors import BadAddress, BadRequest, NoChannel, PhoneLimit, Refused
from app.domain.mall import Mall, Service, Site
from app.domain.opening import service_day
from app.domain.quiet import days_like, half_hours, quietest
from app.domain.ticket import Priority, Ticket
from app.operations.numbering import Wish
from app.operations.replies import Once
from app.queries.afar_room import has_remote_room
from app.queries.arrivals import minutes_taken
from app.queries.hall import SiteView
from app.queries.notices import public_notice
from app.queries.remote import tickets_of_phone
from app.web.api.afar import PHONE, Afar
from app.web.errors import sentence
from app.web.far_made import far_tickets
from app.web.far_values import address_of
from app.web.kept_sites import other_sites, seen
from app.web.messenger import messenger
from app.web.phone import known_phone
from app.web.visitor import search
from app.web.visitor.board_pages import place_by_address, site_by_address
from app.web.visitor.booking_face import bookings_here
from app.web.visitor.contact_box import ContactBox, offer_of
from app.web.visitor.forms import form_asked, key_again
from app.web.visitor.glances import Glances
from app.web.visitor.hours import pauses_of, week
from app.web.visitor.moment import moment

CLEARLY_LESS = 15  # minutes that are worth another way

Document = dict[str, Any]


def add_site_pages(pages: Blueprint, context: Context, afar: Afar, box: ContactBox) -> None:
    """The routes with a name of their own come first; any other word must be the code of a site."""
    glances = Glances(context)

    @pages.get("/<site>")
    @audience("anyone")
    def site_page(site: str) -> str:
        mall = context.mall
        known = site_by_address(mall, site)
        with context.database.read() as connection:
            document = glances.of(connection, mall, known)
            notice = public_notice(connection, site=known.code)
        agencies = {agency["code"]: agency for agency in document["agencies"]}
        find = request.args.get("find", "").strip()[: search.LONGEST]
        return render_template(
            "visitor/site.html",
            site=document,
            agency=None if find else agencies.get(request.args.get("agency", "")),
            find=find,
            found=search.found(document["agencies"], find) if find else [],
            notice=notice,
            **moment(context),
        )

    @pages.get("/<site>/layanan/<service>")
    @audience("anyone")
    def service_page(site: str, service: str) -> str:
        return _service_page(context, *place_by_address(context.mall, site, service))

    @pages.post("/<site>/layanan/<service>/take")
    @audience("anyone")
    def take(site: str, service: str) -> Any:
        """The form of a phone, with scripts or without; what is refused is said on the same page."""
        known, wanted = place_by_address(context.mall, site, service)
        try:
            wish = _wish(wanted)
            said = box.checked(request.form.get("contact", ""))
            taken = afar.take(known.code, *wish)
        except Refused as refusal:
            return _service_page(context, known, wanted, refusal=refusal), refusal.status
        box.leave_if_told(lambda: afar.ticket(taken.document["token"]), said)
        response: Response = redirect(f"/t/{taken.document['token']}", 303)  # type: ignore[assignment]
        taken.remember(response)
        return response


def _wish(service: Service) -> tuple[Wish, Once]:
    """What the form says, and under which key. Raises BadRequest for what no form of ours says."""
    lane = request.form.get("priority", "")
    if lane not in ("", *Priority):
        raise BadRequest
    wish = Wish(service.code, Priority(lane) if lane else None, g.language, PHONE)
    return wish, form_asked(PHONE, lane)


def _service_page(context: Context, site: Site, service: Service, *, refusal: Refused | None = None) -> str:
    mall, now = context.mall, context.clock()
    with context.database.read() as connection:
        view = SiteView(connection, mall, site, now=now, words=context.words)
        agency = view.agency(mall.agency[service.agency])
        here = next(entry for entry in agency["services"] if entry["code"] == service.code)
        others = [
            one
            for one in other_sites(context, site.code)
            if (its := seen(context, one.code)) is None or its.fresh
        ]
        elsewhere = _elsewhere(context, connection, others, service, here, now=now)
        quiet = _quiet(connection, mall, site, service, _day_told(here, service_day(mall, now)), now=now)
        notice = public_notice(connection, site=site.code)
        mine = _mine(connection, context, site, now=now)
        booked = bookings_here(connection, context, site)
        remote = mall.rules.remote_tickets and service.online
        full = remote and here["open"] and not has_remote_room(connection, mall, site, service, now=now)
    return render_template(
        "visitor/service.html",
        mall=mall,
        site=site,
        agency=agency,
        service=here,
        counters=[site.counter[code].name for code in mall.pool(site, service).counters],
        week=week(mall.hours_of(site, service), mall.breaks),
        elsewhere=elsewhere,
        quiet=quiet,
        notice=notice,
        mine=[(ticket.number, address_of(context, ticket), ticket.service) for ticket in mine],
        limited=isinstance(refusal, PhoneLimit),
        offer=offer_of(context, site.code),
        said=request.form.get("contact", ""),
        wrong_contact=isinstance(refusal, BadAddress | NoChannel),
        remote=remote,
        full=full,
        bookings=takes_bookings(mall, site, service),
        booked=[one for one in booked if one["service"] == service.code],
        remote_here=mall.rules.remote_tickets,
        refusal=sentence(context, refusal, g.language) if refusal else "",
        priorities=[priority.value for priority in Priority],
        lane=request.form.get("priority", ""),
        key=key_again(context, refusal),
        address=f"{context.links.public_url}/{site.code}/layanan/{service.code}",
        **moment(context),
    )


def _mine(connection: Connection, context: Context, site: Site, *, now: datetime) -> list[Ticket]:
    """The numbers that this phone has at the site."""
    phone = known_phone(request)
    if phone is None:
        return []
    if messenger().is_for(site.code):
        return far_tickets(site.code, phone)
    day = service_day(context.mall, now)
    return list(tickets_of_phone(connection, site=site.code, day=day, phone=phone))


def _day_told(here: Document, today: date) -> date:
    """The day on which one may come next."""
    opens = here["next_opening"]
    return today if here["open"] or not opens else datetime.fromisoformat(opens).date()


def _elsewhere(
    context: Context,
    connection: Connection,
    sites: list[Site],
    service: Service,
    here: Document,
    *,
    now: datetime,
) -> Document | None:
    """The other site where the same service takes clearly less waiting now, the best of several."""
    mall, best = context.mall, None
    for site in sites:
        offered = mall.service_at(site, service.code)
        if offered is None or not mall.pool(site, offered).counters:
            continue
        there = SiteView(connection, mall, site, now=now, words=context.words).service(offered)
        if not there["open"] or there["estimate"] is None:
            continue
        high = there["estimate"]["high"]
        limit = here["estimate"]["high"] - CLEARLY_LESS if here["open"] and here["estimate"] else high
        if high <= limit and (best is None or high < best["estimate"]["high"]):
            best = {"site": site, "estimate": there["estimate"], "waiting": there["waiting"]}
    return best


def _quiet(
    connection: Connection, mall: Mall, site: Site, service: Service, day: date, *, now: datetime
) -> Document | None:
    """When it was quiet on earlier days like `day`, None where too little is known or all hours are alike."""
    span = mall.hours_of(site, service).on(day)
    if span is None:
        return None
    days = days_like(day, today=service_day(mall, now))
    taken = minutes_taken(connection, site=site.code, agency=service.agency, days=days, zone=mall.zone_info)
    pauses = [pause.span for pause in pauses_of(day.weekday(), span, mall.breaks)]
    hours = half_hours(taken, span, pauses)
    best = quietest(hours)
    if best is None:
        return None
    return {
        "weekday": day.weekday(),
        "best": best,
        "hours": hours,
        "most": max(half.numbers for half in hours),
    }
