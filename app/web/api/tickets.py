"""A ticket by its secret address: look, give up, confirm that the number was noted."""

from typing import Any
from urllib.parse import quote

from flask import Blueprint, jsonify

from app.audience import audience
from app.context import Context
from app.domain.ticket import Ticket
from app.operations.issuing import cancel_ticket, confirm_ticket
from app.queries.tickets import position_of, ticket_by_id, ticket_by_token, ticket_document
from app.store.transaction import Transaction
from app.web.api.description import describe
from app.web.api.documents import TicketDocument
from app.web.messenger import where_given

VISITOR = "visitor"
AT_A_SATELLITE = {cancel_ticket: ("DELETE", ""), confirm_ticket: ("POST", "/confirm")}


def routes(blueprint: Blueprint, context: Context) -> None:
    """Adds the routes under /tickets; whoever holds the address may use them."""

    @blueprint.get("/tickets/<token>")
    @audience("anyone")
    @describe("A ticket and its place", tag="tickets", answer=TicketDocument, refusals=("unknown_token",))
    def show_ticket(token: str) -> Any:
        return jsonify(look_at(context, token))

    @blueprint.delete("/tickets/<token>")
    @audience("anyone")
    @describe(
        "Give the place up; again changes nothing",
        tag="tickets",
        answer=TicketDocument,
        refusals=("unknown_token", "wrong_state"),
    )
    def cancel(token: str) -> Any:
        return jsonify(change_ticket(context, token, cancel_ticket))

    @blueprint.post("/tickets/<token>/confirm")
    @audience("anyone")
    @describe(
        "The visitor noted the number; again changes nothing",
        tag="tickets",
        answer=TicketDocument,
        refusals=("unknown_token",),
    )
    def confirm(token: str) -> Any:
        return jsonify(change_ticket(context, token, confirm_ticket))


def look_at(context: Context, token: str) -> dict[str, Any]:
    """The ticket behind a secret address, wherever it was given. Raises UnknownToken."""
    there = where_given(token, lambda via, site: via.ask(site, "GET", f"/tickets/{quote(token)}"))
    if there is not None:
        return there
    with context.database.read() as connection:
        ticket = ticket_by_token(connection, token, mall=context.mall, now=context.clock())
        position = position_of(connection, context.mall, ticket)
    return ticket_document(context.mall, ticket, position, links=context.links)


def change_ticket(context: Context, token: str, deed: Any) -> dict[str, Any]:
    """One deed of a visitor with the own ticket, in one commit; returns the ticket after it."""
    if deed in AT_A_SATELLITE:
        method, more = AT_A_SATELLITE[deed]
        there = where_given(
            token, lambda via, site: via.ask(site, method, f"/tickets/{quote(token)}{more}", about=token)
        )
        if there is not None:
            return there
    with context.database.read() as connection:
        site = ticket_by_token(connection, token, mall=context.mall, now=context.clock()).site

    def change(tx: Transaction) -> dict[str, Any]:
        ticket: Ticket = ticket_by_token(tx.connection, token, mall=context.mall, now=context.clock())
        deed(tx, ticket, actor=VISITOR, now=context.clock())
        after = ticket_by_id(tx.connection, ticket.id)
        position = position_of(tx.connection, context.mall, after)
        return ticket_document(context.mall, after, position, links=context.links)

    return context.database.write(site, change)
