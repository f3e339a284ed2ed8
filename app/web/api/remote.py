"""Numbers from afar: take one with a phone, check in, ask for more time."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, g, jsonify, request

from app.audience import audience
from app.context import Context
from app.domain.arriving import is_present, presence_code, presence_until
from app.domain.errors import Forbidden, TooMany, UnknownTicket, WrongPresenceCode
from app.domain.pairing import neighbourhood
from app.domain.staff import Permission
from app.domain.ticket import Ticket
from app.operations.numbering import Wish
from app.operations.remote import check_in, go_to_end, postpone, take_remote
from app.operations.replies import Outcome, once
from app.queries.finding import ticket_at
from app.queries.tickets import position_of, ticket_by_id, ticket_by_token, ticket_document
from app.store.transaction import Transaction
from app.web.api.description import describe
from app.web.api.documents import Nothing, TicketDocument
from app.web.api.pace import Pace
from app.web.api.remote_documents import CheckInWish, PresenceDocument, RemoteWish
from app.web.api.requests import asked_once, body, row_id, site_named
from app.web.api.sites import REFUSALS
from app.web.api.tickets import change_ticket
from app.web.auth import enter
from app.web.phone import give, phone_hash, phone_secret

PHONE = "phone"  # the actor of the journal: which one is nobody's business
# Many phones share one address where the operator of a mobile network gives out few.
MOST_TAKEN, TAKEN_WITHIN = 60, timedelta(minutes=10)
MOST_TRIES, TRIES_WITHIN = 5, timedelta(minutes=10)  # of one number's check-in

Deed = Callable[..., Ticket]


def routes(blueprint: Blueprint, context: Context) -> None:
    """Adds /sites/<site>/remote-tickets and what a phone does with its number."""
    _add_taking(blueprint, context)
    _add_check_in(blueprint, context)
    _add_delays(blueprint, context)


def _add_taking(blueprint: Blueprint, context: Context) -> None:
    pace = Pace(MOST_TAKEN, TAKEN_WITHIN)

    @blueprint.post("/sites/<site>/remote-tickets")
    @audience("anyone")
    @describe(
        "Take a number for today from a phone; it joins the queue when its visitor checks in",
        tag="tickets",
        body=RemoteWish,
        answer=TicketDocument,
        status=201,
        refusals=(*REFUSALS[:-1], "unknown_site", "remote_closed", "remote_full", "phone_limit", "too_many"),
        idempotent=True,
    )
    def take_from_afar(site: str) -> Any:
        known = site_named(context.mall, site)
        asked = body(RemoteWish)
        ask = asked_once(PHONE, asked)
        if until := pace.visit(neighbourhood(request.remote_addr or ""), now=context.clock()):
            raise TooMany(until=until)
        secret = phone_secret(request, secret=context.links.secret, key=ask.key)
        wish = Wish(asked.service, asked.priority, asked.language or g.language, PHONE)
        outcome, document = _take(context, known.code, wish, ask, phone=phone_hash(secret))
        response: Response = jsonify(document)
        response.status_code = 200 if outcome.replayed else 201
        give(response, secret, secure=request.is_secure)
        return response


def _take(
    context: Context, site: str, wish: Wish, ask: Any, *, phone: bytes
) -> tuple[Outcome, dict[str, Any]]:
    mall, now = context.mall, context.clock()

    def deed(tx: Transaction) -> tuple[Outcome, dict[str, Any]]:
        def issue() -> dict[str, Any]:
            made = take_remote(
                tx, mall, wish, phone=phone, now=now, links=context.links, random=context.random
            )
            return {"ticket": made.id}

        outcome = once(tx, ask, now=now, deed=issue)
        ticket = ticket_by_id(tx.connection, outcome.value["ticket"])
        position = position_of(tx.connection, mall, ticket)
        return outcome, ticket_document(mall, ticket, position, links=context.links)

    return context.database.write(site, deed)


def _add_check_in(blueprint: Blueprint, context: Context) -> None:
    tries = Pace(MOST_TRIES, TRIES_WITHIN)

    @blueprint.get("/sites/<site>/presence")
    @audience("kiosk", "display", "admin", staff=Permission.ISSUE)
    @describe(
        "The code that proves that a visitor is at the site; another one every 90 seconds",
        tag="tickets",
        answer=PresenceDocument,
        refusals=("unknown_site",),
    )
    def show_presence(site: str) -> Any:
        known, now = site_named(context.mall, site), context.clock()
        enter(known.code)
        code = presence_code(context.links.secret, known.code, now)
        url = context.links.presence(known.code, code)
        return jsonify(code=code, until=presence_until(now).isoformat(), url=url)

    @blueprint.post("/tickets/<token>/check-in")
    @audience("anyone")
    @describe(
        "The visitor is at the site, and says the code of its screens; again changes nothing",
        tag="tickets",
        body=CheckInWish,
        answer=TicketDocument,
        refusals=("unknown_token", "wrong_presence_code", "wrong_state", "too_many"),
    )
    def arrive(token: str) -> Any:
        said, now = body(CheckInWish).code, context.clock()

        def deed(tx: Transaction, ticket: Ticket, *, actor: str, now: Any) -> None:
            check_in(tx, context.mall, ticket, actor=actor, now=now)

        with context.database.read() as connection:
            ticket = ticket_by_token(connection, token, mall=context.mall, now=now)
        if ticket.arrived_at is None and not is_present(context.links.secret, ticket.site, said, now):
            if until := tries.visit(str(ticket.id), now=now):
                raise TooMany(until=until)
            raise WrongPresenceCode
        return jsonify(change_ticket(context, token, deed))

    @blueprint.post("/sites/<site>/tickets/<ticket>/check-in")
    @audience("admin", staff=Permission.ISSUE)
    @describe(
        "The visitor of a number from afar stands at the desk; again changes nothing",
        tag="tickets",
        body=Nothing,
        answer=TicketDocument,
        refusals=("unknown_site", "unknown_ticket", "wrong_state"),
    )
    def receive(site: str, ticket: str) -> Any:
        known = site_named(context.mall, site)
        bearer = enter(known.code)
        body(Nothing)
        ticket_id = row_id(ticket, unknown=UnknownTicket)

        def deed(tx: Transaction) -> dict[str, Any]:
            found = ticket_at(tx.connection, known.code, ticket_id)
            if found is None:
                raise UnknownTicket(ticket=ticket_id)
            if not bearer.may(Permission.ISSUE, known.code, found.agency):
                raise Forbidden
            here = check_in(tx, context.mall, found, actor=bearer.actor, now=context.clock())
            position = position_of(tx.connection, context.mall, here)
            return ticket_document(context.mall, here, position, links=context.links, reveal=False)

        return jsonify(context.database.write(known.code, deed))


def _add_delays(blueprint: Blueprint, context: Context) -> None:
    @blueprint.post("/tickets/<token>/postpone")
    @audience("anyone")
    @describe(
        "Ten more minutes: the place moves back by as much, twice at most",
        tag="tickets",
        body=Nothing,
        answer=TicketDocument,
        refusals=("unknown_token", "wrong_state", "postponed_enough"),
        idempotent=True,
    )
    def take_longer(token: str) -> Any:
        return jsonify(_put_off(context, token, postpone))

    @blueprint.post("/tickets/<token>/to-end")
    @audience("anyone")
    @describe(
        "Go behind everybody who came before this moment",
        tag="tickets",
        body=Nothing,
        answer=TicketDocument,
        refusals=("unknown_token", "wrong_state"),
        idempotent=True,
    )
    def move_to_end(token: str) -> Any:
        return jsonify(_put_off(context, token, go_to_end))


def _put_off(context: Context, token: str, put_off: Deed) -> dict[str, Any]:
    """Once for each key: a press that is sent again moves nobody further back."""
    with context.database.read() as connection:
        ticket_id = ticket_by_token(connection, token, mall=context.mall, now=context.clock()).id
    ask = asked_once(f"ticket:{ticket_id}", body(Nothing))

    def deed(tx: Transaction, ticket: Ticket, *, actor: str, now: Any) -> None:
        def again() -> dict[str, Any]:
            put_off(tx, ticket, actor=actor, now=now)
            return {"ticket": ticket.id}

        once(tx, ask, now=now, deed=again)

    return change_ticket(context, token, deed)
