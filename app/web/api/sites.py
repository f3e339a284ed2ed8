"""Sites: what they offer, what their displays show, and taking a number there."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, g, jsonify

from app.audience import audience
from app.context import Context
from app.domain.errors import Forbidden
from app.domain.mall import Kiosk, Site
from app.domain.partner import Scope
from app.domain.staff import Permission
from app.operations.issuing import Issued, confirm_ticket, issue_ticket
from app.operations.numbering import Wish
from app.operations.replies import Outcome, once
from app.queries.board import board
from app.queries.hall import site_document
from app.queries.pictures import picture_of
from app.queries.tickets import position_of, ticket_by_id, ticket_document
from app.queries.tokens import STAFF, Bearer
from app.store.transaction import Transaction
from app.web.api.description import describe
from app.web.api.documents import BoardDocument, SiteDocument, SiteList, TicketDocument, TicketWish
from app.web.api.requests import asked_once, body, site_named
from app.web.auth import enter
from app.web.kept_sites import other_sites

REFUSALS = (
    "service_closed", "service_paused", "quota_full", "capacity_full", "unknown_service", "unknown_printer",
)  # fmt: skip
CHOOSE_PRINTER = frozenset({"admin", "counter", STAFF})  # at a desk; a kiosk has its own


def routes(blueprint: Blueprint, context: Context) -> None:
    """Adds the routes under /sites."""

    @blueprint.get("/sites")
    @audience("anyone", scope=Scope.READ)
    @describe("Every site with its state", tag="sites", answer=SiteList)
    def list_sites() -> Any:
        return jsonify(sites=[_entry(context, site) for site in other_sites(context, "")])

    @blueprint.get("/sites/<site>")
    @audience("anyone", scope=Scope.READ)
    @describe(
        "Agencies and services: open, waiting, estimate",
        tag="sites",
        answer=SiteDocument,
        refusals=("unknown_site",),
        query=("lang",),
    )
    def show_site(site: str) -> Any:
        return jsonify(_document(context, site_named(context.mall, site), kiosk=_kiosk(context, site)))

    @blueprint.get("/sites/<site>/board")
    @audience("anyone", scope=Scope.READ)
    @describe("What a display shows now", tag="sites", answer=BoardDocument, refusals=("unknown_site",))
    def show_board(site: str) -> Any:
        known = site_named(context.mall, site)
        with context.database.read() as connection:
            return jsonify(board(connection, context.mall, known, now=context.clock()))

    @blueprint.post("/sites/<site>/tickets")
    @audience("kiosk", "counter", "partner", "admin", staff=Permission.ISSUE, scope=Scope.DESK)
    @describe(
        "Take a number",
        tag="tickets",
        body=TicketWish,
        answer=TicketDocument,
        status=201,
        refusals=REFUSALS,
        idempotent=True,
    )
    def take_number(site: str) -> Any:
        known = site_named(context.mall, site)
        bearer = enter(known.code)
        asked = body(TicketWish)
        _must_be_allowed(context, bearer, known.code, asked)
        ask = asked_once(bearer.scope, asked)
        kiosk = bearer.code if bearer.role == "kiosk" else None
        language = asked.language or g.language
        wish = Wish(
            asked.service, asked.priority, language, bearer.actor, kiosk, tuple(asked.then), asked.printer
        )
        outcome, document = _take(context, known.code, wish, ask, told=bearer.session is not None)
        return jsonify(document), 200 if outcome.replayed else 201


def _must_be_allowed(context: Context, bearer: Bearer, site: str, asked: TicketWish) -> None:
    """Raises Forbidden for a person of other agencies, and for a screen that has a printer of its own."""
    if asked.printer is not None and bearer.role not in CHOOSE_PRINTER:
        raise Forbidden
    if bearer.session is None:
        return
    for code in (asked.service, *asked.then):
        known = context.mall.service.get(code)
        if known is not None and not bearer.may(Permission.ISSUE, site, known.agency):
            raise Forbidden


def _take(context: Context, site: str, wish: Wish, ask: Any, *, told: bool) -> tuple[Outcome, dict[str, Any]]:
    """One commit for the ticket, its paper, its fact and the kept answer.

    `told`: a person says the number to the visitor, who waits for it whatever becomes of the paper.
    """
    mall, now = context.mall, context.clock()

    def deed(tx: Transaction) -> tuple[Outcome, dict[str, Any]]:
        issued: list[Issued] = []

        def issue() -> dict[str, Any]:
            made = issue_ticket(
                tx, mall, wish, now=now, links=context.links, words=context.words, random=context.random
            )
            if told or wish.printer:
                confirm_ticket(tx, made.ticket, actor=wish.origin, now=now)
            issued.append(made)
            return {"ticket": made.ticket.id}

        outcome = once(tx, ask, now=now, deed=issue)
        if issued:
            ticket, position = issued[0].ticket, issued[0].position
        else:
            ticket = ticket_by_id(tx.connection, outcome.value["ticket"])
            # The number called last is not looked up at issue, so the repeat is answered without it too.
            position = replace(position_of(tx.connection, mall, ticket), now_serving=None)
        return outcome, ticket_document(mall, ticket, position, links=context.links)

    return context.database.write(site, deed)


def _kiosk(context: Context, site: str) -> Kiosk | None:
    """The kiosk that asks, if it is one of this site."""
    holder = g.bearer
    if holder is None or holder.role != "kiosk" or holder.site != site:
        return None
    return context.mall.site[site].kiosk.get(holder.code or "")


def _document(context: Context, site: Site, *, kiosk: Kiosk | None) -> dict[str, Any]:
    with context.database.read() as connection:
        document = site_document(
            connection, context.mall, site, now=context.clock(), words=context.words, kiosk=kiosk
        )
        picture = None if context.keeping.owns(site.code) else picture_of(connection, site.code)
    document["as_of"] = picture.as_of.isoformat() if picture and picture.as_of else None
    for entry in (*document["agencies"], *(one for each in document["agencies"] for one in each["services"])):
        entry["reason"] = entry[f"reason_{g.language}"]
    return document


def _entry(context: Context, site: Site) -> dict[str, Any]:
    document = _document(context, site, kiosk=None)
    return {
        "code": site.code,
        "name": site.name,
        "address": site.address,
        "open": any(agency["open"] for agency in document["agencies"]),
        "waiting": sum(agency["waiting"] for agency in document["agencies"]),
        "as_of": document["as_of"],
    }
