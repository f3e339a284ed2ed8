"""Printers as staff handle them: how they are, a test, and a number printed once more."""

from typing import Any

from flask import Blueprint, jsonify, request

from app.audience import audience
from app.context import Context
from app.domain.errors import Forbidden, UnknownTicket
from app.domain.opening import service_day
from app.domain.staff import Permission
from app.operations.replies import once
from app.operations.reprinting import print_test, reprint_ticket
from app.operations.rolls import change_roll
from app.queries.finding import agency_of
from app.queries.paper import printer_details
from app.queries.tickets import position_of, ticket_by_id, ticket_document
from app.queries.tokens import Bearer
from app.store.transaction import Transaction
from app.web.api.description import describe
from app.web.api.documents import TicketDocument
from app.web.api.printer_documents import PrinterDetail, PrinterDetails, ReprintWish, TestDocument
from app.web.api.requests import asked_once, body, row_id, site_named
from app.web.auth import enter


def routes(blueprint: Blueprint, context: Context) -> None:
    """Adds the routes under /sites/<site>/printers, and the reprint of a ticket."""

    @blueprint.get("/sites/<site>/printers")
    @audience("counter", "admin", staff=Permission.SEE_ALARMS)
    @describe(
        "The printers: state, alarms, last papers",
        tag="printers",
        answer=PrinterDetails,
        refusals=("unknown_site",),
    )
    def list_printers(site: str) -> Any:
        known = site_named(context.mall, site)
        enter(known.code)
        day = service_day(context.mall, context.clock())
        with context.database.read() as connection:
            return jsonify(printers=printer_details(connection, known, day=day))

    @blueprint.post("/sites/<site>/printers/<printer>/test")
    @audience("admin", staff=Permission.MANAGE_DEVICES)
    @describe(
        "Print a slip that says TES CETAK",
        tag="printers",
        answer=TestDocument,
        refusals=("unknown_site", "unknown_printer"),
    )
    def test_printer(site: str, printer: str) -> Any:
        known = site_named(context.mall, site)
        actor = enter(known.code).actor
        mall, now = context.mall, context.clock()

        def deed(tx: Transaction) -> int:
            return print_test(tx, mall, printer, actor=actor, now=now, words=context.words)

        return jsonify(job=context.database.write(known.code, deed))

    @blueprint.post("/sites/<site>/printers/<printer>/roll")
    @audience("counter", "admin", staff=Permission.SEE_ALARMS)
    @describe(
        "A fresh roll was put in; its papers are counted from now on",
        tag="printers",
        answer=PrinterDetail,
        refusals=("unknown_site", "unknown_printer"),
    )
    def new_roll(site: str, printer: str) -> Any:
        known = site_named(context.mall, site)
        actor = enter(known.code).actor
        day = service_day(context.mall, context.clock())

        def deed(tx: Transaction) -> dict[str, Any]:
            change_roll(tx, known, printer, actor=actor, now=context.clock())
            details = printer_details(tx.connection, known, day=day)
            return next(each for each in details if each["code"] == printer)

        return jsonify(context.database.write(known.code, deed))

    @blueprint.post("/tickets/<ticket>/reprint")
    @audience("counter", "admin", staff=Permission.REPRINT)
    @describe(
        "Print a number once more, marked CETAK ULANG",
        tag="printers",
        body=ReprintWish,
        answer=TicketDocument,
        refusals=("unknown_ticket", "unknown_printer", "unknown_site", "wrong_state", "reprint_limit"),
        query=("site",),
        idempotent=True,
    )
    def reprint(ticket: str) -> Any:
        known = site_named(context.mall, request.args.get("site"))
        bearer = enter(known.code)
        wish = body(ReprintWish)
        ask = asked_once(bearer.scope, wish)
        ticket_id = row_id(ticket, unknown=UnknownTicket)
        return jsonify(_reprint(context, known.code, ticket_id, wish, ask, bearer=bearer))


def _reprint(
    context: Context, site: str, ticket_id: int, wish: ReprintWish, ask: Any, *, bearer: Bearer
) -> dict[str, Any]:
    """One commit for the paper, its fact and the kept answer; the ticket without its secret address."""
    mall, now = context.mall, context.clock()

    def deed(tx: Transaction) -> dict[str, Any]:
        _must_be_theirs(tx, ticket_id, bearer)

        def again() -> dict[str, Any]:
            reprint_ticket(
                tx,
                mall,
                ticket_id,
                printer=wish.printer,
                reason=wish.reason.strip(),
                actor=bearer.actor,
                now=now,
                links=context.links,
                words=context.words,
            )
            return {"ticket": ticket_id}

        once(tx, ask, now=now, deed=again)
        ticket = ticket_by_id(tx.connection, ticket_id)
        position = position_of(tx.connection, mall, ticket)
        return ticket_document(mall, ticket, position, links=context.links, reveal=False)

    return context.database.write(site, deed)


def _must_be_theirs(tx: Transaction, ticket_id: int, bearer: Bearer) -> None:
    """Raises Forbidden for a number of an agency that the person does not work for."""
    agencies = bearer.agencies(Permission.REPRINT, tx.site)
    if agencies is None:
        return
    agency = agency_of(tx.connection, tx.site, ticket_id)
    if agency is not None and agency not in agencies:
        raise Forbidden
