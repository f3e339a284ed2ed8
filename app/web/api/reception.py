"""The reception desk: finding a visitor's number, its story, and the lane it belongs to."""

from typing import Any

from flask import Blueprint, jsonify, request
from sqlalchemy import Connection

from app.audience import audience
from app.context import Context
from app.domain.errors import BadRequest, Forbidden, UnknownTicket
from app.domain.lane import REGRADED
from app.domain.mall import Site
from app.domain.opening import service_day
from app.domain.staff import Permission
from app.domain.ticket import Ticket
from app.operations.regrading import change_priority
from app.operations.replies import once
from app.operations.reprinting import reprints_left
from app.queries.finding import find_tickets, story, ticket_at
from app.queries.positions import positions
from app.queries.tickets import position_of, ticket_document
from app.queries.tokens import Bearer
from app.store.transaction import Transaction
from app.web.api.description import describe
from app.web.api.documents import TicketDocument
from app.web.api.reception_documents import FoundTickets, PriorityWish, TicketStory
from app.web.api.requests import LARGEST_ID, asked_once, body, row_id, site_named, whole_number
from app.web.auth import enter

LONGEST_SAID = 40


def routes(blueprint: Blueprint, context: Context) -> None:
    """Adds the search under /sites/<site>/tickets, and the priority of a ticket."""

    @blueprint.get("/sites/<site>/tickets")
    @audience("admin", staff=Permission.FIND_TICKET)
    @describe(
        "Today's tickets by what a visitor says of the number: find=A-007, a7, 7; without it the newest",
        tag="tickets",
        answer=FoundTickets,
        refusals=("unknown_site", "bad_request"),
        query=("find",),
    )
    def find_number(site: str) -> Any:
        known = site_named(context.mall, site)
        bearer = enter(known.code)
        said = request.args.get("find", "")
        if len(said) > LONGEST_SAID:
            raise BadRequest
        day = service_day(context.mall, context.clock())
        agencies = bearer.agencies(Permission.FIND_TICKET, known.code)
        with context.database.read() as connection:
            found = find_tickets(connection, context.mall, known.code, said, day=day, agencies=agencies)
            places = positions(connection, context.mall, known, found, day=day)
        documents = [
            ticket_document(context.mall, ticket, places[ticket.id], links=context.links, reveal=False)
            for ticket in found
        ]
        return jsonify(tickets=documents)

    @blueprint.get("/sites/<site>/tickets/<ticket>")
    @audience("admin", staff=Permission.FIND_TICKET)
    @describe(
        "A ticket by its id, and what happened to it; with after=cursor only what is new",
        tag="tickets",
        answer=TicketStory,
        refusals=("unknown_site", "unknown_ticket", "bad_request"),
        query=("after",),
    )
    def ticket_story(site: str, ticket: str) -> Any:
        known = site_named(context.mall, site)
        bearer = enter(known.code)
        ticket_id = row_id(ticket, unknown=UnknownTicket)
        after = whole_number("after", default=0, least=0, most=LARGEST_ID)
        with context.database.read() as connection:
            found = ticket_at(connection, known.code, ticket_id)
            if found is None:
                raise UnknownTicket(ticket=ticket_id)
            _must_be_theirs(bearer, Permission.FIND_TICKET, found)
            return jsonify(_story(context, connection, known, found, after=after))

    @blueprint.post("/tickets/<ticket>/priority")
    @audience("admin", staff=Permission.CHANGE_PRIORITY)
    @describe(
        "Give a ticket a head start, or take it away; its place is that of its issue in the other lane",
        tag="tickets",
        body=PriorityWish,
        answer=TicketDocument,
        refusals=("unknown_site", "unknown_ticket", "wrong_state"),
        query=("site",),
        idempotent=True,
    )
    def change_lane(ticket: str) -> Any:
        known = site_named(context.mall, request.args.get("site"))
        bearer = enter(known.code)
        wish = body(PriorityWish)
        ask = asked_once(bearer.scope, wish)
        ticket_id = row_id(ticket, unknown=UnknownTicket)
        return jsonify(_regrade(context, known.code, ticket_id, wish, ask, bearer=bearer))


def _story(
    context: Context, connection: Connection, site: Site, ticket: Ticket, *, after: int
) -> dict[str, Any]:
    mall = context.mall
    cursor, facts = story(connection, site, ticket.id, after=after)
    position = position_of(connection, mall, ticket)
    credit = mall.rules.priority_credit_minutes if ticket.status in REGRADED else None
    return {
        "now": context.clock().isoformat(),
        "ticket": ticket_document(mall, ticket, position, links=context.links, reveal=False),
        "facts": facts,
        "cursor": cursor,
        "reprints_left": reprints_left(connection, ticket),
        "credit_minutes": credit,
    }


def _regrade(
    context: Context, site: str, ticket_id: int, wish: PriorityWish, ask: Any, *, bearer: Bearer
) -> dict[str, Any]:
    """One commit for the lane, its fact and the kept answer; the ticket without its secret address."""
    mall, now = context.mall, context.clock()

    def deed(tx: Transaction) -> dict[str, Any]:
        known = ticket_at(tx.connection, site, ticket_id)
        if known is None:
            raise UnknownTicket(ticket=ticket_id)
        _must_be_theirs(bearer, Permission.CHANGE_PRIORITY, known)

        def again() -> dict[str, Any]:
            change_priority(tx, mall, ticket_id, priority=wish.priority, actor=bearer.actor, now=now)
            return {"ticket": ticket_id}

        once(tx, ask, now=now, deed=again)
        ticket = ticket_at(tx.connection, site, ticket_id) or known
        position = position_of(tx.connection, mall, ticket)
        return ticket_document(mall, ticket, position, links=context.links, reveal=False)

    return context.database.write(site, deed)


def _must_be_theirs(bearer: Bearer, permission: Permission, ticket: Ticket) -> None:
    """Raises Forbidden for a number of an agency that the person does not work for."""
    if not bearer.may(permission, ticket.site, ticket.agency):
        raise Forbidden
